import { OperationTypeNode } from 'graphql';
import type { Dispatcher } from 'undici';
import { isBrokenConnection } from './brokenConnection.ts';
import { Deadline } from './deadline.ts';
import { invalidResponse } from './graphqlResult.ts';
import type { HttpSubgraph } from './postOperation.ts';
import type { AbortSource } from './sharedWork.ts';
import type { SubgraphRequest, SubgraphRequestOptions } from './subgraphTransport.ts';

/** An answer that has come whole. */
export interface WholeAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * POSTs an operation and reads the whole answer, within the subgraph's bounds of bytes and time. Every part of a query
 * comes this way, so that it stands directly on the dispatcher: a stream for each body takes twice the processor time.
 * A redirect is answered without its body.
 *
 * A subgraph may close an idle connection just as a request goes out on it. A query whose connection breaks before any of
 * the answer has come is sent once more, on a connection of its own; a mutation is not, since it may have run.
 *
 * @param headers names and values in turn
 * @see https://datatracker.ietf.org/doc/html/rfc9112#section-9.3.1
 * @throws UpstreamUnavailableError when no answer comes.
 */
export function exchangeOperation(
  subgraph: HttpSubgraph,
  request: SubgraphRequest,
  options: SubgraphRequestOptions,
  headers: string[],
): Promise<WholeAnswer> {
  const { abortSource = options.signal } = options;
  return new Promise((resolve, reject) => {
    const dispatch: Dispatcher.DispatchOptions = {
      origin: subgraph.origin,
      path: subgraph.path,
      method: 'POST',
      headers,
      body: request.body ?? bodyOf(request),
      // The deadline is for the whole exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    const again = request.kind === OperationTypeNode.QUERY ? dispatch : undefined;
    const answer = new AnswerCollector(subgraph, abortSource, again, resolve, reject);
    if (!abortSource.aborted) subgraph.dispatcher.dispatch(dispatch, answer);
  });
}

function bodyOf({ query, operationName, variables }: SubgraphRequest): string {
  return JSON.stringify({ query, operationName, variables });
}

class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #subgraph: HttpSubgraph;
  readonly #deadline: Deadline;
  readonly #resolve: (answer: WholeAnswer) => void;
  readonly #reject: (error: unknown) => void;
  readonly #chunks: Buffer[] = [];
  /** What is sent once more when the connection breaks. */
  #again: Dispatcher.DispatchOptions | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #isAborted = false;
  #size = 0;
  #status = 0;

  constructor(
    subgraph: HttpSubgraph,
    abortSource: AbortSource,
    again: Dispatcher.DispatchOptions | undefined,
    resolve: (answer: WholeAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#subgraph = subgraph;
    this.#again = again;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#deadline = new Deadline(subgraph, abortSource, () => this.#abort());
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isAborted) controller.abort(new Error('The exchange was given up.'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
    this.#again = undefined;
    if (status < 300 || status >= 400) return;
    this.#finish(Buffer.alloc(0));
    controller.abort(new Error('The body of a redirect is not read.'));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.byteLength;
    this.#chunks.push(chunk);
    const { name, maxResponseBytes } = this.#subgraph;
    if (this.#size > maxResponseBytes) {
      this.#fail(invalidResponse(name, `its answer is larger than ${maxResponseBytes} bytes`));
      this.#abort();
    }
  }

  onResponseEnd(): void {
    const [only] = this.#chunks;
    this.#finish(only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks, this.#size));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const again = this.#again;
    this.#again = undefined;
    if (again && !this.#isAborted && isBrokenConnection(error)) this.#subgraph.ownConnections.dispatch(again, this);
    else this.#fail(error);
  }

  /** Also while the request still waits for a connection, and will not be told of its own abort. */
  #abort(): void {
    this.#isAborted = true;
    const error = new Error('The exchange was given up.');
    this.#controller?.abort(error);
    // The deadline is about to be there: it aborts at once when its signal is aborted already.
    queueMicrotask(() => this.#fail(error));
  }

  #finish(body: Buffer): void {
    this.#deadline.end();
    this.#resolve({ status: this.#status, body });
  }

  #fail(error: unknown): void {
    this.#deadline.end();
    this.#reject(this.#deadline.explain(error));
  }
}
