import { sql } from 'kysely';
import type { Migration } from '../../kit/database/migrate.ts';
import type { WebhookDeliveryStatus, WebhookEndpointStatus } from '../generated/resolvers.ts';

/** The tables of outbound webhooks, as SQL sees them. Times are ISO 8601 in UTC. */
export type WebhookTables = {
  sluice_webhook_endpoint: {
    id: string;
    url: string;
    /** JSON: patterns of change types. */
    types: string;
    description: string | null;
    status: WebhookEndpointStatus;
    disabled_reason: string | null;
    secret: string;
    previous_secret: string | null;
    previous_secret_until: string | null;
    /** Up to where in the log it has been given its changes. */
    position: number;
    /** Tries in a row that failed. */
    failures: number;
    failing_since: string | null;
    created_at: string;
    updated_at: string;
  };
  /** One change for one endpoint; its own queue entry. */
  sluice_webhook_delivery: {
    id: string;
    endpoint_id: string;
    change_position: number;
    change_id: string;
    type: string;
    subject: string;
    status: WebhookDeliveryStatus;
    /** Raised by each claim. */
    attempt: number;
    /** Tries that failed since it was created or asked for again. */
    failures: number;
    due_at: string;
    leased_until: string | null;
    created_at: string;
    updated_at: string;
  };
  sluice_webhook_attempt: {
    delivery_id: string;
    attempt: number;
    started_at: string;
    ended_at: string | null;
    http_status: number | null;
    error_code: string | null;
    error: string | null;
    response: string | null;
  };
};

export const webhookMigrations: readonly Migration[] = [
  {
    name: '002-webhooks-out',
    async up(transaction) {
      await sql`create table sluice_webhook_endpoint (
        id text primary key, url text not null, types text not null, description text, status text not null,
        disabled_reason text, secret text not null, previous_secret text, previous_secret_until text,
        position bigint not null, failures integer not null, failing_since text,
        created_at text not null, updated_at text not null)`.execute(transaction);
      await sql`create table sluice_webhook_delivery (
        id text primary key,
        endpoint_id text not null references sluice_webhook_endpoint (id) on delete cascade,
        change_position bigint not null, change_id text not null, type text not null, subject text not null,
        status text not null, attempt integer not null, failures integer not null, due_at text not null,
        leased_until text, created_at text not null, updated_at text not null,
        unique (endpoint_id, change_id))`.execute(transaction);
      await sql`create index sluice_webhook_delivery_due on sluice_webhook_delivery (endpoint_id, due_at)
        where status in ('WAITING', 'SENDING')`.execute(transaction);
      await sql`create index sluice_webhook_delivery_status
        on sluice_webhook_delivery (endpoint_id, status, id)`.execute(transaction);
      await sql`create index sluice_webhook_delivery_page
        on sluice_webhook_delivery (endpoint_id, id)`.execute(transaction);
      await sql`create table sluice_webhook_attempt (
        delivery_id text not null references sluice_webhook_delivery (id) on delete cascade,
        attempt integer not null, started_at text not null, ended_at text, http_status integer,
        error_code text, error text, response text, primary key (delivery_id, attempt))`.execute(transaction);
    },
  },
];
