import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, operationOf } from './fetchDocument.ts';
import { childrenOf } from './planNodes.ts';
import type { PathStep, PreparedFetch, PreparedNode } from './preparedPlan.ts';

type Fragments = ReturnType<typeof fragmentsOf>;

/** Where in the answer the entities of a fetch may stand whole before it is sent. */
export type KnownEntities = ReadonlyMap<PreparedFetch, readonly (readonly PathStep[])[]>;

/** The fields that are selected together at one place of a fetch's answer. */
interface SelectedPlace {
  readonly path: readonly PathStep[];
  /** As they are printed, those that hold objects left out. */
  readonly fields: ReadonlySet<string>;
}

/**
 * Finds fetches of entities of which an earlier fetch may have brought all that they ask for: the planner does not look
 * whether a product that is found by way of a review is one of the products that the same query lists. An entity has one
 * value for a field within one subgraph, so that it need not be asked for again.
 *
 * Only plans of queries whose objects can be shared have such places, since a name then means the same field wherever it
 * stands. Only fetches with fewer before them count as earlier: others have hardly been answered.
 *
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/entities/intro
 */
export function planKnownEntities(nodes: readonly PreparedNode[], sharesObjects: boolean): KnownEntities {
  const known = new Map<PreparedFetch, readonly (readonly PathStep[])[]>();
  const preceding = new Map<PreparedFetch, number>();
  for (const node of nodes) countPreceding(node, 0, preceding);
  const fetches = [...preceding.keys()];
  if (!sharesObjects || fetches.some(({ request }) => request.kind !== OperationTypeNode.QUERY)) return known;
  const placesOf = memoised(selectedPlaces);
  for (const [fetch, before] of preceding) {
    const wanted = wantedFields(fetch);
    if (!wanted) continue;
    const paths = fetches
      .filter((other) => other.subgraph === fetch.subgraph && (preceding.get(other) ?? 0) < before)
      .flatMap(placesOf)
      .filter(({ fields }) => wanted.every((field) => fields.has(field)))
      .map(({ path }) => path);
    if (paths.length > 0) known.set(fetch, paths);
  }
  return known;
}

/** How many fetches in a row come before each, at most. Returns the same of what comes after the node. */
function countPreceding(node: PreparedNode, before: number, counts: Map<PreparedFetch, number>): number {
  if (node.kind === 'Fetch') {
    counts.set(node, before);
    return before + 1;
  }
  if (node.kind === 'Sequence')
    return node.nodes.reduce((reached, child) => countPreceding(child, reached, counts), before);
  return Math.max(before, ...childrenOf(node).map((child) => countPreceding(child, before, counts)));
}

/**
 * What an object must have been asked for, to be known to the fetch: all that the fetch asks for of it, and all that it
 * is known by. Undefined where the fetch asks for more than plain fields of one type.
 */
function wantedFields({ request, requires, inputRewrites }: PreparedFetch): readonly string[] | undefined {
  const [requirement, ...others] = requires ?? [];
  if (requirement?.kind !== 'InlineFragment' || others.length > 0 || inputRewrites.length > 0) return undefined;
  const asked = entitiesOf(operationOf(request.document))?.selectionSet?.selections ?? [];
  const [fragment, ...otherFragments] = asked.filter(
    (selection) => selection.kind !== Kind.FIELD || selection.name.value !== '__typename',
  );
  if (fragment?.kind !== Kind.INLINE_FRAGMENT || otherFragments.length > 0 || fragment.directives?.length)
    return undefined;
  const fields: string[] = ['__typename'];
  for (const selection of fragment.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD || selection.selectionSet || selection.directives?.length) return undefined;
    fields.push(print(selection));
  }
  for (const selection of requirement.selections) {
    if (selection.kind !== 'Field' || selection.selections) return undefined;
    fields.push(selection.name);
  }
  return fields;
}

/** All places of a fetch's answer at which fields are selected whatever the variables are. */
function selectedPlaces({ request, path }: PreparedFetch): readonly SelectedPlace[] {
  const places: SelectedPlace[] = [];
  const fragments = fragmentsOf(request.document);
  const collect = (selectionSet: SelectionSetNode, at: readonly PathStep[]): void => {
    const fields = fieldsOf(selectionSet, fragments);
    places.push({ path: at, fields: new Set(fields.filter((field) => !field.selectionSet).map(print)) });
    for (const { alias, name, selectionSet: inner } of fields) {
      if (inner) collect(inner, [...at, { key: alias?.value ?? name.value }]);
    }
  };
  const operation = operationOf(request.document);
  const selected = entitiesOf(operation)?.selectionSet ?? operation.selectionSet;
  collect(selected, path);
  return places;
}

/** The fields of a selection, those of its fragments included: what an object of another type lacks is seen by the object. */
function fieldsOf({ selections }: SelectionSetNode, fragments: Fragments): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.directives?.length) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment ? fieldsOf(fragment.selectionSet, fragments) : [];
  });
}

function entitiesOf({ selectionSet }: OperationDefinitionNode): FieldNode | undefined {
  return selectionSet.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && selection.name.value === '_entities',
  );
}

function memoised<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.has(key) ? (known.get(key) as Value) : compute(key);
    known.set(key, value);
    return value;
  };
}
