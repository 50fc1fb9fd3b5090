import { EventSource } from 'eventsource';
import { createClient, type RequestParams } from 'graphql-sse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestServer, type TestServer } from './startTestServer.ts';
import { Wire } from './wire.ts';

const ACCEPT = { accept: 'text/event-stream' };

async function collect(server: TestServer, request: RequestParams): Promise<unknown[]> {
  const client = createClient({ url: server.graphql, retryAttempts: 0 });
  onTestFinished(() => client.dispose());
  const results: unknown[] = [];
  for await (const result of client.iterate(request)) results.push(result);
  return results;
}

describe('A subscription over server-sent events', () => {
  it('is written as the protocol of graphql-sse says, with the cursor of each event as its id', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(2);
    const response = await server.post({ query: 'subscription { ticks(to: 2) { n } }' }, ACCEPT);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await response.text()).toBe(
      ':\n\n' +
        'event: next\nid: 1\ndata: {"data":{"ticks":{"n":1}}}\n\n' +
        'event: next\nid: 2\ndata: {"data":{"ticks":{"n":2}}}\n\n' +
        'event: complete\ndata:\n\n',
    );
  });

  it('delivers each event as it happens', async () => {
    const server = await startTestServer();
    const wire = new Wire(await server.post({ query: 'subscription { ticks { n } }' }, ACCEPT));
    expect(await wire.until('\n\n')).toBe(':\n\n');
    for (const n of [1, 2, 3]) {
      server.gateway.ticks.append();
      expect(await wire.until('\n\n')).toContain(`{"n":${n}}`);
    }
  });

  it("is read by graphql-sse's client", async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(3);
    const query = 'subscription ($to: Int) { ticks(to: $to) { n } }';
    expect(await collect(server, { query, variables: { to: 3 } })).toEqual(
      [1, 2, 3].map((n) => ({ data: { ticks: { n } } })),
    );
  });

  it('resumes after `Last-Event-ID`, which is later than the `after` of the document', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(5);
    const query = 'subscription { ticks(after: 1, to: 5) { n } }';
    const body = await (await server.post({ query }, { ...ACCEPT, 'last-event-id': '3' })).text();
    expect(body.match(/"n":\d/g)).toEqual(['"n":4', '"n":5']);
  });

  it("goes on by itself in a browser's EventSource after the server closed, missing nothing", async () => {
    const first = await startTestServer();
    first.gateway.ticks.append(2);
    const query = encodeURIComponent('subscription { ticks { n } }');
    const source = new EventSource(`${first.graphql}?query=${query}`);
    onTestFinished(() => source.close());
    const received: string[] = [];
    let wake = (): void => {};
    source.addEventListener('next', ({ data, lastEventId }) => {
      received.push(`${lastEventId} ${data}`);
      wake();
    });
    const untilReceived = async (count: number): Promise<void> => {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    await untilReceived(2);
    await first.close();

    const second = await startTestServer({ port: first.port });
    second.gateway.ticks.append(4);
    await untilReceived(4);
    expect(received).toEqual([1, 2, 3, 4].map((n) => `${n} {"data":{"ticks":{"n":${n}}}}`));
  }, 20_000);

  it('tells of an unknown field in an event, since EventSource shows nothing of another status', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: 'subscription { tacks { n } }' }, ACCEPT);
    expect(response.status).toBe(200);
    const wire = new Wire(response);
    await wire.until(':\n\n');
    const next = await wire.until('\n\n');
    expect(next).toMatch(/^event: next\ndata: \{"errors":\[\{"message":"Cannot query field/);
    expect(await wire.rest()).toBe('event: complete\ndata:\n\n');
    const results = await collect(server, { query: 'subscription { tacks { n } }' });
    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
  });

  it('tells in the same way of a subscription that cannot begin', async () => {
    const server = await startTestServer();
    const results = await collect(server, { query: 'subscription { neverBegins { n } }' });
    expect(results).toMatchObject([
      { errors: [{ message: 'The cursor is too old.', extensions: { code: 'CURSOR_EXPIRED' } }] },
    ]);
  });

  it.each(['UPSTREAM', 'LAST_EVENT'])(
    'ends without `complete` when the upstream broke off (%s), so that clients come back',
    async (by) => {
      const server = await startTestServer();
      const response = await server.post({ query: `subscription { interrupted(by: ${by}) { n } }` }, ACCEPT);
      const body = await response.text();
      expect(body).toContain('"n":1');
      expect(body).toContain('"code":"UPSTREAM_UNAVAILABLE"');
      expect(body).not.toContain('event: complete');
    },
  );

  it('masks what the client must not see, in an event and when the iteration fails', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append();
    for (const field of ['ticks(to: 1) { crashes }', 'interrupted(by: FAULT) { n }']) {
      const body = await (await server.post({ query: `subscription { ${field} }` }, ACCEPT)).text();
      expect(body).toContain('"code":"INTERNAL_SERVER_ERROR"');
      expect(body).not.toContain('hunter2');
      const [, errorId] = /"errorId":"([-0-9a-f]{36})"/.exec(body) ?? [];
      expect(server.log.filter((entry) => entry.errorId === errorId)).toMatchObject([
        { err: { message: expect.stringContaining('hunter2') } },
      ]);
    }
  });

  it('ends the upstream when the client goes away while nothing happens', async () => {
    const server = await startTestServer();
    const client = new AbortController();
    const response = await fetch(`${server.graphql}?query=subscription{ticks{n}}`, {
      headers: ACCEPT,
      signal: client.signal,
    });
    expect(response.status).toBe(200);
    await server.gateway.ticks.untilReaders(1);
    client.abort();
    await server.gateway.ticks.untilReaders(0);
  });
});

describe('A query or mutation over server-sent events', () => {
  it('is answered by one event and completion', async () => {
    const server = await startTestServer();
    expect(await collect(server, { query: '{ hello }' })).toEqual([{ data: { hello: 'Hello, world!' } }]);
    expect(await collect(server, { query: 'mutation { act }' })).toEqual([{ data: { act: 1 } }]);
    expect(server.gateway.effects).toBe(1);
  });

  it('may come from EventSource when it is a query', async () => {
    const server = await startTestServer();
    const response = await fetch(`${server.graphql}?query={hello}`, { headers: ACCEPT });
    expect(await response.text()).toBe(
      ':\n\nevent: next\ndata: {"data":{"hello":"Hello, world!"}}\n\nevent: complete\ndata:\n\n',
    );
  });
});
