import type { ReceivedWebhooks } from '../../../subgraphs/kit/contracts/receivedWebhooks.ts';
import type { ReceivedWebhook } from '../../../subgraphs/kit/contracts/webhookHandler.ts';

interface Pending {
  readonly webhook: ReceivedWebhook;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Webhooks that one transaction stores: below the parameters that a statement may have, and soon committed. */
const MAX_GROUP = 500;

/** Too many webhooks wait to be stored; their senders are to come again. */
export class TooManyWebhooksError extends Error {}

/**
 * Stores webhooks in groups: what arrives while one group is being committed is the next one. Each sender waits for the
 * commit of its own group, and a disk that commits some hundred times a second takes thousands of webhooks.
 */
export class WebhookGroups {
  readonly #webhooks: Pick<ReceivedWebhooks, 'store'>;
  readonly #maxWaiting: number;
  #waiting: Pending[] = [];
  #storing: Promise<void> | undefined;

  /** `maxWaiting` bounds what waits in memory. */
  constructor(webhooks: Pick<ReceivedWebhooks, 'store'>, maxWaiting = 10_000) {
    this.#webhooks = webhooks;
    this.#maxWaiting = maxWaiting;
  }

  /**
   * Resolves when the webhook is committed, with whether it was new; rejects when its group could not be.
   *
   * @throws TooManyWebhooksError
   */
  add(webhook: ReceivedWebhook): Promise<boolean> {
    if (this.#waiting.length >= this.#maxWaiting) throw new TooManyWebhooksError();
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
      const group = this.#waiting.slice(0, MAX_GROUP);
      this.#waiting = this.#waiting.slice(MAX_GROUP);
      try {
        const stored = new Set(await this.#webhooks.store(group.map(({ webhook }) => webhook)));
        for (const { webhook, resolve } of group) resolve(stored.has(webhook));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
  }
}
