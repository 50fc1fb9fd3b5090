import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

describe('A mutation with fields of several subgraphs', () => {
  it('runs them one after the other, in the order of the document', async () => {
    const log: string[] = [];
    const step = (name: string, ms: number) => async () => {
      log.push(`${name} begins`);
      await delay(ms);
      log.push(`${name} ends`);
      return name;
    };
    const { query } = await composeGateway({
      a: {
        sdl: 'type Query { a: Int } type Mutation { first: String, third: String }',
        resolvers: { Mutation: { first: step('first', 10), third: step('third', 0) } },
      },
      b: {
        sdl: 'type Mutation { second: String }',
        resolvers: { Mutation: { second: step('second', 5) } },
      },
    });
    expect(await query('mutation { first second third }')).toEqual({
      data: { first: 'first', second: 'second', third: 'third' },
    });
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
  });

  it('completes payloads with fields of other subgraphs', async () => {
    const { query } = await composeGateway({
      orders: {
        sdl: `
          type Query { order: Order }
          type Mutation { placeOrder(sku: ID!): Payload! }
          type Payload { order: Order!, query: Query! }
          type Order { product: Product! }
          type Product @key(fields: "sku", resolvable: false) { sku: ID! }
        `,
        resolvers: {
          Mutation: {
            placeOrder: (_: unknown, { sku }: { sku: string }) => ({ order: { product: { sku } }, query: {} }),
          },
        },
      },
      catalog: {
        sdl: 'type Query { motto: String! } type Product @key(fields: "sku") { sku: ID!, name: String! }',
        resolvers: {
          Query: { motto: () => 'Buy now' },
          Product: { __resolveReference: ({ sku }: { sku: string }) => ({ sku, name: `Name of ${sku}` }) },
        },
      },
    });
    const result = await query(
      'mutation ($sku: ID!) { placeOrder(sku: $sku) { order { product { name } } query { motto } } }',
      {
        variables: { sku: 'x' },
      },
    );
    expect(result).toEqual({
      data: { placeOrder: { order: { product: { name: 'Name of x' } }, query: { motto: 'Buy now' } } },
    });
  });
});
