import { setTimeout as delay } from 'node:timers/promises';
import { OperationTypeNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createHttpTransport, type HttpTransportOptions } from '../../gateway/federation/transport/httpTransport.ts';
import type { SubgraphRequest } from '../../gateway/federation/transport/subgraphTransport.ts';
import { contextOf, schemaOf } from './composedGateway.ts';
import { serve, serveSubgraph } from './subgraphServer.ts';

const QUERY: SubgraphRequest = { kind: OperationTypeNode.QUERY, query: '{ hello }', document: parse('{ hello }') };
const MUTATION: SubgraphRequest = {
  kind: OperationTypeNode.MUTATION,
  query: 'mutation { hello }',
  document: parse('mutation { hello }'),
};
const SUBSCRIPTION: SubgraphRequest = {
  kind: OperationTypeNode.SUBSCRIPTION,
  query: 'subscription { tick }',
  document: parse('subscription { tick }'),
};

const ticking = schemaOf({
  sdl: 'type Query { hello: String } type Subscription { tick: Int! }',
  resolvers: {
    Subscription: {
      tick: {
        async *subscribe() {
          yield { tick: 1 };
          await delay(60_000, undefined, { ref: false });
        },
      },
    },
  },
});

function requestOptions(headers: Record<string, string> = {}) {
  const { caller, signal } = contextOf();
  return { caller, headers, signal };
}

function connect(url: string, options: Partial<HttpTransportOptions> = {}) {
  const transport = createHttpTransport({ name: 'shop', url, ...options });
  return {
    ask: async () => transport.execute(QUERY, requestOptions()),
    change: async () => transport.execute(MUTATION, requestOptions()),
    listen: (headers?: Record<string, string>) =>
      transport.subscribe(SUBSCRIPTION, requestOptions(headers))[Symbol.asyncIterator](),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

describe('The HTTP transport', () => {
  it.each([200, 400, 422, 500])('takes a GraphQL body with status %i for a GraphQL result', async (status) => {
    await using server = disposable(
      await serve((_request, response) => response.writeHead(status).end('{"errors":[{"message":"No"}]}')),
    );
    await using shop = connect(server.url);
    expect(await shop.ask()).toEqual({ errors: [{ message: 'No' }] });
  });

  it.each([
    ['an HTML page', '<html>502 Bad Gateway</html>'],
    ['a JSON text that is no object', '[1]'],
    ['an object without data and errors', '{"message":"hi"}'],
    ['data that is no object', '{"data":"yes"}'],
    ['errors without messages', '{"errors":[{}]}'],
    ['nothing', ''],
  ])('rejects %s as UPSTREAM_INVALID_RESPONSE', async (_name, body) => {
    await using server = disposable(await serve((_request, response) => response.writeHead(502).end(body)));
    await using shop = connect(server.url);
    await expect(shop.ask()).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE',
      message: expect.stringContaining('HTTP 502'),
      extensions: { subgraph: 'shop' },
    });
  });

  it('does not follow redirects', async () => {
    let requests = 0;
    await using server = disposable(
      await serve((_request, response) => {
        requests++;
        response.writeHead(307, { location: '/elsewhere' }).end('{"data":{}}');
      }),
    );
    await using shop = connect(server.url);
    await expect(shop.ask()).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
    expect(requests).toBe(1);
  });

  it('reads no more of an answer than its bound', async () => {
    await using server = disposable(
      await serve((_request, response) => response.end(JSON.stringify({ data: { hello: 'x'.repeat(10_000) } }))),
    );
    await using shop = connect(server.url, { maxResponseBytes: 5_000 });
    await expect(shop.ask()).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE',
      message: 'The subgraph "shop": its answer is larger than 5000 bytes.',
    });
  });

  it.each([
    ['no head', false],
    ['no end of the body', true],
  ])('aborts a request to which %s comes in time', async (_name, sendsHead) => {
    await using server = disposable(
      await serve((_request, response) => {
        if (sendsHead) response.writeHead(200).write('{"data":');
      }),
    );
    await using shop = connect(server.url, { timeoutMs: 50 });
    await expect(shop.ask()).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'The subgraph "shop" did not answer: no answer within 50 ms.',
    });
    await eventually(() => server.sockets.size === 0);
  });

  it('keeps connections alive between requests', async () => {
    await using server = disposable(await serve((_request, response) => response.end('{"data":{"hello":"you"}}')));
    await using shop = connect(server.url);
    for (let request = 0; request < 5; request++) {
      await shop.ask();
      await delay(5);
    }
    expect(server.sockets.size).toBe(1);
  });
});

