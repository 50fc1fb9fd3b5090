import type { ExecutionResult } from 'graphql';
import type { Change } from '../../subgraphs/kit/changes/change.ts';
import { BatchWriter } from './batchWriter.ts';
import { evaluateExports } from './bindings.ts';
import type { Flow } from './flow.ts';
import { callerOf } from './flowCaller.ts';
import type { FlowChanges } from './flowChanges.ts';
import type { FlowOperations, TriggerEvent } from './flowOperations.ts';
import type { FlowEvent, RunFailure } from './flowRun.ts';
import { isOfWatchingRun } from './runChanges.ts';
import { failureOf } from './runFailure.ts';

export interface TriggerConsumption {
  readonly flow: Flow;
  readonly operations: FlowOperations;
  readonly changes: FlowChanges;
  /** The cursor to begin after. */
  readonly after: string;
  readonly signal: AbortSignal;
  /** Whether a change that concerns the flow becomes a run. */
  readonly isWanted: (change: Change) => boolean;
  /** Keeps the right to consume. False when it is lost. */
  readonly renew: () => Promise<boolean>;
  /** Stores runs for the events, and how far it has come, at once. False when there is nothing more to do. */
  readonly save: (events: readonly FlowEvent[], cursor: string) => Promise<boolean>;
  /** Whether nothing after this cursor is wanted: `save` is told at once, then, that it has been passed. @default never */
  readonly isEnd?: (cursor: string) => boolean;
  /** Told that there are new runs. */
  readonly onRuns: () => void;
  readonly onError: (error: unknown) => void;
}

/** How long the right to consume lasts without being renewed, as a process that was killed cannot. */
export const CONSUMER_LEASE_MS = 15_000;
const RENEW_MS = 5_000;
/** Events read that are not yet stored. */
const MAX_WAITING = 200;

/** How far the consumer has come, and the run that is to be there when it is remembered, if there is one. */
interface Passed {
  readonly cursor: string;
  readonly event: FlowEvent | null;
}

/** The subscription itself failed: what brings no cursor is no change. */
export class TriggerFailed extends Error {
  readonly failure: RunFailure;

  constructor(flow: Flow, { errors }: ExecutionResult) {
    const reasons = errors?.map(({ message }) => message).join('; ') ?? 'an event without a change';
    super(`The subscription of the flow ${flow.name} failed: ${reasons}`);
    this.failure = errors?.length
      ? failureOf(errors)
      : { code: 'INTERNAL_SERVER_ERROR', message: this.message, retryable: true };
  }
}

/**
 * Turns the changes that concern a flow into runs, by the flow's own subscription, until there is nothing more to do, the
 * right to do it is lost, or the signal is aborted. Runs are stored together with the cursor, so that after a kill it goes
 * on where it was.
 *
 * @throws TriggerFailed
 */
export async function consumeTrigger(consumption: TriggerConsumption): Promise<void> {
  const { flow, operations, after, renew, isEnd = () => false, onError } = consumption;
  const ending = new AbortController();
  const signal = AbortSignal.any([consumption.signal, ending.signal]);
  const writer = new BatchWriter<Passed>((passed) => store(consumption, passed, ending), MAX_WAITING);
  let progress: string | undefined;
  const renewing = setInterval(async () => {
    try {
      if (!(await renew())) ending.abort();
      // By the writer: a progress that overtook events before it would lose them.
      if (progress !== undefined) await writer.add({ cursor: progress, event: null });
      progress = undefined;
    } catch (error) {
      onError(error);
    }
  }, RENEW_MS);
  try {
    const operation = flow.trigger.operation;
    const variables = { sluice_after: after };
    const onProgress = (cursor: string) => {
      progress = cursor;
      if (isEnd(cursor)) void writer.add({ cursor, event: null });
    };
    for await (const event of operations.subscribe(
      { operation, variables, caller: callerOf(flow), signal },
      onProgress,
    )) {
      progress = undefined;
      await writer.add(await read(consumption, event));
      if (signal.aborted) return;
    }
  } finally {
    clearInterval(renewing);
    await writer.flush();
    ending.abort();
  }
}

async function store(
  { save, onRuns, onError }: TriggerConsumption,
  passed: readonly Passed[],
  ending: AbortController,
): Promise<void> {
  const cursor = passed.at(-1)?.cursor;
  if (cursor === undefined || ending.signal.aborted) return;
  const events = passed.flatMap(({ event }) => event ?? []);
  try {
    if (!(await save(events, cursor))) ending.abort();
    if (events.length > 0) onRuns();
  } catch (error) {
    // What was not stored is delivered again after the cursor that is.
    ending.abort();
    onError(error);
  }
}

/** @throws TriggerFailed */
async function read(
  { flow, changes, isWanted }: TriggerConsumption,
  { result, cursor }: TriggerEvent,
): Promise<Passed> {
  if (cursor === undefined) throw new TriggerFailed(flow, result);
  const change = await changes.changeOf(cursor);
  if (!change || isOfWatchingRun(change) || !isWanted(change)) return { cursor, event: null };
  const { position: _, snapshot: _record, snapshotVersion: _version, ...envelope } = change;
  return { cursor, event: { cursor, change: envelope, ...readValues(flow, result) } };
}

/** With an error beside them, nobody knows which values are missing: the run evaluates them itself. */
function readValues(flow: Flow, { data, errors }: ExecutionResult): Pick<FlowEvent, 'bindings' | 'onceValue'> {
  if (errors?.length) return { bindings: null, onceValue: null };
  const bindings = evaluateExports(flow.trigger.exports, data);
  const once = flow.options.once === null ? null : bindings[flow.options.once];
  return { bindings, onceValue: once == null ? null : String(once) };
}
