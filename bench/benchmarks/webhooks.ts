import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { Disposal } from '../../test/harness/disposal.ts';
import type { TestEngine } from '../../test/harness/engines.ts';
import { openDatabase } from '../../test/harness/openDatabase.ts';
import { type Bench, type Benchmark, ENGINE_NAMES } from '../benchmark.ts';
import type { WebhookFigures } from '../load/loadWebhooks.ts';
import { cpuTimeMs, NODE_FLAGS, SERVER_CORE } from '../machine.ts';
import type { Cell } from '../report.ts';
import { type ChildServer, startChildServer } from '../servers/childServer.ts';
import { median } from '../statistics.ts';

/** Offered each second, whatever becomes of those before. */
const PER_SECOND = 2_000;
/** A stall of a second would not be seen in a measurement of a second. */
const LONGER = 10;
const WARM_UP = 2;

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const SOURCE = 'standard/bench';
const STORE_SERVER = fileURLToPath(new URL('../servers/webhookStoreServer.ts', import.meta.url));

interface Contender {
  readonly name: string;
  readonly engine: TestEngine['name'];
  readonly server: ChildServer;
  /** Resolves when all webhooks accepted so far are processed. @throws Error when one is lost, or is there twice */
  untilProcessed(accepted: number, signal: AbortSignal): Promise<void>;
}

interface Measured extends WebhookFigures {
  /** From the last answer on. */
  readonly processedAfterSeconds: number;
  /** Processor time for each webhook: until all were answered, and until all were processed. */
  readonly answeredCpuMs: number;
  readonly processedCpuMs: number;
}

/** Webhooks that come faster than one commit for each would allow: stored before they are answered, then processed. */
export const webhooks: Benchmark = async (bench) => {
  await using disposal = new Disposal();
  const contenders: Contender[] = [];
  for (const engine of bench.engines) {
    bench.progress(`Webhooks: starting on ${ENGINE_NAMES[engine.name]}`);
    contenders.push(await startSluice(bench, engine, disposal), await startLimit(bench, engine, disposal));
  }
  const measured = await takeTurns(bench, contenders);
  return {
    title: 'Webhooks that are stored before they are answered',
    text:
      `Signed webhooks of a kilobyte, ${PER_SECOND.toLocaleString('en')} a second for ${bench.seconds * LONGER} s, each sent at its time whether those ` +
      'before it have been answered or not; the time of an answer counts from when its webhook was due. Afterwards every ' +
      'accepted one is stored once and has become an event in the change log. Processor time is that of the server ' +
      'for one webhook, PostgreSQL’s not counted: until the answers, and until all are processed. The limit is `node:http` ' +
      'that verifies and processes nothing and stores the same bytes in groups, one row each, through the bare driver; ' +
      'of the limit is its processor time in relation to Sluice’s until the answers.',
    tables: [
      {
        columns: [
          'server',
          'accepted/s',
          'answer p50 ms',
          'answer p99 ms',
          'longest ms',
          'processed s later',
          'processor ms until answered',
          'processor ms in all',
          'of the limit',
        ],
        rows: contenders.map((contender, index) => row(contender, measured[index] ?? [], limitOf(contender))),
      },
    ],
  };

  function limitOf({ engine }: Contender): readonly Measured[] {
    return measured[contenders.findLastIndex((contender) => contender.engine === engine)] ?? [];
  }
};

