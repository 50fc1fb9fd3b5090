import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { SocketPings } from './socketPings.ts';
import { SocketSession, type SocketSessionOptions } from './socketSession.ts';
import { SocketWriter } from './socketWriter.ts';
import { isForeign } from './webSocketHeaders.ts';

export interface WebSocketOptions extends Omit<SocketSessionOptions, 'pings'> {
  /** A longer message closes the socket with code 1009. */
  readonly maxPayloadBytes: number;
  /** See `ServerOptions.maxQueuedBytes`. */
  readonly maxQueuedBytes: number;
  /** Origins of pages that may open a socket, beside the server's own. */
  readonly corsOrigins: readonly string[];
}

/**
 * Serves `graphql-transport-ws` on `/graphql` of an HTTP server.
 *
 * @returns cuts off the sockets that are still open
 */
export function serveGraphQLOverWebSocket(httpServer: Server, options: WebSocketOptions): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxPayloadBytes,
    handleProtocols,
    WebSocket: SessionSocket,
  });
  const sessionOptions = { ...options, pings: new SocketPings() };
  httpServer.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    if (options.work.closing) return refuseUpgrade(connection, '503 Service Unavailable');
    if (isForeign(request.headers) && !options.corsOrigins.includes(request.headers.origin ?? '')) {
      options.logger.warn({ origin: request.headers.origin }, 'A page of another origin was refused; see CORS_ORIGINS');
      return refuseUpgrade(connection, '403 Forbidden');
    }
    if (request.url?.split('?', 1)[0] !== '/graphql') return refuseUpgrade(connection, '404 Not Found');
    sockets.handleUpgrade(request, connection, head, (socket) => {
      if (socket.protocol === GRAPHQL_TRANSPORT_WS_PROTOCOL)
        beginSession(socket, connection, request, sessionOptions, options.maxQueuedBytes);
      else socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    });
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
  };
}

function refuseUpgrade(connection: Duplex, status: string): void {
  connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** A WebSocket that knows its session, so that the listeners are the same for all. */
class SessionSocket extends WebSocket {
  session: SocketSession | undefined;
}

function beginSession(
  socket: SessionSocket,
  connection: Duplex,
  { method = 'GET', headers }: IncomingMessage,
  options: SocketSessionOptions,
  maxQueuedBytes: number,
): void {
  const clientRequest = { transport: 'websocket', method, headers: withoutHandshake(headers) } as const;
  socket.session = new SocketSession(
    options,
    socket,
    new SocketWriter(socket, connection, maxQueuedBytes),
    clientRequest,
  );
  socket.on('message', receive).on('pong', noticePong).on('error', noticeError).on('close', end);
}

function receive(this: WebSocket, data: RawData): void {
  sessionOf(this)?.receive(data.toString());
}

function noticePong(this: WebSocket): void {
  sessionOf(this)?.onPong();
}

/** ws closes the socket itself after a broken or too long frame; this says why. */
function noticeError(this: WebSocket, error: Error): void {
  sessionOf(this)?.onError(error);
}

function end(this: WebSocket): void {
  sessionOf(this)?.end();
}

function sessionOf(socket: WebSocket): SocketSession | undefined {
  return socket instanceof SessionSocket ? socket.session : undefined;
}

/** Other headers of the handshake than these tell something of the client, or of those between. */
const HANDSHAKE = /^(upgrade|connection|sec-websocket-.*)$/;

/** The headers of an upgrade in an object of their own: the request itself is let go of. */
function withoutHandshake(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = {};
  for (const name of Object.keys(headers)) if (!HANDSHAKE.test(name)) kept[name] = headers[name];
  return kept;
}
