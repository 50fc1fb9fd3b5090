/** What tells that work is not wanted any more: an `AbortSignal`, or what costs less where there are many. */
export interface AbortSource {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: AbortListener, options?: { readonly once: boolean }): void;
  removeEventListener(type: 'abort', listener: AbortListener): void;
}

/** An object rather than a function: one that listens needs no closure. */
export interface AbortListener {
  handleEvent(): void;
}

/** What somebody waits for. */
export interface Waiting<Result> {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Work that is under way, and those who wait for its result. Whoever aborts gives up its share; the work itself is
 * aborted with the last.
 *
 * Every part of a query is such work, and nearly all of it has one sharer: it tells of its abort by itself, and makes an
 * `AbortSignal` only for who asks for one.
 */
export class SharedWork<Result> implements AbortSource {
  readonly #forget: () => void;
  readonly #dismiss: (sharer: Waiting<Result>) => void;
  #sharers: Sharer<Result>[] = [];
  readonly #listeners: AbortListener[] = [];
  #controller: AbortController | undefined;
  #isAborted = false;

  /**
   * @param forget is called once nobody can join any more
   * @param dismiss settles what one waits for who has aborted
   */
  constructor(forget: () => void, dismiss: (sharer: Waiting<Result>) => void) {
    this.#forget = forget;
    this.#dismiss = dismiss;
  }

  get aborted(): boolean {
    return this.#isAborted;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isAborted) this.#controller.abort();
    return this.#controller.signal;
  }

  addEventListener(_type: 'abort', listener: AbortListener): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: AbortListener): void {
    const index = this.#listeners.indexOf(listener);
    if (index >= 0) this.#listeners.splice(index, 1);
  }

  /** Waits for the result, unless `signal` is aborted before. */
  join(signal: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#sharers.push(new Sharer(this, signal, resolve, reject));
    });
  }

  /** @param copy makes the result of each sharer but the first, before anybody goes on with its own */
  async start(work: () => Promise<Result>, copy: (result: Result) => Result): Promise<void> {
    try {
      const result = await work();
      const sharers = this.#end();
      const copies = sharers.map((_, index) => (index === 0 ? result : copy(result)));
      for (const [index, sharer] of sharers.entries()) sharer.resolve(copies[index] ?? result);
    } catch (error) {
      for (const sharer of this.#end()) sharer.reject(error);
    }
  }

  /** For a sharer whose signal was aborted. */
  leave(sharer: Sharer<Result>): void {
    if (!this.#sharers.includes(sharer)) return;
    this.#sharers = this.#sharers.filter((other) => other !== sharer);
    this.#dismiss(sharer);
    if (this.#sharers.length > 0) return;
    this.#forget();
    this.#isAborted = true;
    this.#controller?.abort();
    for (const listener of [...this.#listeners]) listener.handleEvent();
  }

  #end(): readonly Sharer<Result>[] {
    const sharers = this.#sharers;
    this.#sharers = [];
    this.#forget();
    for (const sharer of sharers) sharer.release();
    return sharers;
  }
}

/** One who waits for the result. It listens to its signal itself. */
class Sharer<Result> implements AbortListener, Waiting<Result> {
  readonly #work: SharedWork<Result>;
  readonly #signal: AbortSignal;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;

  constructor(
    work: SharedWork<Result>,
    signal: AbortSignal,
    resolve: (result: Result) => void,
    reject: (error: unknown) => void,
  ) {
    this.#work = work;
    this.#signal = signal;
    this.resolve = resolve;
    this.reject = reject;
    signal.addEventListener('abort', this, { once: true });
  }

  handleEvent(): void {
    this.#work.leave(this);
  }

  /** No longer listens. */
  release(): void {
    this.#signal.removeEventListener('abort', this);
  }
}
