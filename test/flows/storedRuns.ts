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

/** Nothing is under way any more. */
export function areFinished(runs: readonly StoredRun[]): boolean {
  return runs.every(({ status }) => status === 'SUCCEEDED' || status === 'DEAD');
}
