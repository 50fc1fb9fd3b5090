import { describe, expect, it } from 'vitest';
import { startTestServer } from './startTestServer.ts';
import { Wire } from './wire.ts';

const ACCEPT = { accept: 'multipart/mixed;subscriptionSpec="1.0", application/json' };

describe('A multipart subscription', () => {
  it("is written as Apollo's protocol says", async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(2);
    const response = await server.post({ query: 'subscription { ticks(to: 2) { n } }' }, ACCEPT);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
    expect(await response.text()).toBe(
      '\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"ticks":{"n":1}}}}' +
        '\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"ticks":{"n":2}}}}' +
        '\r\n--graphql--\r\n',
    );
  });

  it('sends the delimiter after each part at once, without which clients hold the part back', async () => {
    const server = await startTestServer();
    const wire = new Wire(await server.post({ query: 'subscription { ticks { n } }' }, ACCEPT));
    expect(await wire.until('--graphql')).toBe('\r\n--graphql');
    server.gateway.ticks.append();
    expect(await wire.until('--graphql')).toBe(
      '\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"ticks":{"n":1}}}}\r\n--graphql',
    );
  });

  it('tells of an unknown field in a payload', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: 'subscription { tacks { n } }' }, ACCEPT);
    const wire = new Wire(response);
    await wire.until('--graphql');
    expect(await wire.until('--graphql')).toContain('{"payload":{"errors":[{"message":"Cannot query field');
    expect(await wire.rest()).toBe('--\r\n');
  });

  it('ends with a transport error when the upstream broke off', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: 'subscription { interrupted(by: UPSTREAM) { n } }' }, ACCEPT);
    const wire = new Wire(response);
    await wire.until('"n":1');
    await wire.until('\r\n\r\n');
    const failure = (await wire.until('\r\n--graphql')).replace('\r\n--graphql', '');
    expect(JSON.parse(failure)).toMatchObject({
      payload: null,
      errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } }],
    });
    expect(await wire.rest()).toBe('--\r\n');
  });

  it('masks what the client must not see', async () => {
    const server = await startTestServer();
    const body = await (await server.post({ query: 'subscription { interrupted(by: FAULT) { n } }' }, ACCEPT)).text();
    expect(body).toContain('"code":"INTERNAL_SERVER_ERROR"');
    expect(body).not.toContain('hunter2');
  });

  it('ends the upstream when the client goes away while nothing happens', async () => {
    const server = await startTestServer();
    const client = new AbortController();
    const headers = { ...ACCEPT, 'content-type': 'application/json' };
    const body = '{"query":"subscription { ticks { n } }"}';
    await fetch(server.graphql, { method: 'POST', headers, body, signal: client.signal });
    await server.gateway.ticks.untilReaders(1);
    client.abort();
    await server.gateway.ticks.untilReaders(0);
  });
});
