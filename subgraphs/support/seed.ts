import type { Transactional } from '../kit/database/database.ts';
import { demoCustomers } from '../kit/seed/demoCustomers.ts';
import { demoOrders } from '../kit/seed/demoOrders.ts';
import { insertRows } from '../kit/seed/insertRows.ts';
import { seedId } from '../kit/seed/seedId.ts';
import type { TicketPriority, TicketStatus } from './generated/resolvers.ts';
import type { SupportTables } from './tables.ts';

type TicketRow = SupportTables['support_ticket'];
type CommentRow = SupportTables['support_comment'];

/** What a ticket of the demo data is about. */
interface Occasion {
  readonly customerId: string;
  readonly orderId: string | null;
  readonly atMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const STATUSES: readonly TicketStatus[] = ['SOLVED', 'OPEN', 'CLOSED', 'PENDING', 'SOLVED', 'NEW', 'CLOSED', 'ON_HOLD'];
const PRIORITIES: readonly (TicketPriority | null)[] = ['NORMAL', null, 'HIGH', 'LOW', 'NORMAL', 'URGENT', null];
const QUESTIONS = [
  ['Invoice to another address', 'Please send our invoices to the Hamburg office from now on.'],
  ['Cannot sign in', 'Since this morning the password is refused, and no mail comes when I ask for a new one.'],
  ['Two more seats', 'We would like to add two seats to our plan. What does it cost until the end of the year?'],
  ['Export as CSV', 'Is there a way to get all of last year as one file?'],
  ['Delivery abroad', 'Do you deliver to Norway, and who pays the customs?'],
] as const;
const ORDER_TROUBLE = ['Where is my order?', 'The order says that it did not go through, but I had paid.'] as const;
const COMMENTS = [
  'We are looking into it and come back to you today.',
  'Could you send us a screenshot of what you see?',
  'Here it is. It happens every time.',
  'Fixed. Please try again, and tell us if anything is left.',
] as const;

/** A ticket for every third demo customer and every order that came to nothing, with up to four comments. */
export async function seed(transaction: Transactional): Promise<void> {
  const tickets = [...questions(), ...orderTroubles()].map(demoTicket);
  await insertRows<SupportTables, 'support_ticket'>(transaction, 'support_ticket', tickets);
  await insertRows<SupportTables, 'support_comment'>(transaction, 'support_comment', tickets.flatMap(demoComments));
}

function questions(): Occasion[] {
  return demoCustomers()
    .filter((_, index) => index % 3 === 0)
    .map(({ id, createdAt }, index) => ({
      customerId: id,
      orderId: null,
      atMs: Date.parse(createdAt) + (7 + (index % 40)) * DAY_MS,
    }));
}

function orderTroubles(): Occasion[] {
  return demoOrders()
    .filter(({ status }) => status === 'FAILED' || status === 'CANCELLED')
    .map(({ id, customerId, createdAt }) => ({ customerId, orderId: id, atMs: Date.parse(createdAt) + 2 * DAY_MS }));
}

function demoTicket({ customerId, orderId, atMs }: Occasion, index: number): TicketRow {
  const at = new Date(atMs).toISOString();
  const [subject, body] = orderId ? ORDER_TROUBLE : (QUESTIONS[index % QUESTIONS.length] ?? QUESTIONS[0]);
  return {
    id: seedId('tic', atMs, index),
    customer_id: customerId,
    order_id: orderId,
    subject,
    body,
    priority: PRIORITIES[index % PRIORITIES.length] ?? null,
    status: STATUSES[index % STATUSES.length] ?? 'OPEN',
    created_at: at,
    updated_at: at,
  };
}

function demoComments(ticket: TicketRow, index: number): CommentRow[] {
  const comments = ticket.status === 'NEW' ? 0 : index % (COMMENTS.length + 1);
  return COMMENTS.slice(0, comments).map((body, step) => {
    const atMs = Date.parse(ticket.created_at) + (step + 1) * 5 * HOUR_MS;
    return {
      id: seedId('com', atMs, index * COMMENTS.length + step),
      ticket_id: ticket.id,
      customer_id: ticket.customer_id,
      body,
      created_at: new Date(atMs).toISOString(),
    };
  });
}
