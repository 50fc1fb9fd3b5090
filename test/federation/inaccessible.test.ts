import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

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

  it('fields, arguments and members are not part of the schema that clients see', async () => {
    const { schema, query } = await composeGateway({
      paint: {
        sdl: `
          type Query { mix(a: Color!, secretly: Boolean @inaccessible): Paint }
          enum Color { RED, SECRET @inaccessible }
          type Paint @key(fields: "id") { id: ID! @inaccessible, color: Color }
        `,
        resolvers: { Query: { mix: (_: unknown, { a }: { a: string }) => ({ id: '1', color: a }) } },
      },
      prices: {
        sdl: 'type Paint @key(fields: "id") { id: ID! @inaccessible, price: Int }',
        resolvers: { Paint: { price: ({ id }: { id?: string }) => Number(id) * 10 } },
      },
    });
    expect(printSchema(schema())).not.toMatch(/SECRET|secretly|\bid\b/);
    expect(await query('query ($a: Color!) { mix(a: $a) { color price } }', { variables: { a: 'RED' } })).toEqual({
      data: { mix: { color: 'RED', price: 10 } },
    });
    const refused = await query('query ($a: Color!) { mix(a: $a) { color } }', { variables: { a: 'SECRET' } });
    expect(refused).toMatchObject({ errors: [{ message: expect.stringContaining('does not exist in "Color" enum') }] });
  });
});
