/**
 * Counts what may have changed the data behind a gateway's subgraphs: mutations, and events. Queries share an answer
 * only within one count.
 *
 * It is one for all subgraphs, not one for each: what is sent to one subgraph may change what another answers. A payment
 * pays an order of the shop; subgraphs may stand on one database, or call each other; a flow writes to one system what
 * happened in another. No subgraph says so in its schema. To count too much costs a request that could have been joined,
 * and only one that was under way in that moment; to count too little shows a client its own change undone.
 */
export class DataVersion {
  #count = 0;

  get current(): number {
    return this.#count;
  }

  raise(): void {
    this.#count++;
  }
}
