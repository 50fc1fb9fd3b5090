import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { fragmentsOf, operationOf } from './fetchDocument.ts';
import type { Requirements } from './requirements.ts';

/** A field of the entities, with the fragments around it. */
interface EntityField {
  readonly around: readonly InlineFragmentNode[];
  readonly field: FieldNode;
  readonly typeName: string;
  readonly requires: ReadonlySet<string>;
  /** `@skip` and `@include` of the field and around it. */
  readonly conditions: string;
}

/**
 * Splits a fetch of entities where its fields cannot share representations:
 * - of each set of `contested` names, every part requires one name at most;
 * - a field that requires others and has a condition shares a part only with fields that have the same. What it requires
 *   has been fetched under that condition, and no representation is whole without it;
 * - where a subgraph is asked for one object in place of several types, the plan has lost such conditions, so that fields
 *   share a part only when they require the same;
 * - fields of a type that has representations of its own do not go with those of the interface in whose name others are
 *   asked for: the plan would send all in its name, and the subgraph would not find what is required.
 *
 * @param contested names of one field, required with different arguments
 */
export function splitEntityFetch(
  fetch: FetchNode,
  contested: readonly ReadonlySet<string>[],
  requirements: Requirements,
): FetchNode[] {
  const document = parse(fetch.operation, { noLocation: true });
  const operation = operationOf(document);
  const entities = operation.selectionSet.selections[0];
  if (entities?.kind !== Kind.FIELD) return [fetch];
  const asOne = isOfSeveralTypesAsOne(fetch);
  const ownTypes = ownTypesOf(fetch);
  const conditionOf = ({ requires, conditions, typeName }: EntityField): string => {
    const ownType = ownTypes.has(typeName) ? typeName : '';
    return requires.size === 0 ? ownType : `${ownType} ${conditions} ${asOne ? [...requires].sort().join(' ') : ''}`;
  };
  const fields = entityFields(entities, document, fetch.serviceName, requirements);
  const parts: EntityField[][] = [];
  for (const field of fields) {
    const fitting = parts.find((part) => canShare(part, field, contested, conditionOf));
    if (fitting) fitting.push(field);
    else parts.push([field]);
  }
  if (parts.length === 1 && ownTypes.size === 0) return [fetch];
  const required = new Set(fields.flatMap(({ requires }) => [...requires]));
  return parts.map((part) => {
    const dispensable = new Set(required);
    for (const { requires } of part) for (const name of requires) dispensable.delete(name);
    for (const name of requirements.keyNames) dispensable.delete(name);
    const typeName = part[0]?.typeName ?? '';
    const base = ownTypes.has(typeName) ? asOwnType(fetch, typeName) : fetch;
    return partOf(base, document, operation, entities, part, dispensable);
  });
}

/** Of a subgraph that knows an interface as one object, the plan asks for all fields of all types at once. */
export function isOfSeveralTypesAsOne({ requires = [], inputRewrites = [] }: FetchNode): boolean {
  return requires.length > 1 && inputRewrites.some(({ kind }) => kind === 'ValueSetter');
}

/** Types whose representations the plan renames to an interface, though it asks for fields of the types themselves. */
function ownTypesOf({ requires = [], inputRewrites = [] }: FetchNode): ReadonlySet<string> {
  const setTo = new Set(
    inputRewrites.flatMap((rewrite) => (rewrite.kind === 'ValueSetter' ? [rewrite.setValueTo] : [])),
  );
  if (setTo.size === 0) return setTo;
  const conditions = requires.flatMap((selection) =>
    selection.kind === 'InlineFragment' ? (selection.typeCondition ?? []) : [],
  );
  return new Set(conditions.filter((condition) => !setTo.has(condition)));
}

function asOwnType(fetch: FetchNode, typeName: string): FetchNode {
  return {
    ...fetch,
    requires: (fetch.requires ?? []).filter(
      (selection) => selection.kind !== 'InlineFragment' || selection.typeCondition === typeName,
    ),
    inputRewrites: (fetch.inputRewrites ?? []).filter(({ kind }) => kind !== 'ValueSetter'),
  };
}

