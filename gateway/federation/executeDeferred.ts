import { type ExecutionResult, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import type { SluiceError } from '../../subgraphs/kit/errors.ts';
import { DEFERRED, type DeferredPayload, type ExecutorResult, type IncrementalItem } from './deferredAnswer.ts';
import type { DeferredFragment, DeferringOperation } from './deferredFragments.ts';
import { type DeferredWriters, deferredWriters } from './deferredWriters.ts';
import { executePlan, type PlanExecution } from './executePlan.ts';
import type { ExecutionErrors } from './executionErrors.ts';
import { isDataObject, ownValue, typenameOf } from './mergeData.ts';
import { withoutConsequences, withRefusals } from './permittedOperation.ts';
import type { DeferredPart, PathStep, PreparedPlan } from './preparedPlan.ts';
import { clientResponseName, type PlannedNames, plannedResponseName } from './responseNames.ts';
import { type DataPath, findTargets, type Target } from './targets.ts';
import type { ResponseWriter } from './writer/responseWriter.ts';
import { writeResult } from './writer/writeResult.ts';

/** A planned operation that defers, and its run. */
export interface DeferredParameters {
  readonly schema: GraphQLSchema;
  readonly deferring: DeferringOperation;
  readonly plan: Extract<PreparedPlan, { kind: 'Execution' }>;
  readonly execution: PlanExecution;
  /** The operation's variables, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the caller may not see of the operation, deferred or not: the first answer has an error for each. */
  readonly refusals: readonly SluiceError[];
  /** Keeps the transports until the returned function is called. */
  readonly retain: () => () => void;
}

/**
 * Executes an operation with `@defer`: the first answer holds what is not deferred; under `DEFERRED` it carries what
 * comes later, each part as soon as it is there. What the plan brings at once anyway is in the first answer.
 *
 * Nothing deferred is fetched before the first part is asked for. Cancelling, or aborting the context's signal, aborts the
 * fetches.
 *
 * @see https://github.com/graphql/graphql-spec/blob/main/rfcs/DeferStream.md
 */
export async function executeDeferred(parameters: DeferredParameters): Promise<ExecutorResult> {
  const { schema, deferring, plan, execution, refusals, retain } = parameters;
  await executePlan(execution, plan.node);
  const parts = plan.deferred ?? [];
  const writers = deferredWriters(schema, deferring, plan);
  const initial = withRefusals(complete(writers.initial(parts), execution, parameters), refusals);
  if (parts.length === 0 || !initial.data) return initial;
  const delivered: unknown = JSON.parse(JSON.stringify(initial.data));
  const { context } = execution;
  const cancelling = new AbortController();
  const release = retain();
  const cancel = (): void => {
    context.signal.removeEventListener('abort', cancel);
    cancelling.abort();
    release();
  };
  context.signal.addEventListener('abort', cancel, { once: true });
  const payloads = async function* () {
    try {
      yield* new Delivery(parameters, writers, delivered, cancelling.signal).run(parts);
    } finally {
      cancel();
    }
  };
  return { ...initial, [DEFERRED]: { cancel, [Symbol.asyncIterator]: payloads } };
}

/** Runs deferred parts together, and hands on what each brought when it is there. */
class Delivery {
  readonly #parameters: DeferredParameters;
  readonly #writers: DeferredWriters;
  /** What the client has so far. A part belongs to objects in it; where one became null, nothing more is told. */
  readonly #delivered: unknown;
  readonly #execution: PlanExecution;
  readonly #ready: IncrementalItem[] = [];
  #running = 0;
  #failure: unknown;
  #wake: () => void = () => {};

  constructor(parameters: DeferredParameters, writers: DeferredWriters, delivered: unknown, signal: AbortSignal) {
    const { execution } = parameters;
    this.#parameters = parameters;
    this.#writers = writers;
    this.#delivered = delivered;
    // What other parts bring may need escaping, whatever this one brings.
    this.#execution = { ...execution, isPlain: false, context: { ...execution.context, signal } };
  }

  async *run(parts: readonly DeferredPart[]): AsyncGenerator<DeferredPayload, void, void> {
    const { signal } = this.#execution.context;
    this.#start(parts);
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      if (this.#failure !== undefined) throw this.#failure;
      const incremental = this.#ready.splice(0);
      const hasNext = this.#running > 0;
      if (incremental.length > 0 || !hasNext) yield { ...(incremental.length > 0 ? { incremental } : {}), hasNext };
      if (!hasNext) return;
      if (this.#ready.length > 0 || this.#running === 0) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #start(parts: readonly DeferredPart[]): void {
    for (const part of parts) {
      this.#running++;
      this.#execute(part)
        .catch((error: unknown) => {
          this.#failure ??= error;
        })
        .finally(() => {
          this.#running--;
          this.#wake();
        });
    }
  }

  async #execute(part: DeferredPart): Promise<void> {
    const execution = { ...this.#execution, rules: part.rules, errors: this.#execution.errors.within(() => false) };
    await executePlan(execution, part.node);
    if (execution.context.signal.aborted) return;
    const fragment = this.#parameters.deferring.fragments.find(({ id }) => id === part.id);
    if (!fragment) throw new Error(`The plan has a deferred part ${part.id} that the operation does not have.`);
    const { plan } = this.#parameters;
    const targets = findTargets(execution.data, stepsTo(fragment, plan.names)).filter(({ path }) => this.#has(path));
    for (const [index, target] of targets.entries())
      this.#deliver(execution, fragment, part.parts, target, index === 0);
    this.#start(part.parts);
  }

  #has(path: DataPath): boolean {
    return isDataObject(valueAt(this.#delivered, path.map(clientResponseName)));
  }

  #deliver(
    execution: PlanExecution,
    fragment: DeferredFragment,
    later: readonly DeferredPart[],
    { object, path }: Target,
    isFirst: boolean,
  ): void {
    const { schema, refusals } = this.#parameters;
    const { label, typeName } = fragment;
    const rootName = objectTypeOf(schema, typeName, typenameOf(object));
    if (rootName === undefined) return;
    const clientPath = path.map(clientResponseName);
    const errors = errorsWithin(execution.errors, clientPath, isFirst);
    const part = { ...execution, data: object, errors };
    const writer = this.#writers.fragment(fragment, rootName, later);
    const result = withoutConsequences(complete(writer, part, this.#parameters, clientPath), refusals);
    const data = result.data ? (JSON.parse(JSON.stringify(result.data)) as Record<string, unknown>) : null;
    if (data) mergeDelivered(valueAt(this.#delivered, clientPath), data);
    this.#ready.push({
      ...(label === undefined ? {} : { label }),
      path: clientPath,
      data,
      ...(result.errors ? { errors: result.errors } : {}),
    });
  }
}

/** Where the merged data holds the objects of a fragment. */
function stepsTo({ path }: DeferredFragment, names: PlannedNames): PathStep[] {
  return path.map((step) => ('kind' in step ? { key: plannedResponseName(step, names) } : { key: '', types: step }));
}

/** @param path where the data stands in the whole answer */
function complete(
  writer: ResponseWriter,
  { data, errors, isPlain }: PlanExecution,
  { variables }: DeferredParameters,
  path: DataPath = [],
): ExecutionResult {
  return writeResult(writer, { data, errors, isPlain, variables, path });
}

function objectTypeOf(schema: GraphQLSchema, typeName: string, found: string | undefined): string | undefined {
  const type = schema.getType(typeName);
  if (!isAbstractType(type)) return typeName;
  const foundType = found === undefined ? undefined : schema.getType(found);
  return isObjectType(foundType) && schema.isSubType(type, foundType) ? found : undefined;
}

/** The errors of a part that are about one of its objects; those without a place go with the first. */
function errorsWithin(errors: ExecutionErrors, path: DataPath, isFirst: boolean): ExecutionErrors {
  return errors.within((place) => (place === undefined ? isFirst : path.every((key, index) => place[index] === key)));
}

function valueAt(value: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((parent, key) => {
    if (Array.isArray(parent)) return parent[Number(key)];
    return isDataObject(parent) ? ownValue(parent, String(key)) : undefined;
  }, value);
}

function mergeDelivered(target: unknown, source: unknown): unknown {
  if (Array.isArray(target) && Array.isArray(source))
    return source.map((item, index) => mergeDelivered(target[index], item));
  if (!isDataObject(target) || !isDataObject(source)) return source;
  for (const [name, value] of Object.entries(source)) target[name] = mergeDelivered(ownValue(target, name), value);
  return target;
}
