import {
  type FieldNode,
  type GraphQLObjectType,
  getNullableType,
  isLeafType,
  isNonNullType,
  type SelectionSetNode,
} from 'graphql';
import { type DataObject, ownValue } from '../mergeData.ts';
import { plannedResponseName } from '../responseNames.ts';
import { collectFields } from './collectFields.ts';
import { leafShortcut } from './leafWriter.ts';
import { valueWriter, type WriterScope } from './valueWriter.ts';
import type { FieldPosition, WriteState } from './writeState.ts';

/** Writes an object whose keys start at `depth`; undefined when it became null by an error that was reported. */
export type ObjectWriter = (object: DataObject, depth: number, state: WriteState) => string | undefined;

/** Writes a member of `object`, when no shortcut does. */
type MemberWriter = (value: unknown, object: DataObject, depth: number, state: WriteState) => string | undefined;

/** A member of an object: text that is always the same, or code and what that calls. */
type Member =
  | string
  | ({ readonly expression: string; readonly read: string; readonly write: MemberWriter } & {
      readonly isRequired: boolean;
    });

/**
 * Compiles what is selected of an object type into one function: the names and punctuation between two values are one
 * constant, members are read by constant names, and the usual values of leaf types are written in place. Interpreting
 * the selections instead costs about as much as everything else that is done for an answer.
 *
 * @param selectionSets count together, as those of repeated fields do
 */
export function compileObjectWriter(
  scope: WriterScope,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ObjectWriter {
  const names: string[] = [];
  const members: Member[] = [];
  for (const [name, fieldNodes] of collectFields(scope, type, selectionSets)) {
    const member = memberOf(scope, type, name, fieldNodes);
    if (member === undefined) continue;
    names.push(name);
    members.push(member);
  }
  return assemble(names, members);
}

/** All that is put into the code besides constants of our own are names of GraphQL, quoted. */
function assemble(names: readonly string[], members: readonly Member[]): ObjectWriter {
  const code: string[] = [];
  const writers: MemberWriter[] = [];
  let constant = '{';
  for (const [index, member] of members.entries()) {
    constant += `${index === 0 ? '' : ','}"${names[index]}":`;
    if (typeof member === 'string') {
      constant += member;
      continue;
    }
    const write = `w[${writers.length}](v, o, d, s)`;
    writers.push(member.write);
    code.push(`v = ${member.read};`, `t = ${member.expression} ${write};`);
    if (member.isRequired) code.push('if (t === undefined) return undefined;');
    code.push(`r += ${JSON.stringify(constant)} + t;`);
    constant = '';
  }
  const source = `'use strict';
    return (o, d, s) => {
      let v, t, r = '';
      ${code.join('\n      ')}
      return r + ${JSON.stringify(`${constant}}`)};
    };`;
  return new Function('w', 'own', source)(writers, ownValue) as ObjectWriter;
}

function memberOf(
  scope: WriterScope,
  parent: GraphQLObjectType,
  name: string,
  nodes: readonly FieldNode[],
): Member | undefined {
  const [node] = nodes;
  if (!node) return undefined;
  const fieldName = node.name.value;
  if (fieldName === '__typename') return `"${parent.name}"`;
  if (parent === scope.schema.getQueryType() && (fieldName === '__schema' || fieldName === '__type')) {
    return {
      read: 'undefined',
      expression: '',
      write: (_value, _object, _depth, state) => state.json(scope.introspect(nodes, state.variables)),
      isRequired: false,
    };
  }
  const field = parent.getFields()[fieldName];
  if (!field) return undefined;
  const readName = plannedResponseName(node, scope.names);
  const nullableType = getNullableType(field.type);
  return {
    read: readName in Object.prototype ? `own(o, ${JSON.stringify(readName)})` : `o.${readName}`,
    expression: isLeafType(nullableType) ? leafShortcut(nullableType) : '',
    write: memberWriter(scope, { coordinate: `${parent.name}.${fieldName}`, nodes }, field.type, name, readName),
    isRequired: isNonNullType(field.type),
  };
}

function memberWriter(
  scope: WriterScope,
  position: FieldPosition,
  type: Parameters<typeof valueWriter>[1],
  name: string,
  readName: string,
): MemberWriter {
  const write = valueWriter(scope, type, position);
  const whenFailed = isNonNullType(type) ? undefined : 'null';
  return (value, object, depth, state) => {
    state.path[depth] = name;
    const failure = value === undefined ? state.errors.failureOf(object, readName) : undefined;
    if (!failure) return write(value, depth + 1, state);
    state.fail(failure, depth + 1, position);
    return whenFailed;
  };
}
