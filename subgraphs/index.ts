import type { DocumentNode } from 'graphql';
import { createCustomerDirectory } from './integration/customerDirectory.ts';
import { createReceivedWebhooks } from './integration/webhooks/receivedWebhooks.ts';
import { createWebhookDeliveries } from './integration/webhooks/webhookDeliveries.ts';
import type { ChangeLog } from './kit/changes/changeLog.ts';
import type { Flows } from './kit/contracts/flows.ts';
import type { ReceivedWebhooks } from './kit/contracts/receivedWebhooks.ts';
import type { SystemDirectory } from './kit/contracts/systems.ts';
import type { WebhookDeliveries } from './kit/contracts/webhookDeliveries.ts';
import type { WebhookHandler } from './kit/contracts/webhookHandler.ts';
import type { Database } from './kit/database/database.ts';
import type { ComponentMigrations } from './kit/database/migrate.ts';
import { SluiceError } from './kit/errors.ts';
import { kitMigrations } from './kit/kitMigrations.ts';
import { seedOnce } from './kit/seed/seedOnce.ts';
import {
  openSubgraph,
  type Subgraph,
  type SubgraphDefinition,
  type SubgraphServices,
  type SubgraphSettings,
  type SubgraphWorker,
} from './kit/subgraph.ts';
import { VendorActivity } from './kit/vendor/vendorActivity.ts';
import { VendorUnavailableError } from './kit/vendor/vendorFailure.ts';
import type { OpenVendor } from './kit/vendor/vendorFeed.ts';
import { VendorFollower, type VendorFollowerOptions } from './kit/vendor/vendorFollower.ts';

/** The system that owns the customers; its tables are wherever an adapter is, since adapters write to them. */
const CUSTOMERS = 'integration';

const DEFAULT_POLL_MS = 120_000;

type AnyDefinition = SubgraphDefinition<unknown, unknown>;

