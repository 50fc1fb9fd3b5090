import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Agent, request as send } from 'undici';

/** What becomes of one request: it may have its effect or not, and the answer may arrive or not. */
export type Fault =
  | 'none'
  /** The connection is cut before the server has seen anything. */
  | 'cut before'
  /** The server answers; the connection is cut instead. */
  | 'cut after'
  /** The server answers; what arrives is HTTP 500. */
  | 'error after'
  /** The server answers; nothing arrives, until the client gives up. */
  | 'silence after'
  /** The server answers; the answer arrives later. */
  | { readonly after: Promise<void> };

/** Told each operation that is posted, and decides; the request waits meanwhile. */
export type FaultDecision = (query: string, variables: Readonly<Record<string, unknown>>) => Fault | Promise<Fault>;

export interface FaultyProxy extends AsyncDisposable {
  readonly url: string;
  /** While it is, connections are refused, and those that were open are cut. */
  setAbsent(isAbsent: boolean): void;
  /** How many requests met each fault. */
  readonly counts: ReadonlyMap<Fault, number>;
}

/** A server in front of a GraphQL server, over real sockets, that passes on what `decide` lets it. */
export async function startFaultyProxy(target: string, decide: FaultDecision): Promise<FaultyProxy> {
  const agent = new Agent();
  const sockets = new Set<Duplex>();
  const counts = new Map<Fault, number>();
  let isAbsent = false;
  const server = createServer(async (request, response) => {
    try {
      await pass(request, response);
    } catch {
      response.destroy();
    }
  });
  server.on('connection', (socket: Socket) => track(socket));
  server.on('upgrade', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const { hostname, port } = new URL(target);
    const upstream = connect(Number(port), hostname);
    track(upstream);
    const headers = request.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers}\r\n`);
    upstream.write(head);
    upstream.pipe(client).pipe(upstream);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { query, variables = {} } = JSON.parse(body.toString());
    const fault = await decide(query, variables);
    counts.set(fault, (counts.get(fault) ?? 0) + 1);
    if (fault === 'cut before') return void response.destroy();
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await send(`${target}${request.url}`, { method: 'POST', headers, body, dispatcher: agent });
    const text = await answer.body.text();
    if (fault === 'cut after') return void response.destroy();
    if (fault === 'silence after') return;
    if (typeof fault === 'object') await fault.after;
    if (fault === 'error after') return void response.writeHead(500).end('Internal server error');
    response.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type']) }).end(text);
  }

  function track(socket: Duplex): void {
    if (isAbsent) return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  }

  function cutAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    setAbsent(absent) {
      isAbsent = absent;
      if (absent) cutAll();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      cutAll();
      await agent.destroy();
    },
  };
}
