import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

/** Cases in which plans of @apollo/query-planner are wrong or incomplete by themselves. */

describe('Fields that require one field with different arguments', () => {
  const rates: Record<string, number> = { EUR: 100, USD: 110, GBP: 90 };
  const subgraphs = {
    catalog: {
      sdl: `
        type Query { products: [Product] }
        type Product @key(fields: "upc") { upc: ID!, price(currency: String = "EUR"): Int, parts: [Part!]! }
        type Part { price(currency: String = "EUR"): Int }
      `,
      resolvers: {
        Query: { products: () => [{ upc: 'a', parts: [{}, {}] }] },
        Product: {
          __resolveReference: ({ upc }: Reference) => ({ upc, parts: [{}, {}] }),
          price: (_: unknown, { currency }: { currency: string }) => rates[currency],
        },
        Part: { price: (_: unknown, { currency }: { currency: string }) => (rates[currency] ?? 0) / 10 },
      },
    },
    taxes: {
      sdl: `
        type Product @key(fields: "upc") {
          upc: ID!
          price(currency: String = "EUR"): Int @external
          parts: [Part!]! @external
          duty(times: Int!): Int @requires(fields: "price(currency: \\"USD\\")")
          levy: Int @requires(fields: "price(currency: \\"GBP\\")")
          fee: Int @requires(fields: "price")
          sum: Int @requires(fields: "price(currency: \\"GBP\\") parts { price(currency: \\"USD\\") }")
        }
        type Part { price(currency: String = "EUR"): Int @external }
      `,
      resolvers: {
        Product: {
          duty: ({ price }: { price: number | null }, { times }: { times: number }) => price && price * times,
          levy: ({ price }: { price: number }) => price,
          fee: ({ price }: { price: number }) => price,
          sum: ({ price, parts }: { price: number; parts: { price: number }[] }) =>
            parts.reduce((total, part) => total + part.price, price),
        },
      },
    },
  };

  it('each get the value for their own arguments', async () => {
    const { query } = await composeGateway(subgraphs);
    expect(await query('{ products { levy fee sum } }')).toEqual({
      data: { products: [{ levy: 90, fee: 100, sum: 112 }] },
    });
  });

  it('do so beside the field itself, fragments, variables and conditions', async () => {
    const { query } = await composeGateway(subgraphs);
    const document = `
      query ($times: Int!, $currency: String, $with: Boolean!) {
        products { price(currency: $currency) ...Taxes ... @include(if: $with) { twice: duty(times: 2) levy } }
      }
      fragment Taxes on Product { duty(times: $times) fee }
    `;
    const variables = { times: 3, currency: 'GBP', with: true };
    expect(await query(document, { variables })).toEqual({
      data: { products: [{ price: 90, duty: 330, fee: 100, twice: 220, levy: 90 }] },
    });
    expect(await query(document, { variables: { ...variables, with: false } })).toEqual({
      data: { products: [{ price: 90, duty: 330, fee: 100 }] },
    });
  });

  it('show clients nothing of how that is done', async () => {
    const { query } = await composeGateway(subgraphs);
    expect(await query('{ __type(name: "Product") { fields { name } } }')).toEqual({
      data: { __type: { fields: ['upc', 'price', 'parts', 'duty', 'levy', 'fee', 'sum'].map((name) => ({ name })) } },
    });
  });

  it('tell by its own name where the required field failed', async () => {
    const { query } = await composeGateway({
      ...subgraphs,
      catalog: {
        ...subgraphs.catalog,
        resolvers: {
          ...subgraphs.catalog.resolvers,
          Product: {
            price: (_: unknown, { currency }: { currency: string }) => {
              if (currency === 'USD') throw new Error('No dollars');
              return rates[currency];
            },
          },
        },
      },
    });
    expect(await query('{ products { levy duty(times: 1) } }')).toMatchObject({
      data: { products: [{ levy: 90, duty: null }] },
      errors: [{ message: 'No dollars', path: ['products', 0, 'price'] }],
    });
  });
});

