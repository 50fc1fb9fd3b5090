import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import { createHandler as createHttpHandler } from 'graphql-http/lib/use/http';
import { createHandler as createSseHandler } from 'graphql-sse/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** A subgraph server on a port of its own. */
export interface SubgraphServer {
  readonly url: string;
  /** Headers of every HTTP request and upgrade. */
  readonly headers: IncomingHttpHeaders[];
  /** Payloads of every `connection_init`. */
  readonly initPayloads: unknown[];
  /** Sockets that are open. */
  readonly sockets: ReadonlySet<Socket>;
  /** Breaks every connection off, as a crash does. */
  crash(): void;
  /** Closes every WebSocket with a code. */
  closeWebSockets(code: number, reason: string): void;
  close(): Promise<void>;
}

/** Serves a schema with the protocols' reference servers: queries over HTTP, subscriptions by one of the protocols. */
export async function serveSubgraph(
  schema: GraphQLSchema,
  subscriptions: 'graphql-ws' | 'sse',
): Promise<SubgraphServer> {
  const answerHttp = createHttpHandler({ schema, context: (request) => ({ headers: request.raw.headers }) });
  const answerSse = createSseHandler({ schema });
  return serve(
    (request, response) => {
      if (subscriptions === 'sse' && request.headers.accept === 'text/event-stream') answerSse(request, response);
      else answerHttp(request, response);
    },
    subscriptions === 'graphql-ws' ? schema : undefined,
  );
}

/** Serves whatever the listener answers; with a schema, WebSockets too. */
export async function serve(listener: RequestListener, schema?: GraphQLSchema): Promise<SubgraphServer> {
  const headers: IncomingHttpHeaders[] = [];
  const initPayloads: unknown[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    headers.push(request.headers);
    listener(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  let webSockets: WebSocketServer | undefined;
  if (schema) {
    webSockets = new WebSocketServer({ server });
    webSockets.on('connection', (_socket, request) => headers.push(request.headers));
    useServer(
      {
        schema,
        onConnect: ({ connectionParams }) => {
          initPayloads.push(connectionParams);
          return connectionParams?.headers === undefined || !isRejected(connectionParams.headers);
        },
      },
      webSockets,
    );
  }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    headers,
    initPayloads,
    sockets,
    crash: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    closeWebSockets: (code, reason) => {
      for (const client of webSockets?.clients ?? []) client.close(code, reason);
    },
    close: async () => {
      for (const client of webSockets?.clients ?? []) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function isRejected(headers: unknown): boolean {
  return typeof headers === 'object' && headers !== null && 'x-reject' in headers;
}
