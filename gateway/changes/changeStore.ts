import type { Cause } from '../../subgraphs/kit/changes/cause.ts';
import type { Change, NewChange } from '../../subgraphs/kit/changes/change.ts';
import type { Transactional } from '../../subgraphs/kit/database/database.ts';

/** The fixed facts of a log. */
export interface LogIdentity {
  readonly epoch: string;
  /** Hexadecimal. */
  readonly cursorSecret: string;
}

/** Changes of one kind from a stretch of the log, in order. */
export interface ChangePage {
  readonly changes: readonly Change[];
  /** Every change up to here that was asked for is in `changes`; where to read on. */
  readonly scannedTo: number;
}

/** Changes of one type of record. */
export interface ChangeFilter {
  readonly system: string;
  readonly recordType: string;
}

/**
 * The log of record in SQL. Two engines, one conformance suite (`test/changes/changeLog.test.ts`).
 */
export interface ChangeStore {
  identity(): Promise<LogIdentity>;
  record(transaction: Transactional, change: NewChange, cause: Cause | null): Promise<void>;
  /**
   * Gives positions to the committed changes that have none yet, and resolves with the log's head after that. Changes
   * committed before the call have a position when it resolves.
   */
  sequence(): Promise<number>;
  /** The position of the head, as the transaction sees it. */
  headPosition(transaction: Transactional): Promise<number>;
  /** The change at `position`, or undefined when there is none (any more). */
  changeAt(position: number): Promise<Change | undefined>;
  /** Changes up to this position are no longer kept. */
  prunedTo(): Promise<number>;
  /** Up to `limit` changes of all kinds after the position `after`; `pruned` when some of them are no longer kept. */
  read(after: number, limit: number): Promise<readonly Change[] | 'pruned'>;
  /** The same of one kind, and up to where the log has been searched for them. */
  readOf(kind: ChangeFilter, after: number, limit: number): Promise<ChangePage | 'pruned'>;
  /**
   * Drops the changes that happened before `before` (ISO 8601), and none from the position `keptFrom` on. Resolves with
   * how many.
   */
  prune(before: string, keptFrom: number): Promise<number>;
}