async function startSluice(bench: Bench, engine: TestEngine, disposal: Disposal): Promise<Contender> {
  const storage = disposal.use(await engine.create({ SEED: 'none', STANDARD_WEBHOOK_SECRETS: `bench=${SECRET}` }));
  const args = ['gateway/main.ts', 'start', '--port', '0'];
  const options = { args, nodeArgs: NODE_FLAGS, variables: storage.variables };
  const server = disposal.use(await startChildServer({ ...options, core: SERVER_CORE, signal: bench.signal }));
  const database = disposal.use(openDatabase(storage));
  return {
    name: ENGINE_NAMES[engine.name],
    engine: engine.name,
    server,
    async untilProcessed(accepted, signal) {
      while ((await countOpen(database)) > 0) {
        signal.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const { stored, ids, events } = await count(database);
      if (stored !== accepted || ids !== accepted || events !== accepted)
        throw new Error(`Of ${accepted} accepted webhooks ${stored} rows with ${ids} ids are stored, ${events} told.`);
    },
  };
}

async function startLimit(bench: Bench, engine: TestEngine, disposal: Disposal): Promise<Contender> {
  const { variables } = disposal.use(await engine.create());
  const args = [STORE_SERVER];
  const server = await startChildServer({ args, variables, core: SERVER_CORE, signal: bench.signal });
  const name = `limit: node:http, groups on ${ENGINE_NAMES[engine.name]}`;
  return { name, engine: engine.name, server: disposal.use(server), untilProcessed: async () => {} };
}

async function countOpen(database: Database): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*) as open from sluice_webhook_received where status in ('WAITING', 'PROCESSING')`.execute(
    database.queries,
  );
  return rows[0]?.open ?? 0;
}

async function count(database: Database) {
  const { rows } = await sql<{ stored: number; ids: number; events: number }>`
    select count(*) as stored, count(distinct external_id) as ids,
      (select count(distinct record_id) from sluice_change where record_type = 'ExternalEvent') as events
    from sluice_webhook_received`.execute(database.queries);
  return rows[0] as (typeof rows)[number];
}

/** Each once to warm up, then each once a round. */
async function takeTurns(bench: Bench, contenders: readonly Contender[]): Promise<readonly Measured[][]> {
  const measured = contenders.map((): Measured[] => []);
  const accepted = contenders.map(() => 0);
  for (let round = 0; round <= bench.rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const doing = round === 0 ? 'warming up' : `round ${round} of ${bench.rounds}`;
      bench.progress(`Webhooks: ${contender.name}, ${doing}`);
      const seconds = bench.seconds * (round === 0 ? WARM_UP : LONGER);
      const figures = await measure(bench, contender, { idPrefix: `msg_${round}_`, seconds }, accepted[index] ?? 0);
      accepted[index] = (accepted[index] ?? 0) + figures.accepted;
      if (round > 0) measured[index]?.push(figures);
    }
  }
  return measured;
}

async function measure(
  { load, signal }: Bench,
  { server, untilProcessed }: Contender,
  options: { readonly idPrefix: string; readonly seconds: number },
  acceptedBefore: number,
): Promise<Measured> {
  const cpuMs = () => cpuTimeMs(server.pid) ?? Number.NaN;
  const before = cpuMs();
  const target = { url: server.url, path: `/webhooks/${SOURCE}`, secret: SECRET, perSecond: PER_SECOND };
  const figures = await load.run('loadWebhooks', { ...target, ...options });
  const answered = cpuMs();
  const answeredAt = performance.now();
  await untilProcessed(acceptedBefore + figures.accepted, signal);
  return {
    ...figures,
    processedAfterSeconds: (performance.now() - answeredAt) / 1_000,
    answeredCpuMs: (answered - before) / figures.sent,
    processedCpuMs: (cpuMs() - before) / figures.sent,
  };
}

function row({ name }: Contender, measured: readonly Measured[], limit: readonly Measured[]): Cell[] {
  const of = (rounds: readonly Measured[], figure: keyof Measured) => median(rounds.map((round) => round[figure]));
  const isLimit = measured === limit;
  return [
    name,
    of(measured, 'acceptedPerSecond'),
    of(measured, 'p50Ms'),
    of(measured, 'p99Ms'),
    of(measured, 'maxMs'),
    isLimit ? undefined : of(measured, 'processedAfterSeconds'),
    of(measured, 'answeredCpuMs'),
    isLimit ? undefined : of(measured, 'processedCpuMs'),
    of(limit, 'answeredCpuMs') / of(measured, 'answeredCpuMs'),
  ];
}