describe('An interface that a subgraph knows as one object', () => {
  const records: Record<string, Reference> = {
    1: { __typename: 'Movie', id: '1', title: 'Alien', minutes: 117 },
    2: { __typename: 'Book', id: '2', title: 'Emma', pages: 474 },
  };
  const subgraphs = {
    media: {
      sdl: `
        type Query { media: [Media!]! }
        interface Media @key(fields: "id") { id: ID!, title: String! }
        type Movie implements Media @key(fields: "id") { id: ID!, title: String!, minutes: Int! }
        type Book implements Media @key(fields: "id") { id: ID!, title: String!, pages: Int! }
      `,
      resolvers: {
        Query: { media: () => [records[1], records[2]] },
        Media: {
          __resolveType: ({ __typename }: Reference) => __typename as string,
          __resolveReference: ({ id }: Reference) => records[id as string],
        },
      },
    },
    ratings: {
      sdl: `
        type Query { top: [Media!]! }
        type Media @interfaceObject @key(fields: "id") {
          id: ID!, title: String! @external, stars(scale: Int = 1): Int!, cry: String @requires(fields: "title")
        }
      `,
      resolvers: {
        Query: { top: () => [{ id: '1' }, { id: '2' }] },
        Media: {
          stars: ({ id }: Reference, { scale }: { scale: number }) => Number(id) * scale,
          cry: ({ title }: { title: string }) => `${title.toUpperCase()}!`,
        },
      },
    },
  };

  it.each(['media', 'top'])('gives each concrete type of %s the field for its own arguments', async (field) => {
    const { query } = await composeGateway(subgraphs);
    expect(
      await query(`{ ${field} { ... on Movie { stars(scale: 5) } ... on Book { stars(scale: 10) s: stars } } }`),
    ).toEqual({ data: { [field]: [{ stars: 5 }, { stars: 20, s: 2 }] } });
  });

  it('completes its objects without their types where only what is left out depends on them', async () => {
    const { query } = await composeGateway(subgraphs);
    const document = 'query ($with: Boolean!) { top { stars ... on Movie @include(if: $with) { minutes } } }';
    expect(await query(document, { variables: { with: false } })).toEqual({
      data: { top: [{ stars: 1 }, { stars: 2 }] },
    });
    expect(await query(document, { variables: { with: true } })).toEqual({
      data: { top: [{ stars: 1, minutes: 117 }, { stars: 2 }] },
    });
  });

  it.each(['media', 'top'])('requires fields for one concrete type of %s alone', async (field) => {
    const { query } = await composeGateway(subgraphs);
    expect(await query(`{ ${field} { ... on Movie { cry } } }`)).toEqual({
      data: { [field]: [{ cry: 'ALIEN!' }, {}] },
    });
    expect(await query(`{ ${field} { ...M ... on Book { stars } } } fragment M on Movie { cry minutes }`)).toEqual({
      data: { [field]: [{ cry: 'ALIEN!', minutes: 117 }, { stars: 2 }] },
    });
    const document = `query ($with: Boolean!) { ${field} { ... on Movie @include(if: $with) { cry } ... on Book { stars } } }`;
    expect(await query(document, { variables: { with: true } })).toEqual({
      data: { [field]: [{ cry: 'ALIEN!' }, { stars: 2 }] },
    });
    expect(await query(document, { variables: { with: false } })).toEqual({ data: { [field]: [{}, { stars: 2 }] } });
  });
});

describe('Fields of which one requires others under a condition', () => {
  const subgraphs = {
    a: {
      sdl: 'type Query { parcels: [Parcel!] } type Parcel @key(fields: "id") { id: ID!, weight: Int }',
      resolvers: { Query: { parcels: () => [{ id: 1, weight: 3 }] } },
    },
    b: {
      sdl: `type Parcel @key(fields: "id") {
        id: ID!, weight: Int @external, stock: Int!, cost: Int @requires(fields: "weight"), bulk: Int! @requires(fields: "weight")
      }`,
      resolvers: {
        Parcel: {
          stock: () => 5,
          cost: ({ weight }: { weight: number }) => weight,
          bulk: ({ weight }: { weight: number }) => weight * 2,
        },
      },
    },
  };

  it.each([
    ['{ parcels { cost @include(if: $with) stock } }', { stock: 5 }, { cost: 3, stock: 5 }],
    [
      '{ parcels { ... @include(if: $with) { cost stock } stock bulk } }',
      { stock: 5, bulk: 6 },
      { cost: 3, stock: 5, bulk: 6 },
    ],
    [
      '{ parcels { ...C @include(if: $with) stock @skip(if: $with) } } fragment C on Parcel { cost }',
      { stock: 5 },
      { cost: 3 },
    ],
  ])('are found whether the condition holds or not: %s', async (document, without, with_) => {
    const { query } = await composeGateway(subgraphs);
    const ask = (value: boolean) => query(`query ($with: Boolean!) ${document}`, { variables: { with: value } });
    expect(await ask(false)).toEqual({ data: { parcels: [without] } });
    expect(await ask(true)).toEqual({ data: { parcels: [with_] } });
  });
});

