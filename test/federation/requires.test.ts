import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

describe('@requires', () => {
  const catalog = {
    sdl: `
      type Query { products: [Product] }
      type Product @key(fields: "upc") {
        upc: ID!, name: String, weight: Int, price(currency: String = "EUR"): Int, size: Size
      }
      type Size { width: Int!, height: Int! }
    `,
    resolvers: {
      Query: { products: () => [{ upc: 'a', name: 'Table', weight: 7, size: { width: 2, height: 3 } }] },
      Product: { price: (_: unknown, { currency }: { currency: string }) => (currency === 'USD' ? 110 : 100) },
    },
  };
  const shipping = {
    sdl: `
      type Product @key(fields: "upc") {
        upc: ID!
        weight: Int @external
        size: Size @external
        price(currency: String = "EUR"): Int @external
        cost: Int @requires(fields: "weight size { width }")
        duty: Int @requires(fields: "price(currency: \\"USD\\")")
      }
      type Size { width: Int! @external }
    `,
    resolvers: {
      Product: {
        cost: ({ weight, size }: { weight: number; size: { width: number } }) => weight * size.width,
        duty: ({ price }: { price: number }) => price / 10,
      },
    },
  };

  it('hands the fields of another subgraph to the resolver', async () => {
    const { query } = await composeGateway({ catalog, shipping });
    expect(await query('{ products { cost } }')).toEqual({ data: { products: [{ cost: 14 }] } });
  });

  it('hands a field with the arguments that it was required with', async () => {
    const { query } = await composeGateway({ catalog, shipping });
    expect(await query('{ products { duty } }')).toEqual({ data: { products: [{ duty: 11 }] } });
  });

  it('hands the required value even when the client selects the same field with other arguments', async () => {
    const { query } = await composeGateway({ catalog, shipping });
    expect(await query('{ products { price(currency: "EUR") duty } }')).toEqual({
      data: { products: [{ price: 100, duty: 11 }] },
    });
    expect(await query('{ products { price duty } }')).toEqual({ data: { products: [{ price: 100, duty: 11 }] } });
  });

  it('hands the required value even when the client uses its name as an alias', async () => {
    const { query } = await composeGateway({ catalog, shipping });
    expect(await query('{ products { weight: upc  upc: name  __typename: name  cost } }')).toEqual({
      data: { products: [{ weight: 'a', upc: 'Table', __typename: 'Table', cost: 14 }] },
    });
  });

  it('leaves a field null, with an error, when what it requires could not be had', async () => {
    const { query } = await composeGateway({
      catalog: {
        ...catalog,
        resolvers: {
          Query: {
            products: () => [
              {
                upc: 'a',
                name: 'Table',
                weight: () => {
                  throw new Error('No scales');
                },
              },
            ],
          },
        },
      },
      shipping: { ...shipping, resolvers: { Product: { cost: ({ weight }: { weight: number | null }) => weight } } },
    });
    expect(await query('{ products { name cost } }')).toMatchObject({
      data: { products: [{ name: 'Table', cost: null }] },
      errors: [{ path: ['products', 0, 'weight'], extensions: { subgraph: 'catalog' } }],
    });
  });
});
