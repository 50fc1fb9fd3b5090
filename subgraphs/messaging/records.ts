import type { MessageChannel, MessageStatus } from './generated/resolvers.ts';

/** A message, as the graph, the change log and every backend have it. */
export interface MessageRecord {
  readonly id: string;
  readonly externalId: string;
  readonly customerId: string | null;
  readonly channel: MessageChannel;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly status: MessageStatus;
  readonly backendStatus: string | null;
  readonly failureCode: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
