import type { ExecutionResult } from 'graphql';

/** One event of a subscription, completed for the client. Equal subscriptions get the same object. */
export interface StreamedEvent {
  readonly result: ExecutionResult;
  /** The change's cursor, for the `id:` line of SSE; absent when the subscription's payload has no `cursor` field. */
  readonly cursor?: string;
}

/** Who receives the events of a subscription. */
export interface EventSubscriber {
  /** Takes the next event, at once and without throwing; what cannot go out yet waits with the subscriber. */
  deliver(event: StreamedEvent): void;
  /** No event comes any more: they came to their end, or `error` broke them off. Never after `unsubscribe`. */
  end(error?: unknown): void;
  /** Whether there is room for more. While none of those that share events has room, none are read. */
  readonly isReady: boolean;
}

/** One subscriber's place in a stream. */
export interface EventSubscription {
  /** To be called when the subscriber has room again. */
  ready(): void;
  /** Ends the subscription: nothing is delivered any more, and what nobody else needs is closed. */
  unsubscribe(): void;
}

/** The events of a subscription. Nothing is open before somebody subscribes, and nothing after the last has gone. */
export interface EventStream {
  /** Events come later than this returns. */
  subscribe(subscriber: EventSubscriber): EventSubscription;
}

/**
 * Under this key the executor's answer to a subscription, `{ data: null, [STREAM]: events }`, carries its events.
 * Apollo Server copies the symbol through to the HTTP and WebSocket handlers, so that a subscription runs through the
 * same pipeline as every other operation.
 */
export const STREAM: unique symbol = Symbol('sluice.stream');

/** An execution result that may carry a subscription's events. */
export type StreamingResult = ExecutionResult & { [STREAM]?: EventStream };
