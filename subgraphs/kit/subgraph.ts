import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { AllowedPrivateAddresses } from './addressPolicy.ts';
import type { Caller } from './caller.ts';
import type { Cause } from './changes/cause.ts';
import type { ChangeLog } from './changes/changeLog.ts';
import type { CustomerDirectory } from './contracts/customerDirectory.ts';
import type { Flows } from './contracts/flows.ts';
import type { SystemDirectory } from './contracts/systems.ts';
import type { WebhookHandler } from './contracts/webhookHandler.ts';
import type { WebhookSourceCounts } from './contracts/webhookSources.ts';
import type { Database, Transactional } from './database/database.ts';
import type { Migration } from './database/migrate.ts';
import { refuseNul } from './input.ts';
import { scalars } from './scalars.ts';
import type { VendorActivity } from './vendor/vendorActivity.ts';
import type { OpenVendor } from './vendor/vendorFeed.ts';

/** What an adapter is given to work with. */
export interface SubgraphServices {
  readonly database: Database;
  readonly changes: ChangeLog;
  readonly customers: CustomerDirectory;
  readonly flows: Flows;
  readonly systems: SystemDirectory;
  readonly settings: SubgraphSettings;
  /** The sources whose webhooks this process takes. */
  readonly webhookSources: () => readonly WebhookSourceCounts[];
  /** What has come of this process's calls to vendors. */
  readonly vendorActivity: VendorActivity;
  /** The same services, whose changes are recorded with this cause. */
  causedBy(cause: Cause | null): this;
}

/** What the environment says about the systems; read and checked in `gateway/environment.ts`. */
export interface SubgraphSettings {
  /**
   * Where e-mail goes out, such as `smtp://user:password@host:587?from=shop@example.com`; without it, e-mail stays in the
   * outbox. `from` is the sender's address.
   */
  readonly smtpUrl?: string | undefined;
  /** Which addresses that are not public may be called by webhook. @default none */
  readonly allowedPrivateAddresses?: AllowedPrivateAddresses | undefined;
  /** The vendors behind systems; a system that is not named has its own tables. */
  readonly vendors?: VendorSettings;
  /** The systems whose vendor vouches for the e-mail addresses of its customers. */
  readonly linkByEmail: readonly string[];
  /** How often vendors are polled for what no webhook told. @default 120000 */
  readonly vendorPollMs?: number;
  /** How long a call with an effect is left alone while its outcome is unknown. @default 30000 */
  readonly vendorDeadlineMs?: number;
  /** How long a vendor may take for an answer. @default 5000 */
  readonly vendorTimeoutMs?: number;
}

/** The vendors behind systems, and how they are reached. Keys are for no log. */
export interface VendorSettings {
  readonly payments?: { readonly vendor: 'stripe'; readonly apiBase: string; readonly apiKey: string };
  /** The channels of messaging have their own; one that is not named keeps its messages in the outbox. */
  readonly slack?: { readonly apiBase: string; readonly botToken: string };
  readonly crm?: { readonly vendor: 'hubspot'; readonly apiBase: string; readonly accessToken: string };
  readonly support?: {
    readonly vendor: 'zendesk';
    readonly apiBase: string;
    readonly email: string;
    readonly apiToken: string;
  };
  /** Orders and products, and their stock, of one shop; either may be elsewhere. */
  readonly commerce?: ShopifySettings;
  readonly inventory?: ShopifySettings;
}

interface ShopifySettings {
  readonly vendor: 'shopify';
  readonly apiBase: string;
  readonly accessToken: string;
}

/** Work that a system does by itself, beside answering: deliveries, polls. */
export interface SubgraphWorker {
  /** Finishes what it has begun, and begins nothing more. */
  close(): Promise<void>;
}

