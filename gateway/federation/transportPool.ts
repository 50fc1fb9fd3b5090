import type { SubgraphTransport } from './transport/subgraphTransport.ts';

/** Makes the transport to the subgraph `name` at `url`. */
export type TransportFactory = (name: string, url: string) => SubgraphTransport;

/** Transports that one supergraph uses, until it is released. */
export interface TransportLease {
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  /** Gives them back; closes those that nobody else holds. */
  release(): Promise<void>;
}

/**
 * Keeps one transport for each subgraph's name and URL, shared by the supergraphs that are in use at the same time, so
 * that a reload keeps the connections to what it did not change.
 */
export class TransportPool {
  readonly #create: TransportFactory;
  readonly #held = new Map<string, { readonly transport: SubgraphTransport; holders: number }>();

  constructor(create: TransportFactory) {
    this.#create = create;
  }

  lease(subgraphs: ReadonlyMap<string, string>): TransportLease {
    const keys: string[] = [];
    const transports = new Map<string, SubgraphTransport>();
    for (const [name, url] of subgraphs) {
      const key = JSON.stringify([name, url]);
      const held = this.#held.get(key) ?? { transport: this.#create(name, url), holders: 0 };
      held.holders++;
      this.#held.set(key, held);
      keys.push(key);
      transports.set(name, held.transport);
    }
    let isReleased = false;
    const release = async (): Promise<void> => {
      if (isReleased) return;
      isReleased = true;
      await Promise.all(keys.map((key) => this.#release(key)));
    };
    return { transports, release };
  }

  async #release(key: string): Promise<void> {
    const held = this.#held.get(key);
    if (!held || --held.holders > 0) return;
    this.#held.delete(key);
    await held.transport.close();
  }
}
