import { createHash } from 'node:crypto';
import { type Bindings, bindVariables, evaluateExports, isWanted, itemsOf } from './bindings.ts';
import type { Flow, FlowStep } from './flow.ts';
import { callerOfRun } from './flowCaller.ts';
import type { FlowChanges } from './flowChanges.ts';
import type { FlowOperations } from './flowOperations.ts';
import type { ClaimedRun, RunFailure, StepState } from './flowRun.ts';
import type { FlowStore, RunOutcome } from './flowStore.ts';
import { readTrigger } from './readTrigger.ts';
import { failureOf, failureOfThrown } from './runFailure.ts';

export interface RunServices {
  readonly store: FlowStore;
  readonly operations: FlowOperations;
  readonly changes: Pick<FlowChanges, 'cursorBefore'>;
  /** The `FLOW_*` variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Runs that a chain may have, where what one changes sets off the next. */
  readonly maxHops: number;
  /** How long a claim lasts without being renewed. */
  readonly leaseMs: number;
  /** When to try again after a failure. */
  readonly retryAt: (tries: number, failure: RunFailure) => Date;
}

/** The run is another worker's by now: this one may record nothing more. */
class LostLease extends Error {}

/** A step failed, and nothing handles it. */
class StepFailed extends Error {
  readonly failure: RunFailure;

