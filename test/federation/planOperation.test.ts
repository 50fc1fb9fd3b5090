import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { LeastRecentlyUsed } from '../../gateway/federation/leastRecentlyUsed.ts';
import { createPlanCache } from '../../gateway/federation/planCache.ts';
import { planOperation } from '../../gateway/federation/planOperation.ts';
import { selectOperation } from '../../gateway/federation/selectOperation.ts';
import { loadSupergraph, type SupergraphState } from '../../gateway/federation/supergraph.ts';
import { warmPlans } from '../../gateway/federation/warmPlans.ts';
import { supergraphOf } from './composedGateway.ts';
import { shop } from './shop.ts';

const state = loadSupergraph(supergraphOf(shop));

function plan(document: string, operationName?: string, in_: SupergraphState = state) {
  return planOperation(in_, selectOperation(parse(document), operationName));
}

describe('The plan of an operation', () => {
  it('is made once for operations that differ only in layout, comments and what they do not use', () => {
    const first = plan('{ me { name } }');
    expect(plan('{\n  me { name } # her name\n}')).toBe(first);
    expect(plan('query A { me { name } } query B { me { id } }', 'A')).toBe(
      plan('query A { me { name } } fragment F on User { id } query C { me { ...F } }', 'A'),
    );
    expect(plan('{ me { id } }')).not.toBe(first);
  });

  it('has its subgraph operations parsed', () => {
    const { node } = plan('{ me { name } }') as { node: { request: { query: string; document: unknown } } };
    expect(node.request).toEqual({
      kind: 'query',
      query: '{me{name}}',
      document: parse('{me{name}}', { noLocation: true }),
    });
  });

  it('is empty for introspection and for what is always left out', () => {
    expect(plan('{ __typename __schema { types { name } } }')).toMatchObject({ kind: 'Execution', node: undefined });
    expect(plan('{ me @skip(if: true) { name } }')).toMatchObject({ kind: 'Execution', node: undefined });
  });

  it('may not be empty for anything else', () => {
    const emptyPlanner = {
      ...state,
      plans: new LeastRecentlyUsed(1),
      planner: { buildQueryPlan: () => ({}) },
    } as never;
    expect(() => plan('{ me { name } }', undefined, emptyPlanner)).toThrow(
      expect.objectContaining({ code: 'QUERY_PLAN_EMPTY' }),
    );
    expect(() => plan('{ ...F } fragment F on Query { me { name } }', undefined, emptyPlanner)).toThrow(
      expect.objectContaining({ code: 'QUERY_PLAN_EMPTY' }),
    );
  });
});

describe('The cache of plans', () => {
  it('forgets what was used longest ago', () => {
    const cache = new LeastRecentlyUsed<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
  });

  it('is bounded by what its entries weigh, and keeps none that is heavier than all', () => {
    const cache = new LeastRecentlyUsed<string, string>(10, (key, value) => key.length + value.length);
    cache.set('a', '1234');
    cache.set('b', '1234');
    cache.set('c', '12');
    expect(cache.keys()).toEqual(['c', 'b']);
    cache.set('d', '1234567890');
    expect(cache.keys()).toEqual([]);
    cache.set('c', '1234');
    cache.set('c', '12');
    cache.set('e', '123456');
    expect(cache.keys()).toEqual(['e', 'c']);
  });

  it('is bounded in bytes', () => {
    const small = { ...state, plans: createPlanCache(500) } as SupergraphState;
    plan('{ me { name } }', undefined, small);
    expect(small.plans.size).toBe(0);
    const large = { ...state, plans: createPlanCache() } as SupergraphState;
    plan('{ me { name } }', undefined, large);
    expect(large.plans.size).toBe(1);
  });
});

describe('Planning ahead for a new supergraph', () => {
  it('plans what the last one was asked, but not what the new one does not know', async () => {
    const previous = loadSupergraph(supergraphOf(shop));
    const { users, products, reviews } = shop;
    const withoutBoss = { ...users, sdl: users.sdl.replace(', boss: User', '') };
    const next = loadSupergraph(supergraphOf({ users: withoutBoss, products, reviews }));
    plan('{ me { name } }', undefined, previous);
    plan('{ me { boss { name } } }', undefined, previous);
    plan('query A { me { reviews { body } } }', 'A', previous);
    expect(await warmPlans(previous, next, () => true)).toBe(2);
    expect(next.plans.keys()).toEqual(
      previous.plans
        .keys()
        .filter((key) => !key.includes('boss'))
        .reverse(),
    );
  });

  it('stops when it is not wanted any more', async () => {
    const previous = loadSupergraph(supergraphOf(shop));
    const next = loadSupergraph(supergraphOf(shop));
    plan('{ me { name } }', undefined, previous);
    expect(await warmPlans(previous, next, () => false)).toBe(0);
    expect(next.plans.size).toBe(0);
  });
});
