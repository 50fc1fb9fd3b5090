import { describe, expect, it } from 'vitest';
import { startTestServer } from './startTestServer.ts';

describe('GraphQL over HTTP', () => {
  it('answers a query by POST', async () => {
    const server = await startTestServer();
    const response = await server.post({
      query: 'query Greet($name: String) { hello(name: $name) }',
      variables: { name: 'Ada' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ data: { hello: 'Hello, Ada!' } });
  });

  it('answers a query by GET, with variables as JSON in the URL', async () => {
    const server = await startTestServer();
    const search = new URLSearchParams({
      query: 'query A { hello } query B($name: String) { hello(name: $name) }',
      operationName: 'B',
      variables: '{"name":"Ada"}',
    });
    const response = await fetch(`${server.graphql}?${search}`, { headers: { 'apollo-require-preflight': 'true' } });
    expect([response.status, await response.json()]).toEqual([200, { data: { hello: 'Hello, Ada!' } }]);
  });

  it('runs a mutation by POST once', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: 'mutation { act }' });
    expect(await response.json()).toEqual({ data: { act: 1 } });
    expect(server.gateway.effects).toBe(1);
  });

  it('answers in the media type that the client names first', async () => {
    const server = await startTestServer();
    const accepts = {
      'application/graphql-response+json, application/json;q=0.9': 'application/graphql-response+json; charset=utf-8',
      'application/json, application/graphql-response+json': 'application/json; charset=utf-8',
      '*/*': 'application/json; charset=utf-8',
      'application/*': 'application/json; charset=utf-8',
    };
    for (const [accept, contentType] of Object.entries(accepts)) {
      const response = await server.post({ query: '{ hello }' }, { accept });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, contentType]);
    }
  });

  it('answers a document that does not parse with status 400', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: '{' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] });
  });

  it('answers a document that is not valid with status 400', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: '{ goodbye }' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: 'Cannot query field "goodbye" on type "Query".',
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    });
  });

  it('answers variables that do not fit with status 400', async () => {
    const server = await startTestServer();
    const response = await server.post({
      query: 'query ($length: Int!) { aList(length: $length) }',
      variables: { length: 'long' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('answers with status 400 when the operation to run cannot be told', async () => {
    const server = await startTestServer();
    const requests = [
      { query: 'mutation A { act } mutation B { act }' },
      { query: 'mutation A { act }', operationName: 'C' },
    ];
    for (const request of requests) {
      const response = await server.post(request);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
      });
    }
    expect(server.gateway.effects).toBe(0);
  });

  it('answers with data and status 200 when a field failed', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: '{ hello refuses }' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'There is no such thing.',
          locations: [{ line: 1, column: 9 }],
          path: ['refuses'],
          extensions: { code: 'NOT_FOUND' },
        },
      ],
      data: { hello: 'Hello, world!', refuses: null },
    });
  });

  it('aborts the operation when the client goes away', async () => {
    const server = await startTestServer();
    const client = new AbortController();
    const request = fetch(`${server.graphql}?query={slow}`, {
      headers: { 'apollo-require-preflight': '1' },
      signal: client.signal,
    });
    await server.gateway.slowOperation;
    const [signal] = server.gateway.signals;
    const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    client.abort();
    await expect(request).rejects.toThrow();
    await aborted;
    server.gateway.release();
  });

  it('does not let a client ask for the schema when introspection is off', async () => {
    const server = await startTestServer({ introspection: false });
    const response = await server.post({ query: '{ __schema { queryType { name } } }' });
    expect(response.status).toBe(400);
    const misspelt = await server.post({ query: '{ helo }' });
    expect(await misspelt.text()).not.toContain('hello');
  });
});
