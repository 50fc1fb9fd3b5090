import { setTimeout as delay } from 'node:timers/promises';
import { ClaimedWork } from '../kit/claimedWork.ts';
import { retryDelayMs } from '../kit/retryDelay.ts';
import type { SubgraphWorker } from '../kit/subgraph.ts';
import type { ClaimedDelivery, Deliveries, DeliveryResult } from './deliveries.ts';
import { type EmailSender, OUTCOME_UNKNOWN, type SendOutcome } from './emailSender.ts';
import { MAX_ATTEMPTS, RETRY_DELAY } from './retryDelay.ts';

export interface DeliveryWorkerOptions {
  readonly deliveries: Deliveries;
  readonly sender: EmailSender;
  readonly onError: (error: unknown) => void;
}

/** E-mails on their way at once, each on a connection of its own; mail servers often allow no more than ten. */
const CONCURRENCY = 5;

/** How long a database that is away is waited for before a known outcome is recorded again. */
const RECORD_AGAIN_MS = 1_000;

/** How long closing waits for e-mails on their way; then their connections are cut, and what that means is recorded. */
const CLOSE_GRACE_MS = 8_000;

/**
 * Sends the e-mails that are due. An e-mail is claimed, sent outside any transaction, and then its outcome is recorded.
 * One that a process was killed in the middle of is not sent again: it may have arrived.
 */
export class DeliveryWorker implements SubgraphWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #work: ClaimedWork<ClaimedDelivery>;
  #closed = false;

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options;
    const emails = { name: 'e-mail', concurrency: CONCURRENCY, claim: (limit: number) => this.#claim(limit) };
    this.#work = new ClaimedWork({
      lanes: async () => [emails],
      execute: (delivery, signal) => this.#send(delivery, signal),
      onError: options.onError,
    });
  }

  /** To be called when there may be something to send. */
  wake(): void {
    this.#work.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#work.close(CLOSE_GRACE_MS);
  }

  async #claim(limit: number): Promise<readonly ClaimedDelivery[]> {
    const { deliveries } = this.#options;
    for (const delivery of await deliveries.expired()) await deliveries.settle(delivery, unknownOutcome);
    return deliveries.claim(limit);
  }

  async #send(delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
    const outcome = await this.#options.sender.send(delivery.message, signal);
    await this.#settle(delivery, this.#resultOf(delivery, outcome));
  }

  #resultOf({ message, attempt }: ClaimedDelivery, outcome: SendOutcome): DeliveryResult {
    if (outcome.kind !== 'notSent') return outcome;
    const { failureCode, reason } = outcome;
    this.#options.onError(new Error(`${message.id} was not sent (${reason}), try ${attempt} of ${MAX_ATTEMPTS}`));
    if (attempt >= MAX_ATTEMPTS) return { kind: 'failed', failureCode };
    return { kind: 'deferred', delayMs: retryDelayMs(RETRY_DELAY, attempt) };
  }

  /** A database that is away for a moment must not make a known outcome an unknown one: tries until the lease ends. */
  async #settle(delivery: ClaimedDelivery, result: DeliveryResult): Promise<void> {
    for (;;) {
      try {
        await this.#options.deliveries.settle(delivery, result);
        return;
      } catch (error) {
        this.#options.onError(error);
        if (this.#closed || Date.now() + RECORD_AGAIN_MS > delivery.leasedUntilMs) return;
        await delay(RECORD_AGAIN_MS);
      }
    }
  }
}

const unknownOutcome: DeliveryResult = { kind: 'failed', failureCode: OUTCOME_UNKNOWN };
