/**
 * Work that is done in rounds, one at a time. However often it is woken during a round, one more round follows, so that
 * many callers cost few rounds and none of them is forgotten. A round that fails is told, and the next may succeed.
 */
export class Rounds {
  readonly #work: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(work: () => Promise<void>, onError: (error: unknown) => void) {
    this.#work = work;
    this.#onError = onError;
  }

  /** Begins a round, or has one follow the present one. */
  wake(): void {
    if (this.#closed) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#work()
      .catch(this.#onError)
      .finally(() => {
        this.#running = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  /** Begins no more rounds; resolves when the present one has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }
}
