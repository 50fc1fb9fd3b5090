import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DEFERRED } from '../../gateway/federation/deferredAnswer.ts';
import { bookshop } from './bookshop.ts';
import { type ComposedGateway, composeGateway, type OperationOptions } from './composedGateway.ts';

/** The first answer and the later ones, as JSON. */
async function answers(
  gateway: ComposedGateway,
  query: string,
  { context, ...options }: OperationOptions = {},
): Promise<unknown[]> {
  const result = await gateway.execute(query, { ...options, context: { acceptsDeferred: true, ...context } });
  const parts: unknown[] = [JSON.parse(JSON.stringify(result))];
  for await (const part of result[DEFERRED] ?? []) parts.push(JSON.parse(JSON.stringify(part)));
  return parts;
}

describe('@defer', () => {
  it('answers first without the fragment, and with it when it is there', async () => {
    const gateway = await composeGateway(bookshop);
    const parts = await answers(
      gateway,
      '{ me { name ... @defer(label: "r") { reviews { body product { name } } } } }',
    );
    expect(parts).toEqual([
      { data: { me: { name: 'Uri' } } },
      {
        incremental: [
          {
            label: 'r',
            path: ['me'],
            data: {
              reviews: [
                { body: 'Review 1', product: { name: 'Table' } },
                { body: 'Review 3', product: { name: 'Couch' } },
              ],
            },
          },
        ],
        hasNext: false,
      },
    ]);
  });

  it('tells each object of a list by its path, under the names of the client', async () => {
    const gateway = await composeGateway(bookshop);
    const parts = await answers(
      gateway,
      '{ upc: topProducts(first: 2) { id: name ...Stock @defer } } fragment Stock on Product { upc: inStock __typename }',
    );
    expect(parts).toEqual([
      { data: { upc: [{ id: 'Table' }, { id: 'Couch' }] } },
      {
        incremental: [
          { path: ['upc', 0], data: { upc: true, __typename: 'Product' } },
          { path: ['upc', 1], data: { upc: false, __typename: 'Product' } },
        ],
        hasNext: false,
      },
    ]);
  });

  it('may be nested: the inner fragment comes after the outer one', async () => {
    const gateway = await composeGateway(bookshop);
    const parts = await answers(
      gateway,
      '{ me { id ... @defer(label: "outer") { reviews { product { upc ... @defer(label: "inner") { price } } } } } }',
    );
    expect(parts).toEqual([
      { data: { me: { id: '1' } } },
      {
        incremental: [
          { label: 'outer', path: ['me'], data: { reviews: [{ product: { upc: '1' } }, { product: { upc: '2' } }] } },
        ],
        hasNext: true,
      },
      {
        incremental: [
          { label: 'inner', path: ['me', 'reviews', 0, 'product'], data: { price: 899 } },
          { label: 'inner', path: ['me', 'reviews', 1, 'product'], data: { price: 1299 } },
        ],
        hasNext: false,
      },
    ]);
  });

  it('at the root defers root fields', async () => {
    const gateway = await composeGateway(bookshop);
    expect(await answers(gateway, '{ me { name } ... @defer { topProducts(first: 1) { name inStock } } }')).toEqual([
      { data: { me: { name: 'Uri' } } },
      { incremental: [{ path: [], data: { topProducts: [{ name: 'Table', inStock: true }] } }], hasNext: false },
    ]);
  });

  it('on one type of a union concerns its objects only', async () => {
    const gateway = await composeGateway(bookshop);
    expect(
      await answers(gateway, '{ search(text: "a") { __typename ... on User @defer { name reviews { id } } } }'),
    ).toEqual([
      { data: { search: [{ __typename: 'Product' }, { __typename: 'User' }] } },
      {
        incremental: [{ path: ['search', 1], data: { name: 'Uri', reviews: [{ id: '1' }, { id: '3' }] } }],
        hasNext: false,
      },
    ]);
  });

  it.each([true, false])('counts when its condition is %s', async (when) => {
    const gateway = await composeGateway(bookshop);
    const parts = await answers(
      gateway,
      'query ($when: Boolean!) { me { id ... @defer(if: $when) { reviews { id } } } }',
      {
        variables: { when },
      },
    );
    const data = { reviews: [{ id: '1' }, { id: '3' }] };
    expect(parts).toEqual(
      when
        ? [{ data: { me: { id: '1' } } }, { incremental: [{ path: ['me'], data }], hasNext: false }]
        : [{ data: { me: { id: '1', ...data } } }],
    );
  });

  it('is of no effect for a client that does not take parts', async () => {
    const gateway = await composeGateway(bookshop);
    const document = '{ me { id ... @defer { reviews { id ...B @defer } } } } fragment B on Review { body }';
    expect(await gateway.query(document)).toEqual({
      data: {
        me: {
          id: '1',
          reviews: [
            { id: '1', body: 'Review 1' },
            { id: '3', body: 'Review 3' },
          ],
        },
      },
    });
  });

  it('of an object that is not there brings nothing', async () => {
    const gateway = await composeGateway(bookshop);
    expect(await answers(gateway, '{ user(id: "99") { id ... @defer { reviews { id } } } }')).toEqual([
      { data: { user: null } },
      { hasNext: false },
    ]);
  });

  it('holds the errors of the fragment with its part, and a null that may not be makes the part null', async () => {
    const gateway = await composeGateway({
      a: {
        sdl: 'type Query { p: P } type P @key(fields: "id") { id: ID! }',
        resolvers: { Query: { p: () => ({ id: '1' }) } },
      },
      b: {
        sdl: 'type P @key(fields: "id") { id: ID!, soft: Int, hard: Int! }',
        resolvers: {
          P: {
            soft: () => {
              throw new GraphQLError('Soft', { extensions: { code: 'SOFT' } });
            },
            hard: () => {
              throw new GraphQLError('Hard', { extensions: { code: 'HARD' } });
            },
          },
        },
      },
    });
    expect(await answers(gateway, '{ p { id ... @defer { s: soft } } }')).toEqual([
      { data: { p: { id: '1' } } },
      {
        incremental: [
          {
            path: ['p'],
            data: { s: null },
            errors: [{ message: 'Soft', path: ['p', 's'], extensions: { code: 'SOFT', subgraph: 'b' } }],
          },
        ],
        hasNext: false,
      },
    ]);
    expect(await answers(gateway, '{ p { id ... @defer { hard } } }')).toMatchObject([
      { data: { p: { id: '1' } } },
      {
        incremental: [{ path: ['p'], data: null, errors: [{ message: 'Hard', path: ['p', 'hard'] }] }],
        hasNext: false,
      },
    ]);
  });

  it('is refused in a subscription', async () => {
    const gateway = await composeGateway({
      a: { sdl: 'type Query { a: Int } type Subscription { tick: Tick } type Tick { n: Int }' },
    });
    expect(await answers(gateway, 'subscription { tick { ... @defer { n } } }')).toMatchObject([
      { errors: [{ extensions: { code: 'DEFER_IN_SUBSCRIPTION' } }] },
    ]);
  });

  it('does not repeat a mutation, whose own fields are not deferred', async () => {
    let runs = 0;
    const gateway = await composeGateway({
      a: {
        sdl: 'type Query { a: Int } type Mutation { add: P, more: Int } type P @key(fields: "id") { id: ID! }',
        resolvers: { Mutation: { add: () => ({ id: String(++runs) }), more: () => ++runs } },
      },
      b: {
        sdl: 'type P @key(fields: "id") { id: ID!, n: Int }',
        resolvers: { P: { n: ({ id }: { id: string }) => Number(id) } },
      },
    });
    expect(await answers(gateway, 'mutation { add { id ... @defer { n } } ... @defer { more } }')).toEqual([
      { data: { add: { id: '1' }, more: 2 } },
      { incremental: [{ path: ['add'], data: { n: 1 } }], hasNext: false },
    ]);
    expect(runs).toBe(2);
  });

  it('fetches nothing more when the client goes after the first answer', async () => {
    const gateway = await composeGateway(bookshop);
    const result = await gateway.execute('{ me { id ... @defer { reviews { id } } } }', {
      context: { acceptsDeferred: true },
    });
    result[DEFERRED]?.cancel();
    for await (const part of result[DEFERRED] ?? []) expect(part).toBeUndefined();
    expect(gateway.requests.map(({ subgraph }) => subgraph)).toEqual(['accounts']);
  });
});
