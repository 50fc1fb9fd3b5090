import { type ExecutionResult, GraphQLError } from 'graphql';
import { UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import { closableStream } from './closableStream.ts';
import type { StreamedEvent } from './eventStream.ts';
import { mergeRootFields } from './executeFetch.ts';
import { executePlan, type PlanExecution } from './executePlan.ts';
import { isDataObject, ownValue } from './mergeData.ts';
import type { PreparedPlan } from './preparedPlan.ts';

/** A planned subscription, and how one event of it is executed. */
interface SubscriptionParameters {
  readonly plan: Extract<PreparedPlan, { kind: 'Subscription' }>;
  /** Begins the execution of one event. */
  start(): PlanExecution;
  /** Makes the event's answer of what was found. */
  complete(execution: PlanExecution): ExecutionResult;
}

/**
 * Streams a subscription: each event of the subgraph that owns it is completed with the fields of all others. Events
 * are executed one after the other, and only as they are asked for.
 *
 * The stream ends when the upstream ends. When the upstream breaks off, a last event carries the error. Ending the
 * iteration, even while an event is awaited, or aborting the context's signal closes the upstream at once.
 *
 * @see https://spec.graphql.org/October2021/#sec-Subscription
 */
export function subscribeOperation(parameters: SubscriptionParameters): AsyncGenerator<StreamedEvent, void, void> {
  return closableStream(parameters.start().context.signal, (signal) => streamEvents(parameters, signal));
}

async function* streamEvents(
  { plan, start, complete }: SubscriptionParameters,
  signal: AbortSignal,
): AsyncGenerator<StreamedEvent, void, void> {
  try {
    for await (const upstream of openUpstream(plan, start(), signal)) {
      const execution = withSignal(start(), signal);
      mergeRootFields(execution, plan.primary, [{ object: execution.data, path: [] }], upstream);
      await executePlan(execution, plan.rest);
      if (signal.aborted) return;
      const cursor = readCursor(plan, execution);
      yield { result: complete(execution), ...(cursor === undefined ? {} : { cursor }) };
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof GraphQLError)) throw error;
    yield { result: { data: null, errors: [error] } };
  }
}

function openUpstream(
  { primary, resumeVariable }: SubscriptionParameters['plan'],
  { transports, context, variables }: PlanExecution,
  signal: AbortSignal,
): AsyncIterable<ExecutionResult> {
  const transport = transports.get(primary.subgraph);
  if (!transport) throw new UpstreamUnavailableError(primary.subgraph, 'there is no transport to it');
  const values: Record<string, unknown> = {};
  for (const name of primary.variableUsages) {
    if (Object.hasOwn(variables, name)) values[name] = variables[name];
  }
  if (resumeVariable !== undefined) values[resumeVariable] = context.resumeAfter;
  const options = { caller: context.caller, headers: context.forwardedHeaders, signal, onProgress: context.onProgress };
  return transport.subscribe({ ...primary.request, variables: values }, options);
}

function withSignal(execution: PlanExecution, signal: AbortSignal): PlanExecution {
  return { ...execution, context: { ...execution.context, signal } };
}

function readCursor({ cursor }: SubscriptionParameters['plan'], { data }: PlanExecution): string | undefined {
  const payload = cursor && ownValue(data, cursor.rootName);
  const value = cursor && isDataObject(payload) ? ownValue(payload, cursor.name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
