import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { FederationGateway } from '../../gateway/federation/federationGateway.ts';
import { createHttpTransport } from '../../gateway/federation/transport/httpTransport.ts';
import { startServer } from '../../gateway/server/server.ts';
import { SILENT, schemaOf, supergraphOf } from '../federation/composedGateway.ts';
import { serveSubgraph } from '../federation/subgraphServer.ts';
import { Wire } from './wire.ts';

const PADDING = 100_000;

/** A subgraph server whose changes the test makes, and a gateway before it. */
async function start(maxQueuedBytes = 1_000_000) {
  let head = 0;
  const waiting = new Set<() => void>();
  const append = (count = 1): void => {
    head += count;
    const woken = [...waiting];
    waiting.clear();
    for (const wake of woken) wake();
  };
  const subgraph = {
    sdl: `
      type Query { unused: Int }
      type Subscription { changed(after: String): Change! }
      type Change { cursor: String!, n: Int!, text(length: Int!): String! }
    `,
    resolvers: {
      Subscription: {
        changed: {
          async *subscribe(_: unknown, { after }: { after?: string }) {
            for (let n = after ? Number(after) : head; ; ) {
              while (n === head) await new Promise<void>((resolve) => waiting.add(resolve));
              n++;
              yield { changed: { cursor: String(n), n } };
            }
          },
        },
      },
      Change: { text: (_: unknown, { length }: { length: number }) => 'é'.repeat(length) },
    },
  };
  const upstream = await serveSubgraph(schemaOf(subgraph), 'graphql-ws');
  const supergraphSdl = supergraphOf({ changes: subgraph });
  const server = await startServer({
    gateway: new FederationGateway({
      supergraph: { initialize: async () => ({ supergraphSdl }) },
      transports: (name) => createHttpTransport({ name, url: upstream.url }),
      logger: SILENT,
    }),
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    forwardHeaders: ['authorization'],
    maxQueuedBytes,
  });
  onTestFinished(async () => {
    await server.close();
    await upstream.close();
  });
  return { server, append, upstreams: upstream.initPayloads, sockets: upstream.sockets };
}

type Running = Awaited<ReturnType<typeof start>>;

interface Client {
  readonly socket: WebSocket;
  readonly messages: { id: string; type: string; payload?: unknown }[];
}

async function openSocket({ server }: Running, query: string, id = '1', headers = {}): Promise<Client> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const messages: Client['messages'] = [];
  socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  return { socket, messages };
}

function post({ server }: Running, query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
    ...(signal ? { signal } : {}),
  });
}

const QUERY = 'subscription { changed { n text(length: 3) } }';
const MULTIPART = 'multipart/mixed;subscriptionSpec=1.0';

describe('Equal subscriptions by all transports', () => {
  it('share one upstream, each in its own form', async () => {
    const running = await start();
    const first = await openSocket(running, QUERY, 'a');
    const second = await openSocket(running, QUERY, '"é"');
    const sse = new Wire(await post(running, QUERY, 'text/event-stream'));
    const multipart = new Wire(await post(running, QUERY, MULTIPART));
    await sse.until(':\n\n');
    await multipart.until('\r\n--graphql');
    while (running.sockets.size === 0) await nextTurn();
    while (first.messages.length === 0 || second.messages.length === 0) {
      running.append();
      await delay(20);
    }
    running.append();
    const event = expect.objectContaining({ data: { changed: { n: expect.any(Number), text: 'ééé' } } });
    expect(first.messages[0]).toEqual({ id: 'a', type: 'next', payload: event });
    expect(second.messages[0]).toEqual({ id: '"é"', type: 'next', payload: event });
    expect(await sse.until('\n\n')).toMatch(
      /^event: next\nid: \d+\ndata: \{"data":\{"changed":\{"n":\d+,"text":"ééé"\}\}\}\n\n$/,
    );
    expect(await multipart.until('\r\n--graphql')).toMatch(
      /\{"payload":\{"data":\{"changed":\{"n":\d+,"text":"ééé"\}\}\}\}\r\n--graphql$/,
    );
    expect(running.upstreams).toHaveLength(1);
  });

  it.each([1, 100, 200, 4_000, 40_000])('frame payloads of every length (%i characters)', async (length) => {
    const running = await start();
    const query = `subscription { changed(after: "0") { text(length: ${length}) } }`;
    running.append(2);
    const { messages, socket } = await openSocket(running, query);
    while (messages.length < 2) await once(socket, 'message');
    expect(messages[1]).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { changed: { text: 'é'.repeat(length) } } },
    });
  });

  it('never share between callers whose forwarded headers differ', async () => {
    const running = await start();
    for (const authorization of ['Bearer a', 'Bearer b', 'Bearer a']) {
      await openSocket(running, QUERY, '1', { authorization });
    }
    while (running.upstreams.length < 2) await nextTurn();
    await delay(50);
    expect(running.upstreams.map((payload) => (payload as { headers: unknown }).headers)).toEqual([
      { authorization: 'Bearer a' },
      { authorization: 'Bearer b' },
    ]);
  });

  it('leave no socket, no timer and no listener behind', async () => {
    const running = await start();
    const resources = () =>
      process
        .getActiveResourcesInfo()
        .filter((kind) => !/^(Immediate|TickObject)$/.test(kind))
        .toSorted();
    const settled = async () => {
      for (let last = ''; last !== resources().join(); await delay(100)) last = resources().join();
      return resources();
    };
    const round = async () => {
      const clients = [await openSocket(running, QUERY), await openSocket(running, QUERY)];
      const aborts = [new AbortController(), new AbortController()];
      const responses = [
        await post(running, QUERY, 'text/event-stream', aborts[0]?.signal),
        await post(running, QUERY, MULTIPART, aborts[1]?.signal),
      ];
      while (clients.some(({ messages }) => messages.length === 0)) {
        running.append();
        await delay(20);
      }
      expect(running.sockets.size).toBe(1);
      for (const { socket } of clients) socket.terminate();
      for (const abort of aborts) abort.abort();
      for (const response of responses) await response.text().catch(() => {});
      while (running.sockets.size > 0) await delay(10);
    };
    await round();
    const before = await settled();
    for (let n = 0; n < 3; n++) await round();
    expect(await settled()).toEqual(before);
  }, 60_000);
});

