import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

describe('Unions', () => {
  it('give each member what was asked for it, also below a field that members share', async () => {
    const { query } = await composeGateway({
      works: {
        sdl: `
          type Query { works: [Work!]! }
          union Work = Movie | Book
          type Movie { owner: Person! }
          type Book { owner: Person! }
          type Person @key(fields: "id", resolvable: false) { id: ID! }
        `,
        resolvers: {
          Query: {
            works: () => [
              { __typename: 'Movie', owner: { id: 'p' } },
              { __typename: 'Book', owner: { id: 'p' } },
            ],
          },
        },
      },
      pictures: {
        sdl: 'type Query { pictures: Int } type Person @key(fields: "id") { id: ID!, picture(size: Int!): String }',
        resolvers: {
          Person: { picture: ({ id }: Reference, { size }: { size: number }) => `${id} at ${size}` },
        },
      },
    });
    expect(
      await query(
        '{ works { ... on Movie { owner { picture(size: 1) } } ... on Book { owner { picture(size: 2) } } } }',
      ),
    ).toEqual({
      data: { works: [{ owner: { picture: 'p at 1' } }, { owner: { picture: 'p at 2' } }] },
    });
  });

  it('complete each member with fields of other subgraphs, also where members differ in a field', async () => {
    const { query } = await composeGateway({
      search: {
        sdl: `
          type Query { search: [Result!]! }
          union Result = Person | Place
          type Person @key(fields: "id") { id: ID!, info: Int }
          type Place @key(fields: "id") { id: ID!, info: String }
        `,
        resolvers: {
          Query: {
            search: () => [
              { __typename: 'Person', id: '1', info: 7 },
              { __typename: 'Place', id: '2', info: 'x' },
            ],
          },
        },
      },
      pictures: {
        sdl: `
          type Query { pictures: Int }
          type Person @key(fields: "id") { id: ID!, picture(size: Int!): String }
          type Place @key(fields: "id") { id: ID!, picture(size: Int!): String }
        `,
        resolvers: {
          Person: { picture: ({ id }: Reference, { size }: { size: number }) => `person ${id} at ${size}` },
          Place: { picture: ({ id }: Reference, { size }: { size: number }) => `place ${id} at ${size}` },
        },
      },
    });
    expect(
      await query(`{
        search { __typename ... on Person { n: info picture(size: 1) } ... on Place { s: info picture(size: 2) } }
      }`),
    ).toEqual({
      data: {
        search: [
          { __typename: 'Person', n: 7, picture: 'person 1 at 1' },
          { __typename: 'Place', s: 'x', picture: 'place 2 at 2' },
        ],
      },
    });
  });
});
