import { type DocumentNode, GraphQLError, getVariableValues, OperationTypeNode } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { cancelledOperation } from './cancelledOperation.ts';
import type { ExecutorResult } from './deferredAnswer.ts';
import { mentionsDefer, readDeferredFragments } from './deferredFragments.ts';
import { executeDeferred } from './executeDeferred.ts';
import { executePlan, newExecution, type PlanExecution } from './executePlan.ts';
import type { GatewayContext } from './gatewayContext.ts';
import { decideLabels, type LabelDecision } from './overrideLabels.ts';
import { permitOperation, withRefusals } from './permittedOperation.ts';
import { planOperation } from './planOperation.ts';
import { prepareOperation } from './preparedOperation.ts';
import type { PreparedPlan } from './preparedPlan.ts';
import { withPlannedVariables } from './reservedVariables.ts';
import { type SelectedOperation, selectOperation } from './selectOperation.ts';
import { STREAM } from './subscriptions/eventStream.ts';
import { FederatedSubscription } from './subscriptions/federatedSubscription.ts';
import type { SubscriptionHub } from './subscriptions/subscriptionHub.ts';
import type { SupergraphState } from './supergraph.ts';
import type { SubgraphTransport } from './transport/subgraphTransport.ts';
import { writeResult } from './writer/writeResult.ts';

/** A validated operation, and what it runs with. */
export interface OperationRequest {
  readonly state: SupergraphState;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  /** Lets equal subscriptions share their events. */
  readonly hub: SubscriptionHub<FederatedSubscription>;
  /** See `SubscriptionSource.retain`. */
  readonly retain: () => (() => void) | undefined;
  readonly context: GatewayContext;
  /** Which labels of `@override` are on. @default percentages only */
  readonly decideLabel?: LabelDecision | undefined;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Variables as the client gave them, and coerced. */
interface Variables {
  readonly given: Readonly<Record<string, unknown>>;
  readonly coerced: Readonly<Record<string, unknown>>;
}

/**
 * Executes a query, a mutation or a subscription. Variables that do not fit are errors before any subgraph is asked.
 *
 * @returns the answer; of a subscription, `{ data: null, [STREAM]: events }`. Nothing is opened before the first event
 * is asked for.
 * @see https://spec.graphql.org/October2021/#ExecuteRequest()
 */
export async function executeOperation(request: OperationRequest): Promise<ExecutorResult> {
  try {
    const selected = selectOperation(request.document, request.operationName);
    const variables = coerceVariables(request, selected);
    if (Array.isArray(variables)) return { errors: variables };
    return await execute(request, selected, variables as Variables);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

async function execute(
  request: OperationRequest,
  selected: SelectedOperation,
  variables: Variables,
): Promise<ExecutorResult> {
  const { state, context, transports, hub, retain } = request;
  const isSubscription = selected.operation.operation === OperationTypeNode.SUBSCRIPTION;
  const defers = mentionsDefer(selected);
  const labelsOn = state.overrideLabels.of(selected.document).filter(request.decideLabel ?? decideLabels());
  if (defers && context.acceptsDeferred && !isSubscription) {
    return executeDeferring(request, selected, labelsOn, variables);
  }
  const permitted = permitOperation(state, selected, context.caller, variables.coerced);
  if (isSubscription) {
    if (permitted.refusals.length > 0) return { errors: permitted.refusals };
    if (defers) throw new SluiceError('DEFER_IN_SUBSCRIPTION', 'A subscription cannot defer parts of its events.');
    const { given, coerced } = variables;
    const parts = { selected, permitted: permitted.selected, context, labelsOn };
    const subscription = { ...parts, variables: given, coercedVariables: coerced };
    return { data: null, [STREAM]: hub.stream(new FederatedSubscription({ state, transports, retain }, subscription)) };
  }
  const { plan, writer } = prepareOperation(state, {
    selected,
    permitted: permitted.selected,
    resumes: false,
    labelsOn,
  });
  if (plan.kind === 'Subscription') throw new Error('The planner made a subscription of another operation.');
  const execution = startExecution(request, plan, variables);
  await executePlan(execution, plan.node);
  // Nobody reads it, and an error for each field that was not fetched costs more than the answer would have.
  if (context.signal.aborted) throw cancelledOperation();
  const { data, errors, isPlain } = execution;
  const completed = writeResult(writer, { data, errors, isPlain, variables: variables.coerced });
  return withRefusals(completed, permitted.refusals);
}

async function executeDeferring(
  request: OperationRequest,
  selected: SelectedOperation,
  labelsOn: readonly string[],
  variables: Variables,
): Promise<ExecutorResult> {
  const { state, context, retain } = request;
  const deferring = readDeferredFragments(state.apiSchema, selected, variables.coerced);
  // What is planned lacks what the caller may not see; what is written does not, and has null there.
  const permitted = permitOperation(state, deferring.selected, context.caller, variables.coerced);
  const plan = planOperation(state, permitted.selected, false, labelsOn, true);
  if (plan.kind === 'Subscription') throw new Error('A subscription was planned as if it deferred.');
  return executeDeferred({
    schema: state.apiSchema,
    deferring,
    plan,
    execution: startExecution(request, plan, variables),
    variables: variables.coerced,
    refusals: permitted.refusals,
    retain: () => retain() ?? (() => {}),
  });
}

function startExecution(
  { state, context, transports }: OperationRequest,
  { rules }: PreparedPlan,
  { given, coerced }: Variables,
): PlanExecution {
  return newExecution({
    context,
    transports,
    typeConditions: state.typeConditions,
    rules,
    variables: withPlannedVariables(given),
    coercedVariables: withPlannedVariables(coerced),
  });
}

/** Only declared variables are kept: what else a client sends must not reach a variable of the plan's own. */
function coerceVariables(request: OperationRequest, { operation }: SelectedOperation): Variables | GraphQLError[] {
  const definitions = operation.variableDefinitions ?? [];
  const inputs = request.variables ?? {};
  const { coerced, errors } = getVariableValues(request.state.apiSchema, definitions, inputs, { maxErrors: 50 });
  if (errors) return [...errors];
  const declared = definitions.map(({ variable }) => variable.name.value).filter((name) => Object.hasOwn(inputs, name));
  return { given: Object.fromEntries(declared.map((name) => [name, inputs[name]])), coerced };
}
