import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, type Server as GraphQLWsServer, handleProtocols, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { SocketPings } from './socketPings.ts';
import { SocketWriter } from './socketWriter.ts';
import { isForeign } from './webSocketHeaders.ts';
import { type SocketExtra, type WebSocketOperationsOptions, webSocketOperations } from './webSocketOperations.ts';

/** RFC 6455: the endpoint is "going away". Clients of graphql-ws connect again on it. */
const GOING_AWAY = 1001;

/** The client reads slower than events come; it should connect again and resume. One of those that are free for use. */
const TOO_SLOW = 4490;

export interface WebSocketOptions extends WebSocketOperationsOptions {
  readonly logger: Logger;
  /** A longer message closes the socket with code 1009. */
  readonly maxPayloadBytes: number;
  /** See `ServerOptions.maxQueuedBytes`. */
  readonly maxQueuedBytes: number;
  /** Origins of pages that may open a socket, beside the server's own. */
  readonly corsOrigins: readonly string[];
}

/**
 * Serves `graphql-transport-ws` on `/graphql` of an HTTP server. graphql-ws's own binding to ws is not used: it prints
 * to the console, and at its end it closes sockets whose queries and mutations are still being answered.
 *
 * @returns cuts off the sockets that are still open
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export function serveGraphQLOverWebSocket(httpServer: Server, options: WebSocketOptions): () => void {
  const graphqlServer = makeServer<Record<string, unknown>, SocketExtra>(webSocketOperations(options));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxPayloadBytes, handleProtocols });
  const pings = new SocketPings();
  httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (options.work.closing) return refuseUpgrade(socket, '503 Service Unavailable');
    if (isForeign(request.headers) && !options.corsOrigins.includes(request.headers.origin ?? '')) {
      options.logger.warn({ origin: request.headers.origin }, 'A page of another origin was refused; see CORS_ORIGINS');
      return refuseUpgrade(socket, '403 Forbidden');
    }
    if (request.url?.split('?', 1)[0] !== '/graphql') return refuseUpgrade(socket, '404 Not Found');
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      serveSocket(webSocket, socket, request, graphqlServer, pings, options),
    );
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
  };
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function serveSocket(
  socket: WebSocket,
  connection: Duplex,
  request: IncomingMessage,
  graphqlServer: GraphQLWsServer<SocketExtra>,
  pings: SocketPings,
  options: WebSocketOptions,
): void {
  const { logger, work } = options;
  const writer = new SocketWriter(socket, connection, options.maxQueuedBytes, () => socket.close(TOO_SLOW, 'Too slow'));
  // The key was for the handshake, and is another for every socket.
  const { 'sec-websocket-key': _key, ...headers } = request.headers;
  const upgrade = { ...(request.method ? { method: request.method } : {}), headers };
  const extra: SocketExtra = { upgrade, writer, operations: new Set() };
  const closeOnceAnswered = (): void => {
    if (!isAnswering(extra)) socket.close(GOING_AWAY, 'Going away');
  };
  const done = work.begin(closeOnceAnswered);
  const stopPinging = pings.begin(socket);

  const closed = graphqlServer.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) => {
        const fail = (error: unknown): void => {
          logger.error({ err: error }, 'A WebSocket message failed unexpectedly');
          socket.close(CloseCode.InternalServerError, 'Internal server error');
        };
        const settle = (): void => {
          if (work.closing) closeOnceAnswered();
        };
        // No async function: it would keep the message for as long as the subscription lasts that it asked for.
        socket.on('message', (data) => void handle(data.toString()).catch(fail).then(settle));
      },
    },
    extra,
  );
  // ws closes the socket itself after a broken or too long frame; this says why.
  socket.on('error', (error) => logger.debug({ err: error }, 'A WebSocket failed'));
  socket.once('close', (code, reason) => {
    stopPinging();
    for (const operation of extra.operations) operation.abort();
    closed(code, reason.toString())
      .catch((error: unknown) => logger.error({ err: error }, 'Ending the subscriptions of a WebSocket failed'))
      .finally(done);
  });
}

/** graphql-ws keeps null for an operation until its events flow, so null is one whose single answer is due. */
function isAnswering({ context }: SocketExtra): boolean {
  return context !== undefined && Object.values(context.subscriptions).includes(null);
}

/** Resolves when the message has gone out, so that the next event is not pulled before. */
function send(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) resolve();
    else socket.send(data, (error) => (error && socket.readyState === socket.OPEN ? reject(error) : resolve()));
  });
}
