import type { Change } from '../../subgraphs/kit/changes/change.ts';
import { Rounds } from '../../subgraphs/kit/rounds.ts';
import type { ChangeStore } from './changeStore.ts';

/** Changes kept in memory for followers that are nearly up to date; the others read from SQL. */
const KEPT_CHANGES = 2_000;
const READ_BATCH = 500;

/**
 * The latest stretch of the log in memory, shared by all followers, so that a change is read and parsed once however
 * many follow. It grows when it is woken; a follower that falls behind what is kept reads from the store instead, so
 * that nobody's slowness costs memory.
 */
export class ChangeTail {
  readonly #store: ChangeStore;
  /** Contiguous: `#kept[i]` has the position `#kept[0].position + i`. */
  #kept: Change[] = [];
  #head: number;
  readonly #waiting = new Set<() => void>();
  readonly #reading: Rounds;
  #closed = false;

  /** Begins at `head`: what came before is in the store only. */
  constructor(store: ChangeStore, head: number, onError: (error: unknown) => void) {
    this.#store = store;
    this.#head = head;
    this.#reading = new Rounds(() => this.#read(), onError);
  }

  /** No change comes any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Position of the last change that has been read. */
  get head(): number {
    return this.#head;
  }

  /** Calls `onGrown` once, when the log has grown past {@link head} or the tail is closed. Returns how to give up. */
  onceGrown(onGrown: () => void): () => void {
    this.#waiting.add(onGrown);
    return () => this.#waiting.delete(onGrown);
  }

  /** The changes after `after`, or undefined when some of them are no longer in memory. */
  since(after: number): readonly Change[] | undefined {
    const first = this.#kept[0]?.position ?? this.#head + 1;
    if (after < first - 1) return undefined;
    return this.#kept.slice(after - first + 1);
  }

  /** Reads what has been added to the log; calls that come while it reads are served by one more round. */
  wake(): void {
    this.#reading.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#tellWaiting();
    await this.#reading.close();
  }

  async #read(): Promise<void> {
    for (;;) {
      const changes = await this.#store.read(this.#head, READ_BATCH);
      if (changes === 'pruned') {
        // Asleep for longer than changes are kept. Followers learn it when they read from the store.
        this.#kept = [];
        this.#moveTo(await this.#store.prunedTo());
        continue;
      }
      const last = changes.at(-1);
      if (!last) return;
      this.#kept = [...this.#kept, ...changes].slice(-KEPT_CHANGES);
      this.#moveTo(last.position);
      if (changes.length < READ_BATCH) return;
    }
  }

  #moveTo(head: number): void {
    this.#head = head;
    this.#tellWaiting();
  }

  #tellWaiting(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const onGrown of waiting) onGrown();
  }
}
