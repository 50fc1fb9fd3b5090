import type { Logger } from 'pino';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import type { SqlChangeLog } from '../changes/sqlChangeLog.ts';
import type { FederationGateway } from '../federation/federationGateway.ts';
import { readFlow } from './document/readFlow.ts';
import { FlowEngine } from './flowEngine.ts';
import { openFlowFiles } from './flowFiles.ts';
import { createFlowRegistry } from './flowRegistry.ts';
import { createFlowStore } from './flowStore.ts';
import { createGatewayOperations } from './gatewayOperations.ts';
import { createReplayStore } from './replayStore.ts';

export interface StartFlowsOptions {
  /** Folder of the flows' files, which is watched. */
  readonly folder: string;
  /** Loaded: flows are checked against its schema and run through its executor. */
  readonly gateway: FederationGateway;
  readonly database: Database;
  readonly changes: SqlChangeLog;
  /** Runs that a chain may have, where what one changes sets off the next. */
  readonly maxHops: number;
  /** The `FLOW_*` variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

/** Begins to run the flows of a folder. Resolves, once the log is watched for them, with how to stop. */
export async function startFlows(options: StartFlowsOptions): Promise<() => Promise<void>> {
  const { folder, gateway, database, changes, maxHops, variables, logger } = options;
  const presentSchema = () => {
    if (!gateway.apiSchema) throw new Error('Flows are started when the gateway has been loaded.');
    return gateway.apiSchema;
  };
  const environmentNames = new Set(Object.keys(variables));
  const registry = createFlowRegistry(database, folder, changes);
  const store = createFlowStore(database, changes);
  // Nobody else is at work on a SQLite database: what its last server held is free, without waiting for leases to end.
  if (database.engine === 'sqlite') await store.freeAll();
  const engine = new FlowEngine({
    registry,
    store,
    replays: createReplayStore(database, changes),
    operations: createGatewayOperations(gateway),
    environment: variables,
    changes,
    maxHops,
    read: (source, name) =>
      readFlow({ source, file: `${name}, as a run began with it`, schema: presentSchema(), environmentNames }),
    onError: (error) => logger.error({ err: error }, 'The flows failed at something, and try again'),
  });
  const files = await openFlowFiles({
    folder,
    schema: presentSchema(),
    environmentNames,
    logger,
    onChange: (flows) => engine.use(flows),
    onFaults: (faults) => registry.noteFaults(faults),
  });
  await registry.noteFaults(files.faults);
  await engine.use(files.flows);
  const stopHearing = gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    void files.check(apiSchema);
  });
  return async () => {
    stopHearing();
    await files.close();
    await engine.close();
  };
}
