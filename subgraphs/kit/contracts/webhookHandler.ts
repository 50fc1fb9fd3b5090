import type { Transactional } from '../database/database.ts';

/** A webhook whose signature has been verified, as it is stored. */
export interface ReceivedWebhook {
  /** Who sent it: the `<vendor>` of `POST /webhooks/<vendor>`, such as `stripe`. */
  readonly source: string;
  /** Unique among those of its source: by it, a webhook that is sent twice is known. */
  readonly id: string;
  /** The bytes that were signed, or, where one request carries several events, this one's part of them. */
  readonly body: Buffer;
  /** The request's headers, names in lower case; such as `x-shopify-topic`, which the body does not tell. */
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601 in UTC. */
  readonly receivedAt: string;
}

/** What a webhook means to a system. */
export type WebhookMeaning =
  /**
   * It changes records. `apply` writes them and their changes in the transaction that marks the webhook as done; it makes
   * no network call, and may be run again when the transaction is. After the commit, `changes.committed()` is due.
   */
  | { readonly kind: 'effect'; apply(transaction: Transactional): Promise<void> }
  /** It is about nothing that the system keeps, such as an event of a type that no record depends on. */
  | { readonly kind: 'irrelevant' }
  /** It cannot be understood, now or later: it is parked, with the reason. */
  | { readonly kind: 'unmappable'; readonly reason: string };

/**
 * Turns the webhooks of one vendor into changes of one system. A system's adapter implements it for the vendor behind it;
 * the gateway receives, verifies and stores webhooks, and processes the stored ones through it.
 */
export interface WebhookHandler {
  /**
   * The source whose webhooks it understands, and those under it: `standard` those of `standard/erp`. Several systems may
   * handle those of one source.
   */
  readonly source: string;
  /**
   * What the webhook means. Runs outside any transaction, and may ask the vendor for what the webhook does not tell.
   * Webhooks may come late, twice and in any order: whatever was recorded already is recorded no second time.
   *
   * @throws whatever keeps it from being known at present, such as SluiceError `UPSTREAM_UNAVAILABLE`: to be tried again
   */
  read(webhook: ReceivedWebhook, signal: AbortSignal): Promise<WebhookMeaning>;
}
