import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { fragmentsOf, operationOf } from './fetchDocument.ts';
import { bodyStartOf, type FetchOperation } from './fetchRequest.ts';
import { LeastRecentlyUsed } from './leastRecentlyUsed.ts';
import type { DataObject } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';

/** Under which name a combined operation asks for the entities of one of its parts. */
export function entitiesAlias(part: number): string {
  return `_${part}`;
}

/** The variable that holds the representations of one of its parts. */
export function representationsName(part: number): string {
  return `representations_${part}`;
}

/** Which of a plan's operations meet depends on data and variables: only so many combinations are kept of each first. */
const COMBINATIONS_KEPT = 32;

const combinations = new WeakMap<PreparedFetch, LeastRecentlyUsed<string, FetchOperation>>();

/**
 * Asks for the entities of several operations with one, `{ _0: _entities(…) { … } _1: _entities(…) { … } }`; what was
 * combined once is kept. The fetches are of one subgraph, and all of them `isCombinable`.
 */
export function combineOperations(fetches: readonly PreparedFetch[]): FetchOperation {
  const [first] = fetches;
  if (!first) throw new Error('There are no operations to combine.');
  const known = combinations.get(first) ?? new LeastRecentlyUsed<string, FetchOperation>(COMBINATIONS_KEPT);
  combinations.set(first, known);
  const key = fetches.map(({ operationKey }) => operationKey).join('\n');
  const combined = known.get(key) ?? combine(fetches, first, key);
  known.set(key, combined);
  return combined;
}

/**
 * Whether an operation for entities can be part of a combined one. One with directives cannot: they speak of the whole
 * operation.
 */
export function isCombinable(document: DocumentNode): boolean {
  const { operation, directives = [], selectionSet } = operationOf(document);
  return (
    operation === OperationTypeNode.QUERY &&
    directives.length === 0 &&
    selectionSet.selections.length === 1 &&
    selectionSet.selections[0]?.kind === Kind.FIELD
  );
}

function combine(fetches: readonly PreparedFetch[], first: PreparedFetch, operationKey: string): FetchOperation {
  const documents = withDistinctFragments(fetches.map(({ request }) => request.document));
  const variables = new Map<string, VariableDefinitionNode>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  const selections: FieldNode[] = [];
  for (const [index, original] of documents.entries()) {
    const document = visit(original, {
      Variable: (node) =>
        node.name.value === 'representations' ? { ...node, name: nameNode(representationsName(index)) } : undefined,
    });
    const { selectionSet, variableDefinitions = [] } = operationOf(document);
    selections.push({ ...(selectionSet.selections[0] as FieldNode), alias: nameNode(entitiesAlias(index)) });
    for (const definition of variableDefinitions) variables.set(definition.variable.name.value, definition);
    for (const [name, fragment] of fragmentsOf(document)) fragments.set(name, fragment);
  }
  const operation: OperationDefinitionNode = {
    ...operationOf(first.request.document),
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] };
  const query = stripIgnoredCharacters(print(document));
  const { operationName } = first.request;
  return {
    request: { ...first.request, query, document },
    operationKey,
    bodyStart: bodyStartOf(query, operationName),
    variableUsages: [...new Set(fetches.flatMap(({ variableUsages }) => variableUsages))],
  };
}

/** Fragments of one name that are not the same get names of their own in each document. */
function withDistinctFragments(documents: readonly DocumentNode[]): readonly DocumentNode[] {
  const texts = new Map<string, string>();
  const isAmbiguous = documents
    .flatMap((document) => [...fragmentsOf(document)])
    .some(([name, fragment]) => {
      const text = print(fragment);
      const known = texts.get(name) ?? text;
      texts.set(name, known);
      return known !== text;
    });
  if (!isAmbiguous) return documents;
  return documents.map((document, index) => {
    const rename = <Node extends { readonly name: { readonly value: string } }>(node: Node): Node => ({
      ...node,
      name: nameNode(`${node.name.value}_${index}`),
    });
    return visit(document, { FragmentDefinition: rename, FragmentSpread: rename });
  });
}

/**
 * The errors of each part. One that belongs to none tells why those have no entities that have none; if all have, it is
 * the first part's.
 */
export function separateErrors(
  data: DataObject,
  errors: readonly GraphQLError[],
  partCount: number,
): readonly (readonly GraphQLError[])[] {
  const aliases = Array.from({ length: partCount }, (_, part) => entitiesAlias(part));
  const general = errors.filter(({ path }) => !aliases.includes(String(path?.[0])));
  const isComplete = aliases.every((alias) => Array.isArray(data[alias]));
  return aliases.map((alias, part) => {
    const own = errors.filter(({ path }) => path?.[0] === alias);
    const isConcerned = isComplete ? part === 0 : !Array.isArray(data[alias]);
    return isConcerned ? [...own, ...general] : own;
  });
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}
