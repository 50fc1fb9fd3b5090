import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

const subgraphs = {
  catalog: {
    sdl: 'type Query { products: [Product!]! } type Product @key(fields: "upc") { upc: ID!, name: String! }',
    resolvers: { Query: { products: () => [{ upc: 'a', name: 'Table' }] } },
  },
  reviews: {
    sdl: 'type Query { top: Int } type Product @key(fields: "upc") { upc: ID!, stars(scale: Int = 5): Int! }',
    resolvers: {
      Query: { top: () => 1 },
      Product: { stars: ({ upc }: Reference, { scale }: { scale: number }) => (upc === 'a' ? scale : 0) },
    },
  },
};

describe('@skip and @include with variables', () => {
  it.each([
    [false, false, { name: 'Table' }, ['catalog']],
    [false, true, { name: 'Table', stars: 5 }, ['catalog', 'reviews']],
    [true, false, { name: 'Table' }, ['catalog']],
    [true, true, { name: 'Table' }, ['catalog']],
  ])('with skip %s and include %s ask only for what is wanted', async (skip, include, product, asked) => {
    const { query, requests } = await composeGateway(subgraphs);
    const document = `query ($skip: Boolean!, $include: Boolean!) {
      products { name stars @skip(if: $skip) @include(if: $include) }
    }`;
    expect(await query(document, { variables: { skip, include } })).toEqual({ data: { products: [product] } });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(asked);
  });

  it.each([true, false])('on a root field and on a fragment, when %s, ask no subgraph for nothing', async (when) => {
    const { query, requests } = await composeGateway(subgraphs);
    const document = `
      query ($when: Boolean!) { top @include(if: $when) products { upc ...Stars @skip(if: $when) } }
      fragment Stars on Product { stars }
    `;
    expect(await query(document, { variables: { when } })).toEqual({
      data: when ? { top: 1, products: [{ upc: 'a' }] } : { products: [{ upc: 'a', stars: 5 }] },
    });
    expect(requests.map(({ subgraph }) => subgraph).sort()).toEqual(['catalog', 'reviews']);
  });

  it('on one of two selections of a field leave the other', async () => {
    const { query } = await composeGateway(subgraphs);
    const document = `query ($no: Boolean = false, $scale: Int = 10) {
      products { stars(scale: $scale) @include(if: $no) stars(scale: $scale) ten: stars(scale: 10) @skip(if: $no) }
    }`;
    expect(await query(document)).toEqual({ data: { products: [{ stars: 10, ten: 10 }] } });
  });

  it('that leave out everything leave an empty object', async () => {
    const { query, requests } = await composeGateway(subgraphs);
    expect(await query('query ($no: Boolean = false) { products @include(if: $no) { name } }')).toEqual({ data: {} });
    expect(requests).toEqual([]);
  });
});
