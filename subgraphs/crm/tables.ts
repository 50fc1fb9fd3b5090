import { sql } from 'kysely';
import type { Migration } from '../kit/database/migrate.ts';
import type { ContactStage } from './generated/resolvers.ts';

/** The CRM's own tables, as SQL sees them. */
export type CrmTables = {
  crm_contact: {
    id: string;
    customer_id: string;
    email: string;
    name: string | null;
    stage: ContactStage;
    owner: string | null;
    created_at: string;
    updated_at: string;
  };
  crm_activity: { id: string; contact_id: string; customer_id: string; text: string; created_at: string };
};

export const migrations: readonly Migration[] = [
  {
    name: '001-contacts-and-activities',
    async up(transaction) {
      await sql`create table crm_contact (
        id text primary key, customer_id text not null, email text not null unique, name text, stage text not null,
        owner text, created_at text not null, updated_at text not null)`.execute(transaction);
      await sql`create index crm_contact_customer on crm_contact (customer_id, id)`.execute(transaction);
      await sql`create index crm_contact_stage on crm_contact (stage, id)`.execute(transaction);
      await sql`create table crm_activity (
        id text primary key, contact_id text not null, customer_id text not null, text text not null,
        created_at text not null)`.execute(transaction);
      await sql`create index crm_activity_contact on crm_activity (contact_id, id)`.execute(transaction);
      await sql`create index crm_activity_customer on crm_activity (customer_id)`.execute(transaction);
    },
  },
];
