import { setTimeout as delay } from 'node:timers/promises';
import { retryDelayMs } from '../kit/retryDelay.ts';
import { Rounds } from '../kit/rounds.ts';
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

/** How often it looks for what nobody woke it for: retries that are due, leases that have run out. */
const LOOK_INTERVAL_MS = 1_000;

/** How long closing waits for e-mails on their way; then their connections are cut, and what that means is recorded. */
const CLOSE_GRACE_MS = 8_000;

/**
 * Sends the e-mails that are due. An e-mail is claimed, sent outside any transaction, and then its outcome is recorded.
 * One that a process was killed in the middle of is not sent again: it may have arrived.
 */
export class DeliveryWorker implements SubgraphWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #sending = new Set<Promise<void>>();
  readonly #look: NodeJS.Timeout;
  readonly #claiming: Rounds;
  #closed = false;
  readonly #cutOff = new AbortController();

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options;
    this.#claiming = new Rounds(() => this.#claimAll(), options.onError);
    this.#look = setInterval(() => this.wake(), LOOK_INTERVAL_MS);
    this.wake();
  }

  /** To be called when there may be something to send. */
  wake(): void {
    this.#claiming.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#look);
    const patience = setTimeout(() => this.#cutOff.abort(), CLOSE_GRACE_MS);
    await this.#claiming.close();
    await Promise.all(this.#sending);
    clearTimeout(patience);
  }

  async #claimAll(): Promise<void> {
    const { deliveries } = this.#options;
    for (const delivery of await deliveries.expired()) await deliveries.settle(delivery, unknownOutcome);
    const room = CONCURRENCY - this.#sending.size;
    const claimed = room > 0 ? await deliveries.claim(room) : [];
    for (const delivery of claimed) this.#begin(delivery);
  }

  #begin(delivery: ClaimedDelivery): void {
    const sending = this.#send(delivery).finally(() => {
      this.#sending.delete(sending);
      this.wake();
    });
    this.#sending.add(sending);
  }

  async #send(delivery: ClaimedDelivery): Promise<void> {
    const outcome = await this.#options.sender.send(delivery.message, this.#cutOff.signal);
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
        if (this.#closed || Date.now() + LOOK_INTERVAL_MS > delivery.leasedUntilMs) return;
        await delay(LOOK_INTERVAL_MS);
      }
    }
  }
}

const unknownOutcome: DeliveryResult = { kind: 'failed', failureCode: OUTCOME_UNKNOWN };
