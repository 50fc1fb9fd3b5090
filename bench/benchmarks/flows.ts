import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FlowTables } from '../../gateway/flows/flowTables.ts';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { Disposal } from '../../test/harness/disposal.ts';
import type { TestEngine } from '../../test/harness/engines.ts';
import { openDatabase } from '../../test/harness/openDatabase.ts';
import { type Bench, type Benchmark, ENGINE_NAMES } from '../benchmark.ts';
import { ask } from '../customerPages.ts';
import { SERVER_CORE } from '../machine.ts';
import type { Cell } from '../report.ts';
import { startChildServer } from '../servers/childServer.ts';
import { median } from '../statistics.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const FLOW = /* GraphQL */ `
  subscription Renamed @flow(scopes: ["crm:write"]) {
    contactChanged(changed: [NAME]) { contact { id @export(as: "id") name @export(as: "name") } }
  }
  mutation Note($id: ID!, $name: String!) {
    logActivity(input: { contactId: $id, text: $name }) { activity { id } }
  }
`;

const RENAME = /* GraphQL */ `
  mutation Rename($id: ID!, $value: String!) {
    updateContact(input: { id: $id, name: $value }) { contact { id } }
  }
`;

/** Mutations at a time, and jobs; a flow's own `concurrency` is as much. */
const WRITERS = 8;

interface Contender {
  readonly name: string;
  /** Changes a second that were mutated and ran through the flow; and those that were mutated, alone. */
  measure(): Promise<{ readonly finished: number; readonly mutated: number }>;
}

/** From a mutation to the flow that it sets off having finished, beside the jobs of a queue on the same database. */
export const flows: Benchmark = async (bench) => {
  await using disposal = new Disposal();
  const contenders: Contender[] = [];
  for (const engine of bench.engines) {
    bench.progress(`Flows: starting on ${ENGINE_NAMES[engine.name]}`);
    contenders.push(await startSluice(bench, engine, disposal));
    if (engine.name === 'postgres') contenders.push(await startPgBoss(bench, engine, disposal));
  }
  const rates = contenders.map(() => ({ finished: [] as number[], mutated: [] as number[] }));
  for (let round = 0; round <= bench.rounds; round++) {
    bench.progress(`Flows: ${round === 0 ? 'warming up' : `round ${round} of ${bench.rounds}`}`);
    for (const [index, contender] of contenders.entries()) {
      const { finished, mutated } = await contender.measure();
      if (round === 0) continue;
      rates[index]?.finished.push(finished);
      rates[index]?.mutated.push(mutated);
    }
  }
  const queueRate = median(rates[contenders.findIndex(({ name }) => name === PG_BOSS)]?.finished ?? []);
  return {
    title: 'A mutation to a finished flow',
    text:
      `A contact is renamed, ${WRITERS} mutations at a time; a flow notes it as an activity, which is a mutation of its own. ` +
      'The time ends when the last run has succeeded. Beside it, jobs that do nothing, by pg-boss in the same PostgreSQL: ' +
      `each sent by itself, ${WRITERS} at a time, and fetched and completed in batches of ${WRITERS}.`,
    tables: [
      {
        columns: ['server', 'mutations/s while they last', 'finished flows/s', 'of pg-boss'],
        rows: contenders.map(({ name }, index): Cell[] => {
          const finished = median(rates[index]?.finished ?? []);
          const ratio = name === ENGINE_NAMES.sqlite ? '' : finished / queueRate;
          return [name, median(rates[index]?.mutated ?? []), finished, ratio];
        }),
      },
    ],
  };
};

const PG_BOSS = 'pg-boss: jobs';

async function startSluice(bench: Bench, engine: TestEngine, disposal: Disposal): Promise<Contender> {
  const folder = disposal.use(await temporaryFolder());
  await writeFile(join(folder.path, 'renamed.graphql'), FLOW);
  const storage = disposal.use(await engine.create({ SEED: 'demo', FLOWS_DIR: folder.path }));
  const args = ['gateway/main.ts', 'start', '--port', '0'];
  const { variables } = storage;
  const { url } = disposal.use(await startChildServer({ args, variables, core: SERVER_CORE, signal: bench.signal }));
  const { data } = await ask(url, { query: `{ contacts(first: ${WRITERS}) { nodes { id } } }`, variables: {} });
  const ids = (data.contacts as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
  const database = disposal.use(openDatabase(storage));
  let expected = 0;
  return {
    name: ENGINE_NAMES[engine.name],
    async measure() {
      const startedAt = performance.now();
      const load = { url, mutation: RENAME, ids, seconds: bench.seconds };
      const { changes, seconds } = await bench.load.run('measureMutations', load);
      expected += changes;
      await untilSucceeded(database, expected, bench.signal);
      return { finished: changes / ((performance.now() - startedAt) / 1000), mutated: changes / seconds };
    },
  };
}

async function startPgBoss(bench: Bench, engine: TestEngine, disposal: Disposal): Promise<Contender> {
  const { DATABASE_URL: databaseUrl = '' } = disposal.use(await engine.create()).variables;
  return {
    name: PG_BOSS,
    async measure() {
      const { seconds } = bench;
      const rate = await bench.load.run('measureJobs', { databaseUrl, seconds, concurrency: WRITERS });
      return { finished: rate, mutated: rate };
    },
  };
}

async function untilSucceeded(database: Database, runs: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { succeeded } = await database.queries
      .withTables<FlowTables>()
      .selectFrom('sluice_flow_run')
      .where('status', '=', 'SUCCEEDED')
      .select((of) => of.fn.countAll<number>().as('succeeded'))
      .executeTakeFirstOrThrow();
    if (succeeded >= runs) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
