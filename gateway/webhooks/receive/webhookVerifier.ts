/** A request that says that it is a webhook. */
export interface WebhookRequest {
  readonly method: string;
  /** As the sender wrote it: scheme, host, path, query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The very bytes that came. */
  readonly body: Buffer;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** One event of a webhook whose signature has been verified. */
export interface SignedEvent {
  /** Unique among those of its source. */
  readonly id: string;
  readonly body: Buffer;
}

/** What a signed request brings. */
export interface SignedWebhook {
  /** Several where the vendor sends several at once; none where it only asks whether somebody is there. */
  readonly events: readonly SignedEvent[];
  /** What the vendor wants to read in the answer. */
  readonly answer?: object;
}

/** Why a webhook was refused. */
export type RefusalReason = 'SIGNATURE' | 'TIMESTAMP' | 'MALFORMED' | 'MODE' | 'TOO_LARGE';

/** The webhook is not what its sender would have sent, or not now. Nothing of it is kept. */
export class WebhookRefusedError extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Knows the webhooks of one source from all others. */
export interface WebhookVerifier {
  /** Such as `stripe`; the path under `/webhooks/`. */
  readonly source: string;
  /** @throws WebhookRefusedError */
  verify(request: WebhookRequest): SignedWebhook;
}
