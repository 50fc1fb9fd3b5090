import type { StreamedEvent } from './eventStream.ts';

/** Kept for those who come late, a moment's worth: whoever has missed more reads on from the log. */
const KEPT_EVENTS = 128;

/** The latest events of a channel by their cursors, in order. */
export class RecentEvents {
  readonly #events = new Map<string, StreamedEvent>();
  readonly #startedAfter: string | undefined;
  #isWhole = true;

  /** @param startedAfter the cursor before the first event, when that is known */
  constructor(startedAfter: string | undefined) {
    this.#startedAfter = startedAfter;
  }

  add(cursor: string, event: StreamedEvent): void {
    this.#events.set(cursor, event);
    if (this.#events.size <= KEPT_EVENTS) return;
    const [oldest] = this.#events.keys();
    this.#events.delete(oldest as string);
    this.#isWhole = false;
  }

  has(cursor: string): boolean {
    return this.#events.has(cursor);
  }

  /** The events after the cursor; undefined when this cannot be told. */
  after(cursor: string): readonly StreamedEvent[] | undefined {
    if (this.#events.has(cursor)) return this.from(cursor).slice(1);
    return this.#isWhole && cursor === this.#startedAfter ? [...this.#events.values()] : undefined;
  }

  /** The event of the cursor, which must be there, and those after it. */
  from(cursor: string): readonly StreamedEvent[] {
    const cursors = [...this.#events.keys()];
    return [...this.#events.values()].slice(cursors.indexOf(cursor));
  }
}
