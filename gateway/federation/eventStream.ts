import type { ExecutionResult } from 'graphql';

/** One event of a subscription, completed for the client. */
export interface StreamedEvent {
  readonly result: ExecutionResult;
  /** The change's cursor, for the `id:` line of SSE; absent when the subscription's payload has no `cursor` field. */
  readonly cursor?: string;
}

/**
 * Under this key the executor's answer to a subscription, `{ data: null, [STREAM]: events }`, carries its events.
 * Apollo Server copies the symbol through to the HTTP and WebSocket handlers, so that a subscription runs through the
 * same pipeline as every other operation. Ending the iteration closes the upstream.
 */
export const STREAM: unique symbol = Symbol('sluice.stream');

/** An execution result that may carry a subscription's events. */
export type StreamingResult = ExecutionResult & { [STREAM]?: AsyncGenerator<StreamedEvent, void, void> };
