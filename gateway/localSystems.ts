import { join } from 'node:path';
import type { Logger } from 'pino';
import { loadSubgraphs, type OpenSubgraphs, type SubgraphSource } from '../subgraphs/index.ts';
import type { Database, StatementListener } from '../subgraphs/kit/database/database.ts';
import { migrate } from '../subgraphs/kit/database/migrate.ts';
import { openPostgresDatabase } from '../subgraphs/kit/database/postgresDatabase.ts';
import { openSqliteDatabase } from '../subgraphs/kit/database/sqliteDatabase.ts';
import { pruneIdempotencyKeys } from '../subgraphs/kit/idempotencyRetention.ts';
import type { Subgraph } from '../subgraphs/kit/subgraph.ts';
import { pruneVendorMemory } from '../subgraphs/kit/vendor/vendorRetention.ts';
import { changeMigrations } from './changes/changeMigrations.ts';
import { SqlChangeLog } from './changes/sqlChangeLog.ts';
import { lockDataDir } from './dataDirLock.ts';
import type { Environment } from './environment.ts';
import { createLocalTransport } from './federation/transport/localTransport.ts';
import type { SubgraphTransport } from './federation/transport/subgraphTransport.ts';
import { cursorsInUse } from './flows/cursorsInUse.ts';
import { flowMigrations } from './flows/flowMigrations.ts';
import { flowsElsewhere } from './flows/flowsElsewhere.ts';
import { createSqlFlows } from './flows/sqlFlows.ts';
import type { RoverSubgraph } from './roverConfig.ts';
import { createSystemDirectory } from './systemDirectory.ts';
import { systemSettings } from './systemSettings.ts';
import { startWebhookDeliveries } from './webhooks/deliver/startWebhookDeliveries.ts';
import { startWebhookReception, type WebhookReception } from './webhooks/receive/startWebhookReception.ts';
import type { WebhookReceiver } from './webhooks/receive/webhookReceiver.ts';

/** How often what is past its retention is dropped. */
const PRUNE_INTERVAL_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** The systems whose adapters are executed in this process, over one database and one change log. */
export interface LocalSystems {
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  readonly database: Database;
  readonly changes: SqlChangeLog;
  /** Takes the webhooks of the systems. */
  readonly webhooks: WebhookReceiver;
  /** In-process transport to one of {@link subgraphs}. */
  transportTo(name: string): SubgraphTransport;
  /** As {@link OpenSubgraphs.import}. */
  import: OpenSubgraphs['import'];
  /** Why no requests should come now; empty when all is well. */
  readiness(): Promise<readonly string[]>;
  /** Ends the subscriptions and closes the database. */
  close(): Promise<void>;
}

export interface LocalSystemsOptions {
  readonly sources: readonly SubgraphSource[];
  /** All that `rover.yaml` lists. */
  readonly listed: readonly RoverSubgraph[];
  readonly environment: Environment;
  readonly logger: Logger;
  /** Whether this process is to run flows. One that is not, and shares no database, knows nothing of any. */
  readonly runsFlows: boolean;
  readonly onStatement?: StatementListener;
  /** The time in milliseconds since 1970, by which retention is counted and vendors are followed. @default Date.now */
  readonly now?: () => number;
}

/**
 * Opens the database (PostgreSQL with `DATABASE_URL`, else SQLite in `DATA_DIR`), brings it up to date, opens the change
 * log and the adapters, and seeds them at the first start.
 *
 * @throws SluiceError `DATA_DIR_IN_USE`, `DATABASE_UNAVAILABLE`, `DATABASE_NEWER`, `CONFIGURATION_INVALID`
 */
