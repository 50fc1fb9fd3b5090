import { type ExecutionResult, GraphQLError } from 'graphql';
import { CloseCode, createClient } from 'graphql-ws';
import { type CloseEvent, WebSocket } from 'ws';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';
import { EventQueue } from './eventQueue.ts';
import { forwardedHeaders } from './forwardedHeaders.ts';
import { asGraphQLResult, invalidResponse } from './graphqlResult.ts';
import type { HttpSubgraph } from './postOperation.ts';
import type { SubgraphRequest, SubgraphRequestOptions } from './subgraphTransport.ts';

/** Events that may wait before the socket is paused, which lets TCP slow the sender down. */
const HIGH_WATER_MARK = 64;
/** How often a silent connection is probed, and how long an answer may take. */
const KEEP_ALIVE_MS = 12_000;
const PONG_TIMEOUT_MS = 5_000;

/** The server answered the upgrade with an ordinary HTTP response: it speaks no WebSocket here. */
export class UpgradeRefusedError extends UpstreamUnavailableError {
  constructor(subgraph: string, status: number) {
    super(subgraph, `it refused the WebSocket upgrade with HTTP ${status}`);
    this.name = 'UpgradeRefusedError';
  }
}

/**
 * Opens a subscription by the `graphql-transport-ws` protocol, on a socket of its own: a slow consumer then slows down
 * only its own sender, and no socket ever carries what two callers may see. The client's headers go with the upgrade and
 * as `headers` of the `connection_init` payload.
 *
 * Nothing is retried: a new connection would miss what happened in between, and only the client can resume.
 *
 * @throws UpgradeRefusedError when the server speaks HTTP only, UpstreamUnavailableError when it goes away.
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export async function* subscribeByWebSocket(
  subgraph: HttpSubgraph,
  { query, operationName, variables }: SubgraphRequest,
  { headers, signal }: SubgraphRequestOptions,
): AsyncGenerator<ExecutionResult, void, void> {
  if (signal.aborted) return;
  const { name, timeoutMs, maxResponseBytes } = subgraph;
  const forwarded = forwardedHeaders(headers);
  let socket: WebSocket | undefined;
  let isDone = false;
  let pongTimer: NodeJS.Timeout | undefined;
  const queue = new EventQueue<ExecutionResult>({
    highWaterMark: HIGH_WATER_MARK,
    onFull: () => socket?.pause(),
    onDrained: () => socket?.resume(),
  });

  class SubgraphSocket extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { headers: forwarded, handshakeTimeout: timeoutMs, maxPayload: maxResponseBytes });
      socket = this;
      this.on('unexpected-response', (_request, { statusCode = 0 }) => {
        queue.fail(new UpgradeRefusedError(name, statusCode));
        this.terminate();
      });
    }
  }
  const client = createClient({
    url: webSocketUrl(subgraph.url),
    webSocketImpl: SubgraphSocket,
    connectionParams: { headers: forwarded },
    connectionAckWaitTimeout: timeoutMs,
    retryAttempts: 0,
    keepAlive: KEEP_ALIVE_MS,
    on: {
      ping: (isReceived) => {
        if (isReceived || queue.isFull) return;
        pongTimer = setTimeout(() => {
          if (!queue.isFull) client.terminate();
        }, PONG_TIMEOUT_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimer);
      },
      // The library would open a new connection after a close with code 1000.
      closed: (event) => {
        clearTimeout(pongTimer);
        if (!isDone) endByClose(queue, name, event as CloseEvent);
        unsubscribe();
      },
    },
  });
  const unsubscribe = client.subscribe<Record<string, unknown>>(
    { query, ...(operationName ? { operationName } : {}), ...(variables ? { variables: { ...variables } } : {}) },
    {
      next: (value) => {
        try {
          queue.push(asGraphQLResult(value, name, 'an event'));
        } catch (error) {
          queue.fail(error);
        }
      },
      error: (error) => {
        isDone = true;
        endByError(queue, name, error);
      },
      complete: () => {
        isDone = true;
        queue.end();
      },
    },
  );
  const cancel = (): void => queue.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    yield* queue.pull();
  } finally {
    isDone = true;
    signal.removeEventListener('abort', cancel);
    clearTimeout(pongTimer);
    closeSocket(socket, unsubscribe);
  }
}

function webSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}

/**
 * 4401 and 4403 are an answer: the subgraph refuses this caller. Whatever else closes a running subscription, a
 * server that goes away with 1001 or 1000 included, may have lost events.
 */
function endByClose(queue: EventQueue<ExecutionResult>, name: string, { code, reason }: CloseEvent): void {
  const what = `${code}${reason ? ` ${reason}` : ''}`;
  if (code === CloseCode.Unauthorized || code === CloseCode.Forbidden) {
    queue.push({ errors: [new GraphQLError(`The subgraph refused the subscription: ${what}`)] });
    queue.end();
  } else if (code === CloseCode.BadResponse) {
    queue.fail(invalidResponse(name, `it broke the WebSocket protocol: ${what}`));
  } else {
    queue.fail(new UpstreamUnavailableError(name, `the connection was closed with ${what}`));
  }
}

/** The library passes on the errors that the server answers, or what became of the connection. */
function endByError(queue: EventQueue<ExecutionResult>, name: string, error: unknown): void {
  if (Array.isArray(error)) {
    queue.push(asGraphQLResult({ errors: error }, name, 'the refusal of a subscription'));
    queue.end();
    return;
  }
  const reason =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'it is gone';
  queue.fail(new UpstreamUnavailableError(name, reason, { cause: error }));
}

/** Says `complete` on an open socket; a socket that is still opening is given up, which the library cannot do. */
function closeSocket(socket: WebSocket | undefined, unsubscribe: () => void): void {
  if (socket?.isPaused) socket.resume();
  unsubscribe();
  if (socket?.readyState === WebSocket.CONNECTING) socket.terminate();
}
