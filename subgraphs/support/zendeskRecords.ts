import type { TicketPriority, TicketStatus } from './generated/resolvers.ts';
import type { TicketCommentRecord, TicketRecord } from './records.ts';
import type { ZendeskComment, ZendeskTicket } from './zendeskClient.ts';

/** Our id of a record of Zendesk's is made of its own, so that no table is needed to find one by the other. */
export const ticketId = (externalId: string | number) => `tic_${externalId}`;

/** The inverse of {@link ticketId}; undefined when it is no ticket of Zendesk's. */
export const externalTicketId = (id: string) => /^tic_(\d{1,15})$/.exec(id)?.[1];

/** A comment is found on its ticket only: its id tells both. */
const commentId = (externalTicket: string, externalId: string | number) => `com_${externalTicket}_${externalId}`;

/** The inverse of {@link commentId}. */
export function externalCommentId(id: string): { readonly ticket: string; readonly comment: string } | undefined {
  const [, ticket, comment] = /^com_(\d{1,15})_(\d{1,19})$/.exec(id) ?? [];
  return ticket === undefined || comment === undefined ? undefined : { ticket, comment };
}

const STATUSES: Readonly<Record<string, TicketStatus>> = {
  new: 'NEW',
  open: 'OPEN',
  pending: 'PENDING',
  hold: 'ON_HOLD',
  solved: 'SOLVED',
  closed: 'CLOSED',
};
const PRIORITIES: Readonly<Record<string, TicketPriority>> = {
  low: 'LOW',
  normal: 'NORMAL',
  high: 'HIGH',
  urgent: 'URGENT',
};

const BY_STATUS = new Map(Object.entries(STATUSES).map(([theirs, ours]) => [ours, theirs]));

/** The status in Zendesk's words. */
export const fromStatus = (status: TicketStatus) => BY_STATUS.get(status);
/** The priority in Zendesk's words. */
export const fromPriority = (priority: TicketPriority | null) => priority?.toLowerCase() ?? null;

/** What a ticket that Sluice has opened is called, by which it is found again; it tells its order too. */
export const externalIdOf = (callId: string, orderId: string | null) => `sluice/${callId}/${orderId ?? ''}`;

/** A ticket as Zendesk has it. */
export function toTicket(ticket: ZendeskTicket, customerId: string | null): TicketRecord {
  const [, , orderId = ''] = /^sluice\/([^/]*)\/(.*)$/s.exec(ticket.external_id ?? '') ?? [];
  return {
    id: ticketId(ticket.id),
    externalId: String(ticket.id),
    customerId,
    orderId: orderId === '' ? null : orderId,
    subject: ticket.subject ?? '',
    body: ticket.description ?? '',
    priority: ticket.priority === null ? null : (PRIORITIES[ticket.priority] ?? 'OTHER'),
    status: STATUSES[ticket.status] ?? 'OTHER',
    backendStatus: ticket.status,
    createdAt: toIso(ticket.created_at),
    updatedAt: toIso(ticket.updated_at),
  };
}

/** A comment as Zendesk has it. */
export function toComment(
  externalTicket: string,
  { id, body, created_at }: ZendeskComment,
  customerId: string | null,
): TicketCommentRecord {
  return {
    id: commentId(externalTicket, id),
    externalId: String(id),
    ticketId: ticketId(externalTicket),
    customerId,
    body,
    createdAt: toIso(created_at),
  };
}

/** Zendesk's times are whole seconds, written without their fraction. */
const toIso = (time: string) => new Date(time).toISOString();
