import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { LeastRecentlyUsed } from '../../gateway/federation/leastRecentlyUsed.ts';
import { planOperation } from '../../gateway/federation/planOperation.ts';
import { selectOperation } from '../../gateway/federation/selectOperation.ts';
import { loadSupergraph, type SupergraphState } from '../../gateway/federation/supergraph.ts';
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
});
