/** Reads a response as it comes, and checks that it goes on exactly as expected. */
export class Wire {
  readonly #reader: AsyncIterator<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(response: Response) {
    if (!response.body) throw new Error('The response has no body');
    this.#reader = response.body[Symbol.asyncIterator]();
  }

  /** Resolves to what came up to and including `end`. */
  async until(end: string): Promise<string> {
    while (!this.#text.includes(end)) {
      const { done, value } = await this.#reader.next();
      if (done) throw new Error(`The response ended before ${JSON.stringify(end)}: ${JSON.stringify(this.#text)}`);
      this.#text += this.#decoder.decode(value, { stream: true });
    }
    const length = this.#text.indexOf(end) + end.length;
    const found = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    return found;
  }

  /** Resolves to all that is still to come, when the response ends. */
  async rest(): Promise<string> {
    for (;;) {
      const { done, value } = await this.#reader.next();
      if (done) return this.#text;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }
}
