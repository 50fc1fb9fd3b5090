import { setTimeout as delay } from 'node:timers/promises';
import { ClaimedWork } from '../kit/claimedWork.ts';
import { retryDelayMs } from '../kit/retryDelay.ts';
import type { SubgraphWorker } from '../kit/subgraph.ts';
import type { ClaimedDelivery, Deliveries, DeliveryResult } from './deliveries.ts';
import type { MessageChannel } from './generated/resolvers.ts';
import type { FindOutcome, MessageSender, SendOutcome } from './messageSender.ts';
import { MAX_ATTEMPTS, RETRY_DELAY } from './retryDelay.ts';

export interface DeliveryWorkerOptions {
  readonly deliveries: Deliveries;
  readonly channel: MessageChannel;
  readonly sender: MessageSender;
  readonly onError: (error: unknown) => void;
  /** How long a try whose outcome is unknown may yet take effect; the message is not looked for before. @default 30 000 */
  readonly settlingMs?: number | undefined;
}

/** How long a database that is away is waited for before a known outcome is recorded again. */
const RECORD_AGAIN_MS = 1_000;

/** How long closing waits for messages on their way; then their connections are cut, and what that means is recorded. */
const CLOSE_GRACE_MS = 8_000;

/** The message may have arrived, and nobody can be asked. */
const OUTCOME_UNKNOWN = 'OUTCOME_UNKNOWN';

/**
 * Sends the messages of one channel that are due. A message is claimed, sent outside any transaction, and then its outcome is
 * recorded. One whose outcome nobody knows, because the answer was lost or the process was killed, is looked for before
 * it is sent again; where the channel cannot be asked, it is not sent again.
 */
export class DeliveryWorker implements SubgraphWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #settlingMs: number;
  readonly #work: ClaimedWork<ClaimedDelivery>;
  #closed = false;

  constructor(options: DeliveryWorkerOptions) {
    const { channel, sender, onError, settlingMs = 30_000 } = options;
    this.#options = options;
    this.#settlingMs = settlingMs;
    const lane = { name: channel, concurrency: sender.concurrency, claim: (limit: number) => this.#claim(limit) };
    this.#work = new ClaimedWork({
      lanes: async () => [lane],
      execute: (delivery, signal) => this.#deliver(delivery, signal),
      onError,
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
    const { deliveries, channel } = this.#options;
    // A lease is longer than any try: what its holder began has taken effect by now, or never will.
    for (const delivery of await deliveries.expired(channel)) {
      await deliveries.settle(delivery, this.#resultOfUnknown(delivery.attempt, 0));
    }
    return deliveries.claim(channel, limit);
  }

  async #deliver(delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
    const { message, attempt, uncertain } = delivery;
    const { sender } = this.#options;
    const found: FindOutcome | undefined = uncertain ? await sender.find?.(message, signal) : { kind: 'absent' };
    const outcome = found?.kind === 'absent' ? await sender.send(message, signal) : found;
    await this.#settle(delivery, this.#resultOf(message.id, attempt, outcome));
  }

  #resultOf(id: string, attempt: number, outcome: SendOutcome | undefined): DeliveryResult {
    if (outcome?.kind === 'sent' || outcome?.kind === 'failed') return outcome;
    if (outcome) this.#options.onError(new Error(tellTry(id, attempt, outcome)));
    if (outcome?.kind !== 'notSent') return this.#resultOfUnknown(attempt, this.#settlingMs);
    if (attempt >= MAX_ATTEMPTS) return { kind: 'failed', failureCode: outcome.failureCode };
    return { kind: 'deferred', delayMs: retryDelayMs(RETRY_DELAY, attempt), uncertain: false };
  }

  #resultOfUnknown(attempt: number, settlingMs: number): DeliveryResult {
    if (!this.#options.sender.find || attempt >= MAX_ATTEMPTS) return { kind: 'failed', failureCode: OUTCOME_UNKNOWN };
    return { kind: 'deferred', delayMs: Math.max(settlingMs, retryDelayMs(RETRY_DELAY, attempt)), uncertain: true };
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

function tellTry(id: string, attempt: number, { kind, reason }: Extract<SendOutcome, { reason: string }>): string {
  const what = kind === 'notSent' ? 'was not sent' : 'may have been sent, or not';
  return `${id} ${what} (${reason}), try ${attempt} of ${MAX_ATTEMPTS}`;
}
