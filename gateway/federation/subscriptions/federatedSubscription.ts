import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  validate,
  valueFromASTUntyped,
} from 'graphql';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';
import { mergeRootFields } from '../executeFetch.ts';
import { executePlan, newExecution, type PlanExecution } from '../executePlan.ts';
import type { GatewayContext } from '../gatewayContext.ts';
import { isDataObject, ownValue } from '../mergeData.ts';
import { permitOperation } from '../permittedOperation.ts';
import { type PreparedOperation, prepareOperation } from '../preparedOperation.ts';
import type { PreparedPlan } from '../preparedPlan.ts';
import { withPlannedVariables } from '../reservedVariables.ts';
import type { SelectedOperation } from '../selectOperation.ts';
import type { SupergraphState } from '../supergraph.ts';
import type { SubgraphTransport } from '../transport/subgraphTransport.ts';
import { writeResult } from '../writer/writeResult.ts';
import type { StreamedEvent } from './eventStream.ts';
import { type SeparatedSubscription, separateAfter } from './separateAfter.ts';
import { sharingKey } from './sharingKey.ts';
import type { SubscriptionSource } from './subscriptionSource.ts';

type SubscriptionPlan = Extract<PreparedPlan, { kind: 'Subscription' }>;

/** A supergraph in use, which a subscription runs on. */
export interface SubscriptionBase {
  readonly state: SupergraphState;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  /** See `SubscriptionSource.retain`. */
  retain(): (() => void) | undefined;
}

export interface SubscriptionRequest {
  readonly selected: SelectedOperation;
  /** The part of it that the caller may ask for; mostly the same object. */
  readonly permitted: SelectedOperation;
  readonly context: GatewayContext;
  /** Labels of `@override` that are on. */
  readonly labelsOn: readonly string[];
  /** As the client gave them, only those that its operation declares. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same with defaults. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
}

/** Operations that were looked at before, by the schema that they are valid against. */
const separated = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, SeparatedSubscription>>();

/**
 * A subscription over the supergraph: the subgraph that owns it is the upstream, and each of its events is completed with
 * the fields of all others.
 *
 * @see https://spec.graphql.org/October2021/#sec-Subscription
 */
export class FederatedSubscription implements SubscriptionSource {
  readonly sharingKey: string | undefined;
  readonly isResumable: boolean;
  readonly after: string | number | undefined;
  readonly #base: SubscriptionBase;
  readonly #request: SubscriptionRequest;
  readonly #plan: SubscriptionPlan;
  readonly #writer: PreparedOperation['writer'];
  readonly #operation: SeparatedSubscription;
  readonly #resumeAfter: unknown;

  /** @throws GraphQLError when it cannot be planned */
  constructor(base: SubscriptionBase, request: SubscriptionRequest) {
    const { context, permitted, labelsOn, coercedVariables } = request;
    this.#base = base;
    this.#request = request;
    this.#operation = findSeparated(base.state.apiSchema, permitted);
    const given = this.#operation.after && valueFromASTUntyped(this.#operation.after, coercedVariables);
    this.#resumeAfter = context.resumeAfter ?? given ?? undefined;
    const { plan, writer } = prepareSubscription(
      base.state,
      this.#operation,
      this.#resumeAfter !== undefined,
      labelsOn,
    );
    this.#plan = plan;
    this.#writer = writer;
    const { isResumable, isUnique } = this.#operation;
    const after = this.#resumeAfter;
    this.isResumable = isResumable;
    this.after = typeof after === 'string' || typeof after === 'number' ? after : undefined;
    // Who keeps a progress of its own must be told of it by an upstream of its own.
    const isShared = !isUnique && !context.onProgress && this.after === after && (isResumable || after === undefined);
    this.sharingKey = isShared ? sharingKey(this.#operation, request) : undefined;
  }

  retain(): (() => void) | undefined {
    return this.#base.retain();
  }

  open(signal: AbortSignal): AsyncIterable<ExecutionResult> {
    const { primary, resumeVariable } = this.#plan;
    const { context, variables } = this.#request;
    const planned = withPlannedVariables(variables);
    const values: Record<string, unknown> = {};
    for (const name of primary.variableUsages) {
      if (Object.hasOwn(planned, name)) values[name] = planned[name];
    }
    if (resumeVariable !== undefined) values[resumeVariable] = this.#resumeAfter;
    const { caller, forwardedHeaders: headers, onProgress } = context;
    return this.#transport().subscribe(
      { ...primary.request, variables: values },
      { caller, headers, signal, onProgress },
    );
  }

