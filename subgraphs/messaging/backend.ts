import type { Caller } from '../kit/caller.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type { MessageChannel, MessageStatus, SendMessageInput } from './generated/resolvers.ts';
import type { MessageRecord } from './records.ts';

/** Which messages a list has; null is no restriction. */
export interface MessageFilter {
  readonly channel: readonly MessageChannel[] | null;
  readonly status: readonly MessageStatus[] | null;
}

/** What the messaging's adapter asks of the system behind it. Our own tables, or a vendor. */
export interface MessagingBackend {
  messages(filter: MessageFilter, page: Page): Promise<Slice<MessageRecord>>;
  messagesById(ids: readonly string[]): Promise<readonly MessageRecord[]>;
  messagesByCustomer(customerIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<MessageRecord>>>;
  /** Takes the message over; what becomes of it is told as a change. */
  sendMessage(caller: Caller, input: SendMessageInput): Promise<MessageRecord>;
}
