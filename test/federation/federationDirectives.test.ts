import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

describe('@requires', () => {
  const catalog = {
    sdl: `
      type Query { products: [Product] }
      type Product @key(fields: "upc") {
        upc: ID!, name: String, weight: Int, price(currency: String = "EUR"): Int, size: Size
      }
      type Size { width: Int!, height: Int! }
    `,
    resolvers: {
      Query: { products: () => [{ upc: 'a', name: 'Table', weight: 7, size: { width: 2, height: 3 } }] },
      Product: { price: (_: unknown, { currency }: { currency: string }) => (currency === 'USD' ? 110 : 100) },
    },
  };
  const shipping = {
    sdl: `
      type Product @key(fields: "upc") {
        upc: ID!
        weight: Int @external
        size: Size @external
        price(currency: String = "EUR"): Int @external
        cost: Int @requires(fields: "weight size { width }")
        duty: Int @requires(fields: "price(currency: \\"USD\\")")
      }
      type Size { width: Int! @external }
    `,
    resolvers: {
      Product: {
        cost: ({ weight, size }: { weight: number; size: { width: number } }) => weight * size.width,
        duty: ({ price }: { price: number }) => price / 10,
      },
    },
  };

  it('hands the fields of another subgraph to the resolver', async () => {
    const { query } = await composeGateway({ catalog, shipping });
    expect(await query('{ products { cost } }')).toEqual({ data: { products: [{ cost: 14 }] } });
  });

  it('hands a field with the arguments that it was required with', async () => {
    const { query } = await composeGateway({ catalog, shipping });
    expect(await query('{ products { duty } }')).toEqual({ data: { products: [{ duty: 11 }] } });
  });

  it('hands the required value even when the client selects the same field with other arguments', async () => {
    const { query } = await composeGateway({ catalog, shipping });
    expect(await query('{ products { price(currency: "EUR") duty } }')).toEqual({
      data: { products: [{ price: 100, duty: 11 }] },
    });
    expect(await query('{ products { price duty } }')).toEqual({ data: { products: [{ price: 100, duty: 11 }] } });
  });

  it('hands the required value even when the client uses its name as an alias', async () => {
    const { query } = await composeGateway({ catalog, shipping });
    expect(await query('{ products { weight: upc  upc: name  __typename: name  cost } }')).toEqual({
      data: { products: [{ weight: 'a', upc: 'Table', __typename: 'Table', cost: 14 }] },
    });
  });

  it('leaves a field null, with an error, when what it requires could not be had', async () => {
    const { query } = await composeGateway({
      catalog: {
        ...catalog,
        resolvers: {
          Query: {
            products: () => [
              {
                upc: 'a',
                name: 'Table',
                weight: () => {
                  throw new Error('No scales');
                },
              },
            ],
          },
        },
      },
      shipping: { ...shipping, resolvers: { Product: { cost: ({ weight }: { weight: number | null }) => weight } } },
    });
    expect(await query('{ products { name cost } }')).toMatchObject({
      data: { products: [{ name: 'Table', cost: null }] },
      errors: [{ path: ['products', 0, 'weight'], extensions: { subgraph: 'catalog' } }],
    });
  });
});

describe('@provides and @override', () => {
  const reviews = {
    sdl: `
      type Query { reviews: [Review!]! }
      type Review { author: User! @provides(fields: "name") }
      type User @key(fields: "id") { id: ID!, name: String @external, karma: Int @override(from: "users") }
    `,
    resolvers: {
      Query: { reviews: () => [{ author: { id: '1', name: 'Ada (reviews)' } }] },
      User: { karma: () => 99 },
    },
  };
  const users = {
    sdl: `
      type Query { me: User }
      type User @key(fields: "id") { id: ID!, name: String @shareable, karma: Int }
    `,
    resolvers: {
      Query: { me: () => ({ id: '1', name: 'Ada', karma: 1 }) },
      User: { __resolveReference: ({ id }: Reference) => ({ id, name: 'Ada', karma: 1 }) },
    },
  };

  it('take a provided field from where it is provided', async () => {
    const { query, requests } = await composeGateway({ reviews, users });
    expect(await query('{ reviews { author { name } } }')).toEqual({
      data: { reviews: [{ author: { name: 'Ada (reviews)' } }] },
    });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['reviews']);
  });

  it('take an overridden field from its new owner', async () => {
    const { query } = await composeGateway({ reviews, users });
    expect(await query('{ me { name karma } }')).toEqual({ data: { me: { name: 'Ada', karma: 99 } } });
  });
});

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
});

describe('@inaccessible', () => {
  const paint = {
    sdl: `
      type Query { color: Color, colors: [Color], thing: Thing, things: [Thing] }
      enum Color { RED, SECRET @inaccessible }
      interface Thing { id: ID! }
      type Public implements Thing { id: ID! }
      type Hidden implements Thing @inaccessible { id: ID! }
    `,
    resolvers: {
      Query: {
        color: () => 'SECRET',
        colors: () => ['RED', 'SECRET'],
        thing: () => ({ __typename: 'Hidden', id: '1' }),
        things: () => [
          { __typename: 'Public', id: '1' },
          { __typename: 'Hidden', id: '2' },
        ],
      },
    },
  };

  it('members of an enum do not leak', async () => {
    const { query } = await composeGateway({ paint });
    const result = await query('{ color colors }');
    expect(result).toMatchObject({
      data: { color: null, colors: ['RED', null] },
      errors: [
        { path: ['color'], extensions: { code: 'UPSTREAM_INVALID_VALUE' } },
        { path: ['colors', 1], extensions: { code: 'UPSTREAM_INVALID_VALUE' } },
      ],
    });
    expect(JSON.stringify(result)).not.toContain('SECRET');
  });

  it('types do not leak', async () => {
    const { query } = await composeGateway({ paint });
    const result = await query('{ thing { __typename id } things { __typename id } }');
    expect(result).toMatchObject({ data: { thing: null, things: [{ __typename: 'Public', id: '1' }, null] } });
    expect(JSON.stringify(result)).not.toContain('Hidden');
  });
});

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
});
