import { operationFromDocument } from '@apollo/federation-internals';
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { type DocumentNode, OperationTypeNode, print, separateOperations } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { withoutDefer } from './deferredFragments.ts';
import { prepareDeferring } from './deferredPlan.ts';
import { askInterfaceObjects } from './interfaceObjectFields.ts';
import { keepObjects } from './keepObjects.ts';
import { planKey } from './planCache.ts';
import { type PreparedPlan, planRules, prepareFetch, prepareNode } from './preparedPlan.ts';
import { withPlannedVariableNames } from './reservedVariables.ts';
import { clientResponseName, type PlannedNames, planResponseNames, withPlannedResponseNames } from './responseNames.ts';
import type { SelectedOperation } from './selectOperation.ts';
import { separateRepresentations } from './separateRepresentations.ts';
import { rewriteSubscription, type SubscriptionRewrite } from './subscriptionRewrite.ts';
import type { SupergraphState } from './supergraph.ts';
import { unplannedField } from './unplannedField.ts';

/**
 * Plans an operation, or finds its plan among those made before. Equal operations that differ only in white space,
 * comments or unused fragments share one plan.
 *
 * @param resumes whether a subscription is to continue after a cursor, which needs a plan of its own
 * @param labelsOn the labels of `@override` that count for this operation
 * @param defers whether fragments with `@defer` are to be answered later
 * @throws SluiceError `QUERY_PLAN_EMPTY` when it selects fields that the planner finds no subgraph for,
 * `OPERATION_TOO_COMPLEX` when it exceeds a limit of the planner.
 */
export function planOperation(
  state: SupergraphState,
  selected: SelectedOperation,
  resumes = false,
  labelsOn: readonly string[] = [],
  defers = false,
): PreparedPlan {
  const document = withoutOtherOperations(selected);
  const key = planKey({ text: print(document), resumes, labelsOn, defers });
  const known = state.plans.get(key);
  if (known) return known;
  const plan =
    selected.operation.operation === OperationTypeNode.SUBSCRIPTION
      ? planSubscription(state, rewriteSubscription(state.apiSchema, document, resumes), labelsOn)
      : planExecution(state, defers ? document : withoutDefer(document), labelsOn);
  state.plans.set(key, plan);
  return plan;
}

function withoutOtherOperations({ document, operation }: SelectedOperation): DocumentNode {
  return separateOperations(document)[operation.name?.value ?? ''] ?? document;
}

function planExecution(state: SupergraphState, document: DocumentNode, labelsOn: readonly string[]): PreparedPlan {
  const names = planResponseNames(document, state.requiredFields);
  const node = buildPlan(state, document, names, labelsOn);
  if (node?.kind === 'Subscription') throw new Error('The planner made a subscription of another operation.');
  return { kind: 'Execution', names, ...prepareDeferring(node) };
}

function planSubscription(
  state: SupergraphState,
  rewrite: SubscriptionRewrite,
  labelsOn: readonly string[],
): PreparedPlan {
  const names = planResponseNames(rewrite.document, state.requiredFields);
  const node = buildPlan(state, rewrite.document, names, labelsOn);
  if (node?.kind !== 'Subscription') throw new Error('The planner made no subscription of one.');
  const primary = prepareFetch(node.primary);
  const rest = node.rest && prepareNode(node.rest);
  return {
    kind: 'Subscription',
    names,
    primary,
    rest,
    rules: planRules(primary, rest),
    cursor: rewrite.cursor,
    resumeVariable: rewrite.resumeVariable,
  };
}

function buildPlan(state: SupergraphState, document: DocumentNode, names: PlannedNames, labelsOn: readonly string[]) {
  const renamed = withPlannedVariableNames(withPlannedResponseNames(document, names));
  const planned = keepObjects(askInterfaceObjects(renamed, state.interfaceObjectFields));
  const node = askPlanner(state, planned, labelsOn);
  const unplanned = unplannedField(state.apiSchema, planned, node);
  if (unplanned) throw emptyPlan(unplanned);
  return node;
}

/** The planner's limits are plain errors of its own, which only their messages tell from its faults. */
const LIMIT = /^(?:Exceeded maximum recursive selections|Number of non-local selections exceeds limit)/;

function askPlanner(
  state: SupergraphState,
  document: DocumentNode,
  labelsOn: readonly string[],
): PlanNode | SubscriptionNode | undefined {
  try {
    const operation = operationFromDocument(state.planningSchema, document);
    const overrideConditions = new Map(labelsOn.map((label) => [label, true]));
    const { node } = state.planner.buildQueryPlan(operation, { overrideConditions });
    const separate = (child: PlanNode) => separateRepresentations(child, state.requiredVariants, state.requirements);
    if (node?.kind !== 'Subscription') return node && separate(node);
    const primary = separate(node.primary);
    if (primary.kind !== 'Fetch') throw new Error('The first fetch of a subscription was split.');
    return { ...node, primary, ...(node.rest ? { rest: separate(node.rest) } : {}) };
  } catch (cause) {
    if (!(cause instanceof Error) || !LIMIT.test(cause.message)) throw cause;
    const message = 'The operation selects too much to be planned. Select fewer fields, or nest fewer fragments.';
    throw new SluiceError('OPERATION_TOO_COMPLEX', message, { cause });
  }
}

function emptyPlan(path: readonly string[]): SluiceError {
  const place = path.map(clientResponseName).join('.');
  return new SluiceError('QUERY_PLAN_EMPTY', `No subgraph can resolve what the operation selects at "${place}".`);
}
