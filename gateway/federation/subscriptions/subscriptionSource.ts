import type { ExecutionResult } from 'graphql';
import type { StreamedEvent } from './eventStream.ts';

/** A subscription as the hub sees it: where its events come from, and with whom it may share them. */
export interface SubscriptionSource {
  /**
   * Equal for subscriptions that must get the same events, whoever asks: it holds the operation, its variables and all
   * that decides what the caller may see. Undefined when the subscription shares with nobody.
   */
  readonly sharingKey: string | undefined;
  /**
   * Whether every event has a cursor of its own after which the events can be resumed. Then who comes late, or comes
   * back, may join those that are ahead.
   */
  readonly isResumable: boolean;
  /** The cursor that this subscriber resumes after. */
  readonly after: string | number | undefined;
  /**
   * Opens the upstream after `after`, or as of now. Ends soon when the signal is aborted, and throws when it breaks off.
   */
  open(signal: AbortSignal): AsyncIterable<ExecutionResult>;
  /** Makes an event for the client of one of the upstream. */
  complete(upstream: ExecutionResult, signal: AbortSignal): Promise<StreamedEvent>;
  /**
   * Keeps what the source needs until the returned function is called; undefined when it has gone already, since the
   * supergraph was reloaded meanwhile.
   */
  retain(): (() => void) | undefined;
}