  async complete(upstream: ExecutionResult, signal: AbortSignal): Promise<StreamedEvent> {
    const { primary, rest } = this.#plan;
    const execution = this.#start(signal);
    mergeRootFields(execution, primary, new Set([execution.data]), upstream);
    await executePlan(execution, rest);
    const cursor = readCursor(this.#plan, execution);
    return { result: this.#finish(execution), ...(cursor === undefined ? {} : { cursor }) };
  }

  /** The same subscription on another supergraph; undefined when it is not valid there, or its events come from elsewhere. */
  on(base: SubscriptionBase): FederatedSubscription | undefined {
    const { selected, context, labelsOn } = this.#request;
    const { apiSchema, overrideLabels } = base.state;
    if (validate(apiSchema, selected.document).length > 0) return undefined;
    const given = this.#request.variables;
    const { coerced } = getVariableValues(apiSchema, selected.operation.variableDefinitions ?? [], given);
    if (!coerced) return undefined;
    const permission = permitOperation(base.state, selected, context.caller, coerced);
    if (permission.refusals.length > 0) return undefined;
    const stillOn = overrideLabels.of(selected.document).filter((label) => labelsOn.includes(label));
    try {
      const renewed = new FederatedSubscription(base, {
        ...this.#request,
        permitted: permission.selected,
        labelsOn: stillOn,
        coercedVariables: coerced,
      });
      return renewed.#hasUpstreamOf(this) ? renewed : undefined;
    } catch (error) {
      if (error instanceof GraphQLError) return undefined;
      throw error;
    }
  }

  #hasUpstreamOf(other: FederatedSubscription): boolean {
    const [mine, others] = [this.#plan.primary, other.#plan.primary];
    return (
      mine.subgraph === others.subgraph &&
      mine.request.query === others.request.query &&
      this.#base.transports.get(mine.subgraph) === other.#base.transports.get(others.subgraph)
    );
  }

  #transport(): SubgraphTransport {
    const { subgraph } = this.#plan.primary;
    const transport = this.#base.transports.get(subgraph);
    if (!transport) throw new UpstreamUnavailableError(subgraph, 'there is no transport to it');
    return transport;
  }

  #start(signal: AbortSignal): PlanExecution {
    const { context, variables, coercedVariables } = this.#request;
    const { transports, state } = this.#base;
    return newExecution({
      context: { caller: context.caller, forwardedHeaders: context.forwardedHeaders, signal },
      transports,
      typeConditions: state.typeConditions,
      rules: this.#plan.rules,
      variables: withPlannedVariables(variables),
      coercedVariables: withPlannedVariables(coercedVariables),
    });
  }

  #finish({ data, errors, isPlain }: PlanExecution): ExecutionResult {
    return writeResult(this.#writer, { data, errors, isPlain, variables: this.#request.coercedVariables });
  }
}

function findSeparated(schema: GraphQLSchema, selected: SelectedOperation): SeparatedSubscription {
  const known = separated.get(schema) ?? new WeakMap<OperationDefinitionNode, SeparatedSubscription>();
  separated.set(schema, known);
  const found = known.get(selected.operation) ?? separateAfter(schema, selected);
  known.set(selected.operation, found);
  return found;
}

function prepareSubscription(
  state: SupergraphState,
  operation: SelectedOperation,
  resumes: boolean,
  labelsOn: readonly string[],
): PreparedOperation & { readonly plan: SubscriptionPlan } {
  const variant = { selected: operation, permitted: operation, resumes, labelsOn };
  const { plan, writer } = prepareOperation(state, variant);
  if (plan.kind !== 'Subscription') throw new Error('The planner made another operation of a subscription.');
  return { plan, writer };
}

function readCursor({ cursor }: SubscriptionPlan, { data }: PlanExecution): string | undefined {
  const payload = cursor && ownValue(data, cursor.rootName);
  const value = cursor && isDataObject(payload) ? ownValue(payload, cursor.name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
