import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse, type SelectionNode } from 'graphql';
import type { PlannedNames } from './responseNames.ts';
import type { SubgraphRequest } from './transport/subgraphTransport.ts';

/** A step of a flatten path: a response name, or `@` for each item of a list. */
export interface PathStep {
  readonly key: string;
  /** Only objects of these types are followed. */
  readonly types?: readonly string[];
}

/** One request to one subgraph, with everything about it that does not depend on the data. */
export interface PreparedFetch {
  readonly kind: 'Fetch';
  readonly subgraph: string;
  readonly request: Omit<SubgraphRequest, 'variables'>;
  readonly variableUsages: readonly string[];
  /** What each representation holds; absent in a fetch of root fields. */
  readonly requires: readonly QueryPlanSelectionNode[] | undefined;
  readonly inputRewrites: readonly FetchDataRewrite[];
  readonly outputRewrites: readonly FetchDataRewrite[];
  /** Where the arguments of `@fromContext` come from, relative to each entity. */
  readonly contextRewrites: readonly FetchDataRewrite[];
  /** The names that the answer adds to each object it is merged into. */
  readonly responseNames: ReadonlySet<string>;
}

/** A query plan whose operations are parsed, so that executing it parses nothing. */
export type PreparedNode =
  | PreparedFetch
  | { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: readonly PreparedNode[] }
  | { readonly kind: 'Flatten'; readonly path: readonly PathStep[]; readonly node: PreparedNode }
  | {
      readonly kind: 'Condition';
      readonly variable: string;
      readonly ifTrue: PreparedNode | undefined;
      readonly ifFalse: PreparedNode | undefined;
    };

/** The plan of one operation. A subscription's first fetch is kept apart: it is opened, not executed. */
export type PreparedPlan =
  | { readonly kind: 'Execution'; readonly names: PlannedNames; readonly node: PreparedNode | undefined }
  | {
      readonly kind: 'Subscription';
      readonly names: PlannedNames;
      readonly primary: PreparedFetch;
      readonly rest: PreparedNode | undefined;
      /** Where the subscription's answer holds the cursor that was added for the gateway itself. */
      readonly cursor: { readonly rootName: string; readonly name: string } | undefined;
      /** The variable that takes the cursor to resume after. */
      readonly resumeVariable: string | undefined;
    };

/**
 * Prepares a node of Apollo's query plan.
 *
 * @see https://www.apollographql.com/docs/graphos/routing/about-router/query-plans
 */
export function prepareNode(node: PlanNode): PreparedNode {
  switch (node.kind) {
    case 'Fetch':
      return prepareFetch(node);
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(prepareNode) };
    case 'Flatten':
      return { kind: 'Flatten', path: node.path.flatMap(parsePathStep), node: prepareNode(node.node) };
    case 'Condition':
      return {
        kind: 'Condition',
        variable: node.condition,
        ifTrue: node.ifClause && prepareNode(node.ifClause),
        ifFalse: node.elseClause && prepareNode(node.elseClause),
      };
    case 'Defer':
      throw new Error('A plan with @defer came from a planner that has it switched off.');
  }
}

export function prepareFetch(node: FetchNode): PreparedFetch {
  const document = parse(node.operation, { noLocation: true });
  return {
    kind: 'Fetch',
    subgraph: node.serviceName,
    request: {
      kind: node.operationKind,
      query: node.operation,
      document,
      ...(node.operationName === undefined ? {} : { operationName: node.operationName }),
    },
    variableUsages: node.variableUsages ?? [],
    requires: node.requires,
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
    contextRewrites: node.contextRewrites ?? [],
    responseNames: collectResponseNames(document, node.requires !== undefined),
  };
}

/** `@|[Movie,Series]` is each item of a list that is a movie or a series; an empty key stands for the root itself. */
function parsePathStep(step: string | number): PathStep[] {
  const [, key = '', types] = /^([^|]*)(?:\|\[(.*)\])?$/.exec(String(step)) ?? [];
  if (types !== undefined) return [{ key, types: types.split(',') }];
  return key === '' ? [] : [{ key }];
}

function collectResponseNames(document: DocumentNode, isEntityFetch: boolean): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (selections: readonly SelectionNode[], depth: number): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet.selections, depth);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        for (const definition of document.definitions) {
          if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value) {
            collect(definition.selectionSet.selections, depth);
          }
        }
      } else if (depth > 0) {
        collect(selection.selectionSet?.selections ?? [], depth - 1);
      } else {
        names.add(selection.alias?.value ?? selection.name.value);
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      collect(definition.selectionSet.selections, isEntityFetch ? 1 : 0);
  }
  return names;
}
