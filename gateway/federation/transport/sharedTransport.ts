import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';
import { cloneAnswer } from './cloneAnswer.ts';
import type { DataVersion } from './dataVersion.ts';
import { SharedWork } from './sharedWork.ts';
import type { SubgraphRequest, SubgraphRequestOptions, SubgraphTransport } from './subgraphTransport.ts';

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
    const exchange = new SharedWork<ExecutionResult>(
      () => {
        exchanges.delete(request, exchange);
        if (exchanges.isEmpty && underWay.get(callerKey) === exchanges) underWay.delete(callerKey);
      },
      (sharer) => sharer.reject(new UpstreamUnavailableError(name, 'the request was cancelled')),
    );
    exchanges.add(request, exchange);
    const answer = exchange.join(options.signal);
    exchange.start(() => transport.execute(request, new SharedOptions(options, exchange)), cloneAnswer);
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
  #first: { readonly request: SubgraphRequest; readonly exchange: SharedWork<ExecutionResult> } | undefined;
  #others: Map<string | undefined, SharedWork<ExecutionResult>> | undefined;

  get isEmpty(): boolean {
    return this.#first === undefined && !this.#others?.size;
  }

  find(request: SubgraphRequest): SharedWork<ExecutionResult> | undefined {
    if (this.#first?.request.shareKey === request.shareKey) return this.#first?.exchange;
    return this.#others?.size ? this.#others.get(request.shareKey) : undefined;
  }

  add(request: SubgraphRequest, exchange: SharedWork<ExecutionResult>): void {
    if (!this.#first) {
      this.#first = { request, exchange };
      return;
    }
    this.#others ??= new Map();
    this.#others.set(request.shareKey, exchange);
  }

  /** Calling it again has no effect. */
  delete(request: SubgraphRequest, exchange: SharedWork<ExecutionResult>): void {
    if (this.#first?.exchange === exchange) this.#first = undefined;
    else if (this.#others?.get(request.shareKey) === exchange) this.#others.delete(request.shareKey);
  }
}

/** The options of a request that several may wait for. */
class SharedOptions implements SubgraphRequestOptions {
  readonly caller: SubgraphRequestOptions['caller'];
  readonly headers: SubgraphRequestOptions['headers'];
  readonly onProgress: SubgraphRequestOptions['onProgress'];
  readonly abortSource: SharedWork<ExecutionResult>;

  constructor({ caller, headers, onProgress }: SubgraphRequestOptions, exchange: SharedWork<ExecutionResult>) {
    this.caller = caller;
    this.headers = headers;
    this.onProgress = onProgress;
    this.abortSource = exchange;
  }

  get signal(): AbortSignal {
    return this.abortSource.signal;
  }
}
