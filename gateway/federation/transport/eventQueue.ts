/** What an {@link EventQueue} tells its source. */
interface EventQueueOptions {
  /** From so many waiting items on, the source should stop. */
  readonly highWaterMark: number;
  readonly onFull: () => void;
  /** All waiting items have been taken; the source may go on. */
  readonly onDrained: () => void;
}

/**
 * Carries items from a source that pushes to a consumer that pulls. It asks the source to stop before it has taken much;
 * what the source has already received still comes, so that the queue is bounded by the source's own buffer.
 */
export class EventQueue<Item> {
  readonly #options: EventQueueOptions;
  readonly #items: Item[] = [];
  #isFull = false;
  #end: { readonly error?: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(options: EventQueueOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  push(item: Item): void {
    if (this.#end) return;
    this.#items.push(item);
    if (!this.#isFull && this.#items.length >= this.#options.highWaterMark) {
      this.#isFull = true;
      this.#options.onFull();
    }
    this.#wake();
  }

  /** No more items come; what waits is still delivered. Only the first call counts. */
  end(): void {
    this.#end ??= {};
    this.#wake();
  }

  /** The same, and then the consumer gets `error`. */
  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  /** Throws away what waits, and ends. */
  cancel(): void {
    this.#items.length = 0;
    this.#end = {};
    this.#wake();
  }

  async *pull(): AsyncGenerator<Item, void, void> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        if (this.#isFull && this.#items.length === 0) {
          this.#isFull = false;
          this.#options.onDrained();
        }
        yield item;
      } else if (this.#end) {
        if ('error' in this.#end) throw this.#end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
