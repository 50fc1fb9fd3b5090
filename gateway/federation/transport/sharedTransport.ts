import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';
import { cloneAnswer } from './cloneAnswer.ts';
import type { SubgraphRequest, SubgraphRequestOptions, SubgraphTransport } from './subgraphTransport.ts';

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

/**
 * Lets equal queries that are under way at the same time share one request. Equal is what has the same operation and
 * variables for the same caller with the same forwarded headers, and since nothing is known to have changed: a query that
 * begins after the answer to a mutation never gets an answer that was asked for before. Mutations are never shared.
 *
 * Whoever aborts gives up its share; the request itself is aborted with the last one. Every sharer gets an answer of its
 * own, which it may change.
 *
 * @param name the subgraph's, for errors
 * @param version the same for all subgraphs of a gateway
 */
export function shareTransport(name: string, transport: SubgraphTransport, version: DataVersion): SubgraphTransport {
  const underWay = new Map<string, CallerExchanges>();

  function executeQuery(request: SubgraphRequest, options: SubgraphRequestOptions): Promise<ExecutionResult> {
    if (request.shareKey === undefined || options.signal.aborted) return transport.execute(request, options);
    const callerKey = `${version.current}\n${JSON.stringify([options.caller, options.headers])}`;
    const exchanges = underWay.get(callerKey) ?? new CallerExchanges();
    underWay.set(callerKey, exchanges);
    const known = exchanges.find(request);
    if (known) return known.join(options.signal);
    const exchange = new SharedExchange(name, () => {
      exchanges.delete(request, exchange);
      if (exchanges.isEmpty && underWay.get(callerKey) === exchanges) underWay.delete(callerKey);
    });
    exchanges.add(request, exchange);
    const answer = exchange.join(options.signal);
    exchange.start((signal) => transport.execute(request, { ...options, signal }));
    return answer;
  }

  async function executeMutation(request: SubgraphRequest, options: SubgraphRequestOptions): Promise<ExecutionResult> {
    version.raise();
    try {
      return await transport.execute(request, options);
    } finally {
      version.raise();
    }
  }

  async function* subscribe(request: SubgraphRequest, options: SubgraphRequestOptions) {
    for await (const event of transport.subscribe(request, options)) {
      version.raise();
      yield event;
    }
  }

  return {
    execute: (request, options) =>
      request.kind === OperationTypeNode.QUERY ? executeQuery(request, options) : executeMutation(request, options),
    subscribe,
    close: () => transport.close(),
  };
}

/**
 * What one caller has under way. A share key holds all variables of a request: to hash it costs more than to compare it
 * with one other, and most callers have but one request at a time.
 */
class CallerExchanges {
  #first: { readonly request: SubgraphRequest; readonly exchange: SharedExchange } | undefined;
  #others: Map<string | undefined, SharedExchange> | undefined;

  get isEmpty(): boolean {
    return this.#first === undefined && !this.#others?.size;
  }

  find(request: SubgraphRequest): SharedExchange | undefined {
    if (this.#first?.request.shareKey === request.shareKey) return this.#first?.exchange;
    return this.#others?.size ? this.#others.get(request.shareKey) : undefined;
  }

  add(request: SubgraphRequest, exchange: SharedExchange): void {
    if (!this.#first) {
      this.#first = { request, exchange };
      return;
    }
    this.#others ??= new Map();
    this.#others.set(request.shareKey, exchange);
  }

  /** Calling it again has no effect. */
  delete(request: SubgraphRequest, exchange: SharedExchange): void {
    if (this.#first?.exchange === exchange) this.#first = undefined;
    else if (this.#others?.get(request.shareKey) === exchange) this.#others.delete(request.shareKey);
  }
}

interface Sharer {
  resolve(answer: ExecutionResult): void;
  reject(error: unknown): void;
  /** Stops listening to the sharer's signal. */
  release(): void;
}

/** One request, and those who wait for its answer. */
class SharedExchange {
  readonly #subgraph: string;
  readonly #forget: () => void;
  readonly #sharers = new Set<Sharer>();
  readonly #controller = new AbortController();

  /** @param forget is called once nobody can join any more */
  constructor(subgraph: string, forget: () => void) {
    this.#subgraph = subgraph;
    this.#forget = forget;
  }

  join(signal: AbortSignal): Promise<ExecutionResult> {
    return new Promise((resolve, reject) => {
      const leave = (): void => this.#leave(sharer);
      const sharer: Sharer = { resolve, reject, release: () => signal.removeEventListener('abort', leave) };
      signal.addEventListener('abort', leave, { once: true });
      this.#sharers.add(sharer);
    });
  }

  async start(send: (signal: AbortSignal) => Promise<ExecutionResult>): Promise<void> {
    try {
      const answer = await send(this.#controller.signal);
      // Before anybody goes on with it, and changes it.
      const answers = [...this.#sharers].map((_, index) => (index === 0 ? answer : cloneAnswer(answer)));
      this.#settle((sharer, index) => sharer.resolve(answers[index] ?? answer));
    } catch (error) {
      this.#settle((sharer) => sharer.reject(error));
    }
  }

  #settle(each: (sharer: Sharer, index: number) => void): void {
    this.#forget();
    let index = 0;
    for (const sharer of this.#sharers) {
      sharer.release();
      each(sharer, index++);
    }
    this.#sharers.clear();
  }

  #leave(sharer: Sharer): void {
    if (!this.#sharers.delete(sharer)) return;
    sharer.reject(new UpstreamUnavailableError(this.#subgraph, 'the request was cancelled'));
    if (this.#sharers.size > 0) return;
    this.#forget();
    this.#controller.abort();
  }
}
