import type { Database } from '../../subgraphs/kit/database/database.ts';
import { type FlowTables, NEVER_GOOD } from './flowTables.ts';

/**
 * The cursors that the flows still need the log from: where the consumers are, those of paused flows too, where replays
 * are, and the changes of runs whose values could not be read yet. A flow that was removed, and a dead letter, keep nothing.
 */
export async function cursorsInUse(database: Database): Promise<readonly string[]> {
  const tables = database.queries.withTables<FlowTables>();
  const consumers = await tables
    .selectFrom('sluice_flow')
    .where('state', '<>', 'REMOVED')
    .where('version', '<>', NEVER_GOOD)
    .select('cursor')
    .execute();
  const replays = await tables
    .selectFrom('sluice_flow_replay as replay')
    .innerJoin('sluice_flow as flow', 'flow.name', 'replay.flow')
    .where('replay.state', '=', 'RUNNING')
    .where('flow.state', '<>', 'REMOVED')
    .select('replay.cursor')
    .execute();
  const unread = await tables
    .selectFrom('sluice_flow_run')
    .where('status', 'in', ['WAITING', 'RUNNING'])
    .where('bindings', 'is', null)
    .select('change_cursor as cursor')
    .execute();
  return [...consumers, ...replays, ...unread].map(({ cursor }) => cursor);
}
