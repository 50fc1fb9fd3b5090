import { sql } from 'kysely';
import type { Migration } from '../kit/database/migrate.ts';
import type { MessageChannel, MessageStatus } from './generated/resolvers.ts';

/** The messaging's own tables, as SQL sees them. */
export type MessagingTables = {
  messaging_message: {
    id: string;
    external_id: string;
    customer_id: string | null;
    channel: MessageChannel;
    recipient: string;
    subject: string | null;
    text: string;
    status: MessageStatus;
    failure_code: string | null;
    created_at: string;
    updated_at: string;
  };
  /** One row for each message that is still to be sent; who sends it holds its lease. */
  messaging_delivery: {
    message_id: string;
    channel: MessageChannel;
    /** How often it has been claimed: the fencing token of who claimed it last. */
    attempt: number;
    /** When it is to be sent. */
    due_at: string;
    /** Until when its sender has to say what became of it; null while nobody sends it. */
    leased_until: string | null;
    /** 1 after a try of which nobody knows whether it sent the message: it is looked for before it is sent. */
    uncertain: number;
    /** JSON of the cause of the message, which is that of what becomes of it. */
    cause: string | null;
  };
};

export const migrations: readonly Migration[] = [
  {
    name: '001-messages-and-deliveries',
    async up(transaction) {
      await sql`create table messaging_message (
        id text primary key, external_id text not null, customer_id text, channel text not null,
        recipient text not null, subject text, text text not null, status text not null, failure_code text,
        created_at text not null, updated_at text not null)`.execute(transaction);
      await sql`create index messaging_message_customer on messaging_message (customer_id, id)`.execute(transaction);
      await sql`create index messaging_message_channel on messaging_message (channel, id)`.execute(transaction);
      await sql`create index messaging_message_status on messaging_message (status, id)`.execute(transaction);
      await sql`create table messaging_delivery (
        message_id text primary key references messaging_message (id) on delete cascade,
        attempt integer not null, due_at text not null, leased_until text)`.execute(transaction);
      await sql`create index messaging_delivery_due on messaging_delivery (leased_until, due_at)`.execute(transaction);
    },
  },
  {
    name: '002-causes-of-deliveries',
    async up(transaction) {
      await sql`alter table messaging_delivery add column cause text`.execute(transaction);
    },
  },
  {
    name: '003-deliveries-by-channel',
    async up(transaction) {
      await sql`alter table messaging_delivery add column channel text not null default 'EMAIL'`.execute(transaction);
      await sql`alter table messaging_delivery add column uncertain integer not null default 0`.execute(transaction);
      await sql`drop index messaging_delivery_due`.execute(transaction);
      await sql`create index messaging_delivery_due on messaging_delivery (channel, leased_until, due_at)`.execute(
        transaction,
      );
    },
  },
];
