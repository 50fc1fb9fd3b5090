import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Disposal } from '../../test/harness/disposal.ts';
import type { TestEngine } from '../../test/harness/engines.ts';
import { type Bench, type Benchmark, ENGINE_NAMES } from '../benchmark.ts';
import { ask } from '../customerPages.ts';
import type { ChangeLoad, LatencyFigures } from '../load/measureChanges.ts';
import { SERVER_CORE } from '../machine.ts';
import type { Cell, Table } from '../report.ts';
import { startChildServer } from '../servers/childServer.ts';
import { deployInProcess } from '../servers/deployments.ts';
import { median } from '../statistics.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const MUTATION = /* GraphQL */ `
  mutation Rename($id: ID!, $value: String!) {
    updateContact(input: { id: $id, name: $value }) { contact { id name } }
  }
`;

/** Fields of two systems: the CRM's change, and the customer's payments. */
const SUBSCRIPTION = /* GraphQL */ `
  subscription Renamed {
    contactChanged(changed: [NAME]) {
      cursor
      contact { id name customer { id payments(first: 1) { nodes { id status amount { amount currencyCode } } } } }
    }
  }
`;

/** Mutations at a time when throughput is measured. */
const WRITERS = 8;
const SUBSCRIBERS = [1, 50] as const;

/** A server that takes part, and what to measure of it beside. */
interface Contender {
  readonly name: string;
  readonly load: Omit<ChangeLoad, 'seconds'>;
  /** Milliseconds that its database takes at the least for a change, and for telling of it. */
  readonly measureDatabase: (bench: Bench) => Promise<number>;
}

interface Rounds {
  readonly latencies: LatencyFigures[];
  readonly databaseMs: number[];
  /** Changes a second, by number of subscribers. */
  readonly rates: Map<number, number[]>;
}

/** From a mutation to the event on a subscriber's socket, and how many changes a second go that way. */
export const live: Benchmark = async (bench) => {
  await using disposal = new Disposal();
  const contenders: Contender[] = [];
  for (const engine of bench.engines) {
    bench.progress(`Live: starting on ${ENGINE_NAMES[engine.name]}`);
    contenders.push(await startSluice(bench, engine, disposal));
  }
  contenders.push(await startLimit(bench, contenders[0] as Contender, disposal));
  const rounds = await takeTurns(bench, contenders);
  return {
    title: 'A mutation to a subscriber’s socket',
    text:
      'A contact is renamed; the subscriber gets the contact with its customer’s payments, over WebSocket. Latency: one ' +
      `change at a time, one subscriber; the limit is \`node:http\` and \`ws\` alone, plus what the database takes for one ` +
      'row alone (SQLite: commit; PostgreSQL: commit and NOTIFY, until another connection has it). Throughput: ' +
      `${WRITERS} mutations at a time, until the last subscriber has the last event.`,
    tables: [latencyTable(contenders, rounds), throughputTable(contenders, rounds)],
  };
};

