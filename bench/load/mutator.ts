import { Pool } from 'undici';

export interface MutatorOptions {
  /** Without a path. */
  readonly url: string;
  /** Takes `$id: ID!` and `$value: String!`, which is another each time: each mutation is a change. */
  readonly mutation: string;
  /** The records that are changed, in turns. */
  readonly ids: readonly string[];
}

/** Values go on counting through all of a run, so that none comes twice. */
let lastValue = 0;

/** Makes changes, one a call, over connections that are kept. */
export class Mutator implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #options: MutatorOptions;
  #next = 0;
  lastAnswer = '';

  constructor(options: MutatorOptions) {
    this.#options = options;
    this.#pool = new Pool(options.url, { connections: options.ids.length });
  }

  /** Resolves when the mutation is answered. @throws Error with an answer that has errors */
  async change(): Promise<void> {
    const { mutation: query, ids } = this.#options;
    const id = ids[this.#next++ % ids.length];
    const variables = { id, value: `Measured ${++lastValue}` };
    const { statusCode, body } = await this.#pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    this.lastAnswer = await body.text();
    if (statusCode !== 200 || this.lastAnswer.includes('"errors"'))
      throw new Error(`A mutation was answered with ${statusCode}: ${this.lastAnswer}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.close();
  }
}
