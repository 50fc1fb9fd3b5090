import { type GraphQLEnumType, type GraphQLLeafType, GraphQLScalarType, isEnumType } from 'graphql';
import type { FieldPosition, WriteState } from './writeState.ts';

/** Writes a value that is `depth` keys from the root; undefined when it became null by an error that was reported. */
export type ValueWriter = (value: unknown, depth: number, state: WriteState) => string | undefined;

/**
 * A test, in generated code, that holds for the usual values of a type, and their text. What fails it is left to
 * {@link leafWriter}, which decides by the type itself.
 */
const SHORTCUTS: Readonly<Record<string, string>> = {
  String: `typeof v === 'string' ? s.string(v) :`,
  ID: `typeof v === 'string' ? s.string(v) :`,
  Int: `typeof v === 'number' && (v | 0) === v ? '' + v :`,
  Float: `typeof v === 'number' && v - v === 0 ? '' + v :`,
  Boolean: `v === true ? 'true' : v === false ? 'false' :`,
};

/** The beginning of a conditional expression over `v`, or nothing. */
export function leafShortcut(type: GraphQLLeafType): string {
  if (isEnumType(type)) return '';
  return SHORTCUTS[type.name] ?? (type.serialize === handOn ? (SHORTCUTS.String ?? '') : '');
}

/** What a scalar without a `serialize` of its own has: custom scalars of an API schema are known by name only. */
const { serialize: handOn } = new GraphQLScalarType({ name: 'Any' });

/**
 * Writes a value of a scalar or an enum as the type serialises it. Only names that the API schema knows are values of
 * an enum: an `@inaccessible` one never leaves.
 *
 * @see https://spec.graphql.org/October2021/#sec-Scalars.Result-Coercion
 */
export function leafWriter(type: GraphQLLeafType, position: FieldPosition): ValueWriter {
  if (isEnumType(type)) return enumWriter(type, position);
  return (value, depth, state) => {
    if (value === null || value === undefined) return 'null';
    try {
      const serialized = type.serialize(value);
      if (serialized !== null && serialized !== undefined) return state.json(serialized);
    } catch {
      // The error would quote the value.
    }
    state.report('invalid', depth, position);
    return undefined;
  };
}

function enumWriter(type: GraphQLEnumType, position: FieldPosition): ValueWriter {
  const texts = new Map<unknown, string>(type.getValues().map(({ name, value }) => [value, JSON.stringify(name)]));
  return (value, depth, state) => {
    if (value === null || value === undefined) return 'null';
    const text = texts.get(value);
    if (text === undefined) state.report('invalid', depth, position);
    return text;
  };
}
