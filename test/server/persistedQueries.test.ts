import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../gateway/server/memoryCache.ts';
import { startTestServer } from './startTestServer.ts';

const QUERY = '{ hello }';
const HASH = createHash('sha256').update(QUERY).digest('hex');
const EXTENSIONS = { persistedQuery: { version: 1, sha256Hash: HASH } };

describe('An automatic persisted query', () => {
  it('is unknown at first, then registered by POST, then found by POST and by GET', async () => {
    const server = await startTestServer();
    const unknown = await server.post({ extensions: EXTENSIONS });
    expect([unknown.status, await unknown.json()]).toMatchObject([
      200,
      { errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] },
    ]);
    await server.post({ query: QUERY, extensions: EXTENSIONS });
    const found = await server.post({ extensions: EXTENSIONS });
    expect(await found.json()).toEqual({ data: { hello: 'Hello, world!' } });
    const search = new URLSearchParams({ extensions: JSON.stringify(EXTENSIONS) });
    const byGet = await fetch(`${server.graphql}?${search}`, { headers: { 'apollo-require-preflight': 'true' } });
    expect(await byGet.json()).toEqual({ data: { hello: 'Hello, world!' } });
  });

  it('is registered by GET too', async () => {
    const server = await startTestServer();
    const search = new URLSearchParams({ query: QUERY, extensions: JSON.stringify(EXTENSIONS) });
    await fetch(`${server.graphql}?${search}`, { headers: { 'apollo-require-preflight': 'true' } });
    expect(await (await server.post({ extensions: EXTENSIONS })).json()).toEqual({ data: { hello: 'Hello, world!' } });
  });

  it('is refused when its hash is that of another document', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: '{ slow }', extensions: EXTENSIONS });
    expect(response.status).toBe(400);
    expect(server.gateway.signals).toEqual([]);
  });

  it('can be a mutation, which still cannot be sent by GET', async () => {
    const server = await startTestServer();
    const query = 'mutation { act }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    await server.post({ query, extensions });
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    expect(
      (await fetch(`${server.graphql}?${search}`, { headers: { 'apollo-require-preflight': 'true' } })).status,
    ).toBe(405);
    expect(server.gateway.effects).toBe(1);
  });
});

describe('The cache in memory', () => {
  it('forgets what was not used longest when it is full', async () => {
    const cache = createMemoryCache(1_000);
    await cache.set('first', 'a'.repeat(400));
    await cache.set('second', 'b'.repeat(400));
    expect(await cache.get('first')).toHaveLength(400);
    await cache.set('third', 'c'.repeat(400));
    expect(await cache.get('second')).toBeUndefined();
    expect(await cache.get('first')).toHaveLength(400);
    expect(await cache.get('third')).toHaveLength(400);
  });

  it('keeps nothing that is larger than itself', async () => {
    const cache = createMemoryCache(100);
    await cache.set('small', 'a');
    await cache.set('large', 'a'.repeat(1_000));
    expect(await cache.get('large')).toBeUndefined();
  });

  it('replaces and deletes', async () => {
    const cache = createMemoryCache(1_000);
    for (const value of ['a'.repeat(600), 'b'.repeat(600), 'c'.repeat(600)]) await cache.set('key', value);
    expect(await cache.get('key')).toBe('c'.repeat(600));
    await cache.delete('key');
    expect(await cache.get('key')).toBeUndefined();
  });
});
