import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { printSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, OperationTypeNode, print } from 'graphql';
import { closableStream } from './closableStream.ts';
import { STREAM, type StreamedEvent, type StreamingResult } from './eventStream.ts';
import type { GatewayContext } from './gatewayContext.ts';
import { selectOperation } from './selectOperation.ts';
import { rewriteSubscription, type SubscriptionRewrite } from './subscriptionRewrite.ts';
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
    return {
      data: null,
      [STREAM]: closableStream(options.signal, (signal) =>
        streamEvents(this.#transport, upstream, { ...options, signal }, rewrite),
      ),
    };
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

async function* streamEvents(
  transport: SubgraphTransport,
  request: SubgraphRequest,
  options: SubgraphRequestOptions,
  rewrite: SubscriptionRewrite,
): AsyncGenerator<StreamedEvent, void, void> {
  for await (const result of transport.subscribe(request, options)) yield takeCursor(result, rewrite);
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