async function startSluice(bench: Bench, engine: TestEngine, disposal: Disposal): Promise<Contender> {
  const { url } = await deployInProcess(engine, disposal, bench.signal);
  const { data } = await ask(url, { query: `{ contacts(first: ${WRITERS}) { nodes { id } } }`, variables: {} });
  const ids = (data.contacts as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
  const load = { url, mutation: MUTATION, ids, subscription: SUBSCRIPTION };
  const databaseUrl = disposal.use(await engine.create()).variables.DATABASE_URL;
  const measureDatabase = ({ load, seconds }: Bench) =>
    databaseUrl === undefined
      ? load.run('measureSqliteCommit', { seconds })
      : load.run('measureNotification', { databaseUrl, seconds });
  return { name: ENGINE_NAMES[engine.name], load, measureDatabase };
}

/** Answers what `sluice` answers, and sends what it sends. */
async function startLimit(bench: Bench, sluice: Contender, disposal: Disposal): Promise<Contender> {
  const { answer, frame } = await bench.load.run('measureLatency', { ...sluice.load, seconds: bench.seconds });
  const folder = disposal.use(await temporaryFolder());
  const file = join(folder.path, 'messages.json');
  await writeFile(file, JSON.stringify({ answer, frame }));
  const args = [fileURLToPath(new URL('../servers/broadcastServer.ts', import.meta.url)), file];
  const { url } = disposal.use(await startChildServer({ args, core: SERVER_CORE, signal: bench.signal }));
  return { name: 'limit: node:http, ws', load: { ...sluice.load, url }, measureDatabase: async () => 0 };
}

/** Each once to warm up, then each once a round. */
async function takeTurns(bench: Bench, contenders: readonly Contender[]): Promise<readonly Rounds[]> {
  const rounds = contenders.map((): Rounds => ({ latencies: [], databaseMs: [], rates: new Map() }));
  for (let round = 0; round <= bench.rounds; round++) {
    bench.progress(`Live: ${round === 0 ? 'warming up' : `round ${round} of ${bench.rounds}`}`);
    for (const [index, contender] of contenders.entries()) {
      const measured = await measure(bench, contender);
      if (round > 0) record(rounds[index] as Rounds, measured);
    }
  }
  return rounds;
}

async function measure(bench: Bench, { load, measureDatabase }: Contender) {
  const { seconds } = bench;
  const latency = await bench.load.run('measureLatency', { ...load, seconds });
  const databaseMs = await measureDatabase(bench);
  const rates = new Map<number, number>();
  for (const subscribers of SUBSCRIBERS) {
    const figures = await bench.load.run('measureThroughput', { ...load, seconds, subscribers });
    rates.set(subscribers, figures.changesPerSecond);
  }
  return { latency, databaseMs, rates };
}

function record(rounds: Rounds, { latency, databaseMs, rates }: Awaited<ReturnType<typeof measure>>): void {
  rounds.latencies.push(latency);
  rounds.databaseMs.push(databaseMs);
  for (const [subscribers, rate] of rates)
    rounds.rates.set(subscribers, [...(rounds.rates.get(subscribers) ?? []), rate]);
}

function latencyTable(contenders: readonly Contender[], rounds: readonly Rounds[]): Table {
  const of = ({ latencies }: Rounds, figure: keyof LatencyFigures & `${string}Ms`) =>
    median(latencies.map((latency) => latency[figure]));
  const limitMs = of(rounds.at(-1) as Rounds, 'eventP50Ms');
  return {
    columns: [
      'server',
      'event p50 ms',
      'event p99 ms',
      'answer p50 ms',
      'answer to event p50 ms',
      'limit p50 ms',
      'times the limit',
    ],
    rows: contenders.map(({ name }, index) => {
      const taken = rounds[index] as Rounds;
      const eventMs = of(taken, 'eventP50Ms');
      const floorMs = limitMs + median(taken.databaseMs);
      const [answerMs, gapMs] = [of(taken, 'answerP50Ms'), of(taken, 'answerToEventP50Ms')];
      return [name, eventMs, of(taken, 'eventP99Ms'), answerMs, gapMs, floorMs, eventMs / floorMs];
    }),
  };
}

function throughputTable(contenders: readonly Contender[], rounds: readonly Rounds[]): Table {
  const rateOf = (index: number, subscribers: number) => median(rounds[index]?.rates.get(subscribers) ?? []);
  const rows = SUBSCRIBERS.flatMap((subscribers) =>
    contenders.map(({ name }, index): Cell[] => {
      const rate = rateOf(index, subscribers);
      return [name, subscribers, rate, rate * subscribers, rate / rateOf(contenders.length - 1, subscribers)];
    }),
  );
  return { columns: ['server', 'subscribers', 'changes/s', 'events/s', 'of the limit'], rows };
}
