import { hastyClock, type VendorClock } from './vendorClock.ts';

/** A webhook as a vendor's emulator gives it to be sent. Tries count from 1. */
export interface OutgoingWebhook {
  /** What the vendor knows the event by; the same when it is sent again. */
  readonly id: string;
  /** The body; of each try, where the vendor counts the tries in it. */
  readonly body: string | ((attempt: number) => string);
  /** Called for each try: vendors sign with the time of the try. */
  headers(attempt: number): Readonly<Record<string, string>>;
}

/** What goes wrong on a webhook's way. */
export interface WebhookFaults {
  /** Every how many webhooks one is lost for good. @default none */
  readonly dropEvery?: number;
  /** Every how many webhooks one is sent twice. @default none */
  readonly duplicateEvery?: number;
  /** So many webhooks are held and then sent last to first. @default 1: in order */
  readonly reverseGroupsOf?: number;
}

/** How a vendor repeats a webhook that was not accepted, in its own words and times. */
export interface WebhookRetries {
  /** The vendor's pauses before the second try, the third and so on, in milliseconds; after the last it gives up. */
  readonly delaysMs: readonly number[];
  /** How long the vendor waits for an answer, in milliseconds; really so long, on any clock. */
  readonly answerTimeoutMs: number;
  /** Whether it tries again after an answer that is no success; 0 is none at all. @default after each */
  repeats?(status: number): boolean;
  /** After so many tries in a row that fail, the vendor deletes the subscription: nothing is sent any more. @default never */
  readonly unsubscribeAfter?: number;
}

/** A webhook's fate, in the order in which they were decided. */
export interface SentWebhook {
  readonly id: string;
  /** The status of each answer; 0 where none came. Empty when it was dropped. */
  readonly statuses: readonly number[];
}

const DEFAULT_RETRIES: WebhookRetries = {
  delaysMs: [10_000, 20_000, 40_000, 80_000, 160_000],
  answerTimeoutMs: 5_000,
};
/** Hours of a vendor are seconds. */
const DEFAULT_SPEED = 200;

/** How a sender behaves, for one vendor. */
export interface WebhookSenderOptions {
  /** @default a clock on which waits are 200 times shorter */
  readonly clock?: VendorClock | undefined;
  /** @default five more tries, the first after 10 s, then after twice as long each */
  readonly retries?: WebhookRetries | undefined;
}

/** Sends a vendor's webhooks, one after the other, and again until they are accepted; badly, when told so. */
export class WebhookSender {
  /** Where they go; while null, nothing is sent, as before an endpoint is registered. */
  url: string | null = null;
  readonly #clock: VendorClock;
  readonly #retries: WebhookRetries;
  #faults: WebhookFaults = {};
  #held: OutgoingWebhook[] = [];
  #count = 0;
  #failuresInARow = 0;
  #sending: Promise<void> = Promise.resolve();
  readonly #sent: SentWebhook[] = [];
  readonly #closing = new AbortController();

  constructor({ clock = hastyClock(DEFAULT_SPEED), retries = DEFAULT_RETRIES }: WebhookSenderOptions = {}) {
    this.#clock = clock;
    this.#retries = retries;
  }

  /** What was sent, or dropped, so far. */
  get sent(): readonly SentWebhook[] {
    return this.#sent;
  }

  /** From now on it goes wrong like this; what is held goes out. */
  setFaults(faults: WebhookFaults): void {
    this.#release();
    this.#faults = faults;
    this.#count = 0;
  }

  send(webhook: OutgoingWebhook): void {
    if (this.url === null) return;
    const { dropEvery, duplicateEvery, reverseGroupsOf = 1 } = this.#faults;
    this.#count += 1;
    if (dropEvery && this.#count % dropEvery === 0) {
      this.#sent.push({ id: webhook.id, statuses: [] });
      return;
    }
    this.#held.push(webhook);
    if (duplicateEvery && this.#count % duplicateEvery === 0) this.#held.push(webhook);
    if (this.#held.length >= reverseGroupsOf) this.#release();
  }

  /** Sends what is held; resolves once everything was accepted or given up. */
  async idle(): Promise<void> {
    this.#release();
    await this.#sending;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#sending;
  }

  #release(): void {
    const group = this.#held.reverse();
    this.#held = [];
    for (const webhook of group) this.#sending = this.#sending.then(() => this.#deliver(webhook));
  }

  async #deliver(webhook: OutgoingWebhook): Promise<void> {
    const { delaysMs, repeats = () => true, unsubscribeAfter = Number.POSITIVE_INFINITY } = this.#retries;
    const statuses: number[] = [];
    this.#sent.push({ id: webhook.id, statuses });
    for (let attempt = 1; !this.#closing.signal.aborted && this.url !== null; attempt++) {
      const status = await this.#post(this.url, webhook, attempt);
      statuses.push(status);
      const accepted = status >= 200 && status < 300;
      this.#failuresInARow = accepted ? 0 : this.#failuresInARow + 1;
      if (this.#failuresInARow >= unsubscribeAfter) this.url = null;
      const delayMs = delaysMs[attempt - 1];
      if (accepted || delayMs === undefined || !repeats(status)) return;
      await this.#clock.wait(delayMs, this.#closing.signal);
    }
  }

  async #post(url: string, webhook: OutgoingWebhook, attempt: number): Promise<number> {
    const body = typeof webhook.body === 'string' ? webhook.body : webhook.body(attempt);
    const headers = { 'content-type': 'application/json', ...webhook.headers(attempt) };
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.#retries.answerTimeoutMs)]);
    const sent = fetch(url, { method: 'POST', body, headers, signal });
    return sent.then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0, // no answer is what the vendor sees of whatever went wrong
    );
  }
}
