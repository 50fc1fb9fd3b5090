import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { RequiredVariants } from './requiredArguments.ts';
import type { Requirements } from './requirements.ts';
import { isOfSeveralTypesAsOne, splitEntityFetch } from './splitEntityFetch.ts';

/**
 * Makes of a plan one whose fetches can be sent: the fields that `separateRequiredArguments` renamed get their own names
 * back, as subgraphs are asked for them by an alias and are given them in representations; and a fetch whose fields
 * cannot share representations becomes several.
 */
export function separateRepresentations(
  node: PlanNode,
  variants: RequiredVariants,
  requirements: Requirements,
): PlanNode {
  const restore = (child: PlanNode): PlanNode => separateRepresentations(child, variants, requirements);
  switch (node.kind) {
    case 'Fetch':
      return restoreFetch(node, variants, requirements);
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(restore) };
    case 'Flatten':
      return { ...node, node: restore(node.node) };
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause ? { ifClause: restore(node.ifClause) } : {}),
        ...(node.elseClause ? { elseClause: restore(node.elseClause) } : {}),
      };
    case 'Defer':
      return {
        ...node,
        primary: { ...node.primary, ...(node.primary.node ? { node: restore(node.primary.node) } : {}) },
        deferred: node.deferred.map((part) => ({ ...part, ...(part.node ? { node: restore(part.node) } : {}) })),
      };
  }
}

const CONDITION = /@(?:skip|include)\b/;

function restoreFetch(fetch: FetchNode, variants: RequiredVariants, requirements: Requirements): PlanNode {
  const required = requiredNames(fetch.requires ?? []);
  const forms = new Map<string, Set<string>>();
  for (const name of required) {
    const own = variants.get(name) ?? name;
    forms.set(own, (forms.get(own) ?? new Set()).add(name));
  }
  const contested = [...forms.values()].filter((names) => names.size > 1);
  const mayNeedSplit =
    fetch.requires !== undefined &&
    (contested.length > 0 || CONDITION.test(fetch.operation) || isOfSeveralTypesAsOne(fetch));
  const fetches = mayNeedSplit ? splitEntityFetch(fetch, contested, requirements) : [fetch];
  const [first = fetch, ...others] = fetches.map((part) => withOwnNames(part, variants));
  return others.length === 0 ? first : { kind: 'Parallel', nodes: [first, ...others] };
}

function withOwnNames(fetch: FetchNode, variants: RequiredVariants): FetchNode {
  const renamed = [...renamersOf(fetch.requires ?? [], variants, [])];
  return {
    ...fetch,
    operation: restoreOperation(fetch.operation, variants),
    ...(renamed.length > 0 ? { inputRewrites: [...renamed, ...(fetch.inputRewrites ?? [])] } : {}),
  };
}

function restoreOperation(operation: string, variants: RequiredVariants): string {
  if (variants.size === 0) return operation;
  const document = parse(operation, { noLocation: true });
  let changed = false;
  const restored: DocumentNode = visit(document, {
    Field: (field) => {
      const own = variants.get(field.name.value);
      if (own === undefined) return undefined;
      changed = true;
      return { ...field, alias: field.alias ?? field.name, name: { kind: Kind.NAME, value: own } };
    },
  });
  return changed ? stripIgnoredCharacters(print(restored)) : operation;
}

function* renamersOf(
  selections: readonly QueryPlanSelectionNode[],
  variants: RequiredVariants,
  path: readonly string[],
): Generator<{ kind: 'KeyRenamer'; path: string[]; renameKeyTo: string }> {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const condition = selection.typeCondition === undefined ? [] : [`... on ${selection.typeCondition}`];
      yield* renamersOf(selection.selections, variants, [...path, ...condition]);
      continue;
    }
    // What is below a renamed field is renamed first, while its path still holds.
    yield* renamersOf(selection.selections ?? [], variants, [...path, selection.name]);
    const own = variants.get(selection.name);
    if (own !== undefined) yield { kind: 'KeyRenamer', path: [...path, selection.name], renameKeyTo: own };
  }
}

function requiredNames(selections: readonly QueryPlanSelectionNode[]): Set<string> {
  const names = new Set<string>();
  for (const selection of selections) {
    if (selection.kind === 'Field') names.add(selection.name);
    for (const name of requiredNames(selection.selections ?? [])) names.add(name);
  }
  return names;
}