/** The `contextValue` of every operation on a subgraph. Loaders live as long as the operation. */
export interface SubgraphContext<Backend, Loaders> {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Where a durable subscriber in this process wants to know how far it is. */
  readonly onProgress?: ((cursor: string) => void) | undefined;
  readonly changes: ChangeLog;
  readonly backend: Backend;
  readonly loaders: Loaders;
}

type SchemaModule = {
  typeDefs: DocumentNode;
  resolvers?: Record<string, Record<string, GraphQLFieldResolver<unknown, unknown>>>;
};

/** One system behind the graph: what `subgraphs/<system>/index.ts` exports as `subgraph`. */
export interface SubgraphDefinition<Backend, Loaders> {
  readonly name: string;
  readonly migrations: readonly Migration[];
  createBackend(services: SubgraphServices): Backend;
  createLoaders(backend: Backend): Loaders;
  /** By type and field; scalars of the kit are added. `__resolveReference` answers for entities. */
  readonly resolvers: object;
  /** Writes the demo data, in the transaction that notes that it is written. */
  seed(transaction: Transactional, services: SubgraphServices): Promise<void>;
  /** Begins the work that the system does by itself, where there is any. `onError` is told what no caller waits for. */
  startWorker?(services: SubgraphServices, onError: (error: unknown) => void): SubgraphWorker;
  /** What understands webhooks that come from no vendor behind the system, where there is any. */
  createWebhookHandlers?(services: SubgraphServices): readonly WebhookHandler[];
  /** Opens the vendor that the settings put behind the system; undefined when they name none, and own tables are used. */
  openVendor?(services: SubgraphServices): OpenVendor<Backend> | undefined;
  /** Makes one cheap call to that vendor, and resolves with what to tell of it; undefined when the settings name none. */
  askVendor?(settings: SubgraphSettings, signal: AbortSignal): Promise<string> | undefined;
}

/** A subgraph that can be executed. */
export interface Subgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  createContext(
    request: Pick<SubgraphContext<unknown, unknown>, 'caller' | 'signal' | 'onProgress'>,
  ): SubgraphContext<unknown, unknown>;
}

/** Identity, with the types checked: the backend and the loaders that the definition creates fit each other. */
export function defineSubgraph<Backend, Loaders>(
  definition: SubgraphDefinition<Backend, Loaders>,
): SubgraphDefinition<Backend, Loaders> {
  return definition;
}

/** Makes the definition executable over these services, with the SDL `typeDefs`; over a vendor's backend when one is given. */
export function openSubgraph<Backend, Loaders>(
  definition: SubgraphDefinition<Backend, Loaders>,
  typeDefs: DocumentNode,
  services: SubgraphServices,
  backend: Backend = definition.createBackend(services),
): Subgraph {
  const module = { typeDefs, resolvers: { ...usedScalars(typeDefs), ...definition.resolvers } };
  const schema = buildSubgraphSchema([module as SchemaModule]);
  refuseNulInArguments(schema);
  return {
    name: definition.name,
    schema,
    createContext: ({ caller, signal, onProgress }) => ({
      caller,
      signal,
      onProgress,
      changes: services.changes,
      backend,
      loaders: definition.createLoaders(backend),
    }),
  };
}

function usedScalars(typeDefs: DocumentNode): object {
  const declared = typeDefs.definitions.flatMap((node) =>
    node.kind === 'ScalarTypeDefinition' ? [node.name.value] : [],
  );
  return Object.fromEntries(declared.flatMap((name) => (scalars[name] ? [[name, scalars[name]]] : [])));
}

/** At every root field, so that no adapter has to think of it. */
function refuseNulInArguments(schema: GraphQLSchema): void {
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      const { resolve = defaultFieldResolver, subscribe } = field;
      if (subscribe) {
        field.subscribe = (source, args, context, info) => {
          refuseNul(args);
          return subscribe(source, args, context, info);
        };
      } else {
        field.resolve = (source, args, context, info) => {
          refuseNul(args);
          return resolve(source, args, context, info);
        };
      }
    }
  }
}
