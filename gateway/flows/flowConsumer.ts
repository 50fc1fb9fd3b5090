import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import type { Change } from '../../subgraphs/kit/changes/change.ts';
import { BatchWriter } from './batchWriter.ts';
import { evaluateExports } from './bindings.ts';
import type { Flow } from './flow.ts';
import { callerOf } from './flowCaller.ts';
import type { FlowChanges } from './flowChanges.ts';
import type { FlowOperations, TriggerEvent } from './flowOperations.ts';
import type { FlowEvent } from './flowRun.ts';
import type { ConsumerLease, FlowStore } from './flowStore.ts';

export interface FlowConsumerOptions {
  readonly flow: Flow;
  readonly store: FlowStore;
  readonly operations: FlowOperations;
  readonly changes: FlowChanges;
  /** Told that there are new runs. */
  readonly onRuns: () => void;
  readonly onError: (error: unknown) => void;
}

/** Another process takes over when the one that consumes has not been heard of for so long. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
/** How soon to try again after the subscription failed, or while another process consumes. */
const RETRY_MS = 1_000;
/** Events read that are not yet stored. */
const MAX_WAITING = 200;

/** How far the consumer has come, and the run that is to be there when it is remembered, if there is one. */
interface Passed {
  readonly cursor: string;
  readonly event: FlowEvent | null;
}

/**
 * Turns the changes that concern a flow into runs: a durable consumer of the log, by the flow's own subscription.
 * Events are stored as runs together with the cursor, so that after a kill it goes on where it was; an event that comes
 * twice is one run. Of several processes one consumes at a time.
 */
export class FlowConsumer {
  readonly #options: FlowConsumerOptions;
  readonly #stopping = new AbortController();
  readonly #working: Promise<void>;

  constructor(options: FlowConsumerOptions) {
    this.#options = options;
    this.#working = this.#work();
  }

  /** Stores what it has read, and leaves the flow to whoever comes next. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { store, flow, onError } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const lease = await store.acquireConsumer(flow.name, LEASE_MS);
        if (lease) await this.#consume(lease).finally(() => store.releaseConsumer(lease));
      } catch (error) {
        if (!signal.aborted) onError(error);
      }
      await delay(RETRY_MS, undefined, { signal }).catch(() => 'closed');
    }
  }

  /** Consumes until the lease is lost, the subscription ends, or the consumer is closed. */
  async #consume(lease: ConsumerLease): Promise<void> {
    const { flow, store, operations, onError } = this.#options;
    const ending = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, ending.signal]);
    const writer = new BatchWriter<Passed>((passed) => this.#store(lease, passed, ending), MAX_WAITING);
    let progress: string | undefined;
    const renewing = setInterval(async () => {
      try {
        if (!(await store.acquireConsumer(flow.name, LEASE_MS, lease))) ending.abort();
        // By the writer: a progress that overtook events before it would lose them.
        if (progress !== undefined) await writer.add({ cursor: progress, event: null });
        progress = undefined;
      } catch (error) {
        onError(error);
      }
    }, RENEW_MS);
    try {
      const operation = flow.trigger.operation;
      const variables = { sluice_after: lease.cursor };
      const onProgress = (cursor: string) => {
        progress = cursor;
      };
      for await (const event of operations.subscribe(
        { operation, variables, caller: callerOf(flow), signal },
        onProgress,
      )) {
        progress = undefined;
        await writer.add(await this.#read(event));
        if (signal.aborted) return;
      }
    } finally {
      clearInterval(renewing);
      ending.abort();
      await writer.flush();
    }
  }

  async #store(lease: ConsumerLease, passed: readonly Passed[], ending: AbortController): Promise<void> {
    const { flow, store, onRuns, onError } = this.#options;
    const cursor = passed.at(-1)?.cursor;
    if (cursor === undefined || ending.signal.aborted) return;
    const events = passed.flatMap(({ event }) => event ?? []);
    try {
      if (!(await store.saveEvents(lease, flow, events, cursor))) ending.abort();
      else if (events.length > 0) onRuns();
    } catch (error) {
      // What was not stored is delivered again after the cursor that is.
      ending.abort();
      onError(error);
    }
  }

  /** @throws Error when the subscription itself failed: what brings no cursor is no change */
  async #read({ result, cursor }: TriggerEvent): Promise<Passed> {
    const { flow, changes } = this.#options;
    if (cursor === undefined) {
      const reasons = result.errors?.map(({ message }) => message).join('; ') ?? 'an event without a change';
      throw new Error(`The subscription of the flow ${flow.name} failed: ${reasons}`);
    }
    const change = await changes.changeOf(cursor);
    if (!change || !isWanted(flow, change)) return { cursor, event: null };
    const { position: _, snapshot: _record, snapshotVersion: _version, ...envelope } = change;
    return { cursor, event: { cursor, change: envelope, ...readValues(flow, result) } };
  }
}

/** With an error beside them, nobody knows which values are missing: the run evaluates them itself. */
function readValues(flow: Flow, { data, errors }: ExecutionResult): Pick<FlowEvent, 'bindings' | 'onceValue'> {
  if (errors?.length) return { bindings: null, onceValue: null };
  const bindings = evaluateExports(flow.trigger.exports, data);
  const once = flow.options.once === null ? null : bindings[flow.options.once];
  return { bindings, onceValue: once == null ? null : String(once) };
}

function isWanted({ options: { imports, maxAgeSeconds } }: Flow, { at, imported }: Change): boolean {
  if (imported && !imports) return false;
  return maxAgeSeconds === null || Date.parse(at) >= Date.now() - maxAgeSeconds * 1_000;
}
