import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { invalidResponse } from '../../gateway/federation/transport/graphqlResult.ts';
import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import { bookshop } from './bookshop.ts';
import { composeGateway, localTransports, type ReceivedRequest, type TestSubgraphs } from './composedGateway.ts';

const BENCHMARK = `
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }
  query TestQuery {
    users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
    topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  }`;

/** Owners are found by way of dogs and of cats, their homes by way of owners. */
const zoo: TestSubgraphs = {
  dogs: {
    sdl: `
      type Query { dogs: [Dog!]! }
      type Dog @key(fields: "id") { id: ID!, owner: Owner }
      type Owner @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: { Query: { dogs: () => [{ id: 'd1', owner: { id: '1' } }] } },
  },
  cats: {
    sdl: `
      type Query { cats: [Cat!]! }
      type Cat @key(fields: "id") { id: ID!, owner: Owner }
      type Owner @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: {
      Query: {
        cats: () => [
          { id: 'c1', owner: { id: '1' } },
          { id: 'c2', owner: { id: '2' } },
        ],
      },
    },
  },
  owners: {
    sdl: `
      type Owner @key(fields: "id") {
        id: ID!
        name: String
        home: Home
        pets(kind: String!): [String!]
        secret: String
      }
      type Home @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: {
      Owner: {
        __resolveReference: ({ id }: { id: string }) => ({ id, name: `Owner ${id}`, home: { id: `h${id}` } }),
        pets: ({ id }: { id: string }, { kind }: { kind: string }) => [`${kind} of ${id}`],
        secret: ({ id }: { id: string }) => {
          if (id === '2') return 'of 2';
          throw new GraphQLError('Nobody knows', { extensions: { code: 'SECRET' } });
        },
      },
    },
  },
  homes: {
    sdl: `type Home @key(fields: "id") { id: ID!, picture(size: Int!): String }`,
    resolvers: {
      Home: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        picture: ({ id }: { id: string }, { size }: { size: number }) => `${id} at ${size}`,
      },
    },
  },
};

describe('Fetches of entities', () => {
  it('that ask one subgraph the same at several places are one request, each entity once', async () => {
    const { query, requests } = await composeGateway(bookshop);
    expect(await query(BENCHMARK)).not.toHaveProperty('errors');
    const representations = requests.flatMap(({ variables }) => Object.values(variables) as unknown[][]);
    expect(requests).toHaveLength(4);
    for (const asked of representations) {
      const texts = asked.map((representation) => JSON.stringify(representation));
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  it('wait for each other, however late one of them is ready', async () => {
    const { query, requests } = await composeGateway(zoo, { transports: { cats: late(localTransports(zoo)('cats')) } });
    const answer = await query('{ dogs { owner { name } } cats { owner { name } } }');
    expect(answer.data).toEqual({
      dogs: [{ owner: { name: 'Owner 1' } }],
      cats: [{ owner: { name: 'Owner 1' } }, { owner: { name: 'Owner 2' } }],
    });
    expect(requests.filter(({ subgraph }) => subgraph === 'owners').map(({ variables }) => variables)).toEqual([
      {
        representations: [
          { __typename: 'Owner', id: '1' },
          { __typename: 'Owner', id: '2' },
        ],
      },
    ]);
  });

  it('do not wait for one that is left out', async () => {
    const { query, requests } = await composeGateway(zoo);
    const document = 'query ($cats: Boolean!) { dogs { owner { name } } cats @include(if: $cats) { owner { name } } }';
    expect((await query(document, { variables: { cats: false } })).data).toEqual({
      dogs: [{ owner: { name: 'Owner 1' } }],
    });
    expect(requests.filter(({ subgraph }) => subgraph === 'owners')).toHaveLength(1);
  });

  it('fail at every place that they are for', async () => {
    const failing: SubgraphTransport = {
      ...localTransports(zoo)('owners'),
      execute: async () => ({ errors: [{ message: 'Closed' }] }) as never,
    };
    const { query } = await composeGateway(zoo, { transports: { owners: failing } });
    const { data, errors } = await query('{ dogs { owner { name } } cats { owner { name } } }');
    expect(data).toEqual({
      dogs: [{ owner: { name: null } }],
      cats: [{ owner: { name: null } }, { owner: { name: null } }],
    });
    expect(errors?.map(({ message, path }) => [message, path])).toEqual([
      ['Closed', ['dogs', 0, 'owner', 'name']],
      ['Closed', ['cats', 0, 'owner', 'name']],
      ['Closed', ['cats', 1, 'owner', 'name']],
    ]);
  });

  it('give each place its own value where one name means different things at different places', async () => {
    const { query } = await composeGateway(zoo);
    const document = `{
      dogs { owner { home { picture(size: 1) } } }
      cats { owner { home { picture(size: 2) } } }
    }`;
    expect(await query(document)).toEqual({
      data: {
        dogs: [{ owner: { home: { picture: 'h1 at 1' } } }],
        cats: [{ owner: { home: { picture: 'h1 at 2' } } }, { owner: { home: { picture: 'h2 at 2' } } }],
      },
    });
  });
});

describe('Fetches of entities that ask one subgraph different things', () => {
  const document = `
    { dogs { owner { ...Facts home { ...Door } } } cats { owner { ...Facts home { ...Door } pets(kind: "cat") } } }
    fragment Facts on Owner { name }
    fragment Door on Home { id }
  `;
  const answer = {
    dogs: [{ owner: { name: 'Owner 1', home: { id: 'h1' } } }],
    cats: [
      { owner: { name: 'Owner 1', home: { id: 'h1' }, pets: ['cat of 1'] } },
      { owner: { name: 'Owner 2', home: { id: 'h2' }, pets: ['cat of 2'] } },
    ],
  };
  const toOwners = ({ subgraph }: ReceivedRequest) => subgraph === 'owners';

  it('are one request', async () => {
    const { query, requests } = await composeGateway(zoo, { transports: { cats: late(localTransports(zoo)('cats')) } });
    expect(await query(document)).toEqual({ data: answer });
    expect(requests.filter(toOwners)).toEqual([
      {
        subgraph: 'owners',
        query:
          'query($representations_0:[_Any!]!$representations_1:[_Any!]!)' +
          '{_0:_entities(representations:$representations_0){...on Owner{name home{id}pets(kind:"cat")}}' +
          '_1:_entities(representations:$representations_1){...on Owner{name home{id}}}}',
        variables: {
          representations_0: [
            { __typename: 'Owner', id: '1' },
            { __typename: 'Owner', id: '2' },
          ],
          representations_1: [{ __typename: 'Owner', id: '1' }],
        },
      },
    ]);
  });

  it('take the variables of the client, whatever their names', async () => {
    const { query, requests } = await composeGateway(zoo);
    const asked = `query ($kind: String!, $representations_0: String!) {
      dogs { owner { pets(kind: $kind) } }
      cats { owner { name pets(kind: $kind) others: pets(kind: $representations_0) } }
    }`;
    expect(await query(asked, { variables: { kind: 'dog', representations_0: 'bird' } })).toEqual({
      data: {
        dogs: [{ owner: { pets: ['dog of 1'] } }],
        cats: [
          { owner: { name: 'Owner 1', pets: ['dog of 1'], others: ['bird of 1'] } },
          { owner: { name: 'Owner 2', pets: ['dog of 2'], others: ['bird of 2'] } },
        ],
      },
    });
    expect(requests.filter(toOwners)).toHaveLength(1);
  });

  it('keep their errors apart', async () => {
    const { query, requests } = await composeGateway(zoo);
    const asked = '{ dogs { owner { name secret } } cats { owner { secret name pets(kind: "cat") } } }';
    const { data, errors } = await query(asked);
    expect(data).toEqual({
      dogs: [{ owner: { name: 'Owner 1', secret: null } }],
      cats: [
        { owner: { secret: null, name: 'Owner 1', pets: ['cat of 1'] } },
        { owner: { secret: 'of 2', name: 'Owner 2', pets: ['cat of 2'] } },
      ],
    });
    expect(errors?.map(({ message, path, extensions }) => [message, path, extensions?.code])).toEqual([
      ['Nobody knows', ['dogs', 0, 'owner', 'secret'], 'SECRET'],
      ['Nobody knows', ['cats', 0, 'owner', 'secret'], 'SECRET'],
    ]);
    expect(requests.filter(toOwners)).toHaveLength(1);
  });

  it('are asked for apart when the answer to all of them has no data', async () => {
    const owners = localTransports(zoo)('owners');
    const choosy: SubgraphTransport = {
      ...owners,
      execute: async (request, options) => {
        if (request.query.includes('pets')) return { errors: [{ message: 'No pets' }] } as never;
        return owners.execute(request, options);
      },
    };
    const { query } = await composeGateway(zoo, { transports: { owners: choosy } });
    const { data, errors } = await query(document);
    const unknown = { owner: { name: null, home: null, pets: null } };
    expect(data).toEqual({ ...answer, cats: [unknown, unknown] });
    expect(new Set(errors?.map(({ message, path }) => `${message}: ${path?.slice(0, 3).join('.')}`))).toEqual(
      new Set(['No pets: cats.0.owner', 'No pets: cats.1.owner']),
    );
  });

  it('are asked for apart when the answer to all of them is none', async () => {
    const owners = localTransports(zoo)('owners');
    const small: SubgraphTransport = {
      ...owners,
      execute: async (request, options) => {
        if (request.query.includes('_1:')) throw invalidResponse('owners', 'the answer with HTTP 413 is no JSON');
        return owners.execute(request, options);
      },
    };
    const { query, requests } = await composeGateway(zoo, { transports: { owners: small } });
    expect(await query(document)).toEqual({ data: answer });
    expect(requests.filter(toOwners)).toHaveLength(3);
  });

  it('are not asked for again of a subgraph that cannot be reached', async () => {
    const gone: SubgraphTransport = {
      ...localTransports(zoo)('owners'),
      execute: async () => {
        throw new UpstreamUnavailableError('owners', 'connection refused');
      },
    };
    const { query, requests } = await composeGateway(zoo, { transports: { owners: gone } });
    const { errors } = await query('{ dogs { owner { name } } cats { owner { pets(kind: "cat") } } }');
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['dogs', 0, 'owner', 'name'], 'UPSTREAM_UNAVAILABLE'],
      [['cats', 0, 'owner', 'pets'], 'UPSTREAM_UNAVAILABLE'],
      [['cats', 1, 'owner', 'pets'], 'UPSTREAM_UNAVAILABLE'],
    ]);
    expect(requests.filter(toOwners)).toHaveLength(1);
  });

  it('do not wait for each other where more has to come after one than after the other', async () => {
    const { query, requests } = await composeGateway(zoo);
    await query('{ dogs { owner { name } } cats { owner { home { picture(size: 1) } } } }');
    expect(requests.filter(toOwners)).toHaveLength(2);
  });
});

/** Answers only when everything else that goes on has come to rest. */
function late(transport: SubgraphTransport): SubgraphTransport {
  return {
    ...transport,
    execute: async (request, options) => {
      await new Promise((resolve) => setImmediate(resolve));
      return transport.execute(request, options);
    },
  };
}
