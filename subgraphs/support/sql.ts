import type { Transactional } from '../kit/database/database.ts';
import { defineSqlRecords } from '../kit/database/sqlRecords.ts';
import { defineSqlTable } from '../kit/database/sqlTable.ts';
import { SluiceError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { parseOrderId, parseText } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { defineWrite } from '../kit/write.ts';
import type { SupportBackend } from './backend.ts';
import type { AddTicketCommentInput, CreateTicketInput, UpdateTicketInput } from './generated/resolvers.ts';
import { MAX_BODY, MAX_SUBJECT } from './limits.ts';
import type { TicketCommentRecord, TicketRecord } from './records.ts';
import { refuseOther } from './refuseOther.ts';
import type { SupportTables } from './tables.ts';
import { ticketType } from './tickets.ts';

type TicketRow = SupportTables['support_ticket'];
type CommentRow = SupportTables['support_comment'];

const tickets = defineSqlRecords<TicketRow, TicketRecord>('support_ticket', ticketType, toTicket);
const comments = defineSqlTable<CommentRow, TicketCommentRecord>('support_comment', toComment);

/** The support desk over its own tables. */
export function createSqlBackend(services: SubgraphServices): SupportBackend {
  const { queries } = services.database;
  return {
    tickets: (filter, page) => tickets.page(queries, { ...filter }, page),
    ticketsById: (ids) => tickets.byIds(queries, ids),
    ticketsByCustomer: (customerIds, page) => tickets.pageByParent(queries, 'customer_id', customerIds, page),
    ticketsByOrder: (orderIds, page) => tickets.pageByParent(queries, 'order_id', orderIds, page),
    commentsById: (ids) => comments.byIds(queries, ids),
    commentsByTicket: (ticketIds, page) => comments.pageByParent(queries, 'ticket_id', ticketIds, page),
    createTicket: defineWrite(services, 'createTicket', createTicket),
    updateTicket: defineWrite(services, 'updateTicket', updateTicket),
    addTicketComment: defineWrite(services, 'addTicketComment', addTicketComment),
  };
}

async function createTicket(
  { changes, customers }: SubgraphServices,
  transaction: Transactional,
  input: CreateTicketInput,
): Promise<TicketRecord> {
  const subject = parseText('input.subject', input.subject, MAX_SUBJECT);
  const body = parseText('input.body', input.body, MAX_BODY);
  refuseOther('input.priority', input.priority);
  const orderId = parseOrderId('input.orderId', input.orderId);
  const customerId = await customers.resolve(transaction, input);
  const now = new Date().toISOString();
  return tickets.insert(changes, transaction, {
    id: newId('tic'),
    customer_id: customerId,
    order_id: orderId,
    subject,
    body,
    priority: input.priority ?? null,
    status: 'NEW',
    created_at: now,
    updated_at: now,
  });
}

async function updateTicket(
  { changes }: SubgraphServices,
  transaction: Transactional,
  input: UpdateTicketInput,
): Promise<TicketRecord> {
  refuseOther('input.status', input.status);
  refuseOther('input.priority', input.priority);
  const before = await tickets.lock(transaction, input.id);
  const status = input.status ?? before.status;
  const priority = input.priority === undefined ? before.priority : input.priority;
  // What changes nothing is let through: a step that is repeated after it has closed the ticket is no failure.
  if (before.status === 'CLOSED' && (status !== before.status || priority !== before.priority)) {
    throw new SluiceError('INVALID_TRANSITION', 'A ticket that is CLOSED does not change. Open a new one.', {
      extensions: { from: before.status, to: status },
    });
  }
  return tickets.update(changes, transaction, before, { status, priority });
}

async function addTicketComment(
  _services: SubgraphServices,
  transaction: Transactional,
  input: AddTicketCommentInput,
): Promise<TicketCommentRecord> {
  const body = parseText('input.body', input.body, MAX_BODY);
  const ticket = await tickets.lock(transaction, input.ticketId);
  if (ticket.status === 'CLOSED') {
    throw new SluiceError('INVALID_TRANSITION', 'A ticket that is CLOSED takes no more comments. Open a new one.', {
      extensions: { from: ticket.status },
    });
  }
  const row: CommentRow = {
    id: newId('com'),
    ticket_id: ticket.id,
    customer_id: ticket.customer_id,
    body,
    created_at: new Date().toISOString(),
  };
  await transaction.withTables<SupportTables>().insertInto('support_comment').values(row).execute();
  return toComment(row);
}

function toTicket(row: TicketRow): TicketRecord {
  return {
    id: row.id,
    externalId: row.id,
    customerId: row.customer_id,
    orderId: row.order_id,
    subject: row.subject,
    body: row.body,
    priority: row.priority,
    status: row.status,
    backendStatus: row.status,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toComment(row: CommentRow): TicketCommentRecord {
  return {
    id: row.id,
    externalId: row.id,
    ticketId: row.ticket_id,
    customerId: row.customer_id,
    body: row.body,
    createdAt: row.created_at,
  };
}
