import type { FetchNode } from '@apollo/query-planner';
import { describe, expect, it } from 'vitest';
import { combineOperations } from '../../gateway/federation/combinedOperation.ts';
import { prepareFetch } from '../../gateway/federation/preparedPlan.ts';

function entityFetch(selection: string, variables = '', directives = '') {
  return prepareFetch({
    kind: 'Fetch',
    serviceName: 'shop',
    operationKind: 'query',
    operation: `query Q($representations: [_Any!]!${variables}) ${directives} {
      _entities(representations: $representations) { ... on Item { ${selection.replace('|', '} } }')}`,
    requires: [],
  } as unknown as FetchNode);
}

describe('Operations for entities as one', () => {
  it('share variables and fragments that are the same', () => {
    const { request } = combineOperations([
      entityFetch('a(size: $size) ...Some| fragment Some on Item { b }', ', $size: Int'),
      entityFetch('c(size: $size) ...Some| fragment Some on Item { b }', ', $size: Int'),
    ]);
    expect(request.query).toBe(
      'query Q($representations_0:[_Any!]!$size:Int$representations_1:[_Any!]!){' +
        '_0:_entities(representations:$representations_0){...on Item{a(size:$size)...Some}}' +
        '_1:_entities(representations:$representations_1){...on Item{c(size:$size)...Some}}}' +
        'fragment Some on Item{b}',
    );
  });

  it('keep fragments apart that only have the same name', () => {
    const { request } = combineOperations([
      entityFetch('...Some| fragment Some on Item { a }'),
      entityFetch('...Some| fragment Some on Item { b }'),
    ]);
    expect(request.query).toBe(
      'query Q($representations_0:[_Any!]!$representations_1:[_Any!]!){' +
        '_0:_entities(representations:$representations_0){...on Item{...Some_0}}' +
        '_1:_entities(representations:$representations_1){...on Item{...Some_1}}}' +
        'fragment Some_0 on Item{a}fragment Some_1 on Item{b}',
    );
  });

  it('are not to be those with directives of the whole operation', () => {
    expect(entityFetch('a|').isCombinable).toBe(true);
    expect(entityFetch('a|', '', '@live').isCombinable).toBe(false);
  });
});
