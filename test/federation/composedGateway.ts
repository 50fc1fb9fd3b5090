import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { composeSupergraph } from '../../gateway/federation/composeSupergraph.ts';
import type { ExecutorResult } from '../../gateway/federation/deferredAnswer.ts';
import { FederationGateway, type GatewayLogger } from '../../gateway/federation/federationGateway.ts';
import type { GatewayContext } from '../../gateway/federation/gatewayContext.ts';
import type { LabelDecision } from '../../gateway/federation/overrideLabels.ts';
import { STREAM, type StreamedEvent } from '../../gateway/federation/subscriptions/eventStream.ts';
import { pullEvents } from '../../gateway/federation/subscriptions/pullEvents.ts';
import { createLocalTransport } from '../../gateway/federation/transport/localTransport.ts';
import type { SubgraphRequest, SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';

/** A subgraph as a test writes it. */
export interface TestSubgraph {
  readonly sdl: string;
  readonly resolvers?: Parameters<typeof buildSubgraphSchema>[0] extends infer Modules
    ? Extract<Modules, { resolvers?: unknown }>['resolvers']
    : never;
}

export type TestSubgraphs = Readonly<Record<string, TestSubgraph>>;

/** One request that a subgraph got. */
export interface ReceivedRequest {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@override", "@inaccessible", "@interfaceObject",
  "@context", "@fromContext", "@authenticated", "@requiresScopes", "@policy", "@tag", "@composeDirective"
])\n`;

export const SILENT: GatewayLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Composes the subgraphs' SDL. */
export function supergraphOf(subgraphs: TestSubgraphs): string {
  return composeSupergraph(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({
      name,
      url: `http://${name}.invalid/graphql`,
      typeDefs: FEDERATION + sdl,
      file: `${name}.graphql`,
    })),
  );
}

export function schemaOf({ sdl, resolvers }: TestSubgraph): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(FEDERATION + sdl), ...(resolvers ? { resolvers } : {}) });
}

/** A context for operations, as the server makes one. */
export function contextOf(overrides: Partial<GatewayContext> = {}): GatewayContext {
  return { caller: ANONYMOUS, forwardedHeaders: {}, signal: new AbortController().signal, ...overrides };
}

export interface OperationOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly context?: Partial<GatewayContext>;
}

/** Subgraphs in this process behind a gateway, and what they were asked. */
export interface ComposedGateway {
  readonly gateway: FederationGateway;
  /** The schema that new requests are validated with. */
  readonly schema: () => GraphQLSchema;
  readonly requests: ReceivedRequest[];
  execute(query: string | DocumentNode, options?: OperationOptions): Promise<ExecutorResult>;
  /** The same through JSON, as a client sees it. */
  query(query: string, options?: OperationOptions): Promise<ExecutionResult>;
  subscribe(query: string, options?: OperationOptions): Promise<AsyncGenerator<StreamedEvent, void, void>>;
  reload(supergraphSdl: string): void;
}

export interface ComposeOptions {
  readonly transports?: Readonly<Record<string, SubgraphTransport>>;
  readonly supergraphSdl?: string;
  readonly logger?: GatewayLogger;
  readonly decideLabel?: LabelDecision;
}

/** Composes subgraphs and loads them into a gateway. */
export async function composeGateway(subgraphs: TestSubgraphs, options: ComposeOptions = {}): Promise<ComposedGateway> {
  const requests: ReceivedRequest[] = [];
  const local = localTransports(subgraphs);
  const { promise: loaded, resolve } = promiseWithResolver<(sdl: string) => void>();
  const gateway = new FederationGateway({
    supergraph: {
      initialize: async ({ update }) => {
        resolve(update);
        return { supergraphSdl: options.supergraphSdl ?? supergraphOf(subgraphs) };
      },
    },
    transports: (name) => recording(name, options.transports?.[name] ?? local(name), requests),
    logger: options.logger ?? SILENT,
    ...(options.decideLabel ? { decideLabel: options.decideLabel } : {}),
  });
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const { executor } = await gateway.load();
  const update = await loaded;
  const currentSchema = (): GraphQLSchema => {
    if (!schema) throw new Error('The gateway has told no schema.');
    return schema;
  };
  const execute: ComposedGateway['execute'] = async (query, { variables, operationName, context } = {}) => {
    const document = typeof query === 'string' ? parse(query) : query;
    return executor({
      schema: currentSchema(),
      document,
      operation: getOperationAST(document, operationName),
      request: { ...(operationName ? { operationName } : {}), ...(variables ? { variables } : {}) },
      context: contextOf(context),
    } as unknown as Parameters<typeof executor>[0]);
  };
  return {
    gateway,
    schema: currentSchema,
    requests,
    execute,
    query: async (query, operationOptions) => JSON.parse(JSON.stringify(await execute(query, operationOptions))),
    subscribe: async (query, operationOptions) => {
      const result = await execute(query, operationOptions);
      const events = result[STREAM];
      if (!events) throw new Error(`No stream but ${JSON.stringify(result)}`);
      return pullEvents(events, contextOf(operationOptions?.context).signal);
    },
    reload: update,
  };
}

/** Reaches the subgraphs in this process. */
export function localTransports(subgraphs: TestSubgraphs): (name: string) => SubgraphTransport {
  return (name) => {
    const subgraph = subgraphs[name];
    if (!subgraph) throw new Error(`The test has no subgraph ${name}.`);
    return createLocalTransport({ name, schema: schemaOf(subgraph), createContext: (options) => options });
  };
}

function recording(subgraph: string, transport: SubgraphTransport, requests: ReceivedRequest[]): SubgraphTransport {
  const record = ({ query, variables = {} }: SubgraphRequest): void => {
    requests.push({ subgraph, query, variables });
  };
  return {
    execute: (request, options) => {
      record(request);
      return transport.execute(request, options);
    },
    subscribe: (request, options) => {
      record(request);
      return transport.subscribe(request, options);
    },
    close: () => transport.close(),
  };
}

function promiseWithResolver<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}
