import { spawn } from 'node:child_process';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client, type ExecutionResult, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import type { Observable } from 'rxjs';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import WebSocket from 'ws';
import { startTestServer, type TestServer } from './startTestServer.ts';

const TICKS = 'subscription Ticks { ticks(to: 3) { n } }';
const UNKNOWN_FIELD = 'subscription Tacks { tacks { n } }';

interface Ticks {
  readonly ticks: { readonly n: number };
}

function collect<Result>(stream: Observable<Result>): Promise<Result[]> {
  const results: Result[] = [];
  return new Promise((resolve, reject) => {
    stream.subscribe({ next: (result) => results.push(result), error: reject, complete: () => resolve(results) });
  });
}

function apolloClient(link: HttpLink | GraphQLWsLink): ApolloClient {
  const client = new ApolloClient({ link, cache: new InMemoryCache(), devtools: { enabled: false } });
  onTestFinished(() => client.stop());
  return client;
}

function wsClient(server: TestServer) {
  const client = createClient({ url: server.webSocket, webSocketImpl: WebSocket, retryAttempts: 0 });
  onTestFinished(async () => {
    await client.dispose();
  });
  return client;
}

describe('Apollo Client', () => {
  // Its link for graphql-ws looks at the browser's class, which Node has from version 22 on.
  beforeAll(() => {
    vi.stubGlobal('WebSocket', WebSocket);
    return () => vi.unstubAllGlobals();
  });

  const links = {
    'over HTTP, with multipart subscriptions': (server: TestServer) => new HttpLink({ uri: server.graphql }),
    'over graphql-ws': (server: TestServer) => new GraphQLWsLink(wsClient(server)),
  };

  it.each(Object.entries(links))('queries, mutates and subscribes %s', async (_, createLink) => {
    const server = await startTestServer();
    server.gateway.ticks.append(3);
    const client = apolloClient(createLink(server));
    expect((await client.query({ query: gql`query Greet { hello }` })).data).toEqual({ hello: 'Hello, world!' });
    expect((await client.mutate({ mutation: gql`mutation Act { act }` })).data).toEqual({ act: 1 });
    const results = await collect(client.subscribe<Ticks>({ query: gql(TICKS) }));
    expect(results.map(({ data }) => data?.ticks.n)).toEqual([1, 2, 3]);
  });

  it.each(Object.entries(links))('is told what is wrong with a subscription %s', async (_, createLink) => {
    const server = await startTestServer();
    const [result] = await collect(apolloClient(createLink(server)).subscribe({ query: gql(UNKNOWN_FIELD) }));
    expect(result?.error?.message).toContain('Cannot query field "tacks"');
  });

  it('queries by GET', async () => {
    const server = await startTestServer();
    const client = apolloClient(
      new HttpLink({ uri: server.graphql, useGETForQueries: true, headers: { 'apollo-require-preflight': 'true' } }),
    );
    expect((await client.query({ query: gql`query Greet { hello }` })).data).toEqual({ hello: 'Hello, world!' });
  });
});

describe('urql', () => {
  const subscribing = {
    'by server-sent events': (server: TestServer) =>
      new Client({ url: server.graphql, exchanges: [fetchExchange], fetchSubscriptions: true, preferGetMethod: false }),
    'by multipart': (server: TestServer) =>
      new Client({
        url: server.graphql,
        exchanges: [fetchExchange],
        fetchSubscriptions: true,
        preferGetMethod: false,
        fetchOptions: { headers: { accept: 'multipart/mixed;subscriptionSpec="1.0", application/json' } },
      }),
    'by graphql-ws': (server: TestServer) => {
      const ws = wsClient(server);
      const forward = subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: ({ next, error, complete }) => ({
            unsubscribe: ws.subscribe(
              { query, ...(variables ? { variables } : {}) },
              { next: (result) => next(result as ExecutionResult), error, complete },
            ),
          }),
        }),
      });
      return new Client({ url: server.graphql, exchanges: [fetchExchange, forward], preferGetMethod: false });
    },
  };

  it('queries and mutates', async () => {
    const server = await startTestServer();
    const client = subscribing['by server-sent events'](server);
    expect((await client.query('{ hello }', {})).data).toEqual({ hello: 'Hello, world!' });
    expect((await client.mutation('mutation { act }', {})).data).toEqual({ act: 1 });
    expect((await client.query('{ goodbye }', {})).error?.message).toContain('Cannot query field "goodbye"');
  });

  it.each(Object.entries(subscribing))('subscribes %s', async (_, createUrql) => {
    const server = await startTestServer();
    server.gateway.ticks.append(3);
    const seen: unknown[] = [];
    await new Promise<void>((resolve) => {
      createUrql(server)
        .subscription<Ticks>(TICKS, {})
        .subscribe(({ data }) => {
          if (data && data.ticks.n !== seen.at(-1)) seen.push(data.ticks.n);
          if (seen.length === 3) resolve();
        });
    });
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('curl', () => {
  async function curl(...options: string[]): Promise<string> {
    const process = spawn('curl', ['--silent', ...options]);
    let output = '';
    for await (const chunk of process.stdout.setEncoding('utf8')) output += chunk;
    return output;
  }

  it('queries', async () => {
    const server = await startTestServer();
    const output = await curl(server.graphql, '-H', 'content-type: application/json', '-d', '{"query":"{ hello }"}');
    expect(output).toBe('{"data":{"hello":"Hello, world!"}}');
  });

  it('subscribes with -N', async () => {
    const server = await startTestServer();
    server.gateway.ticks.append(3);
    const body = JSON.stringify({ query: TICKS });
    const output = await curl(
      '-N',
      server.graphql,
      '-H',
      'accept: text/event-stream',
      '-H',
      'content-type: application/json',
      '-d',
      body,
    );
    expect(output.match(/^data: .+$/gm)).toEqual([1, 2, 3].map((n) => `data: {"data":{"ticks":{"n":${n}}}}`));
  });
});
