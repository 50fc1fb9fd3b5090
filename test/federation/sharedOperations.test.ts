import { type DocumentNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { ExecutorResult } from '../../gateway/federation/deferredAnswer.ts';
import type { GatewayContext } from '../../gateway/federation/gatewayContext.ts';
import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { textOf } from '../../gateway/federation/writer/writtenData.ts';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { composeGateway, type OperationOptions, type TestSubgraphs } from './composedGateway.ts';

const counters: TestSubgraphs = {
  counters: {
    sdl: `
      type Query { counter: Counter, one(id: ID): Int }
      type Mutation { count: Int }
      type Counter @key(fields: "id") { id: ID!, value: Int }
    `,
  },
  labels: { sdl: 'type Counter @key(fields: "id") { id: ID!, label: String }' },
};

/** A subgraph whose answers come when the test says so. */
class Held {
  readonly waiting: { answer(data: Record<string, unknown>): void; fail(error: Error): void; signal: AbortSignal }[] =
    [];
  readonly transport: SubgraphTransport = {
    execute: (_request, { signal }) =>
      new Promise((resolve, reject) => {
        this.waiting.push({ answer: (data) => resolve({ data }), fail: reject, signal });
      }),
    async *subscribe() {},
    close: async () => {},
  };
}

async function start() {
  const held = new Held();
  const labels: SubgraphTransport = {
    ...held.transport,
    execute: async () => ({ data: { _entities: [{ label: 'first' }] } }),
  };
  const composed = await composeGateway(counters, { transports: { counters: held.transport, labels } });
  return { held, requests: composed.requests, ask: composed.execute };
}

const counterQuery = parse('{ counter { value label } }');
const COUNTER = { counter: { __typename: 'Counter', id: '1', value: 7 } };
const ANSWER = { data: { counter: { value: 7, label: 'first' } } };

function json(result: ExecutorResult): unknown {
  return JSON.parse(JSON.stringify(result));
}

describe('Equal queries of clients at the same time', () => {
  it('are one execution and one text, of which each has data of its own', async () => {
    const { held, requests, ask } = await start();
    const asked = [ask(counterQuery), ask(counterQuery), ask(counterQuery)];
    held.waiting[0]?.answer(COUNTER);
    const [first, second, third] = await Promise.all(asked);
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['counters', 'labels']);
    expect(textOf(first?.data)).toBe(textOf(second?.data));
    if (first?.data) first.data.counter = 'changed';
    expect(json(second as ExecutorResult)).toEqual(ANSWER);
    expect(json(third as ExecutorResult)).toEqual(ANSWER);
  });

  it('are executed again once the answer is there', async () => {
    const { held, ask } = await start();
    const first = ask(counterQuery);
    held.waiting[0]?.answer(COUNTER);
    await first;
    const second = ask(counterQuery);
    expect(held.waiting).toHaveLength(2);
    held.waiting[1]?.answer({ counter: null });
    expect(json(await second)).toEqual({ data: { counter: null } });
  });

  it('fail together, and each is told', async () => {
    const { held, ask } = await start();
    const asked = [ask(counterQuery), ask(counterQuery)];
    held.waiting[0]?.fail(new Error('gone'));
    for (const result of await Promise.all(asked)) {
      expect(json(result)).toMatchObject({ data: { counter: null }, errors: [{ path: ['counter'] }] });
    }
  });

  it('go on without one that is aborted, and end with the last', async () => {
    const { held, ask } = await start();
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [first, second].map(({ signal }) => ask(counterQuery, { context: { signal } }));
    first.abort();
    expect(await asked[0]).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
    expect(held.waiting[0]?.signal.aborted).toBe(false);
    second.abort();
    expect(await asked[1]).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
    expect(held.waiting[0]?.signal.aborted).toBe(true);
  });

  it('share nothing across a mutation, so that what comes after its answer sees its effect', async () => {
    const { held, ask } = await start();
    const before = ask(counterQuery);
    const mutation = ask('mutation { count }');
    held.waiting[1]?.answer({ count: 1 });
    await mutation;
    const after = ask(counterQuery);
    expect(held.waiting).toHaveLength(3);
    held.waiting[2]?.answer(COUNTER);
    held.waiting[0]?.answer({ counter: null });
    expect(json(await after)).toEqual(ANSWER);
    expect(json(await before)).toEqual({ data: { counter: null } });
  });

  const variableQuery = parse('query A($id: ID) { one(id: $id) } query B { one }');
  const as = (context: Partial<GatewayContext>): OperationOptions => ({ operationName: 'A', context });
  it.each<[string, DocumentNode, OperationOptions, OperationOptions]>([
    ['of different callers', variableQuery, as({ caller: { ...ANONYMOUS, id: 'ada' } }), as({})],
    ['with different scopes', variableQuery, as({ caller: { ...ANONYMOUS, scopes: ['read'] } }), as({})],
    ['with different forwarded headers', variableQuery, as({ forwardedHeaders: { authorization: 'a' } }), as({})],
    ['with different variables', variableQuery, { ...as({}), variables: { id: '1' } }, as({})],
    ['of different operations', variableQuery, { operationName: 'B' }, as({})],
    ['that are mutations', parse('mutation { count }'), {}, {}],
  ])('share nothing %s', async (_case, document, one, other) => {
    const { held, ask } = await start();
    const asked = [ask(document, one), ask(document, other)];
    expect(held.waiting).toHaveLength(2);
    for (const { answer } of held.waiting) answer({ one: 1, count: 1 });
    const [first, second] = await Promise.all(asked);
    expect(textOf(first?.data)).not.toBe(textOf(second?.data));
  });
});
