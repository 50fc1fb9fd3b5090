import { once } from 'node:events';
import { type Client, type ClientOptions, createClient, type SubscribePayload } from 'graphql-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { startTestServer, type TestServer } from './startTestServer.ts';

const PROTOCOL = 'graphql-transport-ws';

function connect(server: TestServer, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ url: server.webSocket, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
  onTestFinished(async () => {
    await client.dispose();
  });
  return client;
}

async function collect(client: Client, payload: SubscribePayload): Promise<unknown[]> {
  const results: unknown[] = [];
  for await (const result of client.iterate(payload)) results.push(result);
  return results;
}

/** A socket on which frames are written by hand. */
async function openSocket(server: TestServer, ...frames: string[]): Promise<WebSocket> {
  const socket = new WebSocket(server.webSocket, PROTOCOL);
  await once(socket, 'open');
  for (const frame of frames) socket.send(frame);
  return socket;
}

function subscribeMessage(id: string, query: string): string {
  return JSON.stringify({ id, type: 'subscribe', payload: { query } });
}

describe('GraphQL over WebSocket', () => {
  it("streams a subscription to graphql-ws's client", async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(3);
    const results = await collect(connect(server), {
      query: 'subscription ($to: Int) { ticks(to: $to) { n } }',
      variables: { to: 3 },
    });
    expect(results).toEqual([1, 2, 3].map((n) => ({ data: { ticks: { n } } })));
  });

  it('answers queries and mutations', async () => {
    const server = await startTestServer();
    const client = connect(server);
    expect(await collect(client, { query: '{ hello }' })).toEqual([{ data: { hello: 'Hello, world!' } }]);
    expect(await collect(client, { query: 'mutation { act }' })).toEqual([{ data: { act: 1 } }]);
    expect(server.gateway.effects).toBe(1);
  });

  it('runs many subscriptions on one socket', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(20);
    const client = connect(server);
    const counts = Array.from({ length: 20 }, (_, index) => index + 1);
    const all = await Promise.all(
      counts.map((to) => collect(client, { query: `subscription { ticks(to: ${to}) { n } }` })),
    );
    expect(all.map(({ length }) => length)).toEqual(counts);
  });

  it.each([
    ['an unknown field', 'subscription { tacks { n } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['a subscription that cannot begin', 'subscription { neverBegins { n } }', 'CURSOR_EXPIRED'],
    ['an upstream that breaks off', 'subscription { interrupted(by: UPSTREAM) { n } }', 'UPSTREAM_UNAVAILABLE'],
    ['a fault of ours', 'subscription { interrupted(by: FAULT) { n } }', 'INTERNAL_SERVER_ERROR'],
  ])('tells of %s by an `error` message', async (_, query, code) => {
    const server = await startTestServer();
    const failure = await collect(connect(server), { query }).catch((errors: unknown) => errors);
    expect(failure).toMatchObject([{ message: expect.any(String), extensions: { code } }]);
    expect(JSON.stringify(failure)).not.toContain('hunter2');
  });

  it('keeps the locations of an error', async () => {
    const server = await startTestServer();
    const failure = await collect(connect(server), { query: '{ goodbye }' }).catch((errors: unknown) => errors);
    expect(failure).toMatchObject([{ locations: [{ line: 1, column: 3 }] }]);
  });

  it('delivers the data that there is beside an error, and masks the error', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append();
    const results = await collect(connect(server), { query: 'subscription { ticks(to: 1) { n crashes } }' });
    expect(results).toMatchObject([
      {
        data: { ticks: { n: 1, crashes: null } },
        errors: [{ message: 'Internal server error', path: ['ticks', 'crashes'] }],
      },
    ]);
  });

  it('ends the upstream when the client completes, or its socket goes away, while nothing happens', async () => {
    const server = await startTestServer();
    const unsubscribe = connect(server).subscribe(
      { query: 'subscription { ticks { n } }' },
      { next: () => {}, error: () => {}, complete: () => {} },
    );
    await server.gateway.ticks.untilReaders(1);
    unsubscribe();
    await server.gateway.ticks.untilReaders(0);

    const subscribe = JSON.stringify({
      id: '1',
      type: 'subscribe',
      payload: { query: 'subscription { ticks { n } }' },
    });
    const socket = await openSocket(server, '{"type":"connection_init"}');
    await once(socket, 'message');
    socket.send(subscribe);
    await server.gateway.ticks.untilReaders(1);
    socket.terminate();
    await server.gateway.ticks.untilReaders(0);
  });

  it('aborts a query whose socket goes away', async () => {
    const server = await startTestServer();
    const socket = await openSocket(server, '{"type":"connection_init"}');
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ slow }' } }));
    await server.gateway.slowOperation;
    const aborted = new Promise((resolve) => server.gateway.signals[0]?.addEventListener('abort', resolve));
    socket.terminate();
    await aborted;
    server.gateway.release();
  });

  it('aborts a query that the client leaves, whose id is free then', async () => {
    const server = await startTestServer();
    const socket = await openSocket(server, '{"type":"connection_init"}', subscribeMessage('1', '{ slow }'));
    await once(socket, 'message');
    await server.gateway.slowOperation;
    socket.send('{"id":"1","type":"complete"}');
    await expect.poll(() => server.gateway.signals[0]?.aborted).toBe(true);
    const received: string[] = [];
    socket.on('message', (data) => received.push(data.toString()));
    socket.send(subscribeMessage('1', '{ hello }'));
    await expect.poll(() => received.length).toBe(2);
    server.gateway.release();
    expect(received.map((text) => JSON.parse(text))).toEqual([
      { id: '1', type: 'next', payload: { data: { hello: 'Hello, world!' } } },
      { id: '1', type: 'complete' },
    ]);
    socket.terminate();
  });

  it('answers a ping with its payload', async () => {
    const server = await startTestServer();
    const socket = await openSocket(server, '{"type":"ping","payload":{"at":1}}');
    const [message] = await once(socket, 'message');
    expect(JSON.parse(message.toString())).toEqual({ type: 'pong', payload: { at: 1 } });
    socket.terminate();
  });

  it.each([
    ['a message that is none of the protocol', 4400, ['{"type":"hello"}']],
    [
      'a message that only servers send',
      4400,
      ['{"type":"connection_init"}', '{"id":"1","type":"complete"}', '{"type":"connection_ack"}'],
    ],
    [
      'a second operation with the id of one that goes on',
      4409,
      ['{"type":"connection_init"}', subscribeMessage('1', '{ slow }'), subscribeMessage('1', '{ hello }')],
    ],
    [
      'a subscription before the connection is initialised',
      4401,
      ['{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}'],
    ],
    ['a second initialisation', 4429, ['{"type":"connection_init"}', '{"type":"connection_init"}']],
    [
      'a message over the bound',
      1009,
      [JSON.stringify({ type: 'connection_init', payload: { padding: 'x'.repeat(2_000_000) } })],
    ],
  ])('closes the socket on %s with code %i', async (_, code, frames) => {
    const server = await startTestServer();
    const socket = await openSocket(server, ...frames);
    const [closeCode] = await once(socket, 'close');
    expect(closeCode).toBe(code);
  });

  it('closes a socket that is not initialised in time', async () => {
    const server = await startTestServer();
    const [closeCode] = await once(await openSocket(server), 'close');
    expect(closeCode).toBe(4408);
  });

  it('speaks no other subprotocol, and is at no other path', async () => {
    const server = await startTestServer();
    const old = new WebSocket(server.webSocket, 'graphql-ws');
    const [error] = await once(old, 'error');
    expect(error.message).toContain('subprotocol');
    const elsewhere = new WebSocket(`${server.webSocket}/elsewhere`, PROTOCOL);
    const [notFound] = await once(elsewhere, 'error');
    expect(notFound.message).toContain('404');
  });
});
