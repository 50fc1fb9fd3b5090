import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

describe('@fromContext', () => {
  it('hands each entity the value of its own ancestor, whatever entities it shares with others', async () => {
    const { query } = await composeGateway({
      shops: {
        sdl: `
          type Query { shops: [Shop!]! }
          type Shop @key(fields: "id") @context(name: "shop") { id: ID!, currency: String!, products: [Product!]! }
          type Product @key(fields: "id") {
            id: ID!
            price(currency: String @fromContext(field: "$shop { currency }")): String!
          }
        `,
        resolvers: {
          Query: {
            shops: () => [
              { id: 's1', currency: 'EUR', products: [{ id: 'p1' }, { id: 'p2' }] },
              { id: 's2', currency: 'USD', products: [{ id: 'p1' }] },
            ],
          },
          Product: { price: ({ id }: Reference, { currency }: { currency: string }) => `${id} in ${currency}` },
        },
      },
      stock: {
        sdl: 'type Query { stock: Int } type Product @key(fields: "id") { id: ID!, stock: Int! }',
        resolvers: { Product: { stock: () => 3 } },
      },
    });
    expect(await query('{ shops { products { price stock } } }')).toEqual({
      data: {
        shops: [
          {
            products: [
              { price: 'p1 in EUR', stock: 3 },
              { price: 'p2 in EUR', stock: 3 },
            ],
          },
          { products: [{ price: 'p1 in USD', stock: 3 }] },
        ],
      },
    });
  });

  it('takes what is inside of objects, and null where they are null', async () => {
    const subgraph = (address: { currency: string | null } | null) => ({
      sdl: `
        type Query { user: User! }
        type User @key(fields: "id") @context(name: "owner") { id: ID!, address: Address, last: Transaction! }
        type Address { currency: String }
        type Transaction @key(fields: "id") {
          id: ID!, total(currency: String @fromContext(field: "$owner { address { currency } }")): String
        }
      `,
      resolvers: {
        Query: { user: () => ({ id: 'u', address, last: { id: 't' } }) },
        Transaction: {
          total: ({ id }: Reference, { currency }: { currency?: string | null }) => `${id} in ${currency ?? 'nothing'}`,
        },
      },
    });
    const totalWith = async (address: Parameters<typeof subgraph>[0]) =>
      (await (await composeGateway({ shop: subgraph(address) })).query('{ user { last { total } } }')).data;
    expect(await totalWith({ currency: 'EUR' })).toEqual({ user: { last: { total: 't in EUR' } } });
    expect(await totalWith({ currency: null })).toEqual({ user: { last: { total: 't in nothing' } } });
    expect(await totalWith(null)).toEqual({ user: { last: { total: 't in nothing' } } });
  });

  it('takes the field that the type of the ancestor has, when several types set one context', async () => {
    const { query } = await composeGateway({
      parties: {
        sdl: `
          type Query { parties: [Party!]! }
          union Party = User | Company
          type User @key(fields: "id") @context(name: "party") { id: ID!, name: String!, last: Transaction! }
          type Company @key(fields: "id") @context(name: "party") { id: ID!, title: String!, last: Transaction! }
          type Transaction @key(fields: "id") {
            id: ID!
            label(by: String @fromContext(field: "$party ... on User { name } ... on Company { title }")): String
          }
        `,
        resolvers: {
          Query: {
            parties: () => [
              { __typename: 'User', id: 'u', name: 'Ada', last: { id: 't' } },
              { __typename: 'Company', id: 'c', title: 'Acme', last: { id: 't' } },
            ],
          },
          Transaction: { label: ({ id }: Reference, { by }: { by?: string }) => `${id} of ${by}` },
        },
      },
    });
    expect(await query('{ parties { ... on User { last { label } } ... on Company { last { label } } } }')).toEqual({
      data: { parties: [{ last: { label: 't of Ada' } }, { last: { label: 't of Acme' } }] },
    });
  });

  it('takes the value of the nearest ancestor that sets the context', async () => {
    const { query } = await composeGateway({
      files: {
        sdl: `
          type Query { root: Folder! }
          type Folder @key(fields: "id") @context(name: "folder") { id: ID!, name: String!, folder: Folder, file: File }
          type File @key(fields: "id") { id: ID!, path(of: String @fromContext(field: "$folder { name }")): String }
        `,
        resolvers: {
          Query: { root: () => ({ id: '1', name: 'top', folder: { id: '2', name: 'sub', file: { id: 'f' } } }) },
          File: { path: ({ id }: Reference, { of }: { of: string }) => `${of}/${id}` },
        },
      },
    });
    expect(await query('{ root { folder { file { path } } } }')).toEqual({
      data: { root: { folder: { file: { path: 'sub/f' } } } },
    });
  });
});
