import { sql } from 'kysely';
import type { Migration } from '../../kit/database/migrate.ts';
import type { CustomerLinkProposalStatus } from '../generated/resolvers.ts';

/** The tables of links that are not sure, as SQL sees them. Times are ISO 8601 in UTC. */
export type LinkTables = {
  /** Whom systems tell of without vouching for their address, one row for each record of a system. */
  integration_sender: {
    system: string;
    external_id: string;
    email: string;
    name: string | null;
    /** 1 when it has been linked, or is no longer, and the system has yet to tell that of its records. */
    is_news: number;
  };
  /** Who a sender may be. One row for each pair, ever: what was rejected is not proposed again. */
  integration_link_proposal: {
    id: string;
    system: string;
    external_id: string;
    customer_id: string;
    email: string;
    name: string | null;
    status: CustomerLinkProposalStatus;
    decided_at: string | null;
    created_at: string;
    updated_at: string;
  };
};

export const linkMigrations: readonly Migration[] = [
  {
    name: '004-link-proposals',
    async up(transaction) {
      await sql`create table integration_sender (
        system text not null, external_id text not null, email text not null, name text, is_news integer not null,
        primary key (system, external_id))`.execute(transaction);
      await sql`create index integration_sender_email on integration_sender (email)`.execute(transaction);
      await sql`create index integration_sender_news on integration_sender (system) where is_news = 1`.execute(
        transaction,
      );
      await sql`create table integration_link_proposal (
        id text primary key, system text not null, external_id text not null, customer_id text not null,
        email text not null, name text, status text not null, decided_at text, created_at text not null,
        updated_at text not null, unique (system, external_id, customer_id))`.execute(transaction);
      await sql`create index integration_link_proposal_status on integration_link_proposal (status, id)`.execute(
        transaction,
      );
      await sql`create index integration_link_proposal_customer on integration_link_proposal (customer_id)`.execute(
        transaction,
      );
    },
  },
];
