import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse, print, type SelectionNode } from 'graphql';
import { isCombinable } from './combinedOperation.ts';
import { fragmentsOf, operationOf } from './fetchDocument.ts';
import { bodyStartOf } from './fetchRequest.ts';
import { type BatchWaits, planBatches } from './planBatches.ts';
import { type KnownEntities, planKnownEntities } from './planKnownEntities.ts';
import { fetchesOf } from './planNodes.ts';
import type { PlannedNames } from './responseNames.ts';
import { canShareObjects } from './shareObjects.ts';
import type { SubgraphRequest } from './transport/subgraphTransport.ts';

/**
 * A step of a flatten path: a response name, `@` for each item of a list, or an empty key for the value itself if it is
 * of one of the types.
 */
export interface PathStep {
  readonly key: string;
  readonly types?: readonly string[];
}

/** One request to one subgraph, with everything about it that does not depend on the data. */
export interface PreparedFetch {
  readonly kind: 'Fetch';
  readonly subgraph: string;
  readonly request: Omit<SubgraphRequest, 'variables'>;
  /** Equal for fetches that ask the same subgraph the same; the operation's name does not matter. */
  readonly operationKey: string;
  /** Whether it can be asked for together with other operations for entities of the same subgraph. */
  readonly isCombinable: boolean;
  /** The JSON body of the request up to the first variable. */
  readonly bodyStart: string;
  /** Leads from the root of the answer to the objects that the fetch adds to. */
  readonly path: readonly PathStep[];
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

/** A query plan whose operations are parsed and printed, so that executing it does neither. */
export type PreparedNode =
  | PreparedFetch
  | { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: readonly PreparedNode[] }
  | {
      readonly kind: 'Condition';
      readonly variable: string;
      readonly ifTrue: PreparedNode | undefined;
      readonly ifFalse: PreparedNode | undefined;
    };

/** What holds for the execution of a plan as a whole. */
export interface PlanRules {
  /** Whether one object of an answer may stand at many places of the data; see {@link canShareObjects}. */
  readonly sharesObjects: boolean;
  readonly waits: BatchWaits;
  readonly knownEntities: KnownEntities;
}

/** A fragment with `@defer`: how to fetch what it needs, and what may come only after it. */
export interface DeferredPart {
  /** See `DeferredFragment.id`. */
  readonly id: string;
  readonly node: PreparedNode | undefined;
  readonly rules: PlanRules;
  readonly parts: readonly DeferredPart[];
}

/** The plan of one operation. A subscription's first fetch is kept apart: it is opened, not executed. */
export type PreparedPlan =
  | {
      readonly kind: 'Execution';
      readonly names: PlannedNames;
      readonly node: PreparedNode | undefined;
      readonly rules: PlanRules;
      /** What is answered later; only of plans made for it. */
      readonly deferred?: readonly DeferredPart[];
    }
  | {
      readonly kind: 'Subscription';
      readonly names: PlannedNames;
      readonly primary: PreparedFetch;
      readonly rest: PreparedNode | undefined;
      readonly rules: PlanRules;
      /** Where the subscription's answer holds the cursor that was added for the gateway itself. */
      readonly cursor: { readonly rootName: string; readonly name: string } | undefined;
      /** The variable that takes the cursor to resume after. */
      readonly resumeVariable: string | undefined;
    };

/** Finds the rules of a plan, of which `nodes` are all parts. */
export function planRules(...nodes: readonly (PreparedNode | undefined)[]): PlanRules {
  const parts = nodes.filter((node) => node !== undefined);
  return rulesOf(parts, canShareObjects(parts.flatMap(fetchesOf)));
}

/** The same for a part of a plan, where the whole decides whether objects are shared. */
export function rulesOf(parts: readonly PreparedNode[], sharesObjects: boolean): PlanRules {
  return { sharesObjects, waits: planBatches(parts), knownEntities: planKnownEntities(parts, sharesObjects) };
}

/**
 * Prepares a node of Apollo's query plan.
 *
 * @param path leads to what the node adds to
 * @see https://www.apollographql.com/docs/graphos/routing/about-router/query-plans
 */
export function prepareNode(node: PlanNode, path: readonly PathStep[] = []): PreparedNode {
  switch (node.kind) {
    case 'Fetch':
      return prepareFetch(node, path);
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map((child) => prepareNode(child, path)) };
    case 'Flatten':
      return prepareNode(node.node, [...path, ...node.path.flatMap(parsePathStep)]);
    case 'Condition':
      return {
        kind: 'Condition',
        variable: node.condition,
        ifTrue: node.ifClause && prepareNode(node.ifClause, path),
        ifFalse: node.elseClause && prepareNode(node.elseClause, path),
      };
    case 'Defer':
      throw new Error('The planner deferred a part that does not stand at the root of its plan.');
  }
}

export function prepareFetch(node: FetchNode, path: readonly PathStep[] = []): PreparedFetch {
  const { serviceName: subgraph, operation: query, operationName, requires, contextRewrites } = node;
  const document = parse(query, { noLocation: true });
  return {
    kind: 'Fetch',
    subgraph,
    request: { kind: node.operationKind, query, document, ...(operationName === undefined ? {} : { operationName }) },
    operationKey: `${subgraph}\n${print(withoutNames(document))}`,
    isCombinable: requires !== undefined && !contextRewrites?.length && isCombinable(document),
    bodyStart: bodyStartOf(query, operationName),
    path,
    variableUsages: node.variableUsages ?? [],
    requires,
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
    contextRewrites: contextRewrites ?? [],
    responseNames: collectResponseNames(document, requires !== undefined),
  };
}

/**
 * `@|[Movie,Series]` is each item of a list that is a movie or a series, `hero|[Human]` a value that is human; an empty
 * key stands for the root itself.
 */
function parsePathStep(step: string | number): PathStep[] {
  const [, key = '', types] = /^([^|]*)(?:\|\[(.*)\])?$/.exec(String(step)) ?? [];
  return [...(key === '' ? [] : [{ key }]), ...(types === undefined ? [] : [{ key: '', types: types.split(',') }])];
}

function withoutNames(document: DocumentNode): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
      const { name: _name, ...unnamed } = definition;
      return unnamed;
    }),
  };
}

function collectResponseNames(document: DocumentNode, isEntityFetch: boolean): ReadonlySet<string> {
  const names = new Set<string>();
  const fragments = fragmentsOf(document);
  const collect = (selections: readonly SelectionNode[], depth: number): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet.selections, depth);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        collect(fragments.get(selection.name.value)?.selectionSet.selections ?? [], depth);
      } else if (depth > 0) {
        collect(selection.selectionSet?.selections ?? [], depth - 1);
      } else {
        names.add(selection.alias?.value ?? selection.name.value);
      }
    }
  };
  collect(operationOf(document).selectionSet.selections, isEntityFetch ? 1 : 0);
  return names;
}
