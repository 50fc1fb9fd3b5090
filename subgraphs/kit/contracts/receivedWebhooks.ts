import type { Transactional } from '../database/database.ts';
import type { ReceivedWebhook } from './webhookHandler.ts';

/** A stored webhook that is this process's to process, until its lease runs out. */
export interface ClaimedReceivedWebhook extends ReceivedWebhook {
  /** Ours, where `id` is the sender's. */
  readonly storedId: string;
  /** Raised by each claim, so that who holds an older one can record nothing. */
  readonly attempt: number;
  /** Tries that have failed. */
  readonly failures: number;
}

/** What became of a webhook that could not be processed. */
export type WebhookSetback =
  /** To be tried again. */
  | { readonly kind: 'retry'; readonly at: Date; readonly reason: string }
  /** Kept for an operator to look at. */
  | { readonly kind: 'parked'; readonly reason: string };

/**
 * The webhooks that have come in. The `integration` subgraph keeps them and implements this; the gateway receives and
 * processes through it.
 */
export interface ReceivedWebhooks {
  /**
   * Stores webhooks in one transaction, those only that are not there: a (source, id) is stored once. Resolves, once that
   * is committed, with those that were new.
   */
  store(webhooks: readonly ReceivedWebhook[]): Promise<readonly ReceivedWebhook[]>;
  /** The sources that have webhooks which are due. */
  dueSources(): Promise<readonly string[]>;
  /** Claims up to `limit` webhooks of a source that are due, in the order in which they came. */
  claim(source: string, limit: number, leaseMs: number): Promise<readonly ClaimedReceivedWebhook[]>;
  /** Prolongs the leases of webhooks that are still this process's. */
  renew(webhooks: readonly ClaimedReceivedWebhook[], leaseMs: number): Promise<void>;
  /** Marks webhooks as done in the transaction of their effects. False when one of them is another's by now. */
  finish(transaction: Transactional, webhooks: readonly ClaimedReceivedWebhook[]): Promise<boolean>;
  /** Records that a webhook could not be processed, unless it is another's by now. */
  setBack(webhook: ClaimedReceivedWebhook, setback: WebhookSetback): Promise<void>;
  /** Gives webhooks back that were claimed and not begun. */
  release(webhooks: readonly ClaimedReceivedWebhook[]): Promise<void>;
  /** Frees what a process held that has died. Only for one that knows that no other is alive. */
  freeAll(): Promise<void>;
  /** Forgets webhooks that were done or discarded before `before`; resolves with how many. */
  prune(before: Date): Promise<number>;
  /** Forgets the events of others that were made before `before`; resolves with how many. */
  pruneEvents(before: Date): Promise<number>;
}
