import type { ExecutionResult } from 'graphql';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';
import { invalidResponse, parseGraphQLResult } from './graphqlResult.ts';
import { type HttpAnswer, type HttpSubgraph, postOperation } from './postOperation.ts';
import { parseEventStream } from './sseParser.ts';
import type { SubgraphRequest, SubgraphRequestOptions } from './subgraphTransport.ts';

/**
 * Opens a subscription by server-sent events, one connection for each. The connection is read as the events are
 * consumed, so that a slow consumer slows the sender down.
 *
 * @throws UpstreamUnavailableError when the stream ends without its `complete` event.
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export async function* subscribeBySse(
  subgraph: HttpSubgraph,
  request: SubgraphRequest,
  options: SubgraphRequestOptions,
): AsyncGenerator<ExecutionResult, void, void> {
  if (options.signal.aborted) return;
  try {
    // Exactly this: graphql-sse compares the whole header.
    const answer = await postOperation(subgraph, request, options, 'text/event-stream');
    if (answer.contentType.startsWith('text/event-stream')) yield* readEvents(subgraph, answer);
    else yield parseGraphQLResult(await answer.text(), subgraph.name, `the answer with HTTP ${answer.status}`);
  } catch (error) {
    // Who aborts wants no more events, and no error either.
    if (!options.signal.aborted) throw error;
  }
}

async function* readEvents(
  { name, maxResponseBytes }: HttpSubgraph,
  answer: HttpAnswer,
): AsyncGenerator<ExecutionResult, void, void> {
  try {
    for await (const { event, data } of parseEventStream(answer.stream(), maxResponseBytes)) {
      if (event === 'next') yield parseGraphQLResult(data, name, 'an event');
      else if (event === 'complete') return;
    }
  } catch (cause) {
    if (cause instanceof RangeError) throw invalidResponse(name, cause.message, cause);
    throw cause;
  } finally {
    answer.abandon();
  }
  throw new UpstreamUnavailableError(name, 'its event stream broke off');
}
