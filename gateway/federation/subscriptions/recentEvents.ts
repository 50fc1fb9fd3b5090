import { textOf } from '../writer/writtenData.ts';
import type { StreamedEvent } from './eventStream.ts';

/**
 * So much is kept for those who come late, a moment's worth: whoever has missed more reads on from the log. Every channel
 * has its own, so that thousands of different subscriptions must not keep many megabytes each.
 */
const KEPT_EVENTS = 128;
const KEPT_BYTES = 1024 * 1024;

interface KeptEvent {
  readonly event: StreamedEvent;
  readonly bytes: number;
}

/** The latest events of a channel by their cursors, in order; at least the last one, however large. */
export class RecentEvents {
  readonly #kept = new Map<string, KeptEvent>();
  readonly #startedAfter: string | undefined;
  #bytes = 0;
  #isWhole = true;

  /** @param startedAfter the cursor before the first event, when that is known */
  constructor(startedAfter: string | undefined) {
    this.#startedAfter = startedAfter;
  }

  add(cursor: string, event: StreamedEvent): void {
    this.#remove(cursor);
    const bytes = eventBytes(event);
    this.#kept.set(cursor, { event, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (oldest === cursor || (this.#kept.size <= KEPT_EVENTS && this.#bytes <= KEPT_BYTES)) return;
      this.#remove(oldest);
      this.#isWhole = false;
    }
  }

  has(cursor: string): boolean {
    return this.#kept.has(cursor);
  }

  /** The events after the cursor; undefined when this cannot be told. */
  after(cursor: string): readonly StreamedEvent[] | undefined {
    if (this.#kept.has(cursor)) return this.from(cursor).slice(1);
    return this.#isWhole && cursor === this.#startedAfter ? this.#events() : undefined;
  }

  /** The event of the cursor, which must be there, and those after it. */
  from(cursor: string): readonly StreamedEvent[] {
    return this.#events().slice([...this.#kept.keys()].indexOf(cursor));
  }

  #events(): StreamedEvent[] {
    return [...this.#kept.values()].map(({ event }) => event);
  }

  #remove(cursor: string): void {
    this.#bytes -= this.#kept.get(cursor)?.bytes ?? 0;
    this.#kept.delete(cursor);
  }
}

/** What the event's text takes; a string with anything but Latin letters has two bytes for each. */
function eventBytes({ result: { data, errors } }: StreamedEvent): number {
  const written = textOf(data);
  const dataBytes = written ? written.text.length * (written.isAscii ? 1 : 2) : 2 * JSON.stringify(data ?? null).length;
  return dataBytes + (errors ? 2 * JSON.stringify(errors).length : 0);
}
