import { setTimeout as delay } from 'node:timers/promises';

/** A webhook as a vendor's emulator gives it to be sent. */
export interface OutgoingWebhook {
  /** What the vendor knows the event by; the same when it is sent again. */
  readonly id: string;
  readonly body: string;
  /** Called for each try: vendors sign with the time of the try. */
  headers(): Readonly<Record<string, string>>;
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

/** A webhook's fate, in the order in which they were decided. */
export interface SentWebhook {
  readonly id: string;
  /** The status of each answer; 0 where none came. Empty when it was dropped. */
  readonly statuses: readonly number[];
}

/** Tries of one webhook that is not answered with success; real vendors try for hours, here it is milliseconds. */
const MAX_TRIES = 6;
const FIRST_RETRY_MS = 50;
const ANSWER_TIMEOUT_MS = 5_000;

/** Sends a vendor's webhooks, one after the other, and again until they are accepted; badly, when told so. */
export class WebhookSender {
  /** Where they go; while null, nothing is sent, as before an endpoint is registered. */
  url: string | null = null;
  #faults: WebhookFaults = {};
  #held: OutgoingWebhook[] = [];
  #count = 0;
  #sending: Promise<void> = Promise.resolve();
  readonly #sent: SentWebhook[] = [];
  readonly #closing = new AbortController();

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
    const statuses: number[] = [];
    this.#sent.push({ id: webhook.id, statuses });
    for (let attempt = 1; attempt <= MAX_TRIES && !this.#closing.signal.aborted; attempt++) {
      const status = await this.#post(webhook);
      statuses.push(status);
      if (status >= 200 && status < 300) return;
      await delay(FIRST_RETRY_MS * 2 ** (attempt - 1), undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  async #post({ body, headers }: OutgoingWebhook): Promise<number> {
    if (this.url === null) return 0;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    const sent = fetch(this.url, { method: 'POST', body, headers: { ...headers() }, signal });
    return sent.then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0, // no answer is what the vendor sees of whatever went wrong
    );
  }
}
