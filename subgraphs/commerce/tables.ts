import { sql } from 'kysely';
import type { Migration } from '../kit/database/migrate.ts';
import type { OrderFulfillmentStatus, OrderPaymentStatus, OrderStatus } from './generated/resolvers.ts';

/** The shop's own tables, as SQL sees them. Amounts are in minor units of the row's currency. */
export type CommerceTables = {
  commerce_product: {
    id: string;
    sku: string;
    title: string;
    price_minor: number;
    currency_code: string;
    created_at: string;
    updated_at: string;
  };
  commerce_order: {
    id: string;
    customer_id: string;
    /** JSON: `[{ "productId": …, "sku": …, "quantity": …, "unitMinor": … }]` */
    lines: string;
    total_minor: number;
    currency_code: string;
    status: OrderStatus;
    payment_status: OrderPaymentStatus;
    fulfillment_status: OrderFulfillmentStatus;
    cancel_reason: string | null;
    created_at: string;
    updated_at: string;
  };
};

export const migrations: readonly Migration[] = [
  {
    name: '001-products-and-orders',
    async up(transaction) {
      await sql`create table commerce_product (
        id text primary key, sku text not null unique, title text not null, price_minor bigint not null,
        currency_code text not null, created_at text not null, updated_at text not null)`.execute(transaction);
      await sql`create table commerce_order (
        id text primary key, customer_id text not null, lines text not null, total_minor bigint not null,
        currency_code text not null, status text not null, payment_status text not null,
        fulfillment_status text not null, cancel_reason text, created_at text not null,
        updated_at text not null)`.execute(transaction);
      await sql`create index commerce_order_customer on commerce_order (customer_id, id)`.execute(transaction);
      await sql`create index commerce_order_status on commerce_order (status, id)`.execute(transaction);
    },
  },
];
