import type { CausedChange, Change } from '../../subgraphs/kit/changes/change.ts';
import type { ChangeFilter, ReadOptions } from '../../subgraphs/kit/changes/changeLog.ts';
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

/** A stretch of the log, both ends left out. */
export interface LogStretch extends Pick<ReadOptions, 'filters' | 'limit' | 'from'> {
  readonly after: number;
  readonly before: number;
}

/**
 * The log of record in SQL. Two engines, one conformance suite (`test/changes/changeLog.test.ts`).
 */
export interface ChangeStore {
  identity(): Promise<LogIdentity>;
  /** In the order in which they are given. */
  record(transaction: Transactional, changes: readonly CausedChange[]): Promise<void>;
  /**
   * Gives positions to the committed changes that have none yet, and resolves with the log's head after that. Changes
   * committed before the call have a position when it resolves.
   */
  sequence(): Promise<number>;
  /** The position of the head, as the transaction sees it. */
  headPosition(transaction: Transactional): Promise<number>;
  /** The change at `position`, or undefined when there is none (any more). */
  changeAt(position: number): Promise<Change | undefined>;
  /** The position of the first change that happened at `time` (ISO 8601) or later; undefined when there is none. */
  firstSince(time: string): Promise<number | undefined>;
  /** The position of the last change that happened before `time` (ISO 8601); undefined when there is none. */
  lastBefore(time: string): Promise<number | undefined>;
  /** Changes up to this position are no longer kept. */
  prunedTo(): Promise<number>;
  /** Up to `limit` changes of all kinds after the position `after`; `pruned` when some of them are no longer kept. */
  read(after: number, limit: number): Promise<readonly Change[] | 'pruned'>;
  /** The same of those that fit, and up to where the log has been searched for them. */
  readOf(filter: ChangeFilter, after: number, limit: number): Promise<ChangePage | 'pruned'>;
  /** How many changes after the position the log has, those that fit `except` left out. */
  countAfter(position: number, except: ChangeFilter | null): Promise<number>;
  /** Up to `limit` changes of a stretch, from one of its ends, in the log's order. */
  readStretch(stretch: LogStretch): Promise<readonly Change[]>;
  /**
   * Drops the changes that happened before `before` (ISO 8601), and none from the position `keptFrom` on. Resolves with
   * how many.
   */
  prune(before: string, keptFrom: number): Promise<number>;
}
