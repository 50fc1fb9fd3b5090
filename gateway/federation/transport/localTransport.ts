import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';
import { pullUntilAborted, settleWhenAborted } from './abortable.ts';
import type { SubgraphRequest, SubgraphRequestOptions, SubgraphTransport } from './subgraphTransport.ts';

/** How a subgraph in the same process is reached. */
export interface LocalTransportOptions {
  /** The subgraph's name, for errors. */
  readonly name: string;
  readonly schema: GraphQLSchema;
  /**
   * Makes the resolvers' context: once for each request, and once more for each event of a subscription, so that
   * loaders never answer an event with what they read for an earlier one. It gets the signal that tells resolvers to
   * stop.
   */
  readonly createContext: (options: SubgraphRequestOptions) => unknown;
}

/**
 * Executes a subgraph in this process. Its operations come from the query planner and are valid, so that they are not
 * validated again.
 */
export function createLocalTransport({ name, schema, createContext }: LocalTransportOptions): SubgraphTransport {
  const executionArguments = (request: SubgraphRequest, options: SubgraphRequestOptions): ExecutionArgs => ({
    schema,
    document: request.document,
    operationName: request.operationName ?? null,
    variableValues: request.variables ?? {},
    contextValue: createContext(options),
  });

  async function executeRequest(request: SubgraphRequest, options: SubgraphRequestOptions): Promise<ExecutionResult> {
    if (request.kind === OperationTypeNode.SUBSCRIPTION) throw new Error('A subscription is opened, not executed.');
    return settleWhenAborted(
      options.signal,
      async () => execute(executionArguments(request, options)),
      () => {
        throw new UpstreamUnavailableError(name, 'the request was cancelled');
      },
    );
  }

  async function* subscribeRequest(
    request: SubgraphRequest,
    options: SubgraphRequestOptions,
  ): AsyncGenerator<ExecutionResult, void, void> {
    if (options.signal.aborted) return;
    const source = await createSourceEventStream(executionArguments(request, options));
    if (!(Symbol.asyncIterator in source)) {
      yield source;
      return;
    }
    try {
      for await (const event of pullUntilAborted(source, options.signal)) {
        yield await execute({ ...executionArguments(request, options), rootValue: event });
      }
    } catch (cause) {
      // An expected failure, such as a cursor that expired while its reader was slow, says itself what is wrong.
      if (!(cause instanceof GraphQLError))
        throw new UpstreamUnavailableError(name, 'its event stream failed', { cause });
      yield { errors: [cause] };
    }
  }

  return { execute: executeRequest, subscribe: subscribeRequest, close: async () => {} };
}
