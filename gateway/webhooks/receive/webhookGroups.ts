import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { ReceivedWebhooks } from '../../../subgraphs/kit/contracts/receivedWebhooks.ts';
import type { ReceivedWebhook } from '../../../subgraphs/kit/contracts/webhookHandler.ts';

export interface WebhookGroupsOptions {
  readonly webhooks: Pick<ReceivedWebhooks, 'store'>;
  /** Webhooks that may wait to be stored. @default 10 000 */
  readonly maxWaiting?: number;
  /** Bytes of bodies that may wait to be stored. @default 64 MiB */
  readonly maxWaitingBytes?: number;
}

interface Pending {
  readonly webhook: ReceivedWebhook;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Webhooks that one transaction stores. */
const MAX_GROUP = 500;
/** No sender waits longer than this for others to join its group. */
const MAX_GATHER_MS = 20;
/** So long after a webhook, the next one is expected: vendors tell what happens in bursts. */
const BURST_MS = 20;

/** Too many webhooks wait to be stored; their senders are to come again. */
export class TooManyWebhooksError extends Error {}

/**
 * Stores webhooks in groups: what arrives while one group is being committed is the next one. Each sender waits for the
 * commit of its own group, and a disk that commits some hundred times a second takes thousands of webhooks.
 */
export class WebhookGroups {
  readonly #options: Required<WebhookGroupsOptions>;
  #waiting: Pending[] = [];
  #waitingBytes = 0;
  #storing: Promise<void> | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;
  /** When the last group was committed, and how long that took. */
  #committed = { at: 0, tookMs: 0 };

  constructor(options: WebhookGroupsOptions) {
    this.#options = { maxWaiting: 10_000, maxWaitingBytes: 64 * 1024 * 1024, ...options };
  }

  /** Whether as much waits in memory as may. */
  get full(): boolean {
    const { maxWaiting, maxWaitingBytes } = this.#options;
    return this.#waiting.length >= maxWaiting || this.#waitingBytes >= maxWaitingBytes;
  }

  /** Whether webhooks are coming in: what can wait is to leave processor and disk to them. */
  get busy(): boolean {
    return this.#storing !== undefined || performance.now() - this.#lastAt < BURST_MS;
  }

  /**
   * Resolves when the webhook is committed, with whether it was new; rejects when its group could not be, and with
   * TooManyWebhooksError when it is {@link full}.
   */
  add(webhook: ReceivedWebhook): Promise<boolean> {
    // Rejected, not thrown: of one request's events, those before it are waited for with it.
    if (this.full) return Promise.reject(new TooManyWebhooksError());
    this.#lastAt = performance.now();
    this.#waitingBytes += webhook.body.length;
    const stored = new Promise<boolean>((resolve, reject) => {
      this.#waiting.push({ webhook, resolve, reject });
    });
    this.#storing ??= this.#storeAll().finally(() => {
      this.#storing = undefined;
    });
    return stored;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#storing;
  }

  async #storeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gather();
      const group = this.#waiting.slice(0, MAX_GROUP);
      this.#waiting = this.#waiting.slice(MAX_GROUP);
      const beganAt = performance.now();
      await this.#store(group);
      this.#waitingBytes -= group.reduce((sum, { webhook }) => sum + webhook.body.length, 0);
      const at = performance.now();
      this.#committed = { at, tookMs: at - beganAt };
    }
  }

  /**
   * Lets others join: those whose requests have arrived with this one, and, while commits follow each other, those that
   * arrive within as long as the last one took. On SQLite a commit holds up the process, which is to have half of its time.
   */
  async #gather(): Promise<void> {
    await nextTurn();
    const { at, tookMs } = this.#committed;
    const restMs = Math.min(at + tookMs - performance.now(), MAX_GATHER_MS);
    if (restMs >= 1 && this.#waiting.length < MAX_GROUP) await delay(restMs);
  }

  async #store(group: readonly Pending[]): Promise<void> {
    try {
      const stored = new Set(await this.#options.webhooks.store(group.map(({ webhook }) => webhook)));
      for (const { webhook, resolve } of group) resolve(stored.has(webhook));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
