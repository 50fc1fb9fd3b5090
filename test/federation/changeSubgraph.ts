import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';

/** Changes 1, 2, 3 … with cursors to resume after, and a second subgraph that completes them. */
export const changes = {
  changes: {
    sdl: `
      type Query { unused: Int }
      type Subscription { changed(kind: [String!], after: String): Change!, counted: Int! }
      type Change { cursor: String!, n: Int!, record: Record! }
      type Record @key(fields: "id") { id: ID! }
    `,
  },
  names: { sdl: 'type Query { named: Int } type Record @key(fields: "id") { id: ID!, name: String, text: String }' },
};

/**
 * Stands for both subgraphs. The test says when a change happens; how long each step of an upstream takes is up to
 * `pause`, so that upstreams of the same changes run apart.
 */
export class ChangeSubgraphs {
  head = 0;
  /** Upstreams that are open, and that ever were. */
  open = 0;
  opened = 0;
  /** How often an event was completed. */
  completed = 0;
  /** The text of every record. */
  text = '';
  readonly #pause: () => Promise<void>;
  readonly #waiting = new Set<() => void>();

  constructor(pause: () => Promise<void> = async () => {}) {
    this.#pause = pause;
  }

  append(count = 1): void {
    this.head += count;
    this.#wake();
  }

  readonly transports: Readonly<Record<string, SubgraphTransport>> = {
    changes: {
      execute: async () => ({ data: {} }),
      subscribe: (request, { signal }) => this.#read(request.variables?.sluiceAfter as string | undefined, signal),
      close: async () => {},
    },
    names: {
      execute: async ({ variables }) => {
        this.completed++;
        await this.#pause();
        const representations = (variables?.representations ?? []) as readonly { id: string }[];
        return { data: { _entities: representations.map(({ id }) => ({ name: `Record ${id}`, text: this.text })) } };
      },
      subscribe: () => {
        throw new Error('Only the other subgraph has a subscription.');
      },
      close: async () => {},
    },
  };

  async *#read(after: string | undefined, signal: AbortSignal) {
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake);
    this.open++;
    this.opened++;
    try {
      let n = after === undefined ? this.head : Number(after.slice(1));
      for (;;) {
        while (n >= this.head && !signal.aborted) await new Promise<void>((resolve) => this.#waiting.add(resolve));
        await this.#pause();
        if (signal.aborted) return;
        n++;
        const record = { __typename: 'Record', id: `r${n}` };
        const change = { cursor: `c${n}`, sluiceCursor: `c${n}`, n, record };
        yield { data: { changed: change, counted: n } };
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.open--;
    }
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
