import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { startTestServer, type TestServer } from './startTestServer.ts';

const TICKS = 10_000;
const PADDING = 100_000;
const QUERY = `subscription { ticks(to: ${TICKS}, padding: ${PADDING}) { n padding } }`;

/** Waits until the server has pulled no tick for a while: there is no event for what must not happen. */
async function untilNothingIsPulled({ gateway: { ticks } }: TestServer): Promise<number> {
  for (let last = -1; last !== ticks.pulled || last === 0; ) {
    last = ticks.pulled;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return ticks.pulled;
}

describe('A client that stops reading', () => {
  it.each(['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0'])(
    'stops the pulling of events (%s), and goes on when it reads again',
    async (accept) => {
      const server = await startTestServer();
      server.gateway.ticks.append(TICKS);
      const outgoing = request(server.graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
      });
      outgoing.end(JSON.stringify({ query: QUERY }));
      const [response] = await once(outgoing, 'response');
      onTestFinished(() => response.destroy());
      response.pause();
      const pulled = await untilNothingIsPulled(server);
      // What the sockets of both sides buffer, and no more: 10,000 ticks are a gigabyte.
      expect(pulled * PADDING).toBeLessThan(30_000_000);
      response.resume();
      while (server.gateway.ticks.pulled < pulled + 100) await once(response, 'data');
    },
  );

  it('stops the pulling of events over WebSocket, and goes on when it reads again', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(TICKS);
    const socket = new WebSocket(server.webSocket, 'graphql-transport-ws');
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }));
    socket.pause();
    const pulled = await untilNothingIsPulled(server);
    expect(pulled * PADDING).toBeLessThan(30_000_000);
    socket.resume();
    while (server.gateway.ticks.pulled < pulled + 100) await once(socket, 'message');
  });

  it('does not hold up another one', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(TICKS);
    const outgoing = request(server.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    outgoing.end(JSON.stringify({ query: QUERY }));
    const [stalled] = await once(outgoing, 'response');
    onTestFinished(() => stalled.destroy());
    stalled.pause();
    const body = await (
      await server.post({ query: 'subscription { ticks(to: 100) { n } }' }, { accept: 'text/event-stream' })
    ).text();
    expect(body.match(/event: next/g)).toHaveLength(100);
  });
});
