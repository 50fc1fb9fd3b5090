/** Work on the same things, one after the other in this process, in the order in which it was asked for. */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs `work` once whatever was asked for earlier under one of these keys has ended. */
  async run<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    // All keys are taken at once, so that two of the same keys cannot wait for each other.
    const before = Promise.all(keys.map((key) => this.#last.get(key)));
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    for (const key of keys) this.#last.set(key, ended);
    try {
      await before;
      return await work();
    } finally {
      end();
      for (const key of keys) if (this.#last.get(key) === ended) this.#last.delete(key);
    }
  }
}
