/**
 * Writes what comes in batches, one at a time and in order: while one is being written, the next gathers. So nothing
 * waits for company, and whoever brings much costs few writes.
 */
export class BatchWriter<Item> {
  readonly #write: (items: readonly Item[]) => Promise<void>;
  readonly #maxGathered: number;
  #gathered: Item[] = [];
  #writing: Promise<void> | undefined;

  /** `write` tells its failures itself; after one, what has gathered is written all the same. */
  constructor(write: (items: readonly Item[]) => Promise<void>, maxGathered: number) {
    this.#write = write;
    this.#maxGathered = maxGathered;
  }

  /** Resolves at once, or while `maxGathered` items wait, when they have been written. */
  async add(item: Item): Promise<void> {
    this.#gathered.push(item);
    this.#writing ??= this.#writeAll();
    if (this.#gathered.length >= this.#maxGathered) await this.#writing;
  }

  /** Resolves when all that was added has been written. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#gathered.length > 0) {
        const items = this.#gathered;
        this.#gathered = [];
        await this.#write(items);
      }
    } finally {
      this.#writing = undefined;
    }
  }
}
