import { describe, expect, it } from 'vitest';
import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { bookshop } from './bookshop.ts';
import { composeGateway, localTransports, type TestSubgraphs } from './composedGateway.ts';

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
      type Owner @key(fields: "id") { id: ID!, name: String, home: Home }
      type Home @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: {
      Owner: {
        __resolveReference: ({ id }: { id: string }) => ({ id, name: `Owner ${id}`, home: { id: `h${id}` } }),
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
    const representations = requests.map(({ variables }) => variables.representations as unknown[] | undefined);
    expect(requests).toHaveLength(9);
    for (const asked of representations) {
      const texts = (asked ?? []).map((representation) => JSON.stringify(representation));
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
