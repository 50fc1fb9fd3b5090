import type { Cause } from '../../subgraphs/kit/changes/cause.ts';
import type { CausedChange, Change, NewChange } from '../../subgraphs/kit/changes/change.ts';
import type {
  ChangeFilter,
  ChangeLog,
  ChangeSlice,
  FollowedChange,
  FollowOptions,
  NamedStretch,
  ReadOptions,
  Stretch,
} from '../../subgraphs/kit/changes/changeLog.ts';
import type { Database, Transactional } from '../../subgraphs/kit/database/database.ts';
import { BadUserInputError, SluiceError } from '../../subgraphs/kit/errors.ts';
import { Rounds } from '../../subgraphs/kit/rounds.ts';
import { CausedChangeLog } from './causedChangeLog.ts';
import { CauseTokens } from './causeTokens.ts';
import { ChangeFollower, expired } from './changeFollower.ts';
import type { ChangeStore } from './changeStore.ts';
import { ChangeTail } from './changeTail.ts';
import { CursorCodec, cursorOfAnotherLog, digestChange } from './cursor.ts';
import { listenForChanges } from './listenForChanges.ts';
import { createSqlChangeStore } from './sqlChangeStore.ts';

export interface ChangeLogOptions {
  readonly database: Database;
  /** Signs cursors instead of the key kept in the database, so that several logs' keys can be managed outside. */
  readonly cursorSecret?: string | undefined;
  /** Listens to the sequencers of other processes; needed on PostgreSQL only. */
  readonly databaseUrl?: string | undefined;
  /** Told of failures that no caller waits for; the log tries again by itself. */
  readonly onError: (error: unknown) => void;
}

/**
 * How often the log looks for what nobody woke it for: changes of a process that died between its commit and its
 * call of `committed`, a notification lost with its connection, a command that writes beside the server.
 */
const LOOK_INTERVAL_MS = 1_000;

/** The change log of an open, migrated database. */
export class SqlChangeLog implements ChangeLog {
  readonly cause = null;
  /** Carry causes between the processes that share this log's key. */
  readonly causeTokens: CauseTokens;
  readonly #store: ChangeStore;
  readonly #cursors: CursorCodec;
  readonly #sequencer: Rounds;
  readonly #tail: ChangeTail;
  readonly #look: NodeJS.Timeout;
  readonly #stopListening: () => Promise<void>;

  static async open({ database, cursorSecret, databaseUrl, onError }: ChangeLogOptions): Promise<SqlChangeLog> {
    const store = createSqlChangeStore(database);
    const identity = await store.identity();
    const secret = cursorSecret ?? identity.cursorSecret;
    const cursors = new CursorCodec(identity.epoch, secret);
    const tail = new ChangeTail(store, await store.sequence(), onError);
    const stopListening = databaseUrl
      ? await listenForChanges(databaseUrl, () => tail.wake(), onError)
      : async () => {};
    return new SqlChangeLog(store, cursors, new CauseTokens(secret), tail, stopListening, onError);
  }

