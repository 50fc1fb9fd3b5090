import { sql } from 'kysely';
import type { Migration } from '../../kit/database/migrate.ts';

/** The tables of webhooks that come in, as SQL sees them. Times are ISO 8601 in UTC. */
export type ReceivedTables = {
  sluice_webhook_received: {
    id: string;
    source: string;
    /** What the sender knows it by: unique with `source`. */
    external_id: string;
    /** The bytes that were signed. */
    body: Uint8Array;
    /** JSON */
    headers: string;
    status: ReceivedStatus;
    /** Why it could not be processed. */
    reason: string | null;
    /** Raised by each claim. */
    attempt: number;
    failures: number;
    due_at: string;
    leased_until: string | null;
    received_at: string;
    updated_at: string;
  };
  /** What a sender of Standard Webhooks or CloudEvents told. */
  sluice_external_event: {
    id: string;
    external_id: string;
    source: string;
    type: string;
    subject: string | null;
    /** JSON */
    data: string;
    occurred_at: string;
    created_at: string;
    updated_at: string;
  };
};

/** WAITING: to be processed when it is due. PARKED: for an operator to look at. */
type ReceivedStatus = 'WAITING' | 'PROCESSING' | 'DONE' | 'PARKED' | 'DISCARDED';

export const receivedMigrations: readonly Migration[] = [
  {
    name: '003-webhooks-in',
    async up(transaction, engine) {
      const bytes = sql.raw(engine === 'postgres' ? 'bytea' : 'blob');
      await sql`create table sluice_webhook_received (
        id text primary key, source text not null, external_id text not null, body ${bytes} not null,
        headers text not null, status text not null, reason text, attempt integer not null, failures integer not null,
        due_at text not null, leased_until text, received_at text not null, updated_at text not null,
        unique (source, external_id))`.execute(transaction);
      await sql`create index sluice_webhook_received_due on sluice_webhook_received (source, due_at, id)
        where status in ('WAITING', 'PROCESSING')`.execute(transaction);
      await sql`create index sluice_webhook_received_parked on sluice_webhook_received (id)
        where status = 'PARKED'`.execute(transaction);
      await sql`create table sluice_external_event (
        id text primary key, external_id text not null, source text not null, type text not null, subject text,
        data text not null, occurred_at text not null, created_at text not null, updated_at text not null,
        unique (source, external_id))`.execute(transaction);
      await sql`create index sluice_external_event_source on sluice_external_event (source, id)`.execute(transaction);
      await sql`create index sluice_external_event_type on sluice_external_event (type, id)`.execute(transaction);
    },
  },
];
