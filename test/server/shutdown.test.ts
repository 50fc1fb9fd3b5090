import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { createClient } from 'graphql-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { startTestServer, type TestServer } from './startTestServer.ts';
import { Wire } from './wire.ts';

const NO_TIME = { shutdownGraceMs: 60_000 };

async function openSocket(server: TestServer, query: string): Promise<{ socket: WebSocket; messages: unknown[] }> {
  const socket = new WebSocket(server.webSocket, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const messages: unknown[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  return { socket, messages };
}

describe('A server that closes', () => {
  it('lets requests finish, then stops the gateway', async () => {
    const server = await startTestServer(NO_TIME);
    const mutation = server.post({ query: 'mutation { actSlowly }' });
    await server.gateway.slowOperation;
    const closed = server.close();
    expect(server.gateway.stopped).toBe(false);
    server.gateway.release();
    expect(await (await mutation).json()).toEqual({ data: { actSlowly: 1 } });
    await closed;
    expect(server.gateway.stopped).toBe(true);
  });

  it('takes no new connections', async () => {
    const server = await startTestServer(NO_TIME);
    const slow = server.post({ query: '{ slow }' });
    await server.gateway.slowOperation;
    const closed = server.close();
    const socket = connect(server.port, '127.0.0.1');
    const [error] = await once(socket, 'error');
    expect(error.code).toBe('ECONNREFUSED');
    server.gateway.release();
    await Promise.all([slow, closed]);
  });

  it('is alive but not ready, and refuses requests that arrive now', async () => {
    const server = await startTestServer(NO_TIME);
    const paths = ['/health/live', '/health/ready', '/graphql?query={hello}'];
    const sockets = paths.map((path) => {
      const socket = connect(server.port, '127.0.0.1').setEncoding('utf8');
      socket.write(`GET ${path} HTTP/1.1\r\n`);
      return socket;
    });
    const slow = server.post({ query: '{ slow }' });
    await server.gateway.slowOperation;
    const closed = server.close();
    const answers = await Promise.all(
      sockets.map(async (socket) => {
        socket.write('host: x\r\napollo-require-preflight: 1\r\n\r\n');
        let answer = '';
        for await (const chunk of socket) answer += chunk;
        return answer;
      }),
    );
    expect(answers.map((answer) => answer.slice(0, 12))).toEqual(['HTTP/1.1 200', 'HTTP/1.1 503', 'HTTP/1.1 503']);
    expect(answers[1]).toContain('{"status":"not ready","reasons":["The server is going away."]}');
    expect(answers[2]).toContain('"code":"SHUTTING_DOWN","retryable":true');
    server.gateway.release();
    await Promise.all([slow, closed]);
  });

  it('cuts off what does not finish in time', async () => {
    const server = await startTestServer({ shutdownGraceMs: 50 });
    const slow = server.post({ query: '{ slow }' }).catch((error: unknown) => error);
    await server.gateway.slowOperation;
    await server.close();
    expect(await slow).toBeInstanceOf(Error);
    expect(server.gateway.signals[0]?.aborted).toBe(true);
    expect(server.log).toContainEqual(expect.objectContaining({ unfinished: 1, level: 40 }));
    server.gateway.release();
  });

  it('ends an event stream without `complete`, so that EventSource comes back', async () => {
    const server = await startTestServer(NO_TIME);
    const wire = new Wire(
      await server.post({ query: 'subscription { ticks { n } }' }, { accept: 'text/event-stream' }),
    );
    await server.gateway.ticks.untilReaders(1);
    server.gateway.ticks.append();
    await wire.until('"n":1}}}\n\n');
    await server.close();
    expect(await wire.rest()).toBe('');
    expect(server.gateway.ticks.readers).toBe(0);
  });

  it('ends a multipart subscription with a transport error of code SHUTTING_DOWN', async () => {
    const server = await startTestServer(NO_TIME);
    const accept = 'multipart/mixed;subscriptionSpec=1.0';
    const wire = new Wire(await server.post({ query: 'subscription { ticks { n } }' }, { accept }));
    await server.gateway.ticks.untilReaders(1);
    await wire.until('--graphql');
    await server.close();
    const failure = await wire.until('--graphql');
    expect(failure).toContain('{"payload":null,"errors":[{');
    expect(failure).toContain('"code":"SHUTTING_DOWN"');
    expect(await wire.rest()).toBe('--\r\n');
    expect(server.gateway.ticks.readers).toBe(0);
  });

  it('closes sockets as going away, without completing their subscriptions', async () => {
    const server = await startTestServer(NO_TIME);
    const { socket, messages } = await openSocket(server, 'subscription { ticks { n } }');
    await server.gateway.ticks.untilReaders(1);
    const socketClosed = once(socket, 'close');
    await server.close();
    const [code, reason] = await socketClosed;
    expect([code, String(reason)]).toEqual([1001, 'Going away']);
    expect(messages).toEqual([]);
    expect(server.gateway.ticks.readers).toBe(0);
  });

  it('answers the mutations of a socket before it closes it, and begins none', async () => {
    const server = await startTestServer(NO_TIME);
    const { socket, messages } = await openSocket(server, 'mutation { actSlowly }');
    await server.gateway.slowOperation;
    const socketClosed = once(socket, 'close');
    const closed = server.close();
    socket.send(JSON.stringify({ id: '2', type: 'subscribe', payload: { query: 'mutation { act }' } }));
    while (messages.length === 0) await once(socket, 'message');
    expect(messages).toMatchObject([{ id: '2', type: 'error', payload: [{ extensions: { code: 'SHUTTING_DOWN' } }] }]);
    server.gateway.release();
    expect((await socketClosed)[0]).toBe(1001);
    expect(messages.slice(1)).toEqual([
      { id: '1', type: 'next', payload: { data: { actSlowly: 1 } } },
      { id: '1', type: 'complete' },
    ]);
    await closed;
    expect(server.gateway.effects).toBe(1);
  });

  it('ends a subscription that it was just about to begin', async () => {
    const byHttp = await startTestServer(NO_TIME);
    const response = byHttp.post({ query: 'subscription { beginsSlowly { n } }' }, { accept: 'text/event-stream' });
    await byHttp.gateway.slowOperation;
    const httpClosed = byHttp.close();
    byHttp.gateway.release();
    expect(await (await response).text()).toBe(':\n\n');
    await httpClosed;

    const byWebSocket = await startTestServer(NO_TIME);
    const { socket, messages } = await openSocket(byWebSocket, 'subscription { beginsSlowly { n } }');
    await byWebSocket.gateway.slowOperation;
    const socketClosed = once(socket, 'close');
    const closed = byWebSocket.close();
    byWebSocket.gateway.release();
    expect((await socketClosed)[0]).toBe(1001);
    expect(messages).toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'SHUTTING_DOWN' } }] }]);
    await closed;
  });

  it("makes graphql-ws's client connect again by itself", async () => {
    const server = await startTestServer(NO_TIME);
    let succeed = (): void => {};
    const succeeded = new Promise<void>((resolve) => {
      succeed = resolve;
    });
    const client = createClient({ url: server.webSocket, webSocketImpl: WebSocket, retryWait: () => succeeded });
    onTestFinished(async () => {
      await client.dispose();
    });
    const results = client.iterate({ query: 'subscription { ticks(to: 1) { n } }' });
    const first = results.next();
    await server.gateway.ticks.untilReaders(1);
    await server.close();
    const successor = await startTestServer({ port: server.port });
    successor.gateway.ticks.append();
    succeed();
    expect(await first).toEqual({ done: false, value: { data: { ticks: { n: 1 } } } });
  });

  it('does not wait for connections that are idle, or were never used', async () => {
    const server = await startTestServer(NO_TIME);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const [response] = await once(get(`${server.url}/health/live`, { agent }), 'response');
    response.resume();
    await once(response, 'end');
    const unused = connect(server.port, '127.0.0.1');
    await once(unused, 'connect');
    const unusedClosed = once(unused, 'close');
    unused.resume();
    await server.close();
    await unusedClosed;
  });

  it('closes once, however often it is asked', async () => {
    const server = await startTestServer();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});
