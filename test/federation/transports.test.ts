import { setTimeout as delay } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, type GraphQLSchema, OperationTypeNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createHttpTransport } from '../../gateway/federation/transport/httpTransport.ts';
import { createLocalTransport } from '../../gateway/federation/transport/localTransport.ts';
import type {
  SubgraphRequest,
  SubgraphRequestOptions,
  SubgraphTransport,
} from '../../gateway/federation/transport/subgraphTransport.ts';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { type SubgraphServer, serveSubgraph } from './subgraphServer.ts';

/** A subgraph whose source of events can be watched. */
class Counter {
  opened = 0;
  closed = 0;
  readonly schema: GraphQLSchema = buildSubgraphSchema({
    typeDefs: parse(`
      type Query { hello(name: String = "you"): String!, fails: String, node: Node }
      type Mutation { add(by: Int!): Int! }
      type Subscription { count(to: Int!): Int!, forever: Int!, broken: Int! }
      type Node { id: ID!, tags: [String!]! }
    `),
    resolvers: {
      Query: {
        hello: (_: unknown, { name }: { name: string }) => `Hello ${name}`,
        fails: () => {
          throw new GraphQLError('Not today', { extensions: { code: 'TEAPOT' } });
        },
        node: () => ({ id: '1', tags: ['a', 'b'] }),
      },
      Mutation: { add: (_: unknown, { by }: { by: number }) => by + 1 },
      Subscription: {
        count: { subscribe: (_: unknown, { to }: { to: number }) => this.#events(to, 'count') },
        forever: { subscribe: () => this.#events(Number.POSITIVE_INFINITY, 'forever') },
        broken: {
          subscribe: () => {
            throw new GraphQLError('Refused', { extensions: { code: 'FORBIDDEN' } });
          },
        },
      },
    },
  });

  #events(to: number, field: string): AsyncIterableIterator<Record<string, number>> {
    this.opened++;
    let isOpen = true;
    let value = 0;
    const close = (): void => {
      if (isOpen) this.closed++;
      isOpen = false;
    };
    return {
      next: async () => {
        if (value < Math.min(to, 3)) return { done: false, value: { [field]: ++value } };
        if (to === Number.POSITIVE_INFINITY) await new Promise(() => {});
        close();
        return { done: true, value: undefined };
      },
      return: async () => {
        close();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

interface Connection extends AsyncDisposable {
  readonly transport: SubgraphTransport;
  readonly server?: SubgraphServer;
}

interface TransportCase {
  readonly name: string;
  readonly isRemote: boolean;
  connect(schema: GraphQLSchema): Promise<Connection>;
}

/** Serves subscriptions by `served`, and speaks `spoken` to it. */
function remote(name: string, served: 'graphql-ws' | 'sse', spoken: 'graphql-ws' | 'sse' | 'auto'): TransportCase {
  return {
    name,
    isRemote: true,
    connect: async (schema) => {
      const server = await serveSubgraph(schema, served);
      const transport = createHttpTransport({ name: 'counter', url: server.url, subscriptionProtocol: spoken });
      const dispose = async () => {
        await transport.close();
        await server.close();
      };
      return { server, transport, [Symbol.asyncDispose]: dispose };
    },
  };
}

const cases: readonly TransportCase[] = [
  {
    name: 'in process',
    isRemote: false,
    connect: async (schema) => ({
      transport: createLocalTransport({ name: 'counter', schema, createContext: () => ({}) }),
      [Symbol.asyncDispose]: async () => {},
    }),
  },
  remote('HTTP with graphql-ws', 'graphql-ws', 'graphql-ws'),
  remote('HTTP with server-sent events', 'sse', 'sse'),
  remote('HTTP that finds out the protocol, of a server with graphql-ws', 'graphql-ws', 'auto'),
  remote('HTTP that finds out the protocol, of a server with server-sent events', 'sse', 'auto'),
];

function request(query: string, variables?: Record<string, unknown>): SubgraphRequest {
  const document = parse(query);
  const [definition] = document.definitions;
  const kind = definition && 'operation' in definition ? definition.operation : OperationTypeNode.QUERY;
  return { kind, query, document, ...(variables ? { variables } : {}) };
}

function options(overrides: Partial<SubgraphRequestOptions> = {}): SubgraphRequestOptions {
  return { caller: ANONYMOUS, headers: {}, signal: new AbortController().signal, ...overrides };
}

async function eventually(check: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200 && !check(); attempt++) await delay(10);
  expect(check()).toBe(true);
}

async function collect(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const collected = [];
  for await (const event of events) collected.push(event);
  return JSON.parse(JSON.stringify(collected));
}

describe.each(cases)('A transport: $name', ({ connect }) => {
  it('executes a query with variables', async () => {
    await using connection = await connect(new Counter().schema);
    const { transport } = connection;
    const result = await transport.execute(request('query ($n: String) { hello(name: $n) }', { n: 'Ada' }), options());
    expect(result.data).toEqual({ hello: 'Hello Ada' });
  });

  it('executes a mutation', async () => {
    await using connection = await connect(new Counter().schema);
    const { transport } = connection;
    expect((await transport.execute(request('mutation { add(by: 2) }'), options())).data).toEqual({ add: 3 });
  });

  it('gives errors of the subgraph as part of the result, with path and extensions', async () => {
    await using connection = await connect(new Counter().schema);
    const { transport } = connection;
    const result = JSON.parse(JSON.stringify(await transport.execute(request('{ hello fails }'), options())));
    expect(result.data).toEqual({ hello: 'Hello you', fails: null });
    expect(result.errors).toMatchObject([{ message: 'Not today', path: ['fails'], extensions: { code: 'TEAPOT' } }]);
  });

  it('rejects a request whose signal is aborted before', async () => {
    await using connection = await connect(new Counter().schema);
    const { transport } = connection;
    await expect(
      transport.execute(request('{ hello }'), options({ signal: AbortSignal.abort() })),
    ).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'The subgraph "counter" did not answer: the request was cancelled.',
    });
  });

  it('delivers the events of a subscription, and ends when the subgraph does', async () => {
    const counter = new Counter();
    await using connection = await connect(counter.schema);
    const { transport } = connection;
    const events = await collect(transport.subscribe(request('subscription { count(to: 3) }'), options()));
    expect(events).toEqual([{ data: { count: 1 } }, { data: { count: 2 } }, { data: { count: 3 } }]);
    expect(counter).toMatchObject({ opened: 1, closed: 1 });
  });

  it('gives the refusal of a subscription as one event with errors, and then ends', async () => {
    await using connection = await connect(new Counter().schema);
    const { transport } = connection;
    const events = await collect(transport.subscribe(request('subscription { broken }'), options()));
    expect(events).toMatchObject([{ errors: [{ message: 'Refused', extensions: { code: 'FORBIDDEN' } }] }]);
  });

  it('closes the upstream when the iteration ends', async () => {
    const counter = new Counter();
    await using connection = await connect(counter.schema);
    const { transport } = connection;
    for await (const event of transport.subscribe(request('subscription { forever }'), options())) {
      expect(event).toMatchObject({ data: { forever: 1 } });
      break;
    }
    await eventually(() => counter.closed === 1);
    expect(counter.opened).toBe(1);
  });

  it('closes the upstream and ends when the signal is aborted while an event is awaited', async () => {
    const counter = new Counter();
    await using connection = await connect(counter.schema);
    const { transport } = connection;
    const controller = new AbortController();
    const events = transport
      .subscribe(request('subscription { forever }'), options({ signal: controller.signal }))
      [Symbol.asyncIterator]();
    for (let event = 0; event < 3; event++) await events.next();
    const pending = events.next();
    controller.abort();
    expect((await pending).done).toBe(true);
    await eventually(() => counter.closed === 1);
  });

  it('opens nothing for a subscription whose signal is aborted before', async () => {
    const counter = new Counter();
    await using connection = await connect(counter.schema);
    const { transport } = connection;
    const subscription = transport.subscribe(
      request('subscription { forever }'),
      options({ signal: AbortSignal.abort() }),
    );
    expect(await collect(subscription)).toEqual([]);
    expect(counter.opened).toBe(0);
  });
});

describe.each(cases.filter(({ isRemote }) => isRemote))('A transport to a server: $name', ({ connect }) => {
  it('throws UPSTREAM_UNAVAILABLE when the connection of a subscription breaks', async () => {
    await using connection = await connect(new Counter().schema);
    const { transport, server } = connection;
    const events = transport.subscribe(request('subscription { forever }'), options())[Symbol.asyncIterator]();
    await events.next();
    server?.crash();
    const drain = async () => {
      while (!(await events.next()).done);
    };
    await expect(drain()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  it('throws UPSTREAM_UNAVAILABLE when nobody listens', async () => {
    const { transport, server } = await connect(new Counter().schema);
    await server?.close();
    await expect(transport.execute(request('{ hello }'), options())).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    await expect(collect(transport.subscribe(request('subscription { forever }'), options()))).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    await transport.close();
  });

  it('forwards the given headers, but none that belong to the connection', async () => {
    await using connection = await connect(new Counter().schema);
    const { transport, server } = connection;
    const headers = { authorization: 'Bearer x', host: 'evil.example', 'content-length': '1', connection: 'close' };
    await transport.execute(request('{ hello }'), options({ headers }));
    await collect(transport.subscribe(request('subscription { count(to: 1) }'), options({ headers })));
    expect(server?.headers.length).toBeGreaterThanOrEqual(2);
    for (const received of server?.headers ?? []) {
      expect(received.authorization).toBe('Bearer x');
      expect(received.host).toBe(new URL(server?.url ?? '').host);
    }
    for (const payload of server?.initPayloads ?? [])
      expect(payload).toEqual({ headers: { authorization: 'Bearer x' } });
  });
});