/** A system whose adapter is to be executed here. */
export interface SubgraphSource {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/** Which demo data is written at the first start. */
export type SeedMode = 'demo' | 'none';

/** The adapters of some systems, loaded, not yet opened. */
export interface LoadedSubgraphs {
  /** What the database needs before {@link open}. */
  readonly migrations: readonly ComponentMigrations[];
  open(options: OpenSubgraphsOptions): Promise<OpenSubgraphs>;
}

export interface OpenSubgraphsOptions {
  readonly database: Database;
  readonly changes: ChangeLog;
  readonly flows: Flows;
  readonly systems: SystemDirectory;
  readonly settings: SubgraphSettings;
  readonly seed: SeedMode;
  /** The sources whose webhooks this process takes, and what came from them. */
  readonly webhookSources: SubgraphServices['webhookSources'];
  /** Told of failures in what the systems do by themselves. */
  readonly onError: (system: string, error: unknown) => void;
  /** The time in milliseconds since 1970, by which vendors are followed. @default Date.now */
  readonly now?: () => number;
}

/** Adapters at work. */
export interface OpenSubgraphs {
  readonly subgraphs: readonly Subgraph[];
  /** The webhooks that are to go out, where the system that owns them is among the subgraphs. */
  readonly webhookDeliveries: WebhookDeliveries | undefined;
  /** The webhooks that have come in. */
  readonly receivedWebhooks: ReceivedWebhooks;
  /** What understands the webhooks of the vendors behind the systems; several may be of one source. */
  readonly webhookHandlers: readonly WebhookHandler[];
  /**
   * Brings in a system's records that its vendor has had since then, as history.
   *
   * @throws SluiceError `CONFIGURATION_INVALID` when the system has no vendor behind it
   */
  import(
    system: string,
    since: Date,
    signal: AbortSignal,
  ): Promise<{ readonly vendor: string; readonly records: number }>;
  /** Ends what the systems do by themselves. */
  close(): Promise<void>;
}

/**
 * Loads the adapters that stand in `subgraphs/<name>/index.ts`. The gateway reaches adapters through here only.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when there is none of that name
 */
export async function loadSubgraphs(sources: readonly SubgraphSource[]): Promise<LoadedSubgraphs> {
  const names = new Set([CUSTOMERS, ...sources.map(({ name }) => name)]);
  const definitions = new Map<string, AnyDefinition>();
  for (const name of names) definitions.set(name, await loadDefinition(name));
  const ofSystems = [...definitions].map(([component, { migrations }]) => ({ component, migrations }));
  return {
    migrations: [kitMigrations, ...ofSystems],
    async open({
      database,
      changes,
      flows,
      systems: directory,
      settings,
      seed,
      webhookSources,
      onError,
      now = Date.now,
    }) {
      const shared = { database, flows, systems: directory, settings, webhookSources };
      const services = createServices({ ...shared, vendorActivity: new VendorActivity() }, changes);
      const systems = [...definitions].map(([name, definition]) => ({
        name,
        definition,
        vendor: definition.openVendor?.(services),
      }));
      if (seed === 'demo') {
        // Demo data is for own tables; a vendor has data of its own.
        for (const { name, definition } of systems.filter(({ vendor }) => !vendor)) {
          await seedOnce(database, name, (transaction) => definition.seed(transaction, services));
        }
      }
      const served = sources.flatMap(({ name, typeDefs }) =>
        systems.filter((system) => system.name === name).map((system) => ({ ...system, typeDefs })),
      );
      const workers = served.flatMap(({ name, definition, vendor }): SubgraphWorker[] => {
        const tell = (error: unknown) => onError(name, error);
        const worker = vendor
          ? followVendor(name, vendor, services, { onError: tell, now })
          : definition.startWorker?.(services, tell);
        return worker ? [worker] : [];
      });
      return {
        webhookDeliveries: sources.some(({ name }) => name === CUSTOMERS)
          ? createWebhookDeliveries(database)
          : undefined,
        subgraphs: served.map(({ definition, typeDefs, vendor }) =>
          openSubgraph(definition, typeDefs, services, vendor?.backend),
        ),
        receivedWebhooks: createReceivedWebhooks(database),
        webhookHandlers: served.flatMap(({ definition, vendor }) => [
          ...(definition.createWebhookHandlers?.(services) ?? []),
          ...(vendor?.webhookHandlers ?? []),
        ]),
        async import(system, since, signal) {
          const vendor = systems.find(({ name }) => name === system)?.vendor;
          if (!vendor) throw notBehindVendor(system);
          let records = 0;
          for await (const batch of vendor.feed.recordsSince(since.getTime(), true, signal)) {
            await database.transaction(batch.apply);
            changes.committed();
            records += batch.records;
          }
          return { vendor: vendor.vendor, records };
        },
        async close() {
          await Promise.all(workers.map((worker) => worker.close()));
        },
      };
    },
  };
}

/** What came of asking a vendor, in words. */
interface VendorAnswer {
  readonly answers: boolean;
  readonly text: string;
}

/** The vendors behind these systems, each asked once. */
export async function askVendors(
  names: readonly string[],
  settings: SubgraphSettings,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, VendorAnswer>> {
  const asked = names.map(async (name): Promise<readonly [string, VendorAnswer][]> => {
    const { askVendor } = await loadDefinition(name);
    const asking = askVendor?.(settings, signal);
    if (!asking) return [];
    const answer = await asking.then(
      (text) => ({ answers: true, text }),
      (error: unknown) => ({ answers: false, text: describeFailure(error) }),
    );
    return [[name, answer]];
  });
  return new Map((await Promise.all(asked)).flat());
}

function describeFailure(error: unknown): string {
  if (!(error instanceof VendorUnavailableError)) return error instanceof Error ? error.message : String(error);
  const variable = `${error.vendor.toUpperCase()}_API_BASE`;
  return `${error.message} Is ${variable} right, and can it be reached from here?`;
}

function followVendor(
  system: string,
  { vendor, feed }: OpenVendor<unknown>,
  { database, changes, customers, settings }: SubgraphServices,
  { onError, now }: Required<Pick<VendorFollowerOptions, 'onError' | 'now'>>,
): SubgraphWorker {
  const { vendorPollMs = DEFAULT_POLL_MS } = settings;
  return new VendorFollower({
    system,
    vendor,
    feed,
    database,
    changes,
    customers,
    intervalMs: vendorPollMs,
    onError,
    now,
  });
}

function notBehindVendor(system: string): SluiceError {
  return new SluiceError(
    'CONFIGURATION_INVALID',
    `The system ${JSON.stringify(system)} has no vendor behind it, from which history could be imported. ` +
      `Set ${system.toUpperCase()}_BACKEND.`,
  );
}

/** What records with the log's cause: the customers that a write makes are changes too. */
function createServices(
  shared: Pick<SubgraphServices, 'database' | 'flows' | 'systems' | 'settings' | 'webhookSources' | 'vendorActivity'>,
  changes: ChangeLog,
): SubgraphServices {
  return {
    ...shared,
    changes,
    customers: createCustomerDirectory(changes, shared.settings.linkByEmail),
    causedBy: (cause) => createServices(shared, changes.causedBy(cause)),
  };
}

async function loadDefinition(name: string): Promise<AnyDefinition> {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw unknownSystem(name);
  const module = await import(/* @vite-ignore */ `./${name}/index.ts`).catch((cause: unknown) => {
    throw isMissing(name, cause) ? unknownSystem(name, cause) : cause;
  });
  return (module as { subgraph: AnyDefinition }).subgraph;
}

/** The adapter itself is not there; not something that it imports. */
function isMissing(name: string, cause: unknown): boolean {
  return cause instanceof Error && new RegExp(`Cannot find module '[^']*/${name}/index\\.`).test(cause.message);
}

function unknownSystem(name: string, cause?: unknown): SluiceError {
  return new SluiceError(
    'CONFIGURATION_INVALID',
    `There is no adapter for the system ${JSON.stringify(name)}: subgraphs/${name}/index.ts cannot be loaded. Give the subgraph ` +
      'a routing_url that begins with http:// in rover.yaml if it is a server of its own.',
    { cause },
  );
}
