import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../gateway/federation/composeSupergraph.ts';
import { loadSupergraph } from '../../gateway/federation/supergraph.ts';

function subgraph(name: string, sdl: string) {
  const typeDefs = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n${sdl}`;
  return { name, url: `http://${name}.invalid`, typeDefs, file: `schema/${name}.graphql` };
}

describe('Composition', () => {
  it('gives a supergraph that can be loaded, with each subgraph and its URL', () => {
    const sdl = composeSupergraph([subgraph('a', 'type Query { a: Int }'), subgraph('b', 'type Query { b: Int }')]);
    const { subgraphs, apiSchema } = loadSupergraph(sdl);
    expect([...subgraphs]).toEqual([
      ['a', 'http://a.invalid'],
      ['b', 'http://b.invalid'],
    ]);
    expect(Object.keys(apiSchema.getQueryType()?.getFields() ?? {})).toEqual(['a', 'b']);
  });

  it('gives the same text in whatever order the subgraphs come', () => {
    const a = subgraph('a', 'type Query { a: Int } type T @key(fields: "id") { id: ID!, a: Int }');
    const b = subgraph('b', 'type Query { b: Int } type T @key(fields: "id") { id: ID!, b: Int }');
    expect(composeSupergraph([a, b])).toBe(composeSupergraph([b, a]));
  });

  it('tells every error with its code, and the file, line and column of each subgraph in it', () => {
    const a = subgraph('a', 'type Query { a: T }\ntype T @key(fields: "id") { id: ID!\n  name: String, size: Int }');
    const b = subgraph('b', 'type T @key(fields: "id") { id: ID!, name: String, size: Int }');
    expect(() => composeSupergraph([a, b])).toThrow(
      expect.objectContaining({
        code: 'COMPOSITION_FAILED',
        message: [
          'The subgraphs do not compose, 2 errors:',
          '- schema/a.graphql:4:3, schema/b.graphql:2:38: INVALID_FIELD_SHARING: Non-shareable field "T.name" is resolved from multiple subgraphs: it is resolved from subgraphs "a" and "b" and defined as non-shareable in all of them',
          '- schema/a.graphql:4:17, schema/b.graphql:2:52: INVALID_FIELD_SHARING: Non-shareable field "T.size" is resolved from multiple subgraphs: it is resolved from subgraphs "a" and "b" and defined as non-shareable in all of them',
        ].join('\n'),
      }),
    );
  });

  it('tells where a subgraph is no GraphQL', () => {
    expect(() => composeSupergraph([subgraph('a', 'type Query {')])).toThrow(
      expect.objectContaining({
        code: 'COMPOSITION_FAILED',
        message: expect.stringContaining('- schema/a.graphql:2:13: Syntax Error: Expected Name, found <EOF>.'),
      }),
    );
  });
});
