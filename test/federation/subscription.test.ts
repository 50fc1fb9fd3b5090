import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { StreamedEvent } from '../../gateway/federation/subscriptions/eventStream.ts';
import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import { composeGateway } from './composedGateway.ts';

/** Two changes of orders; `after` says where to begin. */
const orders = {
  sdl: `
    type Query { order(id: ID!): Order }
    type Subscription { orderChanged(status: String, after: String): OrderChange!, tick: Int! }
    type OrderChange { cursor: String!, order: Order, after: String, status: String }
    type Order @key(fields: "id") { id: ID!, customer: Customer! }
    type Customer @key(fields: "id", resolvable: false) { id: ID! }
  `,
  resolvers: {
    Subscription: {
      orderChanged: {
        async *subscribe(_: unknown, { after, status }: { after?: string; status?: string }) {
          for (const id of ['1', '2']) {
            yield {
              orderChanged: { cursor: `c${id}`, after, status, order: { id: `o${id}`, customer: { id: `k${id}` } } },
            };
          }
        },
      },
      tick: {
        async *subscribe() {
          yield { tick: 1 };
          throw new Error('The clock broke');
        },
      },
    },
  },
};
const crm = {
  sdl: 'type Query { customers: Int } type Customer @key(fields: "id") { id: ID!, name: String }',
  resolvers: { Customer: { name: ({ id }: { id: string }) => `Customer ${id}` } },
};

async function collect(events: AsyncIterable<StreamedEvent>): Promise<StreamedEvent[]> {
  const collected = [];
  for await (const event of events) collected.push(event);
  return JSON.parse(JSON.stringify(collected));
}

/** A subgraph whose events the test sends, and that counts what is open. */
function controlledOrders(events: readonly unknown[]) {
  const counts = { opened: 0, closed: 0, pulled: 0 };
  const transport: SubgraphTransport = {
    execute: async () => {
      throw new UpstreamUnavailableError('orders', 'not asked in this test');
    },
    async *subscribe(_request, { signal }) {
      counts.opened++;
      try {
        for (const event of events) {
          counts.pulled++;
          if (event instanceof Error) throw event;
          yield event as never;
        }
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve, { once: true });
        });
      } finally {
        counts.closed++;
      }
    },
    close: async () => {},
  };
  return { counts, transport };
}

const CHANGE = { data: { orderChanged: { sluiceCursor: 'c1', order: { __typename: 'Order', id: 'o1' } } } };