  private constructor(
    store: ChangeStore,
    cursors: CursorCodec,
    causeTokens: CauseTokens,
    tail: ChangeTail,
    stopListening: () => Promise<void>,
    onError: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#cursors = cursors;
    this.causeTokens = causeTokens;
    this.#tail = tail;
    this.#stopListening = stopListening;
    this.#sequencer = new Rounds(async () => {
      await store.sequence();
      tail.wake();
    }, onError);
    this.#look = setInterval(() => this.#sequencer.wake(), LOOK_INTERVAL_MS);
  }

  record(transaction: Transactional, change: NewChange): Promise<void> {
    return this.recordCaused(transaction, [{ change, cause: null }]);
  }

  /** As {@link record}, for changes of several records, each with its cause. */
  recordCaused(transaction: Transactional, changes: readonly CausedChange[]): Promise<void> {
    return this.#store.record(transaction, changes);
  }

  causedBy(cause: Cause | null): ChangeLog {
    return new CausedChangeLog(this, cause);
  }

  committed(): void {
    this.#sequencer.wake();
  }

  async head(): Promise<string> {
    return this.#cursorAt(await this.#store.sequence());
  }

  headPosition(transaction: Transactional): Promise<number> {
    return this.#store.headPosition(transaction);
  }

  async countsAfter(
    cursors: readonly string[],
    except: ChangeFilter | null = null,
  ): Promise<ReadonlyMap<string, number>> {
    const head = await this.#store.sequence();
    const counts = new Map<string, number>();
    for (const cursor of new Set(cursors)) {
      const position = this.#positionHere(cursor);
      if (position === undefined || position > head) continue;
      counts.set(cursor, await this.#store.countAfter(position, except));
    }
    return counts;
  }

  async read({ filters, after, before, limit, from }: ReadOptions): Promise<ChangeSlice> {
    const stretch = {
      filters,
      after: after == null ? 0 : await this.#resume(after),
      before: before == null ? (await this.#store.sequence()) + 1 : await this.#resume(before),
    };
    const changes = await this.#store.readStretch({ ...stretch, from, limit: limit + 1 });
    const read = from === 'start' ? changes.slice(0, limit) : changes.slice(-limit);
    return { changes: read.map((change) => this.#withCursor(change)), hasMore: changes.length > limit };
  }

  async stretch({ after, since, until, before }: NamedStretch): Promise<Stretch> {
    const head = await this.#store.sequence();
    const begin = after == null ? await this.#beginSince(since, head) : await this.#resume(after);
    const endBefore = async (time: string) => (await this.#store.lastBefore(time)) ?? begin;
    const end = until == null ? (before == null ? head : await endBefore(before)) : await this.#resume(until);
    if (end < begin) throw new BadUserInputError(until == null ? 'before' : 'until', 'It is before the beginning.');
    return { after: await this.#cursorAt(begin), until: await this.#cursorAt(end) };
  }

  async follow<Event>(options: FollowOptions<Event>): Promise<AsyncGenerator<Event, void, void>> {
    const position = options.after == null ? await this.#store.sequence() : await this.#resume(options.after);
    return new ChangeFollower(this.#store, this.#tail, this.#cursors, position, options);
  }

  /**
   * The change that a cursor was given with, or undefined when it is no longer kept.
   *
   * @throws SluiceError `CURSOR_INVALID`, `CURSOR_OF_ANOTHER_LOG`
   */
  async changeOf(cursor: string): Promise<Change | undefined> {
    const { position, digest } = this.#cursors.decode(cursor);
    const change = await this.changeAt(position);
    if (change && digest !== digestChange(change.id)) throw cursorOfAnotherLog();
    return change;
  }

  /** Up to `limit` changes after the position, or `pruned` with where the log begins when some are no longer kept. */
  async readAfter(position: number, limit: number): Promise<readonly Change[] | { readonly prunedTo: number }> {
    const changes = this.#tail.since(position)?.slice(0, limit) ?? (await this.#store.read(position, limit));
    return changes === 'pruned' ? { prunedTo: await this.#store.prunedTo() } : changes;
  }

  /** Mostly one of the latest, which are in memory; undefined when it is no longer kept. */
  async changeAt(position: number): Promise<Change | undefined> {
    return this.#tail.since(position - 1)?.[0] ?? this.#store.changeAt(position);
  }

  /** @throws SluiceError `CURSOR_INVALID`, `CURSOR_OF_ANOTHER_LOG` */
  positionOf(cursor: string): number {
    return this.#cursors.decode(cursor).position;
  }

  /** Calls `onGrown` whenever the log has grown, in whichever process. Returns how to stop. */
  onGrown(onGrown: () => void): () => void {
    const told = () => {
      if (this.#tail.closed) return;
      stop = this.#tail.onceGrown(told);
      onGrown();
    };
    let stop = this.#tail.onceGrown(told);
    return () => stop();
  }

  /**
   * The cursor after which the change of another is the first.
   *
   * @throws SluiceError `CURSOR_INVALID`, `CURSOR_OF_ANOTHER_LOG`
   */
  cursorBefore(cursor: string): string {
    return this.#cursors.encode(this.#cursors.decode(cursor).position - 1, digestChange(undefined));
  }

  /**
   * Drops the changes that happened before `before`; cursors to them expire. What a cursor of `inUse` was given with, and
   * all that came after, stays; so does what came after the position `neededAfter`. Resolves with how many were dropped.
   */
  async prune(before: Date, inUse: readonly string[] = [], neededAfter?: number | null): Promise<number> {
    const positions = inUse.flatMap((cursor) => this.#positionHere(cursor) ?? []);
    return this.#store.prune(before.toISOString(), Math.min(...positions, neededAfter ?? Number.MAX_SAFE_INTEGER));
  }

  /** Ends every follower, and the log's own work. The database stays open. */
  async close(): Promise<void> {
    clearInterval(this.#look);
    await this.#stopListening();
    await this.#sequencer.close();
    await this.#tail.close();
  }

  async #cursorAt(position: number): Promise<string> {
    return this.#cursors.encode(position, digestChange((await this.changeAt(position))?.id));
  }

  /** The position before the first change since then; that of the log's first when no time is given. */
  async #beginSince(time: string | null | undefined, head: number): Promise<number> {
    const begin = time == null ? 0 : ((await this.#store.firstSince(time)) ?? head + 1) - 1;
    const prunedTo = await this.#store.prunedTo();
    // No older change is left: nobody knows whether those that are gone happened before then.
    if (prunedTo > 0 && begin <= prunedTo) throw await expired(this.#store, this.#cursors);
    return begin;
  }

  #withCursor(change: Change): FollowedChange {
    return { change, cursor: this.#cursors.encode(change.position, digestChange(change.id)) };
  }

  /** Undefined for a cursor of another log, or of this one before a backup was restored. */
  #positionHere(cursor: string): number | undefined {
    try {
      return this.#cursors.decode(cursor).position;
    } catch (error) {
      if (error instanceof SluiceError) return undefined;
      throw error;
    }
  }

  async #resume(after: string): Promise<number> {
    const { position, digest } = this.#cursors.decode(after);
    if (position > (await this.#store.sequence())) throw cursorOfAnotherLog();
    if (position < (await this.#store.prunedTo())) throw await expired(this.#store, this.#cursors);
    const changeId = (await this.changeAt(position))?.id;
    // A cursor to what was the head of an empty or pruned log has no digest to compare.
    if (changeId !== undefined && digest !== digestChange(undefined) && digest !== digestChange(changeId))
      throw cursorOfAnotherLog();
    return position;
  }
}