export async function openLocalSystems(options: LocalSystemsOptions): Promise<LocalSystems> {
  const { sources, listed, environment, logger, runsFlows, now = Date.now } = options;
  const loaded = await loadSubgraphs(sources);
  const { database, unlock } = openDatabase(options);
  try {
    await database.ping();
    await migrate(database, [changeMigrations, flowMigrations, ...loaded.migrations]);
    const changes = await SqlChangeLog.open({
      database,
      cursorSecret: environment.CURSOR_SECRET,
      databaseUrl: environment.DATABASE_URL,
      onError: (error) => logger.error({ err: error }, 'The change log failed, and tries again'),
    });
    let reception: WebhookReception | undefined;
    const opened = await loaded.open({
      database,
      changes,
      flows: runsFlows || environment.DATABASE_URL ? createSqlFlows(database, changes) : flowsElsewhere,
      systems: createSystemDirectory({
        listed,
        here: new Set(sources.map(({ name }) => name)),
        database,
        environment,
      }),
      settings: systemSettings(environment),
      seed: environment.SEED,
      webhookSources: () => reception?.receiver.counts() ?? [],
      now,
      onError: (system, error) =>
        logger.error({ err: error, system }, `${system} failed at its own work, and tries again`),
    });
    const subgraphs = new Map(opened.subgraphs.map((subgraph) => [subgraph.name, subgraph]));
    const { webhookDeliveries, receivedWebhooks, webhookHandlers } = opened;
    reception = await startWebhookReception({
      webhooks: receivedWebhooks,
      handlers: webhookHandlers,
      database,
      changes,
      environment,
      logger,
    });
    const stopWebhooks =
      webhookDeliveries &&
      (await startWebhookDeliveries({
        deliveries: webhookDeliveries,
        changes,
        engine: database.engine,
        allowedPrivateAddresses: environment.WEBHOOK_ALLOW_PRIVATE,
        logger,
      }));
    const stopPruning = pruneRegularly(database, changes, opened, { ...environment, logger, now });
    return {
      subgraphs,
      database,
      changes,
      webhooks: reception.receiver,
      transportTo: (name) => transportTo(subgraphs, name),
      import: opened.import,
      readiness: () => readiness(database),
      async close() {
        await opened.close();
        await reception?.close();
        await stopWebhooks?.();
        await stopPruning();
        await changes.close();
        await database.close();
        unlock();
      },
    };
  } catch (error) {
    await database.close();
    unlock();
    throw error;
  }
}

function openDatabase({ environment, logger, onStatement }: LocalSystemsOptions): {
  database: Database;
  unlock: () => void;
} {
  if (environment.DATABASE_URL) {
    const onConnectionError = (error: Error) => logger.warn({ err: error }, 'A connection to PostgreSQL broke');
    const options = { onConnectionError, ...(onStatement && { onStatement }) };
    return { database: openPostgresDatabase(environment.DATABASE_URL, options), unlock: () => {} };
  }
  const unlock = lockDataDir(environment.DATA_DIR);
  return { database: openSqliteDatabase(join(environment.DATA_DIR, 'sluice.db'), onStatement), unlock };
}

function transportTo(subgraphs: ReadonlyMap<string, Subgraph>, name: string): SubgraphTransport {
  const subgraph = subgraphs.get(name);
  if (!subgraph) throw new Error(`The subgraph ${name} is not executed in this process.`);
  return createLocalTransport({
    name,
    schema: subgraph.schema,
    createContext: (request) => subgraph.createContext(request),
  });
}

async function readiness(database: Database): Promise<readonly string[]> {
  try {
    await database.ping();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function pruneRegularly(
  database: Database,
  changes: SqlChangeLog,
  { webhookDeliveries, receivedWebhooks }: Pick<OpenSubgraphs, 'webhookDeliveries' | 'receivedWebhooks'>,
  {
    CHANGE_RETENTION_DAYS,
    logger,
    now,
  }: Pick<Environment, 'CHANGE_RETENTION_DAYS'> & { logger: Logger; now: () => number },
): () => Promise<void> {
  let pruning: Promise<void> = Promise.resolve();
  async function prune(): Promise<void> {
    const before = new Date(now() - CHANGE_RETENTION_DAYS * DAY_MS);
    try {
      const dropped = {
        changes: await changes.prune(before, await cursorsInUse(database), await webhookDeliveries?.neededAfter()),
        idempotencyKeys: await pruneIdempotencyKeys(database, before),
        webhookDeliveries: (await webhookDeliveries?.prune(before)) ?? 0,
        receivedWebhooks: await receivedWebhooks.prune(before),
        externalEvents: await receivedWebhooks.pruneEvents(before),
        ...(await pruneVendorMemory(database, before, new Date(now()))),
      };
      if (Object.values(dropped).some((count) => count > 0))
        logger.info(dropped, `Dropped what is older than ${CHANGE_RETENTION_DAYS} days`);
    } catch (error) {
      logger.error({ err: error }, 'Could not drop what is past its retention; the next try is in an hour');
    }
  }
  const timer = setInterval(() => {
    pruning = prune();
  }, PRUNE_INTERVAL_MS);
  pruning = prune();
  return async () => {
    clearInterval(timer);
    await pruning;
  };
}
