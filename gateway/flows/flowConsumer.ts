import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import type { Change } from '../../subgraphs/kit/changes/change.ts';
import { evaluateExports } from './bindings.ts';
import type { Flow } from './flow.ts';
import { callerOf } from './flowCaller.ts';
import type { FlowOperations } from './flowOperations.ts';
import type { FlowEvent } from './flowRun.ts';
import type { ConsumerLease, FlowStore } from './flowStore.ts';

export interface FlowConsumerOptions {
  readonly flow: Flow;
  readonly store: FlowStore;
  readonly operations: FlowOperations;
  /** The change that a cursor was given with; undefined when it is no longer kept. */
  readonly changeOf: (cursor: string) => Promise<Change | undefined>;
  /** Told that there is a new run. */
  readonly onRun: () => void;
  readonly onError: (error: unknown) => void;
}

/** Another process takes over when the one that consumes has not been heard of for so long. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
/** How soon to try again after the subscription failed, or while another process consumes. */
const RETRY_MS = 1_000;

/** What the runner adds to a trigger's selection, and finds in each event. */
interface TriggerPayload {
  readonly sluice_cursor: string;
  readonly sluice_kind: string;
  readonly sluice_at: string;
  readonly sluice_id: string;
}

/**
 * Turns the changes that concern a flow into runs: a durable consumer of the log, by the flow's own subscription. Each
 * event is stored as a run together with the cursor, so that after a kill it goes on where it was; an event that comes
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
        if (lease) await this.#consume(lease);
      } catch (error) {
        if (!signal.aborted) onError(error);
      }
      await delay(RETRY_MS, undefined, { signal }).catch(() => 'closed');
    }
  }

  /** Consumes until the lease is lost, the subscription ends, or the consumer is closed. */
  async #consume(lease: ConsumerLease): Promise<void> {
    const { flow, store, operations, changeOf, onRun, onError } = this.#options;
    const ending = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, ending.signal]);
    let progress: string | undefined;
    const renewing = setInterval(async () => {
      try {
        const passed = progress;
        progress = undefined;
        const kept = await store.acquireConsumer(flow.name, LEASE_MS, lease);
        if (!kept || (passed !== undefined && !(await store.saveProgress(lease, passed)))) ending.abort();
      } catch (error) {
        onError(error);
      }
    }, RENEW_MS);
    try {
      const caller = callerOf(flow);
      const variables = { sluice_after: lease.cursor };
      const events = operations.subscribe(
        { operation: flow.trigger.operation, variables, caller, signal },
        (cursor) => {
          progress = cursor;
        },
      );
      let afterCursor = lease.cursor;
      for await (const result of events) {
        const { cursor, ...read } = toEvent(flow, result, afterCursor);
        const change = await changeOf(cursor);
        const event = { ...read, cursor, hops: change?.cause?.hops ?? 0 };
        progress = undefined;
        if (isTooOld(flow, event)) {
          if (!(await store.saveProgress(lease, event.cursor))) return;
        } else if (!(await store.saveEvent(lease, flow, event))) return;
        afterCursor = event.cursor;
        onRun();
      }
    } finally {
      clearInterval(renewing);
      ending.abort();
    }
  }
}

/** @throws Error when the subscription itself failed: what brings no cursor is no change */
function toEvent(flow: Flow, { data, errors }: ExecutionResult, afterCursor: string): Omit<FlowEvent, 'hops'> {
  const payload = data?.[flow.trigger.rootName] as TriggerPayload | null | undefined;
  if (!payload?.sluice_cursor) {
    const reasons = errors?.map(({ message }) => message).join('; ') ?? 'an event without a change';
    throw new Error(`The subscription of the flow ${flow.name} failed: ${reasons}`);
  }
  const bindings = errors?.length ? null : evaluateExports(flow.trigger.exports, data);
  const once = flow.options.once === null ? null : bindings?.[flow.options.once];
  return {
    cursor: payload.sluice_cursor,
    afterCursor,
    subject: payload.sluice_id,
    kind: payload.sluice_kind,
    at: payload.sluice_at,
    bindings,
    onceValue: once == null ? null : String(once),
  };
}

function isTooOld({ options: { maxAgeSeconds } }: Flow, { at }: FlowEvent): boolean {
  return maxAgeSeconds !== null && Date.parse(at) < Date.now() - maxAgeSeconds * 1_000;
}
