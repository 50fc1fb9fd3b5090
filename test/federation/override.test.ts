import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

describe('@override', () => {
  it('takes a field from its new owner, also where the old one is at hand', async () => {
    const { query } = await composeGateway({
      reviews: {
        sdl: `
          type Query { reviews: Int }
          type User @key(fields: "id") { id: ID!, karma: Int @override(from: "users") }
        `,
        resolvers: { User: { karma: () => 99 } },
      },
      users: {
        sdl: 'type Query { me: User } type User @key(fields: "id") { id: ID!, name: String, karma: Int }',
        resolvers: { Query: { me: () => ({ id: '1', name: 'Ada', karma: 1 }) } },
      },
    });
    expect(await query('{ me { name karma } }')).toEqual({ data: { me: { name: 'Ada', karma: 99 } } });
  });
});