describe('A connection that the subgraph closes when the next request comes on it', () => {
  it('does not fail a query, which is sent again on a connection of its own', async () => {
    await using server = disposable(await serveOncePerConnection());
    await using shop = connect(server.url);
    await shop.ask();
    await connectionsAreIdle();
    expect(await shop.ask()).toEqual(HELLO);
    expect(server.broken()).toBe(1);
  });

  it('does not fail queries that come at the same time', async () => {
    await using server = disposable(await serveOncePerConnection());
    await using shop = connect(server.url);
    await Promise.all([shop.ask(), shop.ask(), shop.ask()]);
    await connectionsAreIdle();
    expect(await Promise.all([shop.ask(), shop.ask(), shop.ask()])).toEqual([HELLO, HELLO, HELLO]);
    expect(server.broken()).toBe(3);
  });

  it('does not fail a subscription by server-sent events', async () => {
    await using server = disposable(
      await serveOncePerConnection('event: next\ndata: {"data":{"tick":1}}\n\nevent: complete\ndata:\n\n'),
    );
    await using shop = connect(server.url, { subscriptionProtocol: 'sse' });
    for (let subscription = 0; subscription < 2; subscription++) {
      const events = shop.listen();
      expect((await events.next()).value).toEqual({ data: { tick: 1 } });
      expect((await events.next()).done).toBe(true);
      await connectionsAreIdle();
    }
    expect(server.broken()).toBe(1);
  });

  it('fails a mutation, which may have run', async () => {
    await using server = disposable(await serveOncePerConnection());
    await using shop = connect(server.url);
    await shop.change();
    await connectionsAreIdle();
    await expect(shop.change()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(server.headers).toHaveLength(2);
  });

  it('fails a query after one more attempt', async () => {
    await using server = disposable(await serve((request) => request.socket.destroy()));
    await using shop = connect(server.url);
    await expect(shop.ask()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(server.headers).toHaveLength(2);
  });

  it('fails a query of whose answer a part has come', async () => {
    await using server = disposable(
      await serve((_request, response) => {
        response.writeHead(200).write('{"data":');
        setImmediate(() => response.destroy());
      }),
    );
    await using shop = connect(server.url);
    await expect(shop.ask()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(server.headers).toHaveLength(1);
  });

  it('does not keep the connection of the second attempt', async () => {
    await using server = disposable(await serveOncePerConnection());
    await using shop = connect(server.url);
    await shop.ask();
    await connectionsAreIdle();
    await shop.ask();
    await eventually(() => server.sockets.size === 0);
  });
});

describe('A subscription over HTTP', () => {
  it('stays with server-sent events once the server has refused the upgrade', async () => {
    await using server = disposable(await serveSubgraph(ticking, 'sse'));
    await using shop = connect(server.url);
    for (let subscription = 0; subscription < 2; subscription++) {
      const events = shop.listen();
      expect((await events.next()).value).toEqual({ data: { tick: 1 } });
      await events.return?.();
    }
    expect(server.headers.map(({ upgrade }) => upgrade)).toEqual(['websocket', undefined, undefined]);
  });

  it.each([1000, 1001, 4500])('is broken off, and not opened anew, when the server closes with %i', async (code) => {
    await using server = disposable(await serveSubgraph(ticking, 'graphql-ws'));
    await using shop = connect(server.url);
    const events = shop.listen();
    await events.next();
    server.closeWebSockets(code, 'Going away');
    await expect(events.next()).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: `The subgraph "shop" did not answer: the connection was closed with ${code} Going away.`,
    });
    expect(server.headers).toHaveLength(1);
  });

  it('is refused with an error when the server forbids the connection', async () => {
    await using server = disposable(await serveSubgraph(ticking, 'graphql-ws'));
    await using shop = connect(server.url);
    const events = shop.listen({ 'x-reject': 'yes' });
    expect((await events.next()).value).toMatchObject({
      errors: [{ message: 'The subgraph refused the subscription: 4403 Forbidden' }],
    });
    expect((await events.next()).done).toBe(true);
  });

  it('has a socket of its own, so that callers never share one', async () => {
    await using server = disposable(await serveSubgraph(ticking, 'graphql-ws'));
    await using shop = connect(server.url);
    const subscriptions = [shop.listen({ authorization: 'Ada' }), shop.listen({ authorization: 'Grace' })];
    await Promise.all(subscriptions.map((events) => events.next()));
    expect(server.initPayloads).toEqual([
      { headers: { authorization: 'Ada' } },
      { headers: { authorization: 'Grace' } },
    ]);
    expect(server.sockets.size).toBe(2);
    await Promise.all(subscriptions.map((events) => events.return?.()));
    await eventually(() => server.sockets.size === 0);
  });

  it('is broken off when an event stream ends without saying so', async () => {
    await using server = disposable(
      await serve((_request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .end('event: next\ndata: {"data":{"tick":1}}\n\n'),
      ),
    );
    await using shop = connect(server.url, { subscriptionProtocol: 'sse' });
    const events = shop.listen();
    expect((await events.next()).value).toEqual({ data: { tick: 1 } });
    await expect(events.next()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  it('reads no more of one event than its bound', async () => {
    await using server = disposable(
      await serve((_request, response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${'x'.repeat(100_000)}`),
      ),
    );
    await using shop = connect(server.url, { subscriptionProtocol: 'sse', maxResponseBytes: 1_000 });
    await expect(shop.listen().next()).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
    await eventually(() => server.sockets.size === 0);
  });
});

const HELLO = { data: { hello: 'you' } };

/** A connection takes the next request only a moment after its last answer. */
async function connectionsAreIdle(): Promise<void> {
  await delay(5);
}

/** Promises to keep connections alive, but closes each when a second request comes. */
async function serveOncePerConnection(answer = JSON.stringify(HELLO)) {
  const used = new WeakSet<object>();
  let broken = 0;
  const server = await serve((request, response) => {
    if (used.has(request.socket)) {
      broken++;
      request.socket.destroy();
      return;
    }
    used.add(request.socket);
    response.writeHead(200, { 'content-type': answer.startsWith('{') ? 'application/json' : 'text/event-stream' });
    response.end(answer);
  });
  return Object.assign(server, { broken: () => broken });
}

async function eventually(check: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200 && !check(); attempt++) await delay(10);
  expect(check()).toBe(true);
}

function disposable<Resource extends { close(): Promise<void> }>(resource: Resource): Resource & AsyncDisposable {
  return Object.assign(resource, { [Symbol.asyncDispose]: () => resource.close() });
}
