/** A message on its way out, as plain text. */
export interface OutgoingMessage {
  /** Ours, and the same however often the message is sent. */
  readonly id: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** What became of a message. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly externalId: string }
  /** Refused for good. */
  | { readonly kind: 'failed'; readonly failureCode: string }
  /** Certainly not sent, for a reason that may pass. */
  | { readonly kind: 'notSent'; readonly failureCode: string; readonly reason: string }
  /** Perhaps sent, perhaps yet to be: nobody has said. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** What was found of a message that may have been sent. */
export type FindOutcome =
  | { readonly kind: 'sent'; readonly externalId: string }
  /** It was not sent, and will not be. */
  | { readonly kind: 'absent' }
  /** Could not be found out now. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Sends the messages of one channel. */
export interface MessageSender {
  /** Messages on their way at once. */
  readonly concurrency: number;
  /** Tries once, until the signal is aborted. Never rejects: what goes wrong is an outcome. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>;
  /**
   * Looks for a message whose outcome is unknown. Called no sooner than a try can have come to an end, so that what is
   * absent then is not sent after all. Never rejects. Without it the channel cannot be asked, and an unknown outcome is final:
   * the message is not sent again, since it may have arrived.
   */
  find?(message: OutgoingMessage, signal: AbortSignal): Promise<FindOutcome>;
  /**
   * Asks once, sending nothing, whether messages would be taken. Resolves with what to tell of it.
   *
   * @throws SluiceError which says what is wrong
   */
  check(signal: AbortSignal): Promise<string>;
}
