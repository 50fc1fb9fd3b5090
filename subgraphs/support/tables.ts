import { sql } from 'kysely';
import type { Migration } from '../kit/database/migrate.ts';
import type { TicketPriority, TicketStatus } from './generated/resolvers.ts';

/** The support desk's own tables, as SQL sees them. */
export type SupportTables = {
  support_ticket: {
    id: string;
    customer_id: string;
    order_id: string | null;
    subject: string;
    body: string;
    priority: TicketPriority | null;
    status: TicketStatus;
    created_at: string;
    updated_at: string;
  };
  support_comment: { id: string; ticket_id: string; customer_id: string; body: string; created_at: string };
};

export const migrations: readonly Migration[] = [
  {
    name: '001-tickets-and-comments',
    async up(transaction) {
      await sql`create table support_ticket (
        id text primary key, customer_id text not null, order_id text, subject text not null, body text not null,
        priority text, status text not null, created_at text not null, updated_at text not null)`.execute(transaction);
      await sql`create index support_ticket_customer on support_ticket (customer_id, id)`.execute(transaction);
      await sql`create index support_ticket_order on support_ticket (order_id, id)`.execute(transaction);
      await sql`create index support_ticket_status on support_ticket (status, id)`.execute(transaction);
      await sql`create table support_comment (
        id text primary key, ticket_id text not null, customer_id text not null, body text not null,
        created_at text not null)`.execute(transaction);
      await sql`create index support_comment_ticket on support_comment (ticket_id, id)`.execute(transaction);
      await sql`create index support_comment_customer on support_comment (customer_id)`.execute(transaction);
    },
  },
];
