import type { ChangeStore } from './changeStore.ts';

/**
 * Has the store give positions to what has been committed, one round at a time. Calls that come during a round are
 * served together by the next, so that many writers cost few rounds.
 */
export class Sequencer {
  readonly #store: ChangeStore;
  readonly #onSequenced: () => void;
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(store: ChangeStore, onSequenced: () => void, onError: (error: unknown) => void) {
    this.#store = store;
    this.#onSequenced = onSequenced;
    this.#onError = onError;
  }

  wake(): void {
    if (this.#closed) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      try {
        await this.#store.sequence();
        this.#onSequenced();
      } catch (error) {
        this.#onError(error);
      }
    } while (this.#again && !this.#closed);
  }
}
