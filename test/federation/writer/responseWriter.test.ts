import fc from 'fast-check';
import { buildSchema, executeSync, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ExecutionErrors } from '../../../gateway/federation/executionErrors.ts';
import { selectOperation } from '../../../gateway/federation/selectOperation.ts';
import { ResponseWriter } from '../../../gateway/federation/writer/responseWriter.ts';
import { generateOperation } from './generatedOperation.ts';

function writerOf(schema: GraphQLSchema, query: string): ResponseWriter {
  return new ResponseWriter({
    ...selectOperation(parse(query)),
    schema,
    names: { requiredFields: new Set(), meanings: new Map() },
  });
}

interface WriteOptions {
  readonly variables?: Record<string, unknown>;
  readonly errors?: ExecutionErrors;
  readonly isPlain?: boolean;
}

function write(sdl: string, query: string, data: Record<string, unknown>, options: WriteOptions = {}) {
  const { variables = {}, errors = new ExecutionErrors(), isPlain = false } = options;
  return writerOf(buildSchema(sdl), query).write({ data, variables, errors, isPlain });
}

/** What graphql-js makes of the same data. */
function oracle(schema: GraphQLSchema, query: string, rootValue: unknown, variableValues: Record<string, unknown>) {
  return executeSync({
    schema,
    document: parse(query),
    rootValue,
    variableValues,
    fieldResolver: (source, _arguments, _context, { path }) => source[path.key],
    typeResolver: ({ __typename }) => __typename,
  });
}

describe('The writer of answers', () => {
  it('writes to the letter what graphql-js answers with the same data, with errors at the same places', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const { schema, query, variables, data } = generateOperation(g);
        expect(validate(schema, parse(query))).toEqual([]);
        const expected = oracle(schema, query, data, variables);
        const { text, problems } = writerOf(schema, query).write({
          data,
          variables,
          errors: new ExecutionErrors(),
          isPlain: false,
        });
        expect(text ?? 'null').toBe(JSON.stringify(expected.data));
        expect(problems.map(({ path }) => path)).toEqual((expected.errors ?? []).map(({ path }) => path));
      }),
      { numRuns: 200 },
    );
  });

  it('knows whether the text is ASCII', () => {
    const sdl = 'scalar Any type Query { a: String, b: Any }';
    expect(write(sdl, '{ a b }', { a: '"quoted"\n', b: { c: ['plain'] } })).toMatchObject({
      text: '{"a":"\\"quoted\\"\\n","b":{"c":["plain"]}}',
      isAscii: true,
    });
    expect(write(sdl, '{ a }', { a: 'Grüße' }).isAscii).toBe(false);
    expect(write(sdl, '{ b }', { b: { c: '€' } }).isAscii).toBe(false);
  });

  it('does not look into strings that are known to be plain', () => {
    expect(write('type Query { a: String }', '{ a }', { a: 'plain' }, { isPlain: true }).text).toBe('{"a":"plain"}');
  });

  it('never lets out a value of an enum that the schema does not know', () => {
    const sdl = 'enum Color { RED } type Query { color: Color, colors: [Color!] }';
    const { text, problems } = write(sdl, '{ color colors }', { color: 'SECRET', colors: ['RED', 'SECRET'] });
    expect(text).toBe('{"color":null,"colors":null}');
    expect(problems).toMatchObject([
      { kind: 'invalid', path: ['color'] },
      { kind: 'invalid', path: ['colors', 1] },
    ]);
  });

  it('tells which fetch a missing value is missing for', () => {
    const sdl = 'type Query { user: User } type User { id: ID!, name: String, mail: String! }';
    const user = { id: '1' };
    const failure = new GraphQLError('Away');
    const errors = new ExecutionErrors();
    errors.fail([{ object: user, path: ['user'] }], new Set(['name', 'mail']), failure);
    expect(write(sdl, '{ user { id name } }', { user }, { errors })).toMatchObject({
      text: '{"user":{"id":"1","name":null}}',
      problems: [{ kind: 'failed', failure, path: ['user', 'name'] }],
    });
    expect(write(sdl, '{ user { id mail } }', { user }, { errors })).toMatchObject({
      text: '{"user":null}',
      problems: [{ kind: 'failed', failure, path: ['user', 'mail'] }],
    });
  });

  it('reads nothing that an object has by its prototype', () => {
    expect(write('type Query { toString: String, valueOf: String }', '{ toString valueOf }', {}).text).toBe(
      '{"toString":null,"valueOf":null}',
    );
  });

  it('answers introspection by the variables of the request', () => {
    const sdl = 'type Query { a: String }';
    const query =
      'query ($name: String!) { type: __type(name: $name) { name kind } a __schema { queryType { name } } }';
    const writer = writerOf(buildSchema(sdl), query);
    const answer = (name: string) =>
      writer.write({ data: { a: 'x' }, variables: { name }, errors: new ExecutionErrors(), isPlain: true }).text;
    expect(answer('Query')).toBe(
      '{"type":{"name":"Query","kind":"OBJECT"},"a":"x","__schema":{"queryType":{"name":"Query"}}}',
    );
    expect(answer('String')).toContain('"kind":"SCALAR"');
    expect(answer('Nothing')).toContain('"type":null');
  });

  it('writes data that stands within an answer with the whole path of what is wrong in it', () => {
    const writer = writerOf(buildSchema('type Query { a: [Int] }'), '{ a }');
    const options = { variables: {}, errors: new ExecutionErrors(), isPlain: true, path: ['above', 3] };
    expect(writer.write({ data: { a: [1, 'x'] }, ...options })).toMatchObject({
      text: '{"a":[1,null]}',
      problems: [{ path: ['above', 3, 'a', 1] }],
    });
  });
});
