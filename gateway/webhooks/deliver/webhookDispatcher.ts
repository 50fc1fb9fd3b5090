import type { WebhookDeliveries } from '../../../subgraphs/kit/contracts/webhookDeliveries.ts';
import { Rounds } from '../../../subgraphs/kit/rounds.ts';
import type { SqlChangeLog } from '../../changes/sqlChangeLog.ts';

export interface WebhookDispatcherOptions {
  readonly deliveries: WebhookDeliveries;
  readonly changes: SqlChangeLog;
  /** Told that there may be deliveries to make. */
  readonly onDeliveries: () => void;
  readonly onError: (error: unknown) => void;
}

/** Changes that become deliveries in one transaction. */
const BATCH = 200;
/** How often it looks for endpoints that are new, or enabled again, and what nobody woke it for. */
const LOOK_INTERVAL_MS = 1_000;

/**
 * Turns changes into deliveries: each endpoint is a durable consumer of the log, whose position is moved by the
 * transaction that stores its deliveries. Several processes may do so at once; the endpoints' rows keep them apart.
 */
export class WebhookDispatcher {
  readonly #options: WebhookDispatcherOptions;
  readonly #rounds: Rounds;
  readonly #stopListening: () => void;
  readonly #look: NodeJS.Timeout;
  #closed = false;

  constructor(options: WebhookDispatcherOptions) {
    this.#options = options;
    this.#rounds = new Rounds(() => this.#dispatch(), options.onError);
    this.#stopListening = options.changes.onGrown(() => this.#rounds.wake());
    this.#look = setInterval(() => this.#rounds.wake(), LOOK_INTERVAL_MS);
    this.#rounds.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#look);
    this.#stopListening();
    await this.#rounds.close();
  }

  async #dispatch(): Promise<void> {
    const { deliveries, changes, onDeliveries, onError } = this.#options;
    while (!this.#closed) {
      const position = await deliveries.position();
      if (position === null) return;
      const batch = await changes.readAfter(position, BATCH);
      if ('prunedTo' in batch) {
        onError(
          new Error(
            `Endpoints were not told the changes ${position + 1} to ${batch.prunedTo}, which are no longer kept.`,
          ),
        );
        await deliveries.skipTo(batch.prunedTo);
        continue;
      }
      if (batch.length === 0 || !(await deliveries.add(batch))) return;
      onDeliveries();
    }
  }
}
