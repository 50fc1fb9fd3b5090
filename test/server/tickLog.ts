/** A log of ticks 1, 2, 3 …, from which any number of readers stream. It counts what is read from it. */
export class TickLog {
  /** How many ticks were handed to readers. */
  pulled = 0;
  /** How many readers are streaming now. */
  readers = 0;
  #head = 0;
  readonly #waiting = new Set<() => void>();

  append(count = 1): void {
    this.#head += count;
    this.#notify();
  }

  /** Resolves as soon as `count` readers are streaming. */
  async untilReaders(count: number): Promise<void> {
    while (this.readers !== count) await this.#change();
  }

  /** Streams what comes after `after`, for ever unless `to` is given; ends when `signal` is aborted. */
  async *read(after: number, to: number, signal: AbortSignal): AsyncGenerator<number, void, void> {
    const notify = (): void => this.#notify();
    signal.addEventListener('abort', notify);
    this.readers += 1;
    notify();
    try {
      for (let tick = after + 1; tick <= to && !signal.aborted; tick += 1) {
        while (tick > this.#head && !signal.aborted) await this.#change();
        if (signal.aborted) return;
        this.pulled += 1;
        yield tick;
      }
    } finally {
      signal.removeEventListener('abort', notify);
      this.readers -= 1;
      notify();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #notify(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
