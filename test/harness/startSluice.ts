import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { start } from '../../gateway/commands/start.ts';
import { engines, type TestEngine, type TestStorage } from './engines.ts';

/** A GraphQL answer as a client sees it. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test states the shape of what it asked for by what it expects.
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly [name: string]: unknown };
  }[];
}

type Variables = Readonly<Record<string, unknown>>;

/** Sluice as `npm start` runs it, in this process, on any free port. */
export interface TestSluice extends AsyncDisposable {
  readonly url: string;
  readonly storage: TestStorage;
  /** The SQL statements since the last call. */
  takeStatements(): readonly string[];
  ask(query: string, variables?: Variables): Promise<Answer>;
  /** The cursor of the log's head, to subscribe after. */
  head(): Promise<string>;
  /** Subscribes over WebSocket. What has come in is pulled from it; ending it closes the socket. */
  subscribe(query: string, variables?: Variables): Promise<TestSubscription>;
}

export interface TestSubscription extends AsyncIterableIterator<Answer>, AsyncDisposable {
  /** The next event's data. */
  take(): Promise<Answer>;
}

export interface TestSluiceOptions {
  /** @default SQLite */
  readonly engine?: TestEngine;
  /** Storage that is to outlive the server; the test disposes of it. */
  readonly storage?: TestStorage;
  /** Folder of flows that run. @default none */
  readonly flows?: string;
  /** @default none */
  readonly seed?: 'demo' | 'none';
  /** @default the project's own */
  readonly roverFile?: string;
  readonly port?: number;
  /** Environment variables. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default Date.now */
  readonly now?: () => number;
}

export async function startSluice(options: TestSluiceOptions = {}): Promise<TestSluice> {
  const {
    engine = engines[0] as TestEngine,
    seed = 'none',
    roverFile = 'rover.yaml',
    port = 0,
    now = Date.now,
  } = options;
  const variables = { SEED: seed, ...(options.flows && { FLOWS_DIR: options.flows }), ...options.variables };
  const storage = options.storage ?? (await engine.create(variables));
  let statements: string[] = [];
  const server = await start({
    roverFile,
    supergraphFile: 'schema/supergraph.graphql',
    environment: storage.environment,
    host: '127.0.0.1',
    port,
    logger: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    now,
    onStatement: (sql) => statements.push(sql),
  });
  return {
    url: server.url,
    storage,
    takeStatements() {
      const taken = statements;
      statements = [];
      return taken;
    },
    ask: (query, variables) => ask(server.url, query, variables),
    head: async () => (await ask(server.url, '{ changeCursor }')).data.changeCursor,
    subscribe: (query, variables) => subscribe(server.url, query, variables),
    async [Symbol.asyncDispose]() {
      await server.close();
      if (!options.storage) await storage[Symbol.asyncDispose]();
    },
  };
}

/** One operation over HTTP. */
export async function ask(url: string, query: string, variables: Variables = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/**
 * Resolves once the server has acknowledged the connection and been sent the operation. The protocol does not tell when
 * a subscription has begun: a test that must not miss a change takes `head()` before it and subscribes `after` that.
 */
export async function subscribe(url: string, query: string, variables: Variables = {}): Promise<TestSubscription> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined, // the iteration throws it as well
  });
  await new Promise<void>((resolve, reject) => {
    client.on('connected', () => resolve());
    client.on('error', reject);
  });
  const events = client.iterate({ query, variables }) as AsyncIterableIterator<Answer>;
  const end = async () => {
    await client.dispose();
    return { done: true as const, value: undefined };
  };
  const subscription: TestSubscription = {
    next: () => events.next(),
    return: end,
    async take() {
      const { done, value } = await events.next();
      if (done) throw new Error('The subscription has ended.');
      return value;
    },
    [Symbol.asyncIterator]: () => subscription,
    async [Symbol.asyncDispose]() {
      await end();
    },
  };
  return subscription;
}
