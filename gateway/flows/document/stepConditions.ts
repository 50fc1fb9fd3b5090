import {
  type ConstValueNode,
  type DirectiveNode,
  type GraphQLEnumType,
  type GraphQLScalarType,
  getNullableType,
  isEnumType,
  isLeafType,
  Kind,
  print,
  type ValueNode,
  valueFromAST,
} from 'graphql';
import type { FlowStep } from '../flow.ts';
import { type ExportScope, resolveNamed } from './exportScope.ts';
import { type ExportShape, isLeaf, itemShape } from './exportShape.ts';
import { argumentNode, argumentValue, directiveAt, textArgument } from './flowDirectives.ts';
import type { FlowReading, NamedOperation } from './flowDocument.ts';

/** `@when`: the export must be a scalar or an enum, and the values its values. */
export function readWhen(operation: NamedOperation, scope: ExportScope, reading: FlowReading): FlowStep['when'] {
  const { faults } = reading;
  const directive = directiveAt(operation, 'when');
  const value = directive && textArgument(directive, 'value');
  if (!directive || value === undefined) return null;
  const shape = resolveNamed(value, directive, operation, scope, reading);
  const lists = [argumentNode(directive, 'in'), argumentNode(directive, 'notIn')] as const;
  const [given, both] = lists.filter((list) => list !== undefined);
  if (!given || both) {
    const count = both ? 'both "in" and "notIn"' : 'neither "in" nor "notIn"';
    faults.add(directive, `@when has ${count}; give one of them.`);
    return null;
  }
  if (shape && !isLeaf(shape)) {
    faults.add(directive, `@when compares a scalar or an enum, and "${value}" is ${shape.type}; export a field of it.`);
    return null;
  }
  const [included, excluded] = lists.map((list) => list && readValues(list, value, shape ?? null, reading));
  return { value, in: included ?? null, notIn: excluded ?? null };
}

function readValues(list: ValueNode, name: string, shape: ExportShape | null, { faults }: FlowReading): unknown[] {
  const nodes = list.kind === Kind.LIST ? list.values : [list];
  if (nodes.length === 0)
    faults.add(list, 'The list has no value, and decides nothing; write one into it, or leave out @when.');
  const type = shape && getNullableType(shape.type);
  if (!isLeafType(type)) return [];
  return nodes.flatMap((node) => {
    const read = readValue(node, type);
    if (read !== undefined) return [read];
    const expected = isEnumType(type)
      ? `one of ${type
          .getValues()
          .map((value) => value.name)
          .join(', ')}`
      : `a literal ${type.name}`;
    faults.add(node, `${print(node)} is no value of "${name}", which is ${type.name}; write ${expected}.`);
    return [];
  });
}

/** A value as answers have it: of an enum its name. Null is one, for what may be missing. */
function readValue(node: ValueNode, type: GraphQLScalarType | GraphQLEnumType): unknown {
  if (!isLiteral(node)) return undefined;
  if (node.kind === Kind.NULL) return null;
  if (isEnumType(type)) return node.kind === Kind.ENUM ? type.getValue(node.value)?.name : undefined;
  // Custom scalars take any literal, and an enum value is none of theirs.
  return node.kind === Kind.ENUM ? undefined : valueFromAST(node, type);
}

function isLiteral(node: ValueNode): node is ConstValueNode {
  return node.kind !== Kind.VARIABLE;
}

/** `@onError`: `of` names an earlier step. */
export function readOnError(
  operation: NamedOperation,
  earlier: readonly NamedOperation[],
  { faults }: FlowReading,
): FlowStep['onError'] {
  const directive = directiveAt(operation, 'onError');
  const of = directive && textArgument(directive, 'of');
  if (!directive || of === undefined) return null;
  if (!earlier.some(({ name }) => name.value === of)) {
    const names = earlier.map(({ name }) => name.value).join(', ');
    faults.add(directive, `"${of}" is no step before this one; name one that is (${names || 'this is the first'}).`);
  }
  const codes = textsArgument(directive, 'codes');
  if (codes?.length === 0) faults.add(directive, 'The list of codes is empty; name those that the step is for.');
  return codes ? { of, codes } : null;
}

function textsArgument(directive: DirectiveNode, name: string): readonly string[] | undefined {
  const value = argumentValue(directive, name);
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : undefined;
}

/** What a step is repeated for, and what one item is like, as far as that is known. */
export interface Repetition {
  readonly each: FlowStep['each'];
  readonly item: ExportShape | null;
}

/** `@each`: `in` is an exported list of objects, `key` a field that every item has. */
export function readEach(operation: NamedOperation, scope: ExportScope, reading: FlowReading): Repetition {
  const { faults } = reading;
  const directive = directiveAt(operation, 'each');
  const list = directive && textArgument(directive, 'in');
  const key = directive && textArgument(directive, 'key');
  if (!directive || list === undefined || key === undefined) return { each: null, item: null };
  const each = { in: list, key };
  const shape = resolveNamed(list, directive, operation, scope, reading);
  if (!shape) return { each, item: null };
  const item = itemShape(shape);
  if (!item) {
    faults.add(directive, `@each repeats for a list of objects, and "${list}" is ${shape.type}; export such a list.`);
    return { each, item: null };
  }
  const field = item.fields?.get(key);
  if (field === undefined) {
    faults.add(directive, `The items of "${list}" have no "${key}"; select it below the exported list.`);
  } else if (field && (!isLeaf(field) || getNullableType(field.type) === field.type)) {
    faults.add(directive, `The key "${key}" is ${field.type}; take a field that is one value and never null.`);
  }
  return { each, item };
}
