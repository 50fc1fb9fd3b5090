import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { printSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, OperationTypeNode, print } from 'graphql';
import type { GatewayContext } from './gatewayContext.ts';
import { selectOperation } from './selectOperation.ts';
import { rewriteSubscription, type SubscriptionRewrite } from './subscriptionRewrite.ts';
import { STREAM, type StreamedEvent, type StreamingResult } from './subscriptions/eventStream.ts';
import { SubscriptionHub } from './subscriptions/subscriptionHub.ts';
import type { SubscriptionSource } from './subscriptions/subscriptionSource.ts';
import type { SubgraphRequest, SubgraphRequestOptions, SubgraphTransport } from './transport/subgraphTransport.ts';

type GatewayInterface = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];
type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;

/**
 * Serves one subgraph as it is, `_entities` and `_service` included, through the pipeline that serves the federated
 * graph: what asks it may be our gateway, any other, or a developer.
 */
export class SubgraphGateway implements GatewayInterface {
  readonly #schema: GraphQLSchema;
  readonly #transport: SubgraphTransport;
  readonly #hub = new SubscriptionHub<SubscriptionSource>();

  constructor(schema: GraphQLSchema, transport: SubgraphTransport) {
    this.#schema = schema;
    this.#transport = transport;
  }

  async load(): Promise<{ executor: GatewayExecutor }> {
    return { executor: (request) => this.#execute(request) };
  }

  onSchemaLoadOrUpdate(callback: Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0]): () => void {
    callback({ apiSchema: this.#schema, coreSupergraphSdl: printSubgraphSchema(this.#schema) });
    return () => {};
  }

  async stop(): Promise<void> {
    await this.#hub.close();
    await this.#transport.close();
  }

  async #execute({ context, document, request }: Parameters<GatewayExecutor>[0]): Promise<StreamingResult> {
    const gatewayContext = context as GatewayContext;
    const { operation } = selectOperation(document, request.operationName);
    const options = {
      caller: gatewayContext.caller,
      headers: gatewayContext.forwardedHeaders,
      signal: gatewayContext.signal,
    };
    const variables = request.variables ?? {};
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
      return this.#transport.execute(
        toRequest(operation.operation, document, request.operationName, variables),
        options,
      );
    }
    const resumes = gatewayContext.resumeAfter !== undefined;
    const rewrite = rewriteSubscription(this.#schema, document, resumes);
    const resumed = rewrite.resumeVariable && { [rewrite.resumeVariable]: gatewayContext.resumeAfter };
    const upstream = toRequest(OperationTypeNode.SUBSCRIPTION, rewrite.document, request.operationName, {
      ...variables,
      ...resumed,
    });
    const source = upstreamOf(this.#transport, upstream, options, rewrite);
    return { data: null, [STREAM]: this.#hub.stream(source) };
  }
}

function toRequest(
  kind: OperationTypeNode,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): SubgraphRequest {
  return { kind, document, query: print(document), variables, ...(operationName != null && { operationName }) };
}

/** What asks a subgraph for the same twice is a gateway that has its reasons, so that nothing is shared. */
function upstreamOf(
  transport: SubgraphTransport,
  request: SubgraphRequest,
  options: Omit<SubgraphRequestOptions, 'signal'>,
  rewrite: SubscriptionRewrite,
): SubscriptionSource {
  return {
    sharingKey: undefined,
    isResumable: false,
    after: undefined,
    open: (signal) => transport.subscribe(request, { ...options, signal }),
    complete: async (upstream) => takeCursor(upstream, rewrite),
    retain: () => () => {},
  };
}

/** The event as the client asked for it, and the cursor that was asked for beside it. */
function takeCursor(result: ExecutionResult, { cursor: added }: SubscriptionRewrite): StreamedEvent {
  const payload = added && result.data?.[added.rootName];
  if (!added || typeof payload !== 'object' || payload === null) return { result };
  const { [added.name]: cursor, ...asked } = payload as Record<string, unknown>;
  return {
    result: { ...result, data: { ...result.data, [added.rootName]: asked } },
    ...(typeof cursor === 'string' && { cursor }),
  };
}