describe('A subscription', () => {
  it('completes each event with fields of other subgraphs', async () => {
    const { subscribe } = await composeGateway({ orders, crm });
    expect(await collect(await subscribe('subscription { orderChanged { order { id customer { name } } } }'))).toEqual([
      {
        result: { data: { orderChanged: { order: { id: 'o1', customer: { name: 'Customer k1' } } } } },
        cursor: 'c1',
      },
      {
        result: { data: { orderChanged: { order: { id: 'o2', customer: { name: 'Customer k2' } } } } },
        cursor: 'c2',
      },
    ]);
  });

  it('knows the cursor of an event wherever the client hid the root field', async () => {
    const { subscribe } = await composeGateway({ orders, crm });
    const events = await subscribe(`
      subscription { ...Root ... { changed: orderChanged { order { id } } } }
      fragment Root on Subscription { changed: orderChanged { sluiceCursor: status cursor } }
    `);
    expect((await events.next()).value).toEqual({
      result: { data: { changed: { sluiceCursor: null, cursor: 'c1', order: { id: 'o1' } } } },
      cursor: 'c1',
    });
    await events.return();
  });

  it('has no cursor when its payload has none', async () => {
    const { subscribe } = await composeGateway({ orders, crm });
    const events = await subscribe('subscription { tick }');
    expect((await events.next()).value).toEqual({ result: { data: { tick: 1 } } });
    await events.return();
  });

  it.each([
    ['without the argument', 'subscription { orderChanged { after status } }', {}],
    ['with a literal', 'subscription { orderChanged(after: "c0") { after status } }', {}],
    ['with a variable', 'subscription ($a: String!) { orderChanged(after: $a) { after status } }', { a: 'c0' }],
  ])('resumes after the given cursor, which wins over the operation %s', async (_name, document, variables) => {
    const { subscribe } = await composeGateway({ orders, crm });
    const events = await subscribe(document, { variables, context: { resumeAfter: 'c9' } });
    expect((await events.next()).value).toMatchObject({ result: { data: { orderChanged: { after: 'c9' } } } });
    await events.return();
  });

  it("passes on the client's own arguments", async () => {
    const { subscribe } = await composeGateway({ orders, crm });
    const events = await subscribe(
      'subscription ($s: String) { orderChanged(after: "c0", status: $s) { after status } }',
      { variables: { s: 'PAID', sluiceAfter: 'forged' } },
    );
    expect((await events.next()).value).toMatchObject({
      result: { data: { orderChanged: { after: 'c0', status: 'PAID' } } },
    });
    await events.return();
  });

  it('opens nothing before the first event is asked for, and pulls no event early', async () => {
    const { transport, counts } = controlledOrders([CHANGE, CHANGE, CHANGE]);
    const { subscribe } = await composeGateway({ orders, crm }, { transports: { orders: transport } });
    const events = await subscribe('subscription { orderChanged { order { id } } }');
    expect(counts.opened).toBe(0);
    await events.next();
    await delay(20);
    expect(counts).toMatchObject({ opened: 1, pulled: 1 });
    await events.return();
  });

  it.each(['the iteration is ended', 'the signal is aborted'])(
    'closes the upstream when %s, even while an event is awaited',
    async (how) => {
      const { transport, counts } = controlledOrders([CHANGE]);
      const { subscribe } = await composeGateway({ orders, crm }, { transports: { orders: transport } });
      const controller = new AbortController();
      const events = await subscribe('subscription { orderChanged { order { id } } }', {
        context: { signal: controller.signal },
      });
      await events.next();
      const pending = events.next();
      if (how === 'the signal is aborted') controller.abort();
      else await events.return();
      expect(await pending).toEqual({ done: true, value: undefined });
      await expect.poll(() => counts).toEqual({ opened: 1, closed: 1, pulled: 1 });
      expect((await events.next()).done).toBe(true);
    },
  );

  it('closes the upstream when the consumer leaves its loop', async () => {
    const { transport, counts } = controlledOrders([CHANGE, CHANGE]);
    const { subscribe } = await composeGateway({ orders, crm }, { transports: { orders: transport } });
    for await (const event of await subscribe('subscription { orderChanged { order { id } } }')) {
      expect(event.cursor).toBe('c1');
      break;
    }
    await expect.poll(() => counts).toMatchObject({ opened: 1, closed: 1 });
  });

  it('ends with an error when the upstream breaks off', async () => {
    const { transport } = controlledOrders([CHANGE, new UpstreamUnavailableError('orders', 'it went away')]);
    const { subscribe } = await composeGateway({ orders, crm }, { transports: { orders: transport } });
    const events = await subscribe('subscription { orderChanged { order { id } } }');
    expect((await events.next()).value).toEqual({
      result: { data: { orderChanged: { order: { id: 'o1' } } } },
      cursor: 'c1',
    });
    await expect(events.next()).rejects.toMatchObject({
      message: 'The subgraph "orders" did not answer: it went away.',
      extensions: { code: 'UPSTREAM_UNAVAILABLE', subgraph: 'orders', retryable: true },
    });
    expect((await events.next()).done).toBe(true);
  });

  it('ends with an error when the event source in the same process fails', async () => {
    const { subscribe } = await composeGateway({ orders, crm });
    const events = await subscribe('subscription { tick }');
    expect((await events.next()).value).toEqual({ result: { data: { tick: 1 } } });
    await expect(events.next()).rejects.toMatchObject({
      extensions: { code: 'UPSTREAM_UNAVAILABLE', subgraph: 'orders' },
    });
  });

  it('goes on when another subgraph fails during an event', async () => {
    const down: SubgraphTransport = {
      ...controlledOrders([]).transport,
      execute: async () => {
        throw new UpstreamUnavailableError('crm', 'timeout');
      },
    };
    const { subscribe } = await composeGateway({ orders, crm }, { transports: { crm: down } });
    const events = await collect(await subscribe('subscription { orderChanged { order { customer { id name } } } }'));
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      cursor: 'c1',
      result: {
        data: { orderChanged: { order: { customer: { id: 'k1', name: null } } } },
        errors: [{ path: ['orderChanged', 'order', 'customer', 'name'], extensions: { subgraph: 'crm' } }],
      },
    });
  });

  it('is refused with errors, and no stream, when its variables do not fit', async () => {
    const { execute } = await composeGateway({ orders, crm });
    expect(await execute('subscription ($a: String!) { orderChanged(after: $a) { cursor } }')).toMatchObject({
      errors: [{ message: 'Variable "$a" of required type "String!" was not provided.' }],
    });
  });
});
