import { toChangeEvent } from '../../../subgraphs/kit/changes/changeEvent.ts';
import { ClaimedWork } from '../../../subgraphs/kit/claimedWork.ts';
import type { ClaimedWebhook, WebhookDeliveries } from '../../../subgraphs/kit/contracts/webhookDeliveries.ts';
import type { SqlChangeLog } from '../../changes/sqlChangeLog.ts';
import { nextTry } from './deliverySchedule.ts';
import type { SentWebhook, WebhookSender } from './webhookSender.ts';

export interface WebhookDelivererOptions {
  readonly deliveries: WebhookDeliveries;
  readonly changes: Pick<SqlChangeLog, 'changeAt'>;
  readonly sender: WebhookSender;
  readonly onError: (error: unknown) => void;
}

/** Webhooks on their way to one endpoint at once; to one that does not accept them, one at a time. */
const CONCURRENCY = 10;
/** Longer than a try may take, with a margin for the clocks of other machines. */
const LEASE_MS = 45_000;
/** How long closing waits for webhooks on their way. */
const CLOSE_GRACE_MS = 5_000;

/** A change that the log no longer has. */
const EXPIRED: SentWebhook = {
  httpStatus: null,
  response: null,
  retryAfterMs: 0,
  failure: { code: 'CHANGE_EXPIRED', message: 'The change is no longer kept (CHANGE_RETENTION_DAYS).' },
};

/**
 * Makes the deliveries that are due: claims one, sends it outside any transaction, records what became of it. A process
 * that is killed in between leaves it to be sent again, under the same `webhook-id`.
 */
export class WebhookDeliverer {
  readonly #options: WebhookDelivererOptions;
  readonly #work: ClaimedWork<ClaimedWebhook>;

  constructor(options: WebhookDelivererOptions) {
    this.#options = options;
    const { deliveries, onError } = options;
    this.#work = new ClaimedWork({
      lanes: async () =>
        (await deliveries.lanes()).map(({ endpointId, failing }) => ({
          name: endpointId,
          concurrency: failing ? 1 : CONCURRENCY,
          claim: (limit) => deliveries.claim(endpointId, limit, LEASE_MS),
        })),
      execute: (webhook, signal) => this.#deliver(webhook, signal),
      onError,
    });
  }

  /** To be called when there may be something to deliver. */
  wake(): void {
    this.#work.wake();
  }

  /** Webhooks on their way may arrive; those that take longer are cut off, and sent again by whoever is next. */
  async close(): Promise<void> {
    await this.#work.close(CLOSE_GRACE_MS);
  }

  async #deliver(webhook: ClaimedWebhook, signal: AbortSignal): Promise<void> {
    const { deliveries, sender } = this.#options;
    const change = await this.#options.changes.changeAt(webhook.changePosition);
    if (change?.id !== webhook.changeId) {
      await deliveries.settle(webhook, EXPIRED, null);
      return;
    }
    const sent = await sender.send(webhook, toChangeEvent(change), signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (!sent) return deliveries.release(webhook);
    const retryAt = sent.failure ? nextTry(webhook.failures + 1, sent.retryAfterMs) : null;
    await deliveries.settle(webhook, sent, retryAt);
  }
}
