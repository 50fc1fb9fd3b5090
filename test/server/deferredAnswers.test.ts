import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FederationGateway } from '../../gateway/federation/federationGateway.ts';
import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { startServer } from '../../gateway/server/server.ts';
import { localTransports, SILENT, supergraphOf } from '../federation/composedGateway.ts';
import { Wire } from './wire.ts';

const ACCEPT = 'multipart/mixed;deferSpec=20220824, application/json';
const QUERY = 'query Me { me { id ... @defer(label: "n") { n } } }';

/** Two subgraphs, of which the second answers when it is released. */
async function startDeferring(fault?: Error) {
  const subgraphs = {
    fast: {
      sdl: 'type Query { me: P } type P @key(fields: "id") { id: ID! }',
      resolvers: { Query: { me: () => ({ id: '1' }) } },
    },
    slow: {
      sdl: 'type P @key(fields: "id") { id: ID!, n: Int }',
      resolvers: {
        P: {
          n: () => {
            if (fault) throw fault;
            return 7;
          },
        },
      },
    },
  };
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const signals: AbortSignal[] = [];
  const held = (transport: SubgraphTransport): SubgraphTransport => ({
    ...transport,
    execute: async (request, options) => {
      signals.push(options.signal);
      await Promise.race([released, new Promise((resolve) => options.signal.addEventListener('abort', resolve))]);
      return transport.execute(request, options);
    },
  });
  const local = localTransports(subgraphs);
  const gateway = new FederationGateway({
    supergraph: { initialize: async () => ({ supergraphSdl: supergraphOf(subgraphs) }) },
    transports: (name) => (name === 'slow' ? held(local(name)) : local(name)),
    logger: SILENT,
  });
  const logger = pino({ level: 'silent' });
  const server = await startServer({ gateway, host: '127.0.0.1', port: 0, logger, forwardHeaders: [] });
  onTestFinished(() => server.close());
  const post = (accept: string, signal?: AbortSignal, query = QUERY) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
      ...(signal ? { signal } : {}),
    });
  return { url: `${server.url}/graphql`, post, release, signals };
}

describe('An answer with @defer', () => {
  it('is written in parts, each as soon as it is there', async () => {
    const { post, release } = await startDeferring();
    const response = await post(ACCEPT);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";deferSpec=20220824');
    const wire = new Wire(response);
    expect(await wire.until('"hasNext":true}\r\n--graphql')).toBe(
      '\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{"data":{"me":{"id":"1"}},"hasNext":true}\r\n--graphql',
    );
    release();
    expect(await wire.rest()).toBe(
      '\r\ncontent-type: application/json\r\n\r\n' +
        '{"incremental":[{"label":"n","path":["me"],"data":{"n":7}}],"hasNext":false}\r\n--graphql--\r\n',
    );
  });

  it('is one whole answer for a client that does not take parts', async () => {
    const { post, release } = await startDeferring();
    release();
    const response = await post('application/json');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({ data: { me: { id: '1', n: 7 } } });
  });

  it.each([
    ['for an answer in parts', QUERY, '{"me":{"id":"1"}},"hasNext":true}'],
    ['for one part when nothing is deferred', '{ me { id } }', '{"me":{"id":"1"}},"hasNext":false}\r\n--graphql--\r\n'],
  ])('is all that a client need accept: %s', async (_, query, expected) => {
    const { post, release } = await startDeferring();
    release();
    const response = await post('multipart/mixed;deferSpec=20220824', undefined, query);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";deferSpec=20220824');
    expect(await response.text()).toContain(
      `\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{"data":${expected}`,
    );
  });

  it('is plain JSON when nothing is deferred and the client takes it', async () => {
    const { post } = await startDeferring();
    const response = await post(ACCEPT, undefined, '{ me { id } }');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({ data: { me: { id: '1' } } });
  });

  it('masks what the client must not see, also in later parts', async () => {
    const { post, release } = await startDeferring(new TypeError('password hunter2'));
    release();
    const body = await (await post(ACCEPT)).text();
    expect(body).toContain('"data":{"n":null},"errors":[{"message":"Internal server error"');
    expect(body).not.toContain('hunter2');
  });

  it('aborts what it still fetches when the client goes', async () => {
    const { post, signals } = await startDeferring();
    const client = new AbortController();
    const wire = new Wire(await post(ACCEPT, client.signal));
    await wire.until('"hasNext":true}');
    await expect.poll(() => signals.length).toBe(1);
    expect(signals[0]?.aborted).toBe(false);
    client.abort();
    await expect.poll(() => signals[0]?.aborted).toBe(true);
  });

  it('is read by Apollo Client', async () => {
    const { url, release } = await startDeferring();
    const client = new ApolloClient({
      link: new HttpLink({ uri: url }),
      cache: new InMemoryCache(),
      incrementalHandler: new Defer20220824Handler(),
      devtools: { enabled: false },
    });
    onTestFinished(() => client.stop());
    const seen: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      const subscription = client.watchQuery({ query: gql(QUERY) }).subscribe({
        next: ({ data, dataState }) => {
          if (dataState === 'streaming') release();
          if (dataState === 'streaming' || dataState === 'complete') seen.push(JSON.parse(JSON.stringify(data)));
          if (dataState === 'complete') resolve();
        },
        error: reject,
      });
      onTestFinished(() => subscription.unsubscribe());
    });
    const me = { __typename: 'P', id: '1' };
    expect(seen).toEqual([{ me }, { me: { ...me, n: 7 } }]);
  });
});
