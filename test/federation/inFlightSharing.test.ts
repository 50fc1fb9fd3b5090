import { describe, expect, it } from 'vitest';
import type { GatewayContext } from '../../gateway/federation/gatewayContext.ts';
import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { type ComposedGateway, composeGateway, type TestSubgraphs } from './composedGateway.ts';

const counters: TestSubgraphs = {
  counters: {
    sdl: `
      type Query { counter: Counter, other: Int }
      type Mutation { count: Int }
      type Subscription { counted: Int }
      type Counter @key(fields: "id") { id: ID!, value: Int }
    `,
  },
  labels: { sdl: 'type Counter @key(fields: "id") { id: ID!, label: String, note: String }' },
};

/** A subgraph whose answers come when the test says so. */
class Held {
  readonly waiting: { answer(data: Record<string, unknown>): void; readonly signal: AbortSignal }[] = [];
  readonly transport: SubgraphTransport = {
    execute: (_request, { signal }) =>
      new Promise((resolve) => {
        this.waiting.push({ answer: (data) => resolve({ data }), signal });
      }),
    async *subscribe() {
      yield { data: { counted: 1 } };
    },
    close: async () => {},
  };
}

async function start(): Promise<{ held: Held; gateway: ComposedGateway }> {
  const held = new Held();
  const labels: SubgraphTransport = {
    ...held.transport,
    execute: async ({ query }) => ({
      data: { _entities: [{ text: query.includes('note') ? 'Note' : 'Label' }] },
    }),
  };
  return { held, gateway: await composeGateway(counters, { transports: { counters: held.transport, labels } }) };
}

function as(id: string, scopes: readonly string[] = []): Partial<GatewayContext> {
  return { caller: { ...ANONYMOUS, id, scopes } };
}

describe('Equal queries under way at the same time', () => {
  it('are one request to the subgraph, whatever their operations are called', async () => {
    const { held, gateway } = await start();
    const answers = [gateway.query('query A { other }'), gateway.query('query B { other }')];
    expect(held.waiting).toHaveLength(1);
    held.waiting[0]?.answer({ other: 1 });
    expect(await Promise.all(answers)).toEqual([{ data: { other: 1 } }, { data: { other: 1 } }]);
  });

  it('are asked again once the answer is there', async () => {
    const { held, gateway } = await start();
    const first = gateway.query('{ other }');
    held.waiting[0]?.answer({ other: 1 });
    await first;
    const second = gateway.query('{ other }');
    held.waiting[1]?.answer({ other: 2 });
    expect(await second).toEqual({ data: { other: 2 } });
  });

  it('get answers of their own, to which each adds what it asks other subgraphs for', async () => {
    const { held, gateway } = await start();
    const answers = [
      gateway.query('{ counter { label: value text: label } }'),
      gateway.query('{ counter { label: value text: note } }'),
    ];
    expect(held.waiting).toHaveLength(1);
    held.waiting[0]?.answer({ counter: { __typename: 'Counter', id: '1', label: 7 } });
    expect(await Promise.all(answers)).toEqual([
      { data: { counter: { label: 7, text: 'Label' } } },
      { data: { counter: { label: 7, text: 'Note' } } },
    ]);
  });

  it.each<[string, Partial<GatewayContext>, Partial<GatewayContext>]>([
    ['of different callers', as('ada'), as('grace')],
    ['of one caller with different scopes', as('ada', ['read']), as('ada', ['read', 'write'])],
    [
      'with different claims',
      { caller: { ...ANONYMOUS, claims: { tenant: 1 } } },
      { caller: { ...ANONYMOUS, claims: { tenant: 2 } } },
    ],
    [
      'with different forwarded headers',
      { forwardedHeaders: { authorization: 'a' } },
      { forwardedHeaders: { authorization: 'b' } },
    ],
    ['of which one forwards a header', {}, { forwardedHeaders: { authorization: 'a' } }],
  ])('share nothing %s', async (_case, one, other) => {
    const { held, gateway } = await start();
    const answers = [gateway.query('{ other }', { context: one }), gateway.query('{ other }', { context: other })];
    expect(held.waiting).toHaveLength(2);
    held.waiting[0]?.answer({ other: 1 });
    held.waiting[1]?.answer({ other: 2 });
    expect(await Promise.all(answers)).toEqual([{ data: { other: 1 } }, { data: { other: 2 } }]);
  });

  it('share nothing across a mutation, so that what comes after its answer sees its effect', async () => {
    const { held, gateway } = await start();
    const before = gateway.query('{ other }');
    const mutation = gateway.query('mutation { count }');
    const during = gateway.query('{ other }');
    held.waiting[1]?.answer({ count: 1 });
    await mutation;
    const after = gateway.query('{ other }');
    expect(held.waiting).toHaveLength(4);
    held.waiting[0]?.answer({ other: 0 });
    held.waiting[2]?.answer({ other: 0 });
    held.waiting[3]?.answer({ other: 1 });
    expect(await Promise.all([before, during, after])).toEqual([
      { data: { other: 0 } },
      { data: { other: 0 } },
      { data: { other: 1 } },
    ]);
  });

  it('share nothing across an event', async () => {
    const { held, gateway } = await start();
    const before = gateway.query('{ other }');
    const events = await gateway.subscribe('subscription { counted }');
    await events.next();
    const after = gateway.query('{ other }');
    expect(held.waiting).toHaveLength(2);
    held.waiting[0]?.answer({ other: 0 });
    held.waiting[1]?.answer({ other: 1 });
    expect(await after).toEqual({ data: { other: 1 } });
    await before;
    await events.return();
  });

  it('go on without one that is aborted, and end with the last', async () => {
    const { held, gateway } = await start();
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const [one, two] = [first, second].map(({ signal }) => gateway.query('{ other }', { context: { signal } }));
    first.abort();
    expect(await one).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
    expect(held.waiting[0]?.signal.aborted).toBe(false);
    const three = gateway.query('{ other }', { context: { signal: third.signal } });
    expect(held.waiting).toHaveLength(1);
    second.abort();
    third.abort();
    expect(held.waiting[0]?.signal.aborted).toBe(true);
    const cancelled = { errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] };
    expect(await Promise.all([two, three])).toMatchObject([cancelled, cancelled]);
  });

  it('begin anew after all were aborted', async () => {
    const { held, gateway } = await start();
    const controller = new AbortController();
    const aborted = gateway.query('{ other }', { context: { signal: controller.signal } });
    controller.abort();
    await aborted;
    const next = gateway.query('{ other }');
    held.waiting[1]?.answer({ other: 2 });
    expect(await next).toEqual({ data: { other: 2 } });
  });
});

describe('Equal mutations under way at the same time', () => {
  it('are each sent', async () => {
    const { held, gateway } = await start();
    const answers = [gateway.query('mutation { count }'), gateway.query('mutation { count }')];
    expect(held.waiting).toHaveLength(2);
    held.waiting[0]?.answer({ count: 1 });
    held.waiting[1]?.answer({ count: 2 });
    expect(await Promise.all(answers)).toEqual([{ data: { count: 1 } }, { data: { count: 2 } }]);
  });
});
