import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { FlowExport } from '../flow.ts';
import type { ExportShape } from './exportShape.ts';
import { directiveAt, textArgument } from './flowDirectives.ts';
import type { FlowReading, NamedOperation } from './flowDocument.ts';

/** A value that an operation exports. */
export interface ExportedValue {
  readonly name: string;
  /** Response names that lead to it from `data`. */
  readonly path: readonly string[];
  /** Null when the schema does not know the field; that is reported elsewhere. */
  readonly shape: ExportShape | null;
  readonly directive: DirectiveNode;
}

/** Selections of one object, and what they depend on. */
interface Selection {
  readonly selectionSet: SelectionSetNode;
  /** Undefined below a field that the schema does not know. */
  readonly parentType: GraphQLCompositeType | undefined;
  /** Type conditions, `@skip` and `@include` on the way; empty when the selections always count. */
  readonly condition: string;
  /** Fragments that it is part of. */
  readonly within: readonly string[];
}

/** One of the field nodes that share a response name. */
interface SelectedField extends Omit<Selection, 'selectionSet'> {
  readonly field: FieldNode;
}

/** Where in the answer a field is. */
interface Place {
  readonly path: readonly string[];
  /** Response name of the list that it is an item of. */
  readonly list: string | null;
  /** Whether what is found there may be selected for one type and exported for another. */
  readonly isAmbiguous: boolean;
}

/** The exports of an operation, in the document's order. Reports those that have no one value. */
export function collectExports(operation: NamedOperation, reading: FlowReading): readonly ExportedValue[] {
  const parentType = reading.schema.getRootType(operation.operation) ?? undefined;
  const exports: ExportedValue[] = [];
  const root: Selection = { selectionSet: operation.selectionSet, parentType, condition: '', within: [] };
  describeFields([root], { path: [], list: null, isAmbiguous: false }, reading, exports);
  return exports;
}

/** An export as the flow keeps it. */
export function toFlowExport({ name, path, shape }: ExportedValue): FlowExport {
  return { name, path, type: String(shape?.type) };
}

/** The fields of an object by response name, and on the way the exports below it. */
function describeFields(
  selections: readonly Selection[],
  place: Place,
  reading: FlowReading,
  exports: ExportedValue[],
): ReadonlyMap<string, ExportShape | null> {
  const shapes = new Map<string, ExportShape | null>();
  for (const [responseName, fields] of fieldsByResponseName(selections, reading)) {
    const at = {
      path: [...place.path, responseName],
      list: place.list,
      isAmbiguous: place.isAmbiguous || new Set(fields.map(({ condition }) => condition)).size > 1,
    };
    const collected: ExportedValue[] = [];
    const shape = describeField(fields, at, reading, collected);
    for (const { field } of fields) exportField(field, shape, at, reading, exports);
    exports.push(...collected);
    shapes.set(responseName, shape);
  }
  return shapes;
}

function describeField(
  fields: readonly SelectedField[],
  place: Place,
  reading: FlowReading,
  exports: ExportedValue[],
): ExportShape | null {
  const definitions = fields.map(({ field, parentType }) => fieldDefinition(parentType, field.name.value));
  const type = definitions.find((definition) => definition !== undefined)?.type;
  const isList = type !== undefined && isListType(getNullableType(type));
  const below = fields.flatMap(({ field: { selectionSet }, within }, index) => {
    if (!selectionSet) return [];
    const definition = definitions[index];
    const named = definition && getNamedType(definition.type);
    return [{ selectionSet, parentType: isCompositeType(named) ? named : undefined, condition: '', within }];
  });
  const list = isList ? (place.path.at(-1) ?? null) : place.list;
  const inner = below.length > 0 ? describeFields(below, { ...place, list }, reading, exports) : null;
  if (!type) return null;
  return { type: fields.every(({ condition }) => condition) ? getNullableType(type) : type, fields: inner };
}

function exportField(
  field: FieldNode,
  shape: ExportShape | null,
  { path, list, isAmbiguous }: Place,
  { faults }: FlowReading,
  exports: ExportedValue[],
): void {
  const directive = directiveAt(field, 'export');
  const name = directive && textArgument(directive, 'as');
  if (!directive || name === undefined) return;
  if (!/^(?!__)[_A-Za-z]\w*$/.test(name)) {
    faults.add(directive, `"${name}" cannot name a variable; take letters, digits and underscores.`);
  } else if (list !== null) {
    faults.add(
      directive,
      `"${name}" has a value for each item of "${list}"; export the list itself, and repeat a step with @each.`,
    );
  } else if (isAmbiguous) {
    faults.add(
      directive,
      `"${path.at(-1)}" is selected for other types too; give the exported field an alias of its own.`,
    );
  } else {
    exports.push({ name, path, shape, directive });
  }
}

/** @see https://spec.graphql.org/October2021/#CollectFields() */
function fieldsByResponseName(selections: readonly Selection[], reading: FlowReading): Map<string, SelectedField[]> {
  const fields = new Map<string, SelectedField[]>();
  const visited = new Set<string>();
  const visit = ({ selectionSet, ...from }: Selection): void => {
    for (const node of selectionSet.selections) {
      const condition = from.condition + dependsOn(node);
      if (node.kind === Kind.FIELD) {
        const responseName = (node.alias ?? node.name).value;
        fields.set(responseName, [...(fields.get(responseName) ?? []), { ...from, condition, field: node }]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        visit({
          ...narrow({ ...from, condition }, node.typeCondition?.name.value, reading),
          selectionSet: node.selectionSet,
        });
      } else {
        const name = node.name.value;
        const fragment = reading.fragments.get(name);
        // A fragment that is part of itself is reported elsewhere.
        if (!fragment || visited.has(`${condition} ${name}`) || from.within.includes(name)) continue;
        visited.add(`${condition} ${name}`);
        const inside = { ...from, condition, within: [...from.within, name] };
        visit({ ...narrow(inside, fragment.typeCondition.name.value, reading), selectionSet: fragment.selectionSet });
      }
    }
  };
  for (const selection of selections) visit(selection);
  return fields;
}

/** `@skip` and `@include` of a selection, as part of its condition. */
function dependsOn(node: SelectionSetNode['selections'][number]): string {
  return directiveAt(node, 'skip') || directiveAt(node, 'include') ? ' if' : '';
}

/** What is known inside of a fragment: its type, and that it may not apply. */
function narrow<From extends Omit<Selection, 'selectionSet'>>(
  from: From,
  typeName: string | undefined,
  { schema }: FlowReading,
): From {
  if (typeName === undefined) return from;
  const type = schema.getType(typeName);
  if (!isCompositeType(type)) return { ...from, parentType: undefined };
  const { parentType } = from;
  const always = !parentType || isSubType(schema, type, parentType);
  return { ...from, parentType: type, condition: always ? from.condition : `${from.condition} ${typeName}` };
}

function isSubType(schema: GraphQLSchema, type: GraphQLCompositeType, subType: GraphQLCompositeType): boolean {
  if (type === subType) return true;
  return isAbstractType(type) && (isObjectType(subType) || isInterfaceType(subType)) && schema.isSubType(type, subType);
}

/** The field's definition; undefined when the schema has none. */
export function fieldDefinition(
  parentType: GraphQLCompositeType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  return isObjectType(parentType) || isInterfaceType(parentType) ? parentType.getFields()[name] : undefined;
}
