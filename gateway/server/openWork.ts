/** A piece of work that is told when the server begins to close, since it would not end by itself. */
export interface OpenPiece {
  onClosing(): void;
}

/**
 * Everything that the server is doing: requests being answered, streams, sockets. Closing tells each piece of work, and
 * can then wait until all is done.
 */
export class OpenWork {
  readonly #pieces = new Set<OpenPiece>();
  #closing = false;
  #onIdle: () => void = () => {};

  /** True once {@link close} was called; from then on no new operation may begin. */
  get closing(): boolean {
    return this.#closing;
  }

  /** Notes that a piece of work has begun. It is told at once if the server closes already. */
  add(piece: OpenPiece): void {
    this.#pieces.add(piece);
    if (this.#closing) piece.onClosing();
  }

  /** The piece of work is done. Calling it again has no effect. */
  remove(piece: OpenPiece): void {
    if (this.#pieces.delete(piece) && this.#pieces.size === 0) this.#onIdle();
  }

  /**
   * The same for work without an object of its own.
   *
   * @returns to be called when the work is done
   */
  begin(onClosing: () => void = () => {}): () => void {
    const piece = { onClosing };
    this.add(piece);
    return () => this.remove(piece);
  }

  /** Tells all work that the server closes. */
  close(): void {
    this.#closing = true;
    for (const piece of [...this.#pieces]) piece.onClosing();
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
