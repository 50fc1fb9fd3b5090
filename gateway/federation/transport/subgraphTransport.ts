import type { DocumentNode, ExecutionResult, OperationTypeNode } from 'graphql';
import type { Caller } from '../../../subgraphs/kit/caller.ts';
import type { AbortSource } from './sharedWork.ts';

/** One operation for one subgraph. */
export interface SubgraphRequest {
  readonly kind: OperationTypeNode;
  /** The printed operation, as it goes over the wire. */
  readonly query: string;
  /** The same operation parsed; what an in-process subgraph executes. */
  readonly document: DocumentNode;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The same as the JSON body of an HTTP request, when it has been printed. */
  readonly body?: string;
  /** Equal for requests that ask the same with the same variables; a request without one is never shared. */
  readonly shareKey?: string;
}

/** What accompanies a request on behalf of whom it runs. */
export interface SubgraphRequestOptions {
  readonly caller: Caller;
  /** Headers of the client's request that are passed on, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the client is gone; a transport stops the work, it does not merely stop waiting. */
  readonly signal: AbortSignal;
  /** Tells the same for less, where a signal is made only for who asks for it. @default the signal */
  readonly abortSource?: AbortSource;
  /** See `GatewayContext.onProgress`. */
  readonly onProgress?: ((cursor: string) => void) | undefined;
}

/**
 * How the executor reaches one subgraph: in process, or over HTTP. Two implementations, one conformance suite
 * (`test/federation/transports.test.ts`).
 */
export interface SubgraphTransport {
  /**
   * Executes a query or mutation. GraphQL errors of the subgraph are part of the result.
   *
   * @throws UpstreamUnavailableError when there is no answer, SluiceError `UPSTREAM_INVALID_RESPONSE` when it is no
   * GraphQL result.
   */
  execute(request: SubgraphRequest, options: SubgraphRequestOptions): Promise<ExecutionResult>;
  /**
   * Opens a subscription. Events are pulled: the upstream is read no faster than the iterable is consumed where the
   * protocol allows it. Ending the iteration, or aborting the signal, closes the upstream.
   *
   * A subgraph that refuses the operation is an event with `errors` followed by the end. The iteration throws
   * UpstreamUnavailableError when the upstream breaks off, so that the client learns to resume.
   */
  subscribe(request: SubgraphRequest, options: SubgraphRequestOptions): AsyncIterable<ExecutionResult>;
  /** Closes the connections. */
  close(): Promise<void>;
}
