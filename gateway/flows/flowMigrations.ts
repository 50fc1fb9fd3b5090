import { sql } from 'kysely';
import type { ComponentMigrations } from '../../subgraphs/kit/database/migrate.ts';

/** What is told of flows whose options are not known: the defaults. */
export const DEFAULT_OPTIONS = JSON.stringify({
  once: null,
  maxAttempts: 12,
  timeoutMs: 30_000,
  concurrency: 8,
  ordered: false,
  scopes: [],
  imports: false,
  maxAgeSeconds: null,
});

/** The tables of the flows. */
export const flowMigrations: ComponentMigrations = {
  component: 'flows',
  migrations: [
    {
      name: '001-flows-and-runs',
      async up(transaction, engine) {
        const seq = engine === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement';
        await sql`create table sluice_flow (
          name text primary key, version text not null, state text not null, cursor text not null,
          consumer integer not null, consumer_until text, at text not null)`.execute(transaction);
        await sql`create table sluice_flow_version (
          flow text not null, version text not null, source text not null, at text not null,
          primary key (flow, version))`.execute(transaction);
        await sql`create table sluice_flow_run (
          seq ${sql.raw(seq)}, id text not null unique, flow text not null, version text not null,
          change_cursor text not null, generation integer not null, after_cursor text not null, once_value text,
          subject text not null, kind text not null, change_at text not null, status text not null,
          attempt integer not null, failures integer not null, due_at text not null, leased_until text, bindings text, steps text not null,
          error text, created_at text not null, updated_at text not null,
          unique (flow, change_cursor, generation))`.execute(transaction);
        await sql`create unique index sluice_flow_run_once on sluice_flow_run (flow, once_value)
          where once_value is not null`.execute(transaction);
        await sql`create index sluice_flow_run_due on sluice_flow_run (flow, due_at)
          where status in ('WAITING', 'RUNNING')`.execute(transaction);
        await sql`create index sluice_flow_run_status on sluice_flow_run (flow, status, id)`.execute(transaction);
        await sql`create index sluice_flow_run_subject on sluice_flow_run (flow, subject, seq)
          where status in ('WAITING', 'RUNNING')`.execute(transaction);
        await sql`create table sluice_flow_attempt (
          run_id text not null, attempt integer not null, started_at text not null, ended_at text, error text,
          primary key (run_id, attempt))`.execute(transaction);
      },
    },
    {
      name: '002-hops',
      async up(transaction) {
        await sql`alter table sluice_flow_run add column hops integer not null default 0`.execute(transaction);
      },
    },
    {
      // A change is read anew after the cursor before its own, which the log tells of any cursor.
      name: '003-no-second-cursor',
      async up(transaction) {
        await sql`alter table sluice_flow_run drop column after_cursor`.execute(transaction);
      },
    },
    {
      name: '004-paused-and-described',
      async up(transaction) {
        await sql`alter table sluice_flow add column paused_at text`.execute(transaction);
        await sql`alter table sluice_flow add column file text not null default ''`.execute(transaction);
        await sql`alter table sluice_flow add column description text`.execute(transaction);
        await sql`alter table sluice_flow add column options text not null default ${sql.lit(DEFAULT_OPTIONS)}`.execute(
          transaction,
        );
        await sql`create index sluice_flow_run_dead on sluice_flow_run (flow, id) where status = 'DEAD'`.execute(
          transaction,
        );
      },
    },
    {
      // The change itself, which a dead letter holds for longer than the log does.
      name: '005-change-of-a-run',
      async up(transaction) {
        await sql`alter table sluice_flow_run add column change text`.execute(transaction);
        await sql`alter table sluice_flow_run drop column kind`.execute(transaction);
        await sql`alter table sluice_flow_run drop column change_at`.execute(transaction);
      },
    },
    {
      name: '006-broken-files',
      async up(transaction) {
        await sql`alter table sluice_flow add column fault text`.execute(transaction);
      },
    },
    {
      name: '007-workers',
      async up(transaction) {
        await sql`alter table sluice_flow_attempt add column worker text`.execute(transaction);
      },
    },
    {
      // What is done again is done once for each value of `once` too.
      name: '008-replays',
      async up(transaction) {
        await sql`drop index sluice_flow_run_once`.execute(transaction);
        await sql`create unique index sluice_flow_run_once on sluice_flow_run (flow, once_value, generation)
          where once_value is not null`.execute(transaction);
        await sql`create table sluice_flow_replay (
          id text primary key, flow text not null, mode text not null, generation integer not null, state text not null,
          cursor text not null, until text not null, since_time text, before_time text, runs integer not null,
          attempt integer not null, due_at text not null, leased_until text, error text,
          created_at text not null, updated_at text not null)`.execute(transaction);
        await sql`create index sluice_flow_replay_due on sluice_flow_replay (due_at)
          where state = 'RUNNING'`.execute(transaction);
        await sql`create index sluice_flow_replay_flow on sluice_flow_replay (flow, id)`.execute(transaction);
      },
    },
    {
      // Which processes have which flows: one that has no file of a flow does not end it while another has.
      name: '009-loaders',
      async up(transaction) {
        await sql`create table sluice_flow_loader (
          loader text not null, flow text not null, until text not null, primary key (loader, flow))`.execute(
          transaction,
        );
      },
    },
  ],
};
