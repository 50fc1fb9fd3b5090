import type { TicketPriority, TicketStatus } from './generated/resolvers.ts';

/** A ticket, as the graph, the change log and every backend have it. */
export interface TicketRecord {
  readonly id: string;
  readonly externalId: string;
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly subject: string;
  readonly body: string;
  readonly priority: TicketPriority | null;
  readonly status: TicketStatus;
  readonly backendStatus: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Something that was said on a ticket. */
export interface TicketCommentRecord {
  readonly id: string;
  readonly externalId: string;
  readonly ticketId: string;
  readonly customerId: string | null;
  readonly body: string;
  readonly createdAt: string;
}
