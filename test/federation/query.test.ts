import { ApolloServer } from '@apollo/server';
import { describe, expect, it } from 'vitest';
import { FederationGateway } from '../../gateway/federation/federationGateway.ts';
import type { GatewayContext } from '../../gateway/federation/gatewayContext.ts';
import { composeGateway, contextOf, localTransports, SILENT, supergraphOf } from './composedGateway.ts';
import { shop } from './shop.ts';

describe('A query over several subgraphs', () => {
  it('joins entities in lists and nested lists', async () => {
    const { query } = await composeGateway(shop);
    expect(await query('{ products { name reviews { body author { name } } } }')).toEqual({
      data: {
        products: [
          {
            name: 'Table',
            reviews: [
              { body: 'Fine', author: { name: 'Ada' } },
              { body: 'Wobbly', author: { name: 'Grace' } },
            ],
          },
          { name: 'Lamp', reviews: [{ body: 'Bright', author: { name: 'Ada' } }] },
        ],
      },
    });
  });

  it('asks for each entity once, however often it is in the answer', async () => {
    const { query, requests } = await composeGateway(shop);
    await query('{ products { reviews { author { name } } } }');
    const toUsers = requests.filter(({ subgraph }) => subgraph === 'users');
    expect(toUsers.map(({ variables }) => variables.representations)).toEqual([
      [
        { __typename: 'User', id: '1' },
        { __typename: 'User', id: '2' },
      ],
    ]);
  });

  it('gives the client its aliases, arguments and fragments back', async () => {
    const { query } = await composeGateway(shop);
    const result = await query(
      `
      query Reviews($first: Int!) {
        all: products { ...Names best: reviews(first: $first) { text: body } }
        one: products(first: 1) { ...Names }
      }
      fragment Names on Product { title: name  upc: name }
    `,
      { variables: { first: 1 } },
    );
    expect(result).toEqual({
      data: {
        all: [
          { title: 'Table', upc: 'Table', best: [{ text: 'Fine' }] },
          { title: 'Lamp', upc: 'Lamp', best: [{ text: 'Bright' }] },
        ],
        one: [{ title: 'Table', upc: 'Table' }],
      },
    });
  });

  it.each([
    [true, ['users', 'reviews'], { me: { name: 'Ada', reviews: [{ id: 'r1' }, { id: 'r2' }] } }],
    [false, ['users'], { me: { name: 'Ada' } }],
  ])(
    'follows @include and @skip with the variable %s, and asks no subgraph in vain',
    async (withReviews, asked, data) => {
      const { query, requests } = await composeGateway(shop);
      const result = await query(
        `query ($with: Boolean!, $without: Boolean = true) {
        me { name reviews @include(if: $with) { id body @skip(if: $without) } }
      }`,
        { variables: { with: withReviews } },
      );
      expect(result).toEqual({ data });
      expect(requests.map(({ subgraph }) => subgraph)).toEqual(asked);
    },
  );

  it('answers introspection by itself, beside other fields', async () => {
    const { query, requests } = await composeGateway(shop);
    const result = await query(
      '{ __typename __type(name: "Review") { fields { name } } me { __typename kind: __typename } }',
    );
    expect(result).toEqual({
      data: {
        __typename: 'Query',
        __type: { fields: [{ name: 'id' }, { name: 'body' }, { name: 'product' }, { name: 'author' }] },
        me: { __typename: 'User', kind: 'User' },
      },
    });
    expect(requests).toHaveLength(1);
  });

  it('asks no subgraph for introspection alone, and shows nothing of federation', async () => {
    const { query, requests } = await composeGateway(shop);
    const result = await query('{ __schema { types { name } directives { name } } }');
    const names = JSON.stringify(result);
    expect(names).toContain('Product');
    expect(names).not.toMatch(/_Entity|_Any|_Service|join__|"key"/);
    expect(requests).toEqual([]);
  });

  it('chooses the operation by its name', async () => {
    const { query } = await composeGateway(shop);
    const document = 'query A { me { id } } query B { me { name } }';
    expect(await query(document, { operationName: 'B' })).toEqual({ data: { me: { name: 'Ada' } } });
    expect(await query(document)).toMatchObject({
      errors: [{ message: 'Must provide operation name if query contains multiple operations.' }],
    });
    expect(await query(document, { operationName: 'C' })).toMatchObject({
      errors: [{ message: 'Unknown operation named "C".' }],
    });
  });

  it('asks no subgraph when a variable does not fit', async () => {
    const { query, requests } = await composeGateway(shop);
    const document = 'query ($first: Int!) { products(first: $first) { name } }';
    expect(await query(document, { variables: { first: 'many' } })).toMatchObject({
      errors: [{ message: expect.stringMatching(/^Variable "\$first" got invalid value "many"/) }],
    });
    expect(await query(document)).toMatchObject({
      errors: [{ message: 'Variable "$first" of required type "Int!" was not provided.' }],
    });
    expect(requests).toEqual([]);
  });

  it('lets Apollo Server code the errors of variables and operation names', async () => {
    const gateway = new FederationGateway({
      supergraph: { initialize: async () => ({ supergraphSdl: supergraphOf(shop) }) },
      transports: localTransports(shop),
      logger: SILENT,
    });
    const server = new ApolloServer<GatewayContext>({ gateway });
    const ask = async (query: string, variables: Record<string, unknown>, operationName?: string) => {
      const { body } = await server.executeOperation(
        { query, variables, ...(operationName ? { operationName } : {}) },
        { contextValue: contextOf() },
      );
      return body.kind === 'single' ? body.singleResult.errors?.[0]?.extensions?.code : undefined;
    };
    expect(await ask('query ($first: Int) { products(first: $first) { upc } }', { first: 'x' })).toBe('BAD_USER_INPUT');
    expect(await ask('query A { me { id } }', {}, 'B')).toBe('OPERATION_RESOLUTION_FAILURE');
    await server.stop();
  });
});
