import { ApolloServer } from '@apollo/server';
import { type ExecutionResult, execute, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookshop } from './bookshop.ts';
import { composeGateway, schemaOf, supergraphOf } from './composedGateway.ts';

/** A server of Apollo's over the same supergraph and the same subgraphs. */
async function startOracle(): Promise<ApolloServer> {
  // Before the import: otherwise the gateway looks for cloud metadata and exports telemetry.
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const { ApolloGateway } = await import('@apollo/gateway');
  const schemas = new Map(Object.entries(bookshop).map(([name, subgraph]) => [name, schemaOf(subgraph)]));
  const gateway = new ApolloGateway({
    supergraphSdl: supergraphOf(bookshop),
    buildService: ({ name }) => ({
      process: async ({ request: { query = '', variables, operationName } }) => {
        const schema = schemas.get(name);
        if (!schema) throw new Error(`There is no subgraph ${name}.`);
        const result = await execute({
          schema,
          document: parse(query),
          variableValues: variables ?? {},
          operationName: operationName ?? null,
        });
        return JSON.parse(JSON.stringify(result));
      },
    }),
  });
  const server = new ApolloServer({ gateway });
  await server.start();
  return server;
}

describe('The gateway and @apollo/gateway answer the same', () => {
  let oracle: ApolloServer;
  beforeAll(async () => {
    oracle = await startOracle();
  });
  afterAll(() => oracle.stop());

  it.each<[string, string, Record<string, unknown>?]>([
    [
      'the query of the federation benchmark',
      `
      fragment User on User { id username name }
      fragment Review on Review { id body }
      fragment Product on Product { inStock name price shippingEstimate upc weight }
      query TestQuery {
        users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
        topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
      }`,
    ],
    ['one root field', '{ me { id name } }'],
    ['a required field without what it requires', '{ topProducts(first: 2) { shippingEstimate } }'],
    ['a provided field', '{ me { reviews { author { username } } } }'],
    ['aliases', '{ a: user(id: "1") { n: name r: reviews { t: body } } b: user(id: "2") { n: name } }'],
    ['an entity that is not there', '{ user(id: "99") { name reviews { id } } }'],
    [
      'variables with defaults',
      'query ($n: Int = 1, $with: Boolean!) { topProducts(first: $n) { name inStock @include(if: $with) } }',
      { with: true },
    ],
    [
      'what @skip leaves out',
      'query ($s: Boolean!) { me @skip(if: $s) { name } topProducts(first: 1) { reviews @skip(if: $s) { id } } }',
      { s: true },
    ],
    [
      '__typename',
      '{ __typename topProducts(first: 1) { __typename reviews { kind: __typename author { __typename } } } }',
    ],
    ['introspection', '{ __type(name: "Product") { name fields { name type { kind name ofType { name } } } } }'],
    [
      'repeated fields',
      '{ me { reviews { id } reviews { body product { upc } } } me { reviews { product { name } } } }',
    ],
    [
      'a search over a union',
      '{ search(text: "a") { __typename ... on Product { name inStock } ... on User { name reviews { id } } } }',
    ],
    ['a failing field', '{ topProducts(first: 1) { name } broken }'],
    ['an error of a variable', 'query ($n: Int) { topProducts(first: $n) { name } }', { n: 'x' }],
  ])('about %s', async (_name, query, variables = {}) => {
    const { body } = await oracle.executeOperation({ query, variables });
    if (body.kind !== 'single') throw new Error('Not one result.');
    const expected = JSON.parse(JSON.stringify(body.singleResult)) as ExecutionResult;
    const ours = await (await composeGateway(bookshop)).query(query, { variables });
    expect(ours.data).toEqual(expected.data);
    expect(ours.errors?.map(({ message, path }) => ({ message, path }))).toEqual(
      expected.errors?.map(({ message, path }) => ({ message, path })),
    );
  });
});
