import { setTimeout as delay } from 'node:timers/promises';
import type { Change } from '../../subgraphs/kit/changes/change.ts';
import { CONSUMER_LEASE_MS, consumeTrigger } from './consumeTrigger.ts';
import type { Flow } from './flow.ts';
import type { FlowChanges } from './flowChanges.ts';
import type { FlowOperations } from './flowOperations.ts';
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

/** How soon to try again after the subscription failed, or while another process consumes. */
const RETRY_MS = 1_000;

/**
 * Turns the changes that concern a flow into runs: a durable consumer of the log, by the flow's own subscription. An event
 * that comes twice is one run. Of several processes one consumes at a time.
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
        const lease = await store.acquireConsumer(flow.name, CONSUMER_LEASE_MS);
        if (lease) await this.#consume(lease).finally(() => store.releaseConsumer(lease));
      } catch (error) {
        if (!signal.aborted) onError(error);
      }
      await delay(RETRY_MS, undefined, { signal }).catch(() => 'closed');
    }
  }

  #consume(lease: ConsumerLease): Promise<void> {
    const { flow, store } = this.#options;
    return consumeTrigger({
      ...this.#options,
      after: lease.cursor,
      signal: this.#stopping.signal,
      isWanted: (change) => isWanted(flow, change),
      renew: async () => (await store.acquireConsumer(flow.name, CONSUMER_LEASE_MS, lease)) !== undefined,
      save: (events, cursor) => store.saveEvents(lease, flow, events, cursor),
    });
  }
}

function isWanted({ options: { imports, maxAgeSeconds } }: Flow, { at, imported }: Change): boolean {
  if (imported && !imports) return false;
  return maxAgeSeconds === null || Date.parse(at) >= Date.now() - maxAgeSeconds * 1_000;
}
