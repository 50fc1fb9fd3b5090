import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

describe('An object of which variables leave out every field', () => {
  const subgraphs = {
    shelter: {
      sdl: `
        type Query { cats: [Cat], dog: Dog, lost: Dog }
        type Cat @key(fields: "id") { id: ID!, name: String }
        type Dog { name: String, owner: Owner }
        type Owner { name: String }
      `,
      resolvers: {
        Query: {
          cats: () => [{ id: '1', name: 'Tom' }, null],
          dog: () => ({ name: 'Rex', owner: { name: 'Ann' } }),
          lost: () => null,
        },
      },
    },
    vet: {
      sdl: 'type Cat @key(fields: "id") { id: ID!, weight: Int }',
      resolvers: { Cat: { __resolveReference: ({ id }: Record<string, unknown>) => ({ id, weight: 4 }) } },
    },
  };

  it.each([
    ['query ($no: Boolean!) { dog { name @include(if: $no) } lost { name } }', { dog: {}, lost: null }],
    ['query ($no: Boolean!) { dog { name owner { name @include(if: $no) } } }', { dog: { name: 'Rex', owner: {} } }],
    [
      'query ($no: Boolean!) { cats { weight @include(if: $no) } dog { name } }',
      { cats: [{}, null], dog: { name: 'Rex' } },
    ],
    [
      'query ($no: Boolean!) { cats { ...Some } lost { name @include(if: $no) } } fragment Some on Cat { ... @include(if: $no) { weight } ... on Cat { name @skip(if: true) } }',
      { cats: [{}, null], lost: null },
    ],
  ])('is an object without fields, and null stays null: %s', async (document, data) => {
    const { query } = await composeGateway(subgraphs);
    expect(await query(document, { variables: { no: false } })).toEqual({ data });
  });
});
