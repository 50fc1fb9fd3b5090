import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

describe('Interfaces as entities', () => {
  const media = {
    sdl: `
      type Query { media: [Media!]!, movie: Movie }
      interface Media @key(fields: "id") { id: ID!, title: String! }
      type Movie implements Media @key(fields: "id") { id: ID!, title: String!, minutes: Int! }
      type Book implements Media @key(fields: "id") { id: ID!, title: String!, pages: Int! }
    `,
    resolvers: {
      Query: {
        media: () => [
          { __typename: 'Movie', id: '1', title: 'Alien', minutes: 117 },
          { __typename: 'Book', id: '2', title: 'Emma', pages: 474 },
        ],
        movie: () => ({ id: '1', title: 'Alien', minutes: 117 }),
      },
      Media: {
        __resolveType: ({ __typename }: Reference) => __typename as string,
        __resolveReference: ({ id }: Reference) =>
          id === '1'
            ? { __typename: 'Movie', id, title: 'Alien', minutes: 117 }
            : { __typename: 'Book', id, title: 'Emma', pages: 474 },
      },
    },
  };
  const ratings = {
    sdl: `
      type Query { top: Media! }
      type Media @interfaceObject @key(fields: "id") { id: ID!, stars: Int!, related: [Media!]! }
    `,
    resolvers: {
      Query: { top: () => ({ id: '2' }) },
      Media: { stars: ({ id }: Reference) => Number(id) + 3, related: () => [{ id: '1' }, { id: '2' }] },
    },
  };

  it('get fields from a subgraph that knows the interface only as an object', async () => {
    const { query } = await composeGateway({ media, ratings });
    expect(await query('{ media { __typename title stars ... on Book { pages } } movie { stars } }')).toEqual({
      data: {
        media: [
          { __typename: 'Movie', title: 'Alien', stars: 4 },
          { __typename: 'Book', title: 'Emma', stars: 5, pages: 474 },
        ],
        movie: { stars: 4 },
      },
    });
  });

  it('get their concrete type from another subgraph', async () => {
    const { query } = await composeGateway({ media, ratings });
    expect(
      await query('{ top { __typename stars title ... on Book { pages } related { __typename title stars } } }'),
    ).toEqual({
      data: {
        top: {
          __typename: 'Book',
          stars: 5,
          title: 'Emma',
          pages: 474,
          related: [
            { __typename: 'Movie', title: 'Alien', stars: 4 },
            { __typename: 'Book', title: 'Emma', stars: 5 },
          ],
        },
      },
    });
  });
});

describe('Objects that a subgraph knows by their interface only', () => {
  const stories = {
    sdl: `
      type Query { story: Story }
      interface Story @key(fields: "id") { id: ID!, title: String }
      type Tale implements Story @key(fields: "id") { id: ID!, title: String }
      type Saga implements Story @key(fields: "id") { id: ID!, title: String, parts: Int }
    `,
    resolvers: {
      Query: { story: () => ({ __typename: 'Saga', id: '2' }) },
      Story: {
        __resolveReference: ({ id }: Reference) => ({
          __typename: id === '1' ? 'Tale' : 'Saga',
          id,
          title: `Title ${id}`,
        }),
      },
    },
  };
  const fans = {
    sdl: `
      type Query { fans: Int }
      type Story @interfaceObject @key(fields: "id") {
        id: ID!, title: String @external, likes: Int!, sequels: [Story!]!, cry: String @requires(fields: "title")
      }
    `,
    resolvers: {
      Story: {
        likes: ({ id }: Reference) => Number(id),
        sequels: () => [{ id: '1' }, { id: '2' }],
        cry: ({ title }: Reference) => `${title}!`,
      },
    },
  };

  it('are complete without their concrete type where nothing depends on it', async () => {
    const { query, requests } = await composeGateway({ stories, fans });
    expect(await query('{ story { sequels { likes sequels { likes } } } }')).toEqual({
      data: {
        story: {
          sequels: [
            { likes: 1, sequels: [{ likes: 1 }, { likes: 2 }] },
            { likes: 2, sequels: [{ likes: 1 }, { likes: 2 }] },
          ],
        },
      },
    });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['stories', 'fans']);
  });

  it('keep their concrete type when the subgraph names the interface again', async () => {
    const { query } = await composeGateway({ stories, fans });
    expect(
      await query('{ story { sequels { ... on Saga { t: __typename cry parts } ... on Tale { __typename cry } } } }'),
    ).toEqual({
      data: {
        story: {
          sequels: [
            { __typename: 'Tale', cry: 'Title 1!' },
            { t: 'Saga', cry: 'Title 2!', parts: null },
          ],
        },
      },
    });
  });

  it('are null, with the reason, where their concrete type cannot be had', async () => {
    const { query } = await composeGateway({
      stories: {
        ...stories,
        resolvers: {
          ...stories.resolvers,
          Story: {
            __resolveReference: () => {
              throw new GraphQLError('Out of print', { extensions: { code: 'GONE' } });
            },
          },
        },
      },
      fans,
    });
    expect(await query('{ story { sequels { __typename likes } } }')).toMatchObject({
      data: { story: null },
      errors: [
        { message: 'Out of print', path: ['story', 'sequels', 0], extensions: { code: 'GONE', subgraph: 'stories' } },
      ],
    });
  });
});
