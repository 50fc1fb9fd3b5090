import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeGateway, type ReceivedRequest, type TestSubgraphs } from './composedGateway.ts';

/** Books are listed in the catalogue, and found by way of loans. */
function library(titles: Record<string, string | null> = { '1': 'Emma', '2': 'Persuasion' }): TestSubgraphs {
  const asked = new Map<string, number>();
  const title = ({ id }: { id: string }) => {
    asked.set(id, (asked.get(id) ?? 0) + 1);
    if (titles[id] === 'unreadable' && asked.get(id) === 1) throw new GraphQLError('Unreadable');
    return titles[id];
  };
  return {
    catalogue: {
      sdl: `
        type Query { books: [Book!]!, book(id: ID!): Book }
        type Mutation { rename(id: ID!, title: String!): Book }
        type Book @key(fields: "id") { id: ID!, title: String, cover(size: Int!): String, tags: [String] }
      `,
      resolvers: {
        Query: { books: () => [{ id: '1' }, { id: '2' }], book: (_: unknown, { id }: { id: string }) => ({ id }) },
        Mutation: {
          rename: (_: unknown, { id, title: renamed }: { id: string; title: string }) => {
            titles[id] = renamed;
            return { id };
          },
        },
        Book: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          title,
          cover: ({ id }: { id: string }, { size }: { size: number }) => `${id} at ${size}`,
          tags: () => ['novel'],
        },
      },
    },
    loans: {
      sdl: `
        type Query { loans: [Loan!]! }
        type Mutation { lend(book: ID!): Loan }
        type Loan { book: Book }
        type Book @key(fields: "id") { id: ID!, loans: [Loan!]! }
      `,
      resolvers: {
        Query: { loans: () => ['1', '2', '3'].map((id) => ({ book: { id } })) },
        Mutation: { lend: (_: unknown, { book }: { book: string }) => ({ book: { id: book } }) },
        Book: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          loans: ({ id }: { id: string }) => [{ book: { id } }],
        },
      },
    },
  };
}

const representationsFor = (requests: readonly ReceivedRequest[]) =>
  requests
    .filter(({ subgraph, query }) => subgraph === 'catalogue' && query.includes('_entities'))
    .map(({ variables }) => (variables.representations as { id: string }[]).map(({ id }) => id));

describe('An entity that an earlier fetch from the same subgraph brought', () => {
  it('is not asked for again', async () => {
    const { query, requests } = await composeGateway(library());
    expect(await query('{ books { title loans { book { title } } } }')).toEqual({
      data: {
        books: [
          { title: 'Emma', loans: [{ book: { title: 'Emma' } }] },
          { title: 'Persuasion', loans: [{ book: { title: 'Persuasion' } }] },
        ],
      },
    });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['catalogue', 'loans']);
  });

  it('is not asked for together with those that no fetch brought', async () => {
    const titles = { '1': 'Emma', '2': 'Persuasion', '3': 'Sanditon' };
    const { query, requests } = await composeGateway(library(titles));
    const { data } = await query(
      '{ books { title loans { book { title loans { book { id title } } } } } loans { book { title } } }',
    );
    expect(data).toMatchObject({ loans: Object.values(titles).map((title) => ({ book: { title } })) });
    expect(new Set(representationsFor(requests).flat())).toContain('3');
  });

  it('is asked for where it lacks a field', async () => {
    const { query, requests } = await composeGateway(library());
    const { data } = await query('{ book(id: "1") { title loans { book { title cover(size: 1) } } } }');
    expect(data).toEqual({ book: { title: 'Emma', loans: [{ book: { title: 'Emma', cover: '1 at 1' } }] } });
    expect(representationsFor(requests)).toEqual([['1']]);
  });

  it('is asked for where a field was asked for with other arguments', async () => {
    const { query, requests } = await composeGateway(library());
    const { data } = await query('{ book(id: "1") { cover(size: 1) loans { book { cover(size: 2) } } } }');
    expect(data).toEqual({ book: { cover: '1 at 1', loans: [{ book: { cover: '1 at 2' } }] } });
    expect(representationsFor(requests)).toEqual([['1']]);
  });

  it('is known by the same arguments', async () => {
    const { query, requests } = await composeGateway(library());
    const document =
      'query ($size: Int!) { book(id: "1") { cover(size: $size) loans { book { cover(size: $size) } } } }';
    const { data } = await query(document, { variables: { size: 3 } });
    expect(data).toEqual({ book: { cover: '1 at 3', loans: [{ book: { cover: '1 at 3' } }] } });
    expect(representationsFor(requests)).toEqual([]);
  });

  it('is asked for where a condition may leave the field out', async () => {
    const { query } = await composeGateway(library());
    const document = 'query ($all: Boolean!) { book(id: "1") { title @include(if: $all) loans { book { title } } } }';
    const { data } = await query(document, { variables: { all: false } });
    expect(data).toEqual({ book: { loans: [{ book: { title: 'Emma' } }] } });
  });

  it('is asked for where a field is null, so that each place has its own error', async () => {
    const { query, requests } = await composeGateway(library({ '1': null, '2': 'unreadable' }));
    const { data, errors } = await query('{ books { title loans { book { title } } } }');
    expect(data).toEqual({
      books: [
        { title: null, loans: [{ book: { title: null } }] },
        { title: null, loans: [{ book: { title: 'unreadable' } }] },
      ],
    });
    expect(errors?.map(({ path }) => path)).toEqual([['books', 1, 'title']]);
    expect(representationsFor(requests)).toEqual([['1', '2']]);
  });

  it('is asked for where a field holds a list, in which something may be missing', async () => {
    const { query, requests } = await composeGateway(library());
    const { data } = await query('{ book(id: "1") { tags loans { book { tags } } } }');
    expect(data).toEqual({ book: { tags: ['novel'], loans: [{ book: { tags: ['novel'] } }] } });
    expect(representationsFor(requests)).toEqual([['1']]);
  });

  it('is asked for in a mutation, which may have changed it', async () => {
    const { query } = await composeGateway(library());
    const document = `mutation {
      first: rename(id: "1", title: "Emma, revised") { title }
      lend(book: "1") { book { title } }
      second: rename(id: "1", title: "Emma, again") { title loans { book { title } } }
    }`;
    const { data } = await query(document);
    expect(data).toEqual({
      first: { title: 'Emma, revised' },
      lend: { book: { title: 'Emma, revised' } },
      second: { title: 'Emma, again', loans: [{ book: { title: 'Emma, again' } }] },
    });
  });
});
