import type { Selectable } from 'kysely';
import type { FlowTables } from '../../gateway/flows/flowTables.ts';
import type { Database } from '../../subgraphs/kit/database/database.ts';

export type StoredRun = Selectable<FlowTables['sluice_flow_run']>;

/** The runs there are, in the order in which they were begun. */
function storedRuns(database: Database): Promise<StoredRun[]> {
  return database.queries.withTables<FlowTables>().selectFrom('sluice_flow_run').selectAll().orderBy('seq').execute();
}

/** Reads the runs until they are as awaited; the test's own time limit ends it. */
export async function runsOnce(
  database: Database,
  isThere: (runs: readonly StoredRun[]) => boolean,
): Promise<StoredRun[]> {
  for (;;) {
    const runs = await storedRuns(database);
    if (isThere(runs)) return runs;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** How many runs each flow has, by flow and status: `OrderPlaced SUCCEEDED`. */
async function countRuns(database: Database): Promise<Readonly<Record<string, number>>> {
  const rows = await database.queries
    .withTables<FlowTables>()
    .selectFrom('sluice_flow_run')
    .select((of) => ['flow', 'status', of.fn.countAll<number>().as('count')])
    .groupBy(['flow', 'status'])
    .execute();
  return Object.fromEntries(rows.map(({ flow, status, count }) => [`${flow} ${status}`, Number(count)]));
}

/**
 * Counts the runs until there are as many as are wanted, and none is under way; or one is a dead letter, after which
 * there is no use in waiting. Resolves with the counts.
 */
export async function runsSettled(
  database: Database,
  wanted: Readonly<Record<string, number>>,
): Promise<Readonly<Record<string, number>>> {
  for (;;) {
    const counts = await countRuns(database);
    const isThere = Object.entries(wanted).every(([name, count]) => (counts[name] ?? 0) >= count);
    const isUnderWay = Object.keys(counts).some((name) => / (WAITING|RUNNING)$/.test(name));
    if ((isThere && !isUnderWay) || Object.keys(counts).some((name) => name.endsWith(' DEAD'))) return counts;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Nothing is under way any more. */
export function areFinished(runs: readonly StoredRun[]): boolean {
  return runs.every(({ status }) => status === 'SUCCEEDED' || status === 'DEAD');
}
