import { sql } from 'kysely';
import type { Migration } from '../kit/database/migrate.ts';

/** The stock's own tables, as SQL sees them. */
export type InventoryTables = {
  inventory_stock_level: {
    id: string;
    sku: string;
    location: string;
    on_hand: number;
    reserved: number;
    reorder_point: number;
    created_at: string;
    updated_at: string;
  };
  inventory_adjustment: {
    id: string;
    stock_level_id: string;
    delta: number;
    reason: string | null;
    created_at: string;
  };
  /** One row for each order, for ever: one that is released is the mark that lets nothing be reserved any more. */
  inventory_reservation: { order_id: string; status: 'RESERVED' | 'RELEASED'; created_at: string; updated_at: string };
  inventory_reservation_line: { order_id: string; sku: string; location: string; quantity: number };
  /** Levels behind which Shopify stands, for lists of them. Ids grow with the time of their making. */
  inventory_shopify_level: { id: string; external_id: string; is_below: number };
  /** Changes of Shopify's stock that are under way, one for each subject. */
  inventory_shopify_attempt: {
    subject: string;
    /** The call in the ledger that has the subject. */
    call_id: string;
    /** Shopify's idempotency key; null while nothing has been sent. */
    key: string | null;
    /** JSON: what was sent under the key. */
    request: string | null;
    begun_at: string;
  };
  /** Orders whose stock Shopify has committed by itself: their reservations are noted, and moved nothing. */
  inventory_shopify_committed: { order_id: string };
};

/** Stock levels of products that are to be ordered anew. */
export const BELOW_REORDER_POINT = 'on_hand - reserved < reorder_point';

export const migrations: readonly Migration[] = [
  {
    name: '001-stock-levels-and-reservations',
    async up(transaction) {
      await sql`create table inventory_stock_level (
        id text primary key, sku text not null, location text not null, on_hand integer not null,
        reserved integer not null check (reserved >= 0 and reserved <= on_hand), reorder_point integer not null,
        created_at text not null, updated_at text not null, unique (sku, location))`.execute(transaction);
      await sql`create index inventory_stock_level_below_reorder_point on inventory_stock_level (id)
        where ${sql.raw(BELOW_REORDER_POINT)}`.execute(transaction);
      await sql`create table inventory_adjustment (
        id text primary key, stock_level_id text not null, delta integer not null, reason text,
        created_at text not null)`.execute(transaction);
      await sql`create index inventory_adjustment_stock_level on inventory_adjustment (stock_level_id, id)`.execute(
        transaction,
      );
      await sql`create table inventory_reservation (
        order_id text primary key, status text not null, created_at text not null,
        updated_at text not null)`.execute(transaction);
      await sql`create table inventory_reservation_line (
        order_id text not null, sku text not null, location text not null, quantity integer not null,
        primary key (order_id, sku, location))`.execute(transaction);
    },
  },
  {
    name: '002-shopify',
    async up(transaction) {
      await sql`create table inventory_shopify_level (
        id text primary key, external_id text not null unique, reorder_point integer not null,
        is_below integer not null)`.execute(transaction);
      await sql`create index inventory_shopify_level_below on inventory_shopify_level (id) where is_below = 1`.execute(
        transaction,
      );
      await sql`create table inventory_shopify_attempt (
        subject text primary key, call_id text not null, key text, request text, begun_at text not null)`.execute(
        transaction,
      );
      await sql`create table inventory_shopify_committed (order_id text primary key)`.execute(transaction);
    },
  },
  {
    // A level's shadow has it, under a lock.
    name: '003-shopify-reorder-points',
    async up(transaction) {
      await sql`alter table inventory_shopify_level drop column reorder_point`.execute(transaction);
    },
  },
];
