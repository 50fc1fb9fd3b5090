import { defineRecordType } from '../kit/changes/recordType.ts';
import type { TicketRecord } from './records.ts';

/** Tickets in the change log. */
export const ticketType = defineRecordType<TicketRecord, 'Ticket'>({
  system: 'support',
  name: 'Ticket',
  fields: ['subject', 'body', 'priority', 'status', 'backendStatus', 'customerId', 'orderId'],
});
