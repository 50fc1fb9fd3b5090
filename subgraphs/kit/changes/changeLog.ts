import type { Transactional } from '../database/database.ts';
import type { Cause } from './cause.ts';
import type { Change, ChangeKind, NewChange } from './change.ts';

/** A change and the cursor to resume after it. */
export interface FollowedChange {
  readonly cursor: string;
  readonly change: Change;
}

/** Which changes; what is left out does not matter. */
export interface ChangeFilter {
  readonly system?: string | undefined;
  readonly recordType?: string | undefined;
  readonly kind?: ChangeKind | undefined;
}

/** Which changes to follow, and from where. */
export interface FollowOptions<Event> extends Omit<ChangeFilter, 'kind'> {
  /** Resume after this cursor; without it, from the log's head as of now. */
  readonly after?: string | null | undefined;
  /** What a change means to the follower; undefined when it is to be passed over. */
  readonly select: (followed: FollowedChange) => Event | undefined;
  readonly signal: AbortSignal;
  /** Told cursors up to which nothing was selected, so that a durable follower need not stay behind at a rare change. */
  readonly onProgress?: ((cursor: string) => void) | undefined;
}

/** A stretch of the log to read. */
export interface ReadOptions {
  /** Changes that fit one of these: all fit `{}`. */
  readonly filters: readonly ChangeFilter[];
  /** Those after this cursor; without it, from the first that is kept. */
  readonly after?: string | null | undefined;
  /** Those before this cursor; without it, up to the head. */
  readonly before?: string | null | undefined;
  readonly limit: number;
  /** At which end of the stretch to begin, when it has more than `limit`. */
  readonly from: 'start' | 'end';
}

/** A stretch of the log as somebody names it. Of each end one way, times in ISO 8601; what is left out is null. */
export interface NamedStretch {
  /** It begins after this cursor, */
  readonly after?: string | null | undefined;
  /** or with the first change that happened at this time or later. */
  readonly since?: string | null | undefined;
  /** It ends with the change of this cursor, */
  readonly until?: string | null | undefined;
  /** or with the last that happened before this time. Without either, it ends at the head. */
  readonly before?: string | null | undefined;
}

/** The changes after one cursor, up to and with the one of another. */
export interface Stretch {
  readonly after: string;
  readonly until: string;
}

/** What was read, in the log's order. */
export interface ChangeSlice {
  readonly changes: readonly FollowedChange[];
  /** Whether the stretch has more than was read. */
  readonly hasMore: boolean;
}

/**
 * The change log as adapters know it. They write to it in the transaction that writes the record, and follow it to
 * serve their subscriptions. `gateway/changes` implements it.
 */
export interface ChangeLog {
  /** The cause of what is recorded here; null when no run of a flow is behind it. */
  readonly cause: Cause | null;
  /** The same log, whose changes are recorded with this cause. */
  causedBy(cause: Cause | null): ChangeLog;
  /**
   * Adds a change to the caller's transaction. The transaction must hold the record's lock (it has read it `for
   * update`, written or inserted it): changes of one record come in the order in which they are recorded.
   */
  record(transaction: Transactional, change: NewChange): Promise<void>;
  /** To be called after the commit of a transaction that recorded something: wakes the followers. */
  committed(): void;
  /** The cursor of the last change, after every change that was committed before the call. */
  head(): Promise<string>;
  /**
   * How many changes the log has after each of the cursors, those that fit `except` left out. A cursor that is of another
   * log, or was given out before a backup was restored, is left out.
   */
  countsAfter(cursors: readonly string[], except?: ChangeFilter | null): Promise<ReadonlyMap<string, number>>;
  /** Reads a stretch of the log. @throws SluiceError `CURSOR_INVALID`, `CURSOR_OF_ANOTHER_LOG` or `CURSOR_EXPIRED` */
  read(options: ReadOptions): Promise<ChangeSlice>;
  /**
   * Where a stretch of the log begins and ends as of now. Between two times, it may have changes that came late, and
   * happened before or after them.
   *
   * @throws SluiceError `CURSOR_INVALID`, `CURSOR_OF_ANOTHER_LOG`; `CURSOR_EXPIRED` when some of it is no longer kept, or
   * may not be; BadUserInputError when it ends before it begins
   */
  stretch(named: NamedStretch): Promise<Stretch>;
  /**
   * The position of the log's head, as the transaction sees it. What is committed already and has no position yet comes
   * after it: whoever goes on from there misses nothing.
   */
  headPosition(transaction: Transactional): Promise<number>;
  /**
   * Follows the log in its order, each change once, from the past on into the present without gap or repeat. Nothing
   * is queued: a slow follower reads on from the log. Ending the iteration, or aborting the signal, frees everything.
   *
   * @throws SluiceError `CURSOR_INVALID`, `CURSOR_OF_ANOTHER_LOG` or `CURSOR_EXPIRED`, at once or, when the log
   * overtakes a slow follower, later.
   */
  follow<Event>(options: FollowOptions<Event>): Promise<AsyncGenerator<Event, void, void>>;
}
