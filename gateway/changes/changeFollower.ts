import type { Change } from '../../subgraphs/kit/changes/change.ts';
import type { FollowedChange, FollowOptions } from '../../subgraphs/kit/changes/changeLog.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { ChangeStore } from './changeStore.ts';
import type { ChangeTail } from './changeTail.ts';
import { type CursorCodec, digestChange } from './cursor.ts';

/** Read at a time while catching up from the store. */
const PAGE = 200;

/**
 * One follower's way through the log. All it has is a position: it takes what comes after from the tail while that is
 * in memory, and from the store when not. So the step from the past to the present has no seam where a change could
 * slip through or come twice, and nothing is queued for a follower that does not pull.
 *
 * An iterator written by hand, since an async generator cannot be ended while its `next()` waits for a change.
 */
export class ChangeFollower<Event> implements AsyncGenerator<Event, void, void> {
  readonly #store: ChangeStore;
  readonly #tail: ChangeTail;
  readonly #cursors: CursorCodec;
  readonly #options: FollowOptions<Event>;
  /** Up to where it has read, */
  #position: number;
  /** with the change there, where it is known, */
  #changeId: string | undefined;
  /** and up to where its owner knows. */
  #told: number;
  #ready: Change[] = [];
  #ended = false;
  #stopWaiting: (() => void) | undefined;
  readonly #onAbort = () => this.#end();

  constructor(
    store: ChangeStore,
    tail: ChangeTail,
    cursors: CursorCodec,
    position: number,
    options: FollowOptions<Event>,
  ) {
    this.#store = store;
    this.#tail = tail;
    this.#cursors = cursors;
    this.#position = position;
    this.#told = position;
    this.#options = options;
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal.aborted) this.#end();
  }

  async next(): Promise<IteratorResult<Event, void>> {
    while (!this.#ended) {
      const change = this.#ready.shift();
      if (!change) {
        await this.#readOn();
        continue;
      }
      const followed = this.#withCursor(change);
      const event = this.#options.select(followed);
      if (event !== undefined) return { done: false, value: event };
      this.#options.onProgress?.(followed.cursor);
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Event, void>> {
    this.#end();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<Event, void>> {
    this.#end();
    throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #readOn(): Promise<void> {
    if (this.#tail.closed) return this.#end();
    this.#tellProgress();
    if (this.#position >= this.#tail.head) return this.#waitForGrowth();
    const { system, recordType } = this.#options;
    const kept = this.#tail.since(this.#position);
    if (kept) {
      this.#ready = kept.filter(
        (change) =>
          (system === undefined || change.system === system) &&
          (recordType === undefined || change.recordType === recordType),
      );
      this.#moveTo(kept.at(-1)?.position ?? this.#position, kept.at(-1)?.id);
      return;
    }
    const page = await this.#store.readOf({ system, recordType }, this.#position, PAGE);
    if (page === 'pruned') throw await expired(this.#store, this.#cursors);
    this.#ready = [...page.changes];
    this.#moveTo(page.scannedTo, undefined);
  }

  #moveTo(position: number, changeId: string | undefined): void {
    this.#position = position;
    this.#changeId = changeId;
  }

  /** All that was read has been taken or passed over. */
  #tellProgress(): void {
    if (this.#told === this.#position) return;
    this.#told = this.#position;
    this.#options.onProgress?.(this.#cursors.encode(this.#position, digestChange(this.#changeId)));
  }

  #waitForGrowth(): Promise<void> {
    return new Promise((resolve) => {
      const giveUp = this.#tail.onceGrown(resolve);
      this.#stopWaiting = () => {
        giveUp();
        resolve();
      };
    });
  }

  #withCursor(change: Change): FollowedChange {
    const cursors = this.#cursors;
    return {
      change,
      get cursor() {
        return cursors.encode(change.position, digestChange(change.id));
      },
    };
  }

  #end(): void {
    this.#ended = true;
    this.#ready = [];
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#stopWaiting?.();
  }
}

/** The follower asks for changes that are no longer kept; tells from where it can go on. */
export async function expired(store: ChangeStore, cursors: CursorCodec): Promise<SluiceError> {
  const earliest = cursors.encode(await store.prunedTo(), digestChange(undefined));
  return new SluiceError(
    'CURSOR_EXPIRED',
    'The changes after this cursor are no longer kept. Read the records anew, or resume from `earliest` and accept the gap.',
    { extensions: { earliest } },
  );
}
