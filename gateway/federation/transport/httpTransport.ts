import type { ExecutionResult } from 'graphql';
import { Agent } from 'undici';
import type { Caller } from '../../../subgraphs/kit/caller.ts';
import { exchangeOperation } from './exchangeOperation.ts';
import { invalidResponse, parseGraphQLBytes } from './graphqlResult.ts';
import { type HttpSubgraph, requestHeaders } from './postOperation.ts';
import { subscribeBySse } from './sseSubscription.ts';
import type { SubgraphRequest, SubgraphRequestOptions, SubgraphTransport } from './subgraphTransport.ts';
import { subscribeByWebSocket, UpgradeRefusedError } from './webSocketSubscription.ts';

/** How a subscription is carried to a subgraph. */
export type SubscriptionProtocol = 'graphql-ws' | 'sse';

export interface HttpTransportOptions {
  /** The subgraph's name, for errors. */
  readonly name: string;
  /** The subgraph's endpoint, `http:` or `https:`; WebSockets go to the same with `ws:` or `wss:`. */
  readonly url: string;
  /**
   * Time in milliseconds for a whole answer, or for a subscription to be accepted; then the request is aborted.
   *
   * @default 30_000
   */
  readonly timeoutMs?: number;
  /**
   * Most bytes of one answer or one event.
   *
   * @default 50_000_000
   */
  readonly maxResponseBytes?: number;
  /**
   * The protocol of subscriptions. `auto` tries `graphql-ws`, and stays with `sse` once the server has answered the
   * upgrade with an ordinary response.
   *
   * @default 'auto'
   */
  readonly subscriptionProtocol?: SubscriptionProtocol | 'auto';
  /** Headers that tell the subgraph on whose behalf a query or mutation comes. @default none */
  readonly headersOf?: (caller: Caller) => Readonly<Record<string, string>>;
}

const ACCEPT = 'application/graphql-response+json, application/json';

/**
 * Reaches a subgraph over HTTP, with connections that are kept alive. An answer with status 4xx or 5xx and a GraphQL
 * body is a GraphQL result like any other. What a subgraph may have begun to answer is not repeated, and no mutation:
 * see {@link exchangeOperation}.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function createHttpTransport(options: HttpTransportOptions): SubgraphTransport {
  const {
    name,
    url,
    timeoutMs = 30_000,
    maxResponseBytes = 50_000_000,
    subscriptionProtocol = 'auto',
    headersOf,
  } = options;
  const dispatcher = new Agent();
  const ownConnections = new Agent({ pipelining: 0 });
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  const subgraph: HttpSubgraph = { name, url, origin, path, dispatcher, ownConnections, timeoutMs, maxResponseBytes };
  let protocol = subscriptionProtocol;

  async function* subscribeAutomatically(
    request: SubgraphRequest,
    requestOptions: SubgraphRequestOptions,
  ): AsyncGenerator<ExecutionResult, void, void> {
    try {
      yield* subscribeByWebSocket(subgraph, request, requestOptions);
    } catch (error) {
      if (!(error instanceof UpgradeRefusedError)) throw error;
      protocol = 'sse';
      yield* subscribeBySse(subgraph, request, requestOptions);
    }
  }

  return {
    execute: (request, requestOptions) => {
      const ofCaller = headersOf?.(requestOptions.caller);
      const headers = ofCaller ? { ...requestOptions.headers, ...ofCaller } : requestOptions.headers;
      return executeByHttp(subgraph, request, requestOptions, requestHeaders(headers, ACCEPT));
    },
    subscribe: (request, requestOptions) => {
      if (protocol === 'sse') return subscribeBySse(subgraph, request, requestOptions);
      if (protocol === 'auto') return subscribeAutomatically(request, requestOptions);
      return subscribeByWebSocket(subgraph, request, requestOptions);
    },
    close: async () => {
      await Promise.all([dispatcher.destroy(), ownConnections.destroy()]);
    },
  };
}

async function executeByHttp(
  subgraph: HttpSubgraph,
  request: SubgraphRequest,
  options: SubgraphRequestOptions,
  headers: string[],
): Promise<ExecutionResult> {
  const { status, body } = await exchangeOperation(subgraph, request, options, headers);
  if (status >= 300 && status < 400) {
    throw invalidResponse(subgraph.name, `it answered with a redirect, HTTP ${status}, which is not followed`);
  }
  return parseGraphQLBytes(body, subgraph.name, `the answer with HTTP ${status}`);
}
