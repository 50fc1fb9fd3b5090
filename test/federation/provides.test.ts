import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

describe('@provides', () => {
  const reviews = {
    sdl: `
      type Query { reviews: [Review!]!, latest: Review }
      type Review { author: User! @provides(fields: "name address { city }"), reader: User!, subject: Subject @provides(fields: "... on Book { title }") }
      union Subject = Book | User
      type Book @key(fields: "isbn") { isbn: ID!, title: String @external }
      type User @key(fields: "id") { id: ID!, name: String @external, address: Address @external }
      type Address @shareable { city: String }
    `,
    resolvers: {
      Query: {
        reviews: () => [
          {
            author: { id: '1', name: 'Ada (reviews)', address: { city: 'London (reviews)' } },
            reader: { id: '1' },
            subject: { __typename: 'Book', isbn: 'b', title: 'Emma (reviews)' },
          },
        ],
      },
    },
  };
  const users = {
    sdl: `
      type Query { users: Int }
      type User @key(fields: "id") { id: ID!, name: String @shareable, address: Address @shareable }
      type Address @shareable { city: String, street: String }
      type Book @key(fields: "isbn") { isbn: ID!, title: String @shareable }
    `,
    resolvers: {
      User: {
        __resolveReference: ({ id }: Reference) => ({ id, name: 'Ada', address: { city: 'London', street: 'Strand' } }),
      },
      Book: { __resolveReference: ({ isbn }: Reference) => ({ isbn, title: 'Emma' }) },
    },
  };

  it('takes fields from where they are provided, also inside of objects and on one type of a union', async () => {
    const { query, requests } = await composeGateway({ reviews, users });
    expect(await query('{ reviews { author { name address { city } } subject { ... on Book { title } } } }')).toEqual({
      data: {
        reviews: [
          {
            author: { name: 'Ada (reviews)', address: { city: 'London (reviews)' } },
            subject: { title: 'Emma (reviews)' },
          },
        ],
      },
    });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['reviews']);
  });

  it('counts on that way only, and for these fields only', async () => {
    const { query } = await composeGateway({ reviews, users });
    expect(await query('{ reviews { reader { name } author { name address { street } } } }')).toEqual({
      data: {
        reviews: [{ reader: { name: 'Ada' }, author: { name: 'Ada (reviews)', address: { street: 'Strand' } } }],
      },
    });
  });
});
