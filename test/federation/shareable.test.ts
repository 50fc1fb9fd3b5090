import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

describe('@shareable', () => {
  const maps = {
    sdl: `
      type Query { position: Position!, now: String! @shareable, place: Place }
      type Mutation { count: Int! @shareable }
      type Position @shareable { x: Int!, y: Int! }
      type Place @key(fields: "id") { id: ID!, name: String @shareable }
    `,
    resolvers: {
      Query: {
        position: () => ({ x: 1, y: 2 }),
        now: () => 'noon',
        place: () => ({ id: '1', name: 'Rome' }),
      },
    },
  };
  const weather = (onCount = () => {}) => ({
    sdl: `
      type Query { storm: Position!, now: String! @shareable }
      type Mutation { count: Int! @shareable, reset: Int }
      type Position @shareable { x: Int!, y: Int! }
      type Place @key(fields: "id") { id: ID!, name: String @shareable, rain: Int! }
    `,
    resolvers: {
      Query: { storm: () => ({ x: 3, y: 4 }), now: () => 'noon' },
      Mutation: {
        count: () => {
          onCount();
          return 1;
        },
        reset: () => 0,
      },
      Place: { rain: () => 5 },
    },
  });

  it('value types are answered by whichever subgraph has the object', async () => {
    const { query, requests } = await composeGateway({ maps, weather: weather() });
    expect(await query('{ position { x y } storm { y } }')).toEqual({
      data: { position: { x: 1, y: 2 }, storm: { y: 4 } },
    });
    expect(requests.map(({ subgraph }) => subgraph).sort()).toEqual(['maps', 'weather']);
  });

  it('fields are asked of one subgraph, of the one that is asked anyway', async () => {
    const { query, requests } = await composeGateway({ maps, weather: weather() });
    expect(await query('{ now storm { x } }')).toEqual({ data: { now: 'noon', storm: { x: 3 } } });
    expect(await query('{ place { name rain } }')).toEqual({ data: { place: { name: 'Rome', rain: 5 } } });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['weather', 'maps', 'weather']);
    expect(requests[2]?.query).not.toMatch(/\bname\b/);
  });

  it('mutations run once', async () => {
    let count = 0;
    const counting = { ...maps, resolvers: { ...maps.resolvers, Mutation: { count: () => ++count } } };
    const { query } = await composeGateway({ maps: counting, weather: weather(() => count++) });
    expect((await query('mutation { count }')).errors).toBeUndefined();
    expect(count).toBe(1);
    expect((await query('mutation { count reset }')).errors).toBeUndefined();
    expect(count).toBe(2);
  });
});
