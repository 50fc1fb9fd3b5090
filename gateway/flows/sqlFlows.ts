import type { Flows } from '../../subgraphs/kit/contracts/flows.ts';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { createFlowControl } from './flowControl.ts';
import { createFlowReader } from './flowReader.ts';
import type { RunChangeLog } from './runChanges.ts';

/** The flows of the processes over this database, this one or others. */
export function createSqlFlows(database: Database, log: RunChangeLog): Flows {
  return { ...createFlowReader(database), ...createFlowControl(log) };
}
