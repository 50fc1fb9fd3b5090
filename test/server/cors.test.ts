import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readEnvironment } from '../../gateway/environment.ts';
import { startTestServer } from './startTestServer.ts';

const ALLOWED = 'https://studio.apollographql.com';
const OTHER = 'https://other.example';

function preflight(url: string, origin: string): Promise<Response> {
  return fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
}

describe('Pages of other origins', () => {
  it('are not allowed anything unless they are named', async () => {
    const server = await startTestServer();
    const asked = await preflight(server.graphql, ALLOWED);
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    const answered = await server.post({ query: '{ hello }' }, { origin: ALLOWED });
    expect(answered.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('may post and read answers when they are named, without cookies', async () => {
    const server = await startTestServer({ corsOrigins: [ALLOWED, 'http://localhost:3000'] });
    const asked = await preflight(server.graphql, ALLOWED);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(asked.headers.get('access-control-allow-headers')).toBe('content-type');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const answered = await server.post({ query: '{ hello }' }, { origin: ALLOWED });
    expect(await answered.json()).toEqual({ data: { hello: 'Hello, world!' } });
    expect(answered.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(answered.headers.get('vary')).toBe('Origin');
  });

  it('may read refusals and streams as well', async () => {
    const server = await startTestServer({ corsOrigins: [ALLOWED] });
    const refused = await server.post({ query: '{ hello }' }, { origin: ALLOWED, accept: 'text/html' });
    expect(refused.status).toBe(406);
    expect(refused.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    const streamed = await server.post(
      { query: 'subscription { ticks(to: 0) { n } }' },
      { origin: ALLOWED, accept: 'text/event-stream' },
    );
    expect(streamed.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(streamed.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    await streamed.body?.cancel();
  });

  it('are allowed one by one, and GraphQL only', async () => {
    const server = await startTestServer({ corsOrigins: [ALLOWED] });
    const asked = await preflight(server.graphql, OTHER);
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    const answered = await server.post({ query: '{ hello }' }, { origin: OTHER });
    expect(answered.headers.get('access-control-allow-origin')).toBeNull();
    const health = await fetch(`${server.url}/health/live`, { headers: { origin: ALLOWED } });
    expect(health.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('CORS_ORIGINS', () => {
  it('is a list of origins, separated by commas', () => {
    expect(readEnvironment({}).CORS_ORIGINS).toEqual([]);
    expect(readEnvironment({ CORS_ORIGINS: `${ALLOWED}, http://localhost:3000` }).CORS_ORIGINS).toEqual([
      ALLOWED,
      'http://localhost:3000',
    ]);
  });

  it.each(['*', 'studio.apollographql.com', `${ALLOWED}/`, `${ALLOWED},`, 'null', 'file:///tmp'])(
    'refuses what is no origin: %s',
    (value) => {
      expect(() => readEnvironment({ CORS_ORIGINS: value })).toThrow(/CORS_ORIGINS must be origins, separated by/);
    },
  );

  it('open no WebSocket, unless their origin is allowed', async () => {
    const server = await startTestServer({ corsOrigins: [ALLOWED] });
    const open = (origin: string | undefined) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(
          `${server.url.replace('http', 'ws')}/graphql`,
          'graphql-transport-ws',
          origin ? { origin } : {},
        );
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.once('error', () => undefined);
        socket.once('open', () => {
          socket.close();
          resolve(101);
        });
      });
    expect(await open('https://evil.example')).toBe(403);
    expect(await open('null')).toBe(403);
    expect(await open(ALLOWED)).toBe(101);
    expect(await open(server.url)).toBe(101);
    expect(await open(undefined)).toBe(101);
  });
});
