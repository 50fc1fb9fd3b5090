import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../gateway/federation/composeSupergraph.ts';
import { recordComposition, recordedSupergraph, withoutRecord } from '../../gateway/federation/recordedComposition.ts';

const a = { name: 'a', url: 'http://127.0.0.1:4001/', file: 'a.graphql', typeDefs: 'type Query { a: Int }' };
const b = { name: 'b', url: 'http://127.0.0.1:4002/', file: 'b.graphql', typeDefs: 'type Query { b: Int }' };
const composed = composeSupergraph([a, b]);
const text = recordComposition(composed, [a, b]);

describe('A supergraph file that records what it was composed from', () => {
  it('gives the composed SDL for these subgraphs, in whatever order they come and whether parsed or not', () => {
    expect(recordedSupergraph(text, [a, b])).toBe(composed);
    expect(recordedSupergraph(text, [{ ...b, typeDefs: parse(b.typeDefs) }, a])).toBe(composed);
    expect(withoutRecord(text)).toBe(composed);
  });

  it.each([
    ['another SDL', text, [a, { ...b, typeDefs: 'type Query { b: Float }' }]],
    ['another URL', text, [a, { ...b, url: 'http://127.0.0.1:4003/' }]],
    ['another name', text, [a, { ...b, name: 'c' }]],
    ['one more', text, [a, b, { ...b, name: 'c' }]],
    ['one less', text, [a]],
    ['text that was edited', text.replace('a: Int', 'a: Float'), [a, b]],
    ['a record that was edited', text.replace(/sha256:./, 'sha256:x'), [a, b]],
    ['no record', composed, [a, b]],
    ['no text', '', [a, b]],
  ])('gives nothing for %s', (_, file, definitions) => {
    expect(recordedSupergraph(file, definitions)).toBeUndefined();
  });
});
