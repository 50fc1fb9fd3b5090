import type { SupergraphManager } from '@apollo/gateway';
import type { ApolloServerOptions, ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { ExecutorResult } from './deferredAnswer.ts';
import type { GatewayContext } from './gatewayContext.ts';
import { Generation, type GenerationRequest } from './generation.ts';
import { checkSubgraphs, dataSourceOf } from './managerSupport.ts';
import type { LabelDecision } from './overrideLabels.ts';
import { SharedOperations } from './sharedOperations.ts';
import type { FederatedSubscription } from './subscriptions/federatedSubscription.ts';
import { SubscriptionHub } from './subscriptions/subscriptionHub.ts';
import { loadSupergraph } from './supergraph.ts';
import { DataVersion } from './transport/dataVersion.ts';
import { shareTransport } from './transport/sharedTransport.ts';
import { type TransportFactory, TransportPool } from './transportPool.ts';
import { warmPlans } from './warmPlans.ts';

type GatewayInterface = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];
type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;
type SchemaListener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** What Apollo's packages call a logger. */
export type GatewayLogger = NonNullable<ApolloServerOptions<GatewayContext>['logger']>;

export interface FederationGatewayOptions {
  /** Where the supergraph comes from, and when it changes: a file, the registry, composition at start. */
  readonly supergraph: SupergraphManager;
  /** Makes the transport to each subgraph. A transport is closed when no supergraph in use names it any more. */
  readonly transports: TransportFactory;
  readonly logger: GatewayLogger;
  /** Which labels of `@override` are on for an operation; asked once for each label. @default percentages only */
  readonly decideLabel?: LabelDecision;
}

/**
 * Executes operations over a supergraph, behind Apollo Server. It implements Apollo's contract and takes Apollo's
 * supergraph managers, but shares no code with `ApolloGateway`.
 *
 * A reload swaps the supergraph in one step: operations go on with the one that they were validated with, which is
 * found from the request's schema. Subscriptions whose events still come from where they came go on with the new one; the
 * others end, with `SUBSCRIPTION_OUTDATED`. A supergraph that cannot be served is logged, and the last good one stays.
 */
export class FederationGateway implements GatewayInterface {
  readonly #manager: SupergraphManager;
  readonly #pool: TransportPool;
  readonly #operations: SharedOperations;
  readonly #logger: GatewayLogger;
  readonly #decideLabel: LabelDecision | undefined;
  readonly #listeners = new Set<SchemaListener>();
  readonly #hub = new SubscriptionHub<FederatedSubscription>();
  /** Generations by API schema, so that each lives as long as some request refers to its schema. */
  readonly #generations = new WeakMap<GraphQLSchema, Generation>();
  /** Generations that hold transports: the current one, and older ones in which something still runs. */
  readonly #alive = new Set<Generation>();
  readonly #stopping = new AbortController();
  #current: Generation | undefined;
  #cleanup: (() => Promise<void>) | undefined;

  constructor({ supergraph, transports, logger, decideLabel }: FederationGatewayOptions) {
    this.#manager = supergraph;
    const version = new DataVersion();
    this.#pool = new TransportPool((name, url) => shareTransport(name, transports(name, url), version));
    this.#operations = new SharedOperations(version);
    this.#logger = logger;
    this.#decideLabel = decideLabel;
  }

  /** The schema that operations are valid against now. */
  get apiSchema(): GraphQLSchema | undefined {
    return this.#current?.state.apiSchema;
  }

  /** The supergraph that new requests get. */
  get supergraphSdl(): string | undefined {
    return this.#current?.state.supergraphSdl;
  }

  /**
   * Loads the first supergraph.
   *
   * @throws SluiceError `CONFIGURATION_INVALID` when it cannot be served, or what the manager throws.
   */
  async load(): Promise<{ executor: GatewayExecutor }> {
    const { supergraphSdl, cleanup } = await this.#manager.initialize({
      update: (updated) => this.#reload(updated),
      healthCheck: (sdl) => checkSubgraphs(loadSupergraph(sdl).subgraphs, this.#pool, this.#stopping.signal),
      getDataSource: ({ name, url }) => dataSourceOf(this.#pool, name, url ?? '', this.#stopping.signal),
    });
    this.#cleanup = cleanup;
    // The manager may have updated before it answered; what it updated to is newer.
    if (!this.#current) this.#use(supergraphSdl);
    return { executor: (request) => this.#execute(request) };
  }

  onSchemaLoadOrUpdate(callback: SchemaListener): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** Stops watching for supergraphs, ends the subscriptions, and closes the transports. */
  async stop(): Promise<void> {
    this.#listeners.clear();
    this.#stopping.abort();
    await this.#cleanup?.();
    await this.#hub.close();
    await Promise.all([...this.#alive].map((generation) => generation.close()));
  }

  #reload(supergraphSdl: string): void {
    if (this.#stopping.signal.aborted || supergraphSdl === this.supergraphSdl) return;
    try {
      this.#use(supergraphSdl);
      this.#logger.info('The supergraph was reloaded.');
    } catch (error) {
      this.#logger.error(`The new supergraph is not used, the last one stays: ${messageOf(error)}`);
    }
  }

  #use(supergraphSdl: string): void {
    const state = loadSupergraph(supergraphSdl);
    const previous = this.#current;
    const generation = new Generation(state, this.#pool.lease(state.subgraphs), this.#hub, (released) => {
      this.#alive.delete(generation);
      released.catch((error) => this.#logger.error(`A transport could not be closed: ${messageOf(error)}`));
    });
    this.#current = generation;
    this.#alive.add(generation);
    this.#generations.set(state.apiSchema, generation);
    for (const listener of this.#listeners) this.#notify(listener, generation);
    this.#hub.renew((subscription) => subscription.on(generation));
    previous?.retire();
    if (previous) this.#warm(previous, generation);
  }

  /** Plans for the new supergraph what was asked of the last one, between requests. */
  #warm(previous: Generation, generation: Generation): void {
    const isWanted = () => this.#current === generation && !this.#stopping.signal.aborted;
    warmPlans(previous.state, generation.state, isWanted).then(
      (count) => this.#logger.info(`${count} operations were planned again for the new supergraph.`),
      (error) => this.#logger.error(`Planning ahead for the new supergraph failed: ${messageOf(error)}`),
    );
  }

  #notify(listener: SchemaListener, { state }: Generation): void {
    try {
      listener({ apiSchema: state.apiSchema, coreSupergraphSdl: state.supergraphSdl });
    } catch (error) {
      this.#logger.error(`A listener for schema changes failed: ${messageOf(error)}`);
    }
  }

  /**
   * Executes an operation that is known to be valid with the present supergraph: what works for Sluice itself, such as
   * the flows, needs no Apollo Server in front.
   */
  async run(request: GenerationRequest): Promise<ExecutorResult> {
    if (!this.#current) throw new Error('The gateway has not been loaded.');
    return this.#current.execute({ ...request, decideLabel: this.#decideLabel });
  }

  async #execute({ schema, context, document, operation, request }: Parameters<GatewayExecutor>[0]) {
    const generation = this.#generations.get(schema);
    if (!generation) throw new Error('The request was validated with a schema that is not of this gateway.');
    const asked: GenerationRequest = {
      context: context as GatewayContext,
      document,
      operationName: request.operationName,
      variables: request.variables,
      decideLabel: this.#decideLabel,
    };
    return this.#operations.execute(operation, asked, (shared) => generation.execute(shared));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
