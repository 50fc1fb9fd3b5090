import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

describe('Several keys', () => {
  it('resolve an entity although the first one is not resolvable', async () => {
    const { query } = await composeGateway({
      orders: {
        sdl: `
          type Query { orders: [Order!]! }
          type Order { id: ID!, product: Product! }
          type Product @key(fields: "sku", resolvable: false) { sku: ID! }
        `,
        resolvers: { Query: { orders: () => [{ id: 'o1', product: { sku: 'x' } }] } },
      },
      catalog: {
        sdl: `
          type Query { product: Product }
          type Product @key(fields: "id", resolvable: false) @key(fields: "sku") { id: ID!, sku: ID!, name: String! }
        `,
        resolvers: {
          Product: { __resolveReference: ({ sku }: Reference) => ({ id: '1', sku, name: `Name of ${sku}` }) },
        },
      },
      stock: {
        sdl: `
          type Query { stock: Int }
          type Product @key(fields: "id") { id: ID!, onHand: Int! }
        `,
        resolvers: { Product: { onHand: () => 5 } },
      },
    });
    expect(await query('{ orders { product { name onHand } } }')).toEqual({
      data: { orders: [{ product: { name: 'Name of x', onHand: 5 } }] },
    });
  });

  it('lead from one subgraph to the next, each by the key that both know', async () => {
    const { query, requests } = await composeGateway({
      inventory: {
        sdl: 'type Query { scarce: [Product!]! } type Product @key(fields: "id") { id: ID!, onHand: Int! }',
        resolvers: { Query: { scarce: () => [{ id: '1', onHand: 2 }] } },
      },
      products: {
        sdl: `
          type Query { products: Int }
          type Product @key(fields: "id") @key(fields: "sku package") { id: ID!, sku: String!, package: String! }
        `,
        resolvers: {
          Product: { __resolveReference: ({ id }: Reference) => ({ id, sku: `sku${id}`, package: 'box' }) },
        },
      },
      reviews: {
        sdl: `
          type Query { reviews: Int }
          type Product @key(fields: "sku package") { sku: String!, package: String!, stars: Int! }
        `,
        resolvers: { Product: { stars: ({ sku, package: box }: Reference) => `${sku} ${box}`.length } },
      },
    });
    expect(await query('{ scarce { onHand stars } }')).toEqual({ data: { scarce: [{ onHand: 2, stars: 8 }] } });
    expect(requests.map(({ subgraph, variables }) => [subgraph, variables.representations])).toEqual([
      ['inventory', undefined],
      ['products', [{ __typename: 'Product', id: '1' }]],
      ['reviews', [{ __typename: 'Product', sku: 'sku1', package: 'box' }]],
    ]);
  });
});

describe('A key of several fields', () => {
  it('is handed over whole, also with an object and a list in it', async () => {
    const { query, requests } = await composeGateway({
      directory: {
        sdl: `
          type Query { users: [User!]! }
          type User @key(fields: "id organization { id } tags { name }") { id: ID!, organization: Organization!, tags: [Tag!]! }
          type Organization @key(fields: "id") { id: ID! }
          type Tag @shareable { name: String!, weight: Int }
        `,
        resolvers: {
          Query: {
            users: () => [
              { id: '1', organization: { id: 'a' }, tags: [{ name: 'x', weight: 1 }, { name: 'y' }] },
              { id: '1', organization: { id: 'b' }, tags: [] },
            ],
          },
        },
      },
      desks: {
        sdl: `
          type User @key(fields: "id organization { id } tags { name }") {
            id: ID!, organization: Organization!, tags: [Tag!]!, desk: String!
          }
          type Organization @key(fields: "id") { id: ID! }
          type Tag @shareable { name: String! }
        `,
        resolvers: {
          User: {
            desk: ({ id, organization, tags }: { id: string; organization: Reference; tags: Reference[] }) =>
              `${organization.id}${id}${tags.map(({ name }) => name).join('')}`,
          },
        },
      },
    });
    expect(await query('{ users { desk } }')).toEqual({ data: { users: [{ desk: 'a1xy' }, { desk: 'b1' }] } });
    expect(requests[1]?.variables.representations).toEqual([
      { __typename: 'User', id: '1', organization: { id: 'a' }, tags: [{ name: 'x' }, { name: 'y' }] },
      { __typename: 'User', id: '1', organization: { id: 'b' }, tags: [] },
    ]);
  });
});
