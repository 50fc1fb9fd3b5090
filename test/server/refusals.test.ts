import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './startTestServer.ts';

const MUTATION = 'mutation { act }';
const SUBSCRIPTION = 'subscription { ticks(to: 1) { n } }';
const JSON_BODY = { 'content-type': 'application/json' };

/** Sends a request and gives what identifies its answer. */
async function send(
  server: TestServer,
  init: RequestInit,
  search: Record<string, string> = {},
): Promise<[status: number, code: unknown]> {
  const url = Object.keys(search).length > 0 ? `${server.graphql}?${new URLSearchParams(search)}` : server.graphql;
  const response = await fetch(url, init);
  expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
  const body = (await response.json()) as {
    errors: { message: string; extensions: { code: string } }[];
    data?: unknown;
  };
  expect(body.data).toBeUndefined();
  return [response.status, body.errors[0]?.extensions.code];
}

describe('A request that must not run', () => {
  it.each([
    ['with no header of ours', {}],
    ['with the header against forgery', { 'apollo-require-preflight': 'true' }],
    ['for an event stream', { accept: 'text/event-stream' }],
    ['for JSON', { accept: 'application/graphql-response+json' }],
    ['for anything', { accept: 'text/html' }],
  ])('is a mutation by GET %s', async (_, headers) => {
    const server = await startTestServer();
    expect(await send(server, { headers }, { query: MUTATION })).toEqual([405, 'METHOD_NOT_ALLOWED']);
    const response = await fetch(`${server.graphql}?query=${MUTATION}`, { headers });
    expect(response.headers.get('allow')).toBe('POST');
    expect(server.gateway.effects).toBe(0);
  });

  it.each(['text/html', 'image/png, text/plain;q=0.5', 'application/json;q=0', 'multipart/mixed'])(
    'is a mutation whose answer cannot be read by a client that accepts %s',
    async (accept) => {
      const server = await startTestServer();
      const init = { method: 'POST', headers: { ...JSON_BODY, accept }, body: JSON.stringify({ query: MUTATION }) };
      expect(await send(server, init)).toEqual([406, 'NOT_ACCEPTABLE']);
      expect(server.gateway.effects).toBe(0);
    },
  );

  it('is one that a page of another origin could have made a browser send', async () => {
    const server = await startTestServer();
    expect(await send(server, {}, { query: '{ hello }' })).toEqual([400, 'CSRF_PREVENTED']);
    expect(await send(server, { headers: { 'content-type': 'text/plain' } }, { query: '{ hello }' })).toEqual([
      400,
      'CSRF_PREVENTED',
    ]);
    expect(server.gateway.signals).toEqual([]);
    for (const headers of [{ 'x-apollo-operation-name': 'Q' }, { 'apollo-require-preflight': 'x' }, JSON_BODY]) {
      expect((await fetch(`${server.graphql}?query={hello}`, { headers })).status).toBe(200);
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'nonsense',
  ])('is a POST of %s', async (contentType) => {
    const server = await startTestServer();
    const headers = { 'content-type': contentType, 'apollo-require-preflight': 'true' };
    const init = { method: 'POST', headers, body: JSON.stringify({ query: MUTATION }) };
    expect(await send(server, init)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(server.gateway.effects).toBe(0);
  });

  it('is a POST without a media type, with or without a body', async () => {
    const server = await startTestServer();
    const body = new TextEncoder().encode(JSON.stringify({ query: MUTATION }));
    expect(await send(server, { method: 'POST', body })).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await send(server, { method: 'POST' })).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(server.gateway.effects).toBe(0);
  });

  it.each([
    '',
    '{ "query": ',
    'null',
    '"{ hello }"',
    '42',
    '{}',
    '{"query":""}',
    '{"query":7}',
    '{"query":["mutation { act }"]}',
  ])('is a POST whose body is %j', async (body) => {
    const server = await startTestServer();
    expect(await send(server, { method: 'POST', headers: JSON_BODY, body })).toEqual([400, 'BAD_REQUEST']);
  });

  it.each([
    { variables: '{}' },
    { variables: [] },
    { variables: 1 },
    { operationName: {} },
    { extensions: 'x' },
    { extensions: [] },
  ])('is a mutation with the parameter %j', async (parameter) => {
    const server = await startTestServer();
    const body = JSON.stringify({ query: MUTATION, ...parameter });
    expect(await send(server, { method: 'POST', headers: JSON_BODY, body })).toEqual([400, 'BAD_REQUEST']);
    expect(server.gateway.effects).toBe(0);
  });

  it('is a batch', async () => {
    const server = await startTestServer();
    const body = JSON.stringify([{ query: MUTATION }, { query: MUTATION }]);
    expect(await send(server, { method: 'POST', headers: JSON_BODY, body })).toEqual([400, 'BAD_REQUEST']);
    expect(server.gateway.effects).toBe(0);
  });

  it('is a GET whose parameters are given twice, or are no JSON', async () => {
    const server = await startTestServer();
    for (const search of ['query={hello}&query={hello}', 'query={hello}&variables={', 'query={hello}&extensions=[]']) {
      const response = await fetch(`${server.graphql}?${search}`, { headers: { 'apollo-require-preflight': 'true' } });
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
      ]);
    }
  });

  it('is one with a body over the bound, whether its length is announced or not', async () => {
    const server = await startTestServer({ maxBodyBytes: 1024 * 1024 });
    const body = JSON.stringify({ query: MUTATION, extensions: { padding: 'x'.repeat(10 * 1024 * 1024) } });
    expect(await send(server, { method: 'POST', headers: JSON_BODY, body })).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const unannounced = {
      method: 'POST',
      headers: JSON_BODY,
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as const;
    expect(await send(server, unannounced)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(server.gateway.effects).toBe(0);
  });

  it('is a subscription for which no stream is accepted, and the answer says what to send', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append();
    for (const accept of [
      'application/json',
      '*/*',
      'application/graphql-response+json, application/json',
      'multipart/mixed',
    ]) {
      const response = await server.post({ query: SUBSCRIPTION }, { accept });
      expect(response.status).toBe(406);
      const text = await response.text();
      expect(text).toContain('NOT_ACCEPTABLE');
      for (const way of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0', 'graphql-transport-ws'])
        expect(text).toContain(way);
    }
    expect(server.gateway.ticks.pulled).toBe(0);
  });

  it('is a subscription by GET for anything but an event stream', async () => {
    const server = await startTestServer();
    const headers = { accept: 'multipart/mixed;subscriptionSpec=1.0', 'apollo-require-preflight': 'true' };
    expect(await send(server, { headers }, { query: SUBSCRIPTION })).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(server.gateway.signals).toEqual([]);
  });

  it('has a method that GraphQL is not served by', async () => {
    const server = await startTestServer();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect(await send(server, { method })).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect((await fetch(server.graphql, { method: 'PUT' })).headers.get('allow')).toBe('GET, POST');
    expect((await fetch(`${server.graphql}?query={hello}`, { method: 'HEAD' })).status).toBe(405);
  });

  it('is for a path at which nothing is served', async () => {
    const server = await startTestServer();
    const response = await fetch(`${server.url}/graphiql`);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { errors: [{ extensions: { code: 'PATH_NOT_FOUND' } }] },
    ]);
    const unreadable = await fetch(`${server.url}/%`);
    expect([unreadable.status, await unreadable.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  });

  it.each([
    ['no HTTP', 'GARBAGE\r\n\r\n', '400', 'BAD_REQUEST'],
    [
      'a URL that is too long',
      `GET /graphql?query=${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      '431',
      'PAYLOAD_TOO_LARGE',
    ],
  ])('is %s, and the answer is a GraphQL error all the same', async (_, bytes, status, code) => {
    const server = await startTestServer();
    const socket = connect(server.port, '127.0.0.1').setEncoding('utf8');
    socket.write(bytes);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(`HTTP/1.1 ${status} `);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('allows no other origin to read an answer', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: '{ hello }' }, { origin: 'https://elsewhere.example' });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
