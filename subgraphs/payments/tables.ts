import { sql } from 'kysely';
import type { Migration } from '../kit/database/migrate.ts';
import type { InvoiceStatus, PaymentStatus } from './generated/resolvers.ts';

/** The payments' own tables, as SQL sees them. Amounts are in minor units of the row's currency. */
export type PaymentsTables = {
  payments_payment: {
    id: string;
    customer_id: string;
    order_id: string | null;
    amount_minor: number;
    refunded_minor: number;
    currency_code: string;
    status: PaymentStatus;
    failure_code: string | null;
    payment_method: string;
    description: string | null;
    created_at: string;
    updated_at: string;
  };
  payments_invoice: {
    id: string;
    customer_id: string;
    order_id: string | null;
    payment_id: string | null;
    total_minor: number;
    currency_code: string;
    status: InvoiceStatus;
    /** JSON: `[{ "description": …, "minor": … }]` */
    lines: string;
    due_at: string | null;
    created_at: string;
    updated_at: string;
  };
};

export const migrations: readonly Migration[] = [
  {
    name: '001-payments-and-invoices',
    async up(transaction) {
      await sql`create table payments_payment (
        id text primary key, customer_id text not null, order_id text, amount_minor bigint not null,
        refunded_minor bigint not null, currency_code text not null, status text not null, failure_code text,
        payment_method text not null, description text, created_at text not null, updated_at text not null)`.execute(
        transaction,
      );
      await sql`create index payments_payment_customer on payments_payment (customer_id, id)`.execute(transaction);
      await sql`create index payments_payment_order on payments_payment (order_id, id)`.execute(transaction);
      await sql`create index payments_payment_status on payments_payment (status, id)`.execute(transaction);
      await sql`create table payments_invoice (
        id text primary key, customer_id text not null, order_id text, payment_id text, total_minor bigint not null,
        currency_code text not null, status text not null, lines text not null, due_at text,
        created_at text not null, updated_at text not null)`.execute(transaction);
      await sql`create index payments_invoice_customer on payments_invoice (customer_id, id)`.execute(transaction);
    },
  },
];