describe('A field that no subgraph can resolve', () => {
  const subgraphs = {
    a: {
      sdl: 'type Query { ok: Int, shape: Shape, holder: Holder } type Holder { n: Int, shape: Shape } interface Shape { x: Int }',
      resolvers: { Query: { ok: () => 1, holder: () => ({ n: 1 }) } },
    },
    b: { sdl: 'interface Shape { x: Int, y: Int } type Square implements Shape { x: Int, y: Int }' },
  };

  it.each([
    ['alone', '{ shape { y } }', 'shape'],
    ['beside others', '{ ok shape { y } }', 'shape'],
    ['below others', '{ holder { n s: shape { y } } }', 'holder.s'],
  ])('is an error rather than a null, %s', async (_where, document, place) => {
    const { query, requests } = await composeGateway(subgraphs);
    expect(await query(document)).toEqual({
      errors: [
        {
          message: `No subgraph can resolve what the operation selects at "${place}".`,
          extensions: { code: 'QUERY_PLAN_EMPTY' },
        },
      ],
    });
    expect(requests).toEqual([]);
  });

  it('is none when it is left out', async () => {
    const { query } = await composeGateway(subgraphs);
    expect(await query('{ ok shape @skip(if: true) { y } }')).toEqual({ data: { ok: 1 } });
  });
});

describe("A client's variables", () => {
  it('may have the names that plans use for their own', async () => {
    const { query } = await composeGateway({
      a: {
        sdl: 'type Query { p(n: Int): P } type P @key(fields: "id") { id: ID! }',
        resolvers: { Query: { p: (_: unknown, { n }: { n: number }) => ({ id: n }) } },
      },
      b: {
        sdl: 'type P @key(fields: "id") { id: ID!, x(n: Int, m: Int): Int }',
        resolvers: { P: { x: (_: unknown, { n, m }: { n: number; m: number }) => n + m } },
      },
    });
    const document = `query ($representations: Int = 4, $contextualArgument_1_0: Int, $sluice__a: Boolean = false) {
      p(n: $representations) { id x(n: $representations, m: $contextualArgument_1_0) y: id @include(if: $sluice__a) }
    }`;
    expect(await query(document, { variables: { contextualArgument_1_0: 3 } })).toEqual({
      data: { p: { id: '4', x: 7 } },
    });
    expect(
      await query(document, { variables: { representations: 1, contextualArgument_1_0: 1, sluice__a: true } }),
    ).toEqual({ data: { p: { id: '1', x: 2, y: '1' } } });
  });
});

describe('Response names that begin like those of plans', () => {
  it('come back as the client wrote them, also in errors', async () => {
    const { query } = await composeGateway({
      a: {
        sdl: 'type Query { p: P } type P @key(fields: "id") { id: ID!, bad: Int }',
        resolvers: {
          Query: { p: () => ({ id: 1 }) },
          P: {
            bad: () => {
              throw new Error('Bad');
            },
          },
        },
      },
    });
    expect(
      await query('{ sluice__1__p: p { sluice__id: id id: __typename sluice__requires1__x: bad } }'),
    ).toMatchObject({
      data: { sluice__1__p: { sluice__id: '1', id: 'P', sluice__requires1__x: null } },
      errors: [{ path: ['sluice__1__p', 'sluice__requires1__x'] }],
    });
  });
});

describe('An operation that is too large to be planned', () => {
  it("is the client's error", async () => {
    const { query, requests } = await composeGateway({
      a: { sdl: 'type Query { p: P } type P { p: P, id: ID }' },
      b: { sdl: 'type Query { b: Int }' },
    });
    const depth = 24;
    const fragments = Array.from(
      { length: depth },
      (_, i) => `fragment F${i} on P { a: p { ...F${i + 1} } b: p { ...F${i + 1} } }`,
    );
    expect(await query(`{ p { ...F0 } } ${fragments.join(' ')} fragment F${depth} on P { id }`)).toMatchObject({
      errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }],
    });
    expect(requests).toEqual([]);
  });
});