describe('A client that is slower than those with whom it shares', () => {
  const slowQuery = `subscription { changed { n text(length: ${PADDING}) } }`;

  /** Makes changes until the slow one is cut off; the fast one has to get each of them, in order. */
  async function overrun(running: Running, fast: Client, isOver: () => boolean): Promise<void> {
    while (fast.messages.length === 0) {
      running.append();
      await delay(20);
    }
    while (!isOver()) {
      const due = fast.messages.length + 1;
      running.append();
      while (fast.messages.length < due) await once(fast.socket, 'message');
    }
    const numbers = fast.messages.map(
      ({ payload }) => (payload as { data: { changed: { n: number } } }).data.changed.n,
    );
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  }

  it('is closed with 4490 on a WebSocket, the others do not notice, and it resumes', async () => {
    const running = await start();
    const fast = await openSocket(running, slowQuery);
    const slow = await openSocket(running, slowQuery);
    slow.socket.pause();
    let closed: [number, Buffer] | undefined;
    slow.socket.once('close', (code, reason) => {
      closed = [code, reason];
    });
    await overrun(running, fast, () => fast.messages.length > 100);
    slow.socket.resume();
    while (!closed) await delay(10);
    expect([closed[0], String(closed[1])]).toEqual([4490, 'Too slow']);
    const numbers = slow.messages.map(
      ({ payload }) => (payload as { data: { changed: { n: number } } }).data.changed.n,
    );
    const last = numbers.at(-1) ?? 0;
    const resumed = await openSocket(running, slowQuery.replace('changed', `changed(after: "${last}")`));
    await expect.poll(() => resumed.messages.length).toBeGreaterThan(0);
    expect(resumed.messages[0]).toMatchObject({ payload: { data: { changed: { n: last + 1 } } } });
  }, 60_000);

  it.each([
    [
      'text/event-stream',
      /\nevent: next\ndata: \{"errors":\[\{"message":"[^"]*","extensions":\{"code":"SUBSCRIBER_TOO_SLOW","retryable":true\}\}\]\}\n\n$/,
    ],
    [
      MULTIPART,
      /\{"payload":null,"errors":\[\{"message":"[^"]*","extensions":\{"code":"SUBSCRIBER_TOO_SLOW","retryable":true\}\}\]\}\r\n--graphql--\r\n$/,
    ],
  ])(
    'is told so at the end of its response by %s',
    async (accept, end) => {
      const running = await start();
      const fast = await openSocket(running, slowQuery);
      const outgoing = request(`${running.server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
      });
      outgoing.end(JSON.stringify({ query: slowQuery }));
      const [response] = await once(outgoing, 'response');
      onTestFinished(() => response.destroy());
      response.pause();
      await overrun(running, fast, () => fast.messages.length > 100);
      let text = '';
      response.setEncoding('utf8');
      for await (const chunk of response) text += chunk;
      expect(text.slice(-1000)).toMatch(end);
      expect(running.upstreams).toHaveLength(1);
    },
    60_000,
  );
});
