import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeGateway } from './composedGateway.ts';

describe('Directives that are for others than the gateway', () => {
  it('@tag and composed ones pass through the supergraph, and no client sees them', async () => {
    const { gateway, schema, query } = await composeGateway({
      people: {
        sdl: `
          extend schema
            @link(url: "https://specs.example.com/privacy/v1.0", import: ["@sensitive"])
            @composeDirective(name: "@sensitive")
          directive @sensitive(reason: String!) on FIELD_DEFINITION
          type Query { me: Person @tag(name: "public") }
          type Person @key(fields: "id") @tag(name: "internal") { id: ID!, email: String @sensitive(reason: "GDPR") }
        `,
        resolvers: { Query: { me: () => ({ id: '1', email: 'ada@example.com' }) } },
      },
      pay: {
        sdl: 'type Person @key(fields: "id") { id: ID!, salary: Int @tag(name: "internal") }',
        resolvers: { Person: { salary: () => 100 } },
      },
    });
    expect(gateway.supergraphSdl).toContain('@tag(name: "internal")');
    expect(gateway.supergraphSdl).toContain('@sensitive(reason: "GDPR")');
    expect(printSchema(schema())).not.toMatch(/@?\b(tag|sensitive|link|join__\w+)\b/);
    expect(await query('{ me { email salary } }')).toEqual({ data: { me: { email: 'ada@example.com', salary: 100 } } });
  });
});
