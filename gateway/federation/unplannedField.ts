import type { FetchNode, PlanNode, SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, operationOf } from './fetchDocument.ts';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * Finds a field that an operation selects and its plan leaves out, though nothing can be known before execution that
 * would make it superfluous. The planner leaves out what no subgraph can resolve, such as the fields of an interface
 * that no object type of the subgraph implements; the answer would be a null without an error.
 *
 * @returns the response names that lead to the field
 */
export function unplannedField(
  schema: GraphQLSchema,
  document: DocumentNode,
  node: PlanNode | SubscriptionNode | undefined,
): readonly string[] | undefined {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const rootType = operation && schema.getRootType(operation.operation);
  if (!operation || !rootType) return undefined;
  const planned = new Set<string>();
  if (node) collectPaths(node, [], planned);
  return findUnplanned(operation.selectionSet, rootType, [], fragmentsOf(document), planned);
}

/** Looks at root fields, and at objects that are below object types only: what is of an abstract type may be narrowed. */
function findUnplanned(
  selectionSet: SelectionSetNode,
  type: GraphQLObjectType,
  path: readonly string[],
  fragments: Fragments,
  planned: ReadonlySet<string>,
): readonly string[] | undefined {
  for (const field of certainFields(selectionSet.selections, type.name, fragments)) {
    const definition = type.getFields()[field.name.value];
    if (!definition) continue;
    const fieldType = getNamedType(definition.type);
    const fieldPath = [...path, field.alias?.value ?? field.name.value];
    const matters = path.length === 0 || isCompositeType(fieldType);
    if (matters && !planned.has(keyOf(fieldPath))) return fieldPath;
    if (!field.selectionSet || !isObjectType(fieldType)) continue;
    const found = findUnplanned(field.selectionSet, fieldType, fieldPath, fragments, planned);
    if (found) return found;
  }
  return undefined;
}

/** Fields of `typeName` without `@skip` and `@include`: what depends on variables may never be wanted. */
function* certainFields(
  selections: readonly SelectionNode[],
  typeName: string,
  fragments: Fragments,
): Generator<FieldNode> {
  for (const selection of selections) {
    if (selection.directives?.length) continue;
    if (selection.kind === Kind.FIELD) {
      if (selection.selectionSet === undefined || hasCertainField(selection.selectionSet)) yield selection;
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = fragment?.typeCondition?.name.value ?? typeName;
    if (fragment && condition === typeName) yield* certainFields(fragment.selectionSet.selections, typeName, fragments);
  }
}

function hasCertainField({ selections }: SelectionSetNode): boolean {
  return selections.some(({ directives = [] }) => directives.length === 0);
}

function collectPaths(node: PlanNode | SubscriptionNode, path: readonly string[], planned: Set<string>): void {
  const collect = (child: PlanNode | undefined): void => {
    if (child) collectPaths(child, path, planned);
  };
  switch (node.kind) {
    case 'Fetch':
      collectFetched(node, path, planned);
      return;
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) collect(child);
      return;
    case 'Flatten':
      collectPaths(node.node, [...path, ...node.path.flatMap(nameOfStep)], planned);
      return;
    case 'Condition':
      collect(node.ifClause);
      collect(node.elseClause);
      return;
    case 'Subscription':
      collect(node.primary);
      collect(node.rest);
      return;
    case 'Defer':
      collect(node.primary.node);
      for (const part of node.deferred) collect(part.node);
  }
}

/** `@` stands for the items of a list, and `|[…]` for a condition on the type. */
function nameOfStep(step: string | number): string[] {
  const name = String(step).split('|')[0] ?? '';
  return name === '' || name === '@' ? [] : [name];
}

function collectFetched(fetch: FetchNode, path: readonly string[], planned: Set<string>): void {
  const document = parse(fetch.operation, { noLocation: true });
  const fragments = fragmentsOf(document);
  const collect = (selections: readonly SelectionNode[], at: readonly string[]): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const below = fetch.requires && name === '_entities' ? at : [...at, name];
        planned.add(keyOf(below));
        if (selection.selectionSet) collect(selection.selectionSet.selections, below);
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet.selections, at);
      }
    }
  };
  collect(operationOf(document).selectionSet.selections, path);
  for (const { path: renamed, renameKeyTo } of (fetch.outputRewrites ?? []).flatMap((rewrite) =>
    rewrite.kind === 'KeyRenamer' ? [rewrite] : [],
  )) {
    const names = renamed.filter((step) => !step.startsWith('... on '));
    planned.add(keyOf([...path, ...names.slice(0, -1), renameKeyTo]));
  }
}

function keyOf(path: readonly string[]): string {
  return path.join('/');
}