  constructor(failure: RunFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Carries a claimed run on, from where it stands: bindings once, then each step that is not finished, in order. What a
 * step has learnt is stored before the next begins; what the last has learnt, with the end of the run. Resolves when the claim is released, or was lost to another worker.
 */
export async function executeRun(
  services: RunServices,
  flow: Flow,
  run: ClaimedRun,
  closing: AbortSignal,
): Promise<void> {
  const { store, leaseMs } = services;
  const losing = new AbortController();
  let failuresBefore = run.failures;
  const onDone = () => {
    failuresBefore = 0;
  };
  const renewing = setInterval(async () => {
    // A database that does not answer is as good as a lost lease: somebody else may have the run when it is back.
    const kept = await store.save(run, leaseMs, {}).catch(() => false);
    if (!kept) losing.abort(new LostLease());
  }, leaseMs / 3);
  try {
    const signal = AbortSignal.any([closing, losing.signal]);
    await store.release(run, { status: 'SUCCEEDED' }, await runSteps(services, flow, run, signal, onDone));
  } catch (thrown) {
    if (thrown instanceof LostLease || losing.signal.aborted) return;
    if (!closing.aborted && !(thrown instanceof StepFailed)) throw thrown;
    const failed = thrown as StepFailed;
    const { maxAttempts } = flow.options;
    await store.release(
      run,
      closing.aborted ? { status: 'CUT_OFF' } : outcomeOf(services, maxAttempts, failuresBefore, failed.failure),
    );
  } finally {
    clearInterval(renewing);
  }
}

/** What a try that failed, after as many others, means for its run: another one later, or none. */
export function outcomeOf(
  { retryAt }: Pick<RunServices, 'retryAt'>,
  maxAttempts: number,
  failuresBefore: number,
  failure: RunFailure,
): RunOutcome {
  const failures = failuresBefore + 1;
  if (!failure.retryable || failures >= maxAttempts) return { status: 'DEAD', failures, failure };
  return { status: 'WAITING', dueAt: retryAt(failures, failure), failures, failure };
}

/**
 * Resolves with what has become of the steps when nothing is left to do. `onDone` is told that one was carried out: the
 * tries that failed before it say nothing about the next.
 */
async function runSteps(
  services: RunServices,
  flow: Flow,
  run: ClaimedRun,
  signal: AbortSignal,
  onDone: () => void,
): Promise<readonly StepState[]> {
  if (run.hops >= services.maxHops) throw new StepFailed(chainTooLong(run, services.maxHops));
  const bindings = run.bindings ?? (await readBindings(services, flow, run, signal));
  if (bindings === 'once already') return run.steps;
  let states = run.steps;
  let stored = states;
  const add = (state: StepState) => {
    states = [...states, state];
  };
  const store = async () => {
    if (stored === states) return;
    if (!(await services.store.save(run, services.leaseMs, { steps: states }))) throw new LostLease();
    stored = states;
  };
  for (const step of flow.steps) {
    const known = { ...bindings, ...exportsOf(states) };
    if (isFinished(step, states)) continue;
    const because = leftOut(step, known, states);
    if (because !== undefined) {
      add({ step: step.name, status: 'SKIPPED', because });
      continue;
    }
    await store();
    for (const [key, item] of itemsByKey(step, known)) {
      if (states.some((state) => state.step === step.name && state.item === key)) continue;
      await store();
      const state = await executeStep(services, flow, run, step, known, item, key, signal);
      add(state);
      if (state.status !== 'SKIPPED') onDone();
    }
    if (step.each) add({ step: step.name, status: 'SUCCEEDED' });
  }
  return states;
}

function chainTooLong({ hops, flow }: ClaimedRun, maxHops: number): RunFailure {
  const message = `The change was made by a chain of ${hops} runs, and FLOWS_MAX_HOPS is ${maxHops}. Do flows set off ${flow} that it sets off itself?`;
  return { code: 'FLOW_HOP_LIMIT', message, retryable: false };
}

/** The items of a step with `@each`; of any other step one, without a key. */
function itemsByKey(
  step: FlowStep,
  bindings: Bindings,
): ReadonlyMap<string | undefined, Readonly<Record<string, unknown>> | undefined> {
  if (!step.each) return new Map([[undefined, undefined]]);
  const { key, in: list } = step.each;
  const items = itemsOf(step, bindings) ?? [];
  const byKey = new Map(items.map((item) => [String(item[key]), item]));
  if (byKey.size === items.length) return byKey;
  const message = `Several items of ${list} have the same ${key}, and only one of them could be told as done.`;
  throw new StepFailed({ code: 'FLOW_INVALID', message, step: step.name, retryable: false });
}

async function readBindings(
  services: RunServices,
  flow: Flow,
  run: ClaimedRun,
  signal: AbortSignal,
): Promise<Bindings | 'once already'> {
  const { store, leaseMs } = services;
  const read = await readTrigger(
    services.operations,
    services.changes,
    flow,
    run,
    AbortSignal.any([signal, AbortSignal.timeout(flow.options.timeoutMs)]),
  );
  if (read.errors) throw new StepFailed(failureOf(read.errors));
  const bindings = evaluateExports(flow.trigger.exports, read.data);
  const once = flow.options.once === null ? null : bindings[flow.options.once];
  if (once != null && !(await store.takeOnce(run, String(once)))) return 'once already';
  if (!(await store.save(run, leaseMs, { bindings }))) throw new LostLease();
  return bindings;
}

function isFinished(step: FlowStep, states: readonly StepState[]): boolean {
  return states.some((state) => state.step === step.name && state.item === undefined);
}

/** What the finished steps exported; what was skipped or failed exported nulls. */
function exportsOf(states: readonly StepState[]): Bindings {
  return Object.assign({}, ...states.map(({ exports = {} }) => exports));
}

/** Why a step is not run in this run, or undefined when it is. */
function leftOut(step: FlowStep, bindings: Bindings, states: readonly StepState[]): string | undefined {
  if (step.onError) {
    const { of, codes } = step.onError;
    const failed = states.find((state) => state.step === of && state.status === 'FAILED');
    if (!failed?.failure || !codes.includes(failed.failure.code))
      return `${of} did not fail with ${codes.join(' or ')}`;
  }
  if (!isWanted(step, bindings))
    return `@when: ${step.when?.value} is ${JSON.stringify(bindings[step.when?.value ?? ''] ?? null)}`;
  if (step.each && itemsOf(step, bindings) === null) return `${step.each.in} is null`;
  return undefined;
}

async function executeStep(
  services: RunServices,
  flow: Flow,
  run: ClaimedRun,
  step: FlowStep,
  bindings: Bindings,
  item: Readonly<Record<string, unknown>> | undefined,
  key: string | undefined,
  signal: AbortSignal,
): Promise<StepState> {
  const identity = { step: step.name, ...(key !== undefined && { item: key }) };
  const bound = bindVariables(step, bindings, services.environment, item);
  if (bound.kind === 'skipped') {
    return { ...identity, status: 'SKIPPED', because: bound.because, exports: evaluateExports(step.exports, null) };
  }
  const variables =
    step.kind === 'mutation'
      ? { ...bound.variables, sluice_idempotencyKey: idempotencyKey(run, step, key) }
      : bound.variables;
  const timeout = AbortSignal.timeout(flow.options.timeoutMs);
  const result = await services.operations
    .execute({
      operation: step.operation,
      variables,
      caller: callerOfRun(flow, run),
      signal: AbortSignal.any([signal, timeout]),
    })
    .catch((thrown: unknown) => {
      throw new StepFailed(failureOfThrown(thrown, step.name));
    });
  if (result.errors?.length) {
    const failure = failureOf(result.errors, step.name);
    if (!isHandled(flow, step, failure)) throw new StepFailed(failure);
    return { ...identity, status: 'FAILED', failure, exports: evaluateExports(step.exports, null) };
  }
  return { ...identity, status: 'SUCCEEDED', exports: evaluateExports(step.exports, result.data) };
}

function isHandled(flow: Flow, failed: FlowStep, { code, retryable }: RunFailure): boolean {
  return !retryable && flow.steps.some(({ onError }) => onError?.of === failed.name && onError.codes.includes(code));
}

/** The same for every try of a step, on whatever process; another for each change, item and replay. */
function idempotencyKey(run: ClaimedRun, step: FlowStep, item: string | undefined): string {
  const parts = [run.flow, run.changeCursor, run.generation, step.name, item ?? null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