function canShare(
  part: readonly EntityField[],
  field: EntityField,
  contested: readonly ReadonlySet<string>[],
  conditionOf: (field: EntityField) => string,
): boolean {
  const fields = [...part, field];
  const isUncontested = contested.every(
    (names) => [...names].filter((name) => fields.some(({ requires }) => requires.has(name))).length <= 1,
  );
  return isUncontested && part[0] !== undefined && conditionOf(part[0]) === conditionOf(field);
}

function entityFields(
  entities: FieldNode,
  document: DocumentNode,
  subgraph: string,
  requirements: Requirements,
): EntityField[] {
  const fields: EntityField[] = [];
  const collect = (selections: readonly SelectionNode[], around: readonly InlineFragmentNode[]): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const typeName = around.findLast(({ typeCondition }) => typeCondition)?.typeCondition?.name.value ?? '';
        const requires = requirements.namesFor(subgraph, typeName, selection.name.value);
        const directives = [...around, selection].flatMap((node) => node.directives ?? []);
        fields.push({ around, field: selection, typeName, requires, conditions: directives.map(print).join(' ') });
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : inline(selection, document);
        if (fragment) collect(fragment.selectionSet.selections, [...around, fragment]);
      }
    }
  };
  collect(entities.selectionSet?.selections ?? [], []);
  return fields;
}

function inline(
  spread: Extract<SelectionNode, { kind: Kind.FRAGMENT_SPREAD }>,
  document: DocumentNode,
): InlineFragmentNode | undefined {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION || definition.name.value !== spread.name.value) continue;
    const { typeCondition, selectionSet } = definition;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, directives: [...(spread.directives ?? [])] };
  }
  return undefined;
}

function partOf(
  fetch: FetchNode,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  entities: FieldNode,
  part: readonly EntityField[],
  dispensable: ReadonlySet<string>,
): FetchNode {
  const selections = part.map(({ around, field }) =>
    around.reduceRight<SelectionNode>(
      (inner, fragment) => ({ ...fragment, selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] } }),
      field,
    ),
  );
  const selectionSet = { kind: Kind.SELECTION_SET, selections } as const;
  const used = new Set<string>();
  const fragments = usedFragments(document, selectionSet);
  const definitions = [
    { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: [{ ...entities, selectionSet }] } } as const,
    ...fragments,
  ];
  for (const definition of definitions) {
    const withoutVariables =
      definition.kind === Kind.OPERATION_DEFINITION ? { ...definition, variableDefinitions: [] } : definition;
    visit(withoutVariables, { Variable: ({ name }) => void used.add(name.value) });
  }
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return {
    ...fetch,
    operation: stripIgnoredCharacters(
      print({
        kind: Kind.DOCUMENT,
        definitions: definitions.map((definition) =>
          definition.kind === Kind.OPERATION_DEFINITION ? { ...definition, variableDefinitions } : definition,
        ),
      }),
    ),
    ...(fetch.variableUsages ? { variableUsages: fetch.variableUsages.filter((name) => used.has(name)) } : {}),
    requires: without(fetch.requires ?? [], dispensable),
  };
}

function usedFragments(document: DocumentNode, root: Parameters<typeof visit>[0]) {
  const fragments = fragmentsOf(document);
  const used = new Map<string, FragmentDefinitionNode>();
  const collect = (node: Parameters<typeof visit>[0]): void => {
    visit(node, {
      FragmentSpread: ({ name }) => {
        if (used.has(name.value)) return;
        const definition = fragments.get(name.value);
        if (!definition) return;
        used.set(name.value, definition);
        collect(definition);
      },
    });
  };
  collect(root);
  return [...used.values()];
}

function without(selections: readonly QueryPlanSelectionNode[], names: ReadonlySet<string>): QueryPlanSelectionNode[] {
  return selections
    .filter((selection) => selection.kind === 'InlineFragment' || !names.has(selection.name))
    .map((selection) =>
      selection.kind === 'InlineFragment'
        ? { ...selection, selections: without(selection.selections, names) }
        : { ...selection, ...(selection.selections ? { selections: without(selection.selections, names) } : {}) },
    );
}
