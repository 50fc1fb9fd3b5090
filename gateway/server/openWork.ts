/**
 * Everything that the server is doing: requests being answered, streams, sockets. Closing tells each piece of work, and
 * can then wait until all is done.
 */
export class OpenWork {
  readonly #pieces = new Set<{ readonly onClosing: () => void }>();
  #closing = false;
  #onIdle: () => void = () => {};

  /** True once {@link close} was called; from then on no new operation may begin. */
  get closing(): boolean {
    return this.#closing;
  }

  /**
   * Notes that a piece of work has begun.
   *
   * @param onClosing called when the server begins to close, at once if it does already; for work that would not end by
   * itself
   * @returns to be called when the work is done; calling it again has no effect
   */
  begin(onClosing: () => void = () => {}): () => void {
    const piece = { onClosing };
    this.#pieces.add(piece);
    if (this.#closing) onClosing();
    return () => {
      if (this.#pieces.delete(piece) && this.#pieces.size === 0) this.#onIdle();
    };
  }

  /** Tells all work that the server closes. */
  close(): void {
    this.#closing = true;
    for (const { onClosing } of [...this.#pieces]) onClosing();
  }

  /** Waits until all work is done; resolves to how many pieces were still not done after `timeoutMs`. */
  async untilIdle(timeoutMs: number): Promise<number> {
    if (this.#pieces.size === 0) return 0;
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, timeoutMs);
      this.#onIdle = () => {
        clearTimeout(deadline);
        resolve();
      };
    });
    return this.#pieces.size;
  }
}
