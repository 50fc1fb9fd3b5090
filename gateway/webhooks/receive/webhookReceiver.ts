import type { ReceivedWebhooks } from '../../../subgraphs/kit/contracts/receivedWebhooks.ts';
import type { WebhookSourceCounts } from '../../../subgraphs/kit/contracts/webhookSources.ts';
import { WebhookGroups } from './webhookGroups.ts';
import {
  type RefusalReason,
  WebhookRefusedError,
  type WebhookRequest,
  type WebhookVerifier,
} from './webhookVerifier.ts';

export interface WebhookReceiverOptions {
  readonly verifiers: ReadonlyMap<string, WebhookVerifier>;
  readonly webhooks: ReceivedWebhooks;
  /** Told that there are webhooks of the source to process. */
  readonly onStored: (source: string) => void;
}

type Counts = { stored: number; lastStoredAt: string | null; repeated: number; refused: Record<RefusalReason, number> };

/** Those that tell what the event is, or how it came; signatures, tokens and cookies are nobody's later. */
const KEPT_HEADER = /^(content-type|webhook-(id|timestamp)|ce-.*|x-(stripe|hubspot|zendesk|shopify|slack)-.*)$/;
const SIGNATURE_HEADER = /signature|hmac/;

/** Takes webhooks: verifies them, stores them, counts what it refuses. */
export class WebhookReceiver {
  readonly #options: WebhookReceiverOptions;
  readonly #groups: WebhookGroups;
  readonly #counts = new Map<string, Counts>();

  constructor(options: WebhookReceiverOptions) {
    this.#options = options;
    this.#groups = new WebhookGroups({ webhooks: options.webhooks });
    for (const source of options.verifiers.keys()) {
      const refused = { SIGNATURE: 0, TIMESTAMP: 0, MALFORMED: 0, MODE: 0, TOO_LARGE: 0 };
      this.#counts.set(source, { stored: 0, lastStoredAt: null, repeated: 0, refused });
    }
  }

  /** Whether webhooks of the source are taken at all. */
  knows(source: string): boolean {
    return this.#options.verifiers.has(source);
  }

  /** Whether webhooks are coming in. */
  get busy(): boolean {
    return this.#groups.busy;
  }

  /** Whether as many wait to be stored as may: another would be refused. */
  get full(): boolean {
    return this.#groups.full;
  }

  /**
   * Resolves once each event of the webhook is committed, with what its sender wants to read. Of one that is refused, or
   * has come before, nothing is stored.
   *
   * @throws WebhookRefusedError, TooManyWebhooksError, or whatever the database throws
   */
  async receive(source: string, request: WebhookRequest): Promise<object> {
    const verifier = this.#options.verifiers.get(source);
    const counts = this.#counts.get(source);
    if (!verifier || !counts) throw new Error(`There is no source ${source}.`);
    const { events, answer = {} } = this.#verify(verifier, counts, request);
    const headers = keptHeaders(request.headers);
    const receivedAt = new Date(request.nowMs).toISOString();
    const stored = await Promise.all(
      events.map(({ id, body }) => this.#groups.add({ source, id, body, headers, receivedAt })),
    );
    for (const isNew of stored) counts[isNew ? 'stored' : 'repeated'] += 1;
    if (stored.includes(true)) {
      counts.lastStoredAt = receivedAt;
      this.#options.onStored(source);
    }
    return answer;
  }

  /** Notes a webhook that was refused before it was read. */
  refused(source: string, reason: RefusalReason): void {
    const counts = this.#counts.get(source);
    if (counts) counts.refused[reason] += 1;
  }

  /** Each source, and what came from it. */
  counts(): readonly WebhookSourceCounts[] {
    return [...this.#counts].map(([source, counts]) => ({ source, ...counts, refused: { ...counts.refused } }));
  }

  /** Resolves when all that was taken is committed. */
  idle(): Promise<void> {
    return this.#groups.idle();
  }

  #verify(verifier: WebhookVerifier, counts: Counts, request: WebhookRequest) {
    try {
      return verifier.verify(request);
    } catch (error) {
      if (error instanceof WebhookRefusedError) counts.refused[error.reason] += 1;
      throw error;
    }
  }
}

function keptHeaders(headers: WebhookRequest['headers']): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADER.test(name) && !SIGNATURE_HEADER.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll('\0', '')]));
}
