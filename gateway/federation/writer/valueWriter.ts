import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { isDataObject, typenameOf } from '../mergeData.ts';
import { resolveTypename } from '../resolveTypename.ts';
import type { PlannedNames } from '../responseNames.ts';
import type { SelectionScope } from './collectFields.ts';
import { leafWriter, type ValueWriter } from './leafWriter.ts';
import type { ObjectWriter } from './objectWriter.ts';
import type { FieldPosition } from './writeState.ts';

/** What everything is compiled with that belongs to one operation. */
export interface WriterScope extends SelectionScope {
  /** Under which names the data holds the fields. */
  readonly names: PlannedNames;
  /** Compiles what is selected of an object that is the value of these fields. */
  readonly compileObject: (type: GraphQLObjectType, nodes: readonly FieldNode[]) => ObjectWriter;
  /** Answers `__schema` or `__type`, by variables with defaults. */
  readonly introspect: (nodes: readonly FieldNode[], variables: Readonly<Record<string, unknown>>) => unknown;
}

/**
 * Makes the writer of a field's values. It completes them: lists and objects become what is selected of them, and a
 * value that may not be null, but is, makes what holds it null.
 *
 * @see https://spec.graphql.org/October2021/#CompleteValue()
 */
export function valueWriter(scope: WriterScope, type: GraphQLOutputType, position: FieldPosition): ValueWriter {
  if (isNonNullType(type)) return nonNull(nullableWriter(scope, type.ofType, position), position);
  const write = nullableWriter(scope, type, position);
  return (value, depth, state) => write(value, depth, state) ?? 'null';
}

function nonNull(write: ValueWriter, position: FieldPosition): ValueWriter {
  return (value, depth, state) => {
    const text = write(value, depth, state);
    if (text !== 'null') return text;
    state.report('missing', depth, position);
    return undefined;
  };
}

function nullableWriter(
  scope: WriterScope,
  type: GraphQLNullableType & GraphQLOutputType,
  position: FieldPosition,
): ValueWriter {
  if (isListType(type)) return listWriter(valueWriter(scope, type.ofType, position), position);
  if (isLeafType(type)) return leafWriter(type, position);
  return isObjectType(type) ? objectWriter(scope, type, position) : abstractWriter(scope, type, position);
}

function listWriter(writeItem: ValueWriter, position: FieldPosition): ValueWriter {
  return (value, depth, state) => {
    if (value === null || value === undefined) return 'null';
    if (!Array.isArray(value)) {
      state.report('invalid', depth, position);
      return undefined;
    }
    let text = '[';
    for (let index = 0; index < value.length; index++) {
      state.path[depth] = index;
      const item = writeItem(value[index], depth + 1, state);
      if (item === undefined) return undefined;
      text += index === 0 ? item : `,${item}`;
    }
    return `${text}]`;
  };
}

function objectWriter(scope: WriterScope, type: GraphQLObjectType, position: FieldPosition): ValueWriter {
  let write: ObjectWriter | undefined;
  return (value, depth, state) => {
    if (value === null || value === undefined) return 'null';
    if (!isDataObject(value)) {
      state.report('invalid', depth, position);
      return undefined;
    }
    // Not before it is needed: compiling everything at once would follow each type of each interface into the depth.
    write ??= scope.compileObject(type, position.nodes);
    return write(value, depth, state);
  };
}

function abstractWriter(scope: WriterScope, type: GraphQLAbstractType, position: FieldPosition): ValueWriter {
  const writers = new Map<string | undefined, ObjectWriter>();
  const find = (typename: string | undefined): ObjectWriter | undefined => {
    const objectType = resolveTypename(scope, position.nodes, type, typename);
    const writer = objectType && scope.compileObject(objectType, position.nodes);
    if (writer) writers.set(typename, writer);
    return writer;
  };
  return (value, depth, state) => {
    if (value === null || value === undefined) return 'null';
    if (isDataObject(value)) {
      const typename = typenameOf(value);
      const write = writers.get(typename) ?? find(typename);
      if (write) return write(value, depth, state);
      const failure = state.errors.failureOf(value, '__typename');
      if (failure) {
        state.fail(failure, depth, position);
        return undefined;
      }
    }
    state.report('invalid', depth, position);
    return undefined;
  };
}
