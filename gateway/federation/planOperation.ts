import { type Operation, operationFromDocument } from '@apollo/federation-internals';
import type { SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  print,
  type SelectionNode,
  separateOperations,
  valueFromASTUntyped,
} from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { type PreparedPlan, prepareFetch, prepareNode } from './preparedPlan.ts';
import { withPlannedResponseNames } from './responseNames.ts';
import type { SelectedOperation } from './selectOperation.ts';
import { rewriteSubscription, type SubscriptionRewrite } from './subscriptionRewrite.ts';
import type { SupergraphState } from './supergraph.ts';

/**
 * Plans an operation, or finds its plan among those made before. Equal operations that differ only in white space,
 * comments or unused fragments share one plan.
 *
 * @param resumes whether a subscription is to continue after a cursor, which needs a plan of its own
 * @throws GraphQLError when the operation cannot be planned; SluiceError `QUERY_PLAN_EMPTY` when it selects fields
 * that the planner finds no subgraph for.
 */
export function planOperation(state: SupergraphState, selected: SelectedOperation, resumes = false): PreparedPlan {
  const document = withoutOtherOperations(selected);
  const key = `${resumes ? 'resume' : 'start'}\n${print(document)}`;
  const known = state.plans.get(key);
  if (known) return known;
  const plan =
    selected.operation.operation === OperationTypeNode.SUBSCRIPTION
      ? planSubscription(state, rewriteSubscription(state.apiSchema, document, resumes))
      : planExecution(state, document);
  state.plans.set(key, plan);
  return plan;
}

function withoutOtherOperations({ document, operation }: SelectedOperation): DocumentNode {
  return separateOperations(document)[operation.name?.value ?? ''] ?? document;
}

function planExecution(state: SupergraphState, document: DocumentNode): PreparedPlan {
  const node = buildPlan(state, document);
  if (node?.kind === 'Subscription') throw new Error('The planner made a subscription of another operation.');
  return { kind: 'Execution', node: node && prepareNode(node) };
}

function planSubscription(state: SupergraphState, rewrite: SubscriptionRewrite): PreparedPlan {
  const node = buildPlan(state, rewrite.document);
  if (node?.kind !== 'Subscription') throw emptyPlan();
  return {
    kind: 'Subscription',
    primary: prepareFetch(node.primary),
    rest: node.rest && prepareNode(node.rest),
    cursor: rewrite.cursor,
    resumeVariable: rewrite.resumeVariable,
  };
}

function buildPlan(state: SupergraphState, document: DocumentNode) {
  const planned = withPlannedResponseNames(document, state.requiredFields);
  const operation = readOperation(state, planned);
  const node = state.planner.buildQueryPlan(operation).node;
  if (!node && selectsFields(document)) throw emptyPlan();
  return node as Exclude<typeof node, SubscriptionNode> | SubscriptionNode | undefined;
}

function readOperation(state: SupergraphState, document: DocumentNode): Operation {
  rejectReservedVariables(document);
  return operationFromDocument(state.planningSchema, document);
}

/** The planner names its own variable `representations` and declares it a second time beside the client's. */
function rejectReservedVariables(document: DocumentNode): void {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const reserved = definition.variableDefinitions?.find(({ variable }) => variable.name.value === 'representations');
    if (reserved) {
      throw new GraphQLError('The variable name "representations" is reserved for federation.', {
        nodes: reserved,
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  }
}

function emptyPlan(): SluiceError {
  return new SluiceError('QUERY_PLAN_EMPTY', 'No subgraph can resolve the fields that the operation selects.');
}

/**
 * Whether the operation asks any subgraph for anything: a root field beside `__schema`, `__type` and `__typename` that
 * is not left out by a constant `@skip` or `@include`.
 */
function selectsFields(document: DocumentNode): boolean {
  const selects = (selections: readonly SelectionNode[]): boolean =>
    selections.some((selection) => {
      if (isLeftOut(selection)) return false;
      if (selection.kind === Kind.FIELD) return !selection.name.value.startsWith('__');
      if (selection.kind === Kind.INLINE_FRAGMENT) return selects(selection.selectionSet.selections);
      return document.definitions.some(
        (definition) =>
          definition.kind === Kind.FRAGMENT_DEFINITION &&
          definition.name.value === selection.name.value &&
          selects(definition.selectionSet.selections),
      );
    });
  return document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && selects(definition.selectionSet.selections),
  );
}

function isLeftOut(selection: SelectionNode): boolean {
  return (selection.directives ?? []).some((directive) => {
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    if (condition?.kind !== Kind.BOOLEAN) return false;
    const value: unknown = valueFromASTUntyped(condition);
    return directive.name.value === 'skip' ? value === true : directive.name.value === 'include' && value === false;
  });
}
