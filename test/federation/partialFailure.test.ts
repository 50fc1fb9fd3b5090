import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { SluiceError, UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import { composeGateway } from './composedGateway.ts';
import { shop } from './shop.ts';

function unavailable(subgraph: string): SubgraphTransport {
  return {
    execute: async () => {
      throw new UpstreamUnavailableError(subgraph, 'connection refused');
    },
    subscribe: () => {
      throw new Error('not asked in this test');
    },
    close: async () => {},
  };
}

function answering(result: unknown): SubgraphTransport {
  return { ...unavailable('reviews'), execute: async () => result as never };
}

describe('A subgraph that does not answer', () => {
  it('leaves its fields null, each with an error, and the others as they are', async () => {
    const { query } = await composeGateway(shop, { transports: { reviews: unavailable('reviews') } });
    const error = {
      message: 'The subgraph "reviews" did not answer: connection refused.',
      extensions: { code: 'UPSTREAM_UNAVAILABLE', subgraph: 'reviews', retryable: true },
    };
    expect(await query('{ me { name reviews { body } } }')).toEqual({
      data: { me: { name: 'Ada', reviews: null } },
      errors: [{ ...error, path: ['me', 'reviews'], locations: [{ line: 1, column: 13 }] }],
    });
  });

  it('makes null whatever may not be without its fields', async () => {
    const { query } = await composeGateway(shop, { transports: { reviews: unavailable('reviews') } });
    expect(await query('{ me { name } products { name reviews { body } } }')).toMatchObject({
      data: null,
      errors: [{ path: ['products', 0, 'reviews'] }],
    });
  });

  it('is reported at every root field that it owns', async () => {
    const { query } = await composeGateway(
      {
        a: { sdl: 'type Query { one: Int, two: Int }' },
        b: { sdl: 'type Query { three: Int }', resolvers: { Query: { three: () => 3 } } },
      },
      { transports: { a: unavailable('a') } },
    );
    expect(await query('{ one three uno: two }')).toMatchObject({
      data: { one: null, three: 3, uno: null },
      errors: [{ path: ['one'] }, { path: ['uno'] }],
    });
  });

  it('is reported at the fields of others that needed its answer', async () => {
    const { query } = await composeGateway(
      {
        orders: {
          sdl: 'type Query { order: Order } type Order @key(fields: "id") { id: ID! }',
          resolvers: { Query: { order: () => ({ id: '1' }) } },
        },
        weights: { sdl: 'type Order @key(fields: "id") { id: ID!, weight: Int }' },
        costs: {
          sdl: 'type Order @key(fields: "id") { id: ID!, weight: Int @external, cost: Int @requires(fields: "weight") }',
        },
      },
      { transports: { weights: unavailable('weights') } },
    );
    expect(await query('{ order { id cost } }')).toMatchObject({
      data: { order: { id: '1', cost: null } },
      errors: [{ path: ['order', 'cost'], extensions: { subgraph: 'weights', code: 'UPSTREAM_UNAVAILABLE' } }],
    });
  });
});

describe('An error of a subgraph', () => {
  const people = {
    sdl: `
      type Query { people: [Person!]!, teams: [Team!]! }
      type Person @key(fields: "id") { id: ID! }
      type Team { lead: Person!, deputy: Person! }
    `,
    resolvers: {
      Query: {
        people: () => [{ id: '1' }, { id: '2' }],
        teams: () => [
          { lead: { id: '2' }, deputy: { id: '1' } },
          { lead: { id: '1' }, deputy: { id: '2' } },
        ],
      },
    },
  };
  const profiles = {
    sdl: 'type Person @key(fields: "id") { id: ID!, name: String, address: Address } type Address { city: String! }',
    resolvers: {
      Person: {
        name: ({ id }: { id: string }) => {
          if (id === '2')
            throw new GraphQLError('Name withheld', { extensions: { code: 'WITHHELD', reason: 'privacy' } });
          return `Person ${id}`;
        },
        address: ({ id }: { id: string }) => ({ city: id === '2' ? null : 'Berlin' }),
      },
    },
  };

  it("keeps its message, code and extensions, and gets the path in the client's answer", async () => {
    const { query } = await composeGateway({ people, profiles });
    expect(await query('{ people { id called: name } }')).toEqual({
      data: {
        people: [
          { id: '1', called: 'Person 1' },
          { id: '2', called: null },
        ],
      },
      errors: [
        {
          message: 'Name withheld',
          path: ['people', 1, 'called'],
          extensions: { code: 'WITHHELD', reason: 'privacy', subgraph: 'profiles' },
        },
      ],
    });
  });

  it('about one entity is reported wherever the entity is in the answer', async () => {
    const { query } = await composeGateway({ people, profiles });
    const { errors } = await query('{ teams { lead { name } deputy { name } } }');
    expect(errors?.map(({ path }) => path)).toEqual([
      ['teams', 0, 'lead', 'name'],
      ['teams', 1, 'deputy', 'name'],
    ]);
  });

  it('is not repeated as an error of ours where its null propagates', async () => {
    const { query } = await composeGateway({ people, profiles });
    expect(await query('{ people { address { city } } }')).toMatchObject({
      data: { people: [{ address: { city: 'Berlin' } }, { address: null }] },
      errors: [
        {
          message: 'Cannot return null for non-nullable field Address.city.',
          path: ['people', 1, 'address', 'city'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', subgraph: 'profiles' },
        },
      ],
    });
    expect((await query('{ people { address { city } } }')).errors).toHaveLength(1);
  });

  it('has the code DOWNSTREAM_SERVICE_ERROR when the subgraph gave none', async () => {
    const result = {
      data: { _entities: [{ reviews: [] }] },
      errors: [{ message: 'Hm', path: ['_entities', 0, 'reviews'] }],
    };
    const { query } = await composeGateway(shop, { transports: { reviews: answering(result) } });
    expect(await query('{ me { reviews { id } } }')).toMatchObject({
      errors: [
        {
          message: 'Hm',
          path: ['me', 'reviews'],
          extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', subgraph: 'reviews' },
        },
      ],
    });
  });

  it('without data and path stands at the fields that were asked for', async () => {
    const result = { errors: [{ message: 'Not for you', extensions: { code: 'FORBIDDEN' } }] };
    const { query } = await composeGateway(shop, { transports: { reviews: answering(result) } });
    expect(await query('{ me { name reviews { id } } }')).toMatchObject({
      data: { me: { name: 'Ada', reviews: null } },
      errors: [
        { message: 'Not for you', path: ['me', 'reviews'], extensions: { code: 'FORBIDDEN', subgraph: 'reviews' } },
      ],
    });
  });

  it('thrown unexpectedly in the same process stays recognisable as a fault', async () => {
    const { execute } = await composeGateway({
      a: {
        sdl: 'type Query { a: Int }',
        resolvers: {
          Query: {
            a: () => {
              throw new TypeError('x is not a function');
            },
          },
        },
      },
    });
    const { errors } = await execute('{ a }');
    expect(errors?.[0]?.originalError).toBeInstanceOf(TypeError);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', subgraph: 'a' });
  });
});

describe('An answer that the schema does not allow', () => {
  it('is an error with code and path, which does not quote the value', async () => {
    const result = { data: { _entities: [{ reviews: [{ id: { no: 'id' } }] }] } };
    const { query } = await composeGateway(shop, { transports: { reviews: answering(result) } });
    expect(await query('{ me { reviews { id } } }')).toMatchObject({
      data: { me: { reviews: null } },
      errors: [
        {
          message: 'The field "id" was answered with a value that the schema does not allow.',
          path: ['me', 'reviews', 0, 'id'],
          extensions: { code: 'UPSTREAM_INVALID_VALUE' },
        },
      ],
    });
  });

  it('such as an entity that does not exist, is an error where the field may not be null', async () => {
    const { query } = await composeGateway(shop, {
      transports: { reviews: answering({ data: { _entities: [null] } }) },
    });
    expect(await query('{ products(first: 1) { reviews { id } } }')).toMatchObject({
      data: null,
      errors: [
        {
          message: 'Cannot return null for non-nullable field Product.reviews.',
          path: ['products', 0, 'reviews'],
          extensions: { code: 'UPSTREAM_INVALID_VALUE' },
        },
      ],
    });
  });

  it.each([
    ['neither data nor errors', {}],
    ['2 entities for 1 representations', { data: { _entities: [null, null] } }],
  ])('such as %s, fails the fetch', async (what, result) => {
    const { query } = await composeGateway(shop, { transports: { reviews: answering(result) } });
    expect(await query('{ me { name reviews { id } } }')).toMatchObject({
      errors: [
        {
          message: `The subgraph "reviews" answered with ${what}.`,
          path: ['me', 'reviews'],
          extensions: { code: 'UPSTREAM_INVALID_RESPONSE', subgraph: 'reviews' },
        },
      ],
    });
  });
});

describe('A transport that throws an error of its own', () => {
  it('hands on its code', async () => {
    const throwing: SubgraphTransport = {
      ...unavailable('reviews'),
      execute: async () => {
        throw new SluiceError('UPSTREAM_INVALID_RESPONSE', 'No JSON.');
      },
    };
    const { query } = await composeGateway(shop, { transports: { reviews: throwing } });
    expect(await query('{ me { reviews { id } } }')).toMatchObject({
      errors: [{ message: 'No JSON.', extensions: { code: 'UPSTREAM_INVALID_RESPONSE', subgraph: 'reviews' } }],
    });
  });
});

describe('A request whose client has gone', () => {
  it('starts no further fetch', async () => {
    const controller = new AbortController();
    const users: SubgraphTransport = {
      ...unavailable('users'),
      execute: async () => {
        controller.abort();
        return { data: { me: { __typename: 'User', id: '1', name: 'Ada' } } };
      },
    };
    const { query, requests } = await composeGateway(shop, { transports: { users } });
    await query('{ me { name reviews { id } } }', { context: { signal: controller.signal } });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['users']);
  });
});
