import type { WebhookHandler } from '../contracts/webhookHandler.ts';
import type { Queries, Transactional } from '../database/database.ts';

/** Writes what was learnt of a vendor's records, in the caller's transaction. Makes no network call. */
export type VendorEffect = (transaction: Transactional) => Promise<void>;

/** Records that are brought in together. */
export interface VendorBatch {
  readonly records: number;
  readonly apply: VendorEffect;
}

/** The records of one type, as far as they are known, and how the vendor is asked for their present state. */
export interface VendorRecords {
  doubtful(queries: Queries, limit: number): Promise<readonly string[]>;
  page(queries: Queries, after: string, limit: number): Promise<readonly string[]>;
  /** Asks for records; those that exist no more are told as deleted. */
  readNow(externalIds: readonly string[], signal: AbortSignal): Promise<VendorEffect>;
  /** Where `changesBetween` does not tell what was deleted. */
  readonly sweep?: VendorSweep;
}

/** How deletions are found that the vendor does not tell: all known records are asked for, a hundred at once. */
export interface VendorSweep {
  /** Tells it apart from the system's others. */
  readonly name: string;
  /** Tells as deleted those that exist no more; does nothing to the others. */
  forgetMissing(externalIds: readonly string[], signal: AbortSignal): Promise<VendorEffect>;
}

/** How a system follows its vendor, beside webhooks. */
export interface VendorFeed {
  /** How far back the vendor tells what happened. */
  readonly memoryMs: number;
  /** What happened from `fromMs` until `toMs`, oldest first. More than that does no harm. */
  changesBetween(fromMs: number, toMs: number, signal: AbortSignal): AsyncIterable<VendorEffect>;
  readonly records: readonly VendorRecords[];
  /** The records that were made since then, as they are now; recorded as history when `imported`. */
  recordsSince(sinceMs: number, imported: boolean, signal: AbortSignal): AsyncIterable<VendorBatch>;
  /** Tells of the records of one whom the vendor knows by this id whose they are by now. */
  relink?(externalId: string): VendorEffect;
  /** Finds out what came of writes whose outcome is unknown. */
  settleOverdue(onError: (error: unknown) => void): Promise<void>;
}

/** A vendor behind a system. */
export interface OpenVendor<Backend> {
  /** Such as `stripe`. */
  readonly vendor: string;
  readonly backend: Backend;
  readonly feed: VendorFeed;
  readonly webhookHandlers: readonly WebhookHandler[];
}
