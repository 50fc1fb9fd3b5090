import { sql } from 'kysely';
import type { Migration } from '../kit/database/migrate.ts';
import { linkMigrations } from './links/linkTables.ts';
import { receivedMigrations } from './webhooks/receivedTables.ts';
import { webhookMigrations } from './webhooks/webhookTables.ts';

/** The tables of the integration subgraph, as SQL sees them. */
export type IntegrationTables = {
  integration_customer: {
    id: string;
    name: string | null;
    email: string | null;
    created_at: string;
    updated_at: string;
  };
  /** Whose an address is. A customer may have several; the one it goes by is in its own row. */
  integration_customer_email: { email: string; customer_id: string };
  integration_customer_link: { system: string; external_id: string; customer_id: string; verified: number };
};

export const migrations: readonly Migration[] = [
  {
    name: '001-customers',
    async up(transaction) {
      await sql`create table integration_customer (
        id text primary key, name text, email text, created_at text not null, updated_at text not null)`.execute(
        transaction,
      );
      await sql`create table integration_customer_email (
        email text primary key, customer_id text not null)`.execute(transaction);
      await sql`create index integration_customer_email_customer on integration_customer_email (customer_id)`.execute(
        transaction,
      );
      await sql`create table integration_customer_link (
        system text not null, external_id text not null, customer_id text not null, verified integer not null,
        primary key (system, external_id))`.execute(transaction);
      await sql`create index integration_customer_link_customer on integration_customer_link (customer_id)`.execute(
        transaction,
      );
    },
  },
  ...webhookMigrations,
  ...receivedMigrations,
  ...linkMigrations,
];
