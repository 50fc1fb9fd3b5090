import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { ComponentMigrations } from '../../subgraphs/kit/database/migrate.ts';
import type { ChangeTables } from './changeTables.ts';

/** The tables of the change log. */
export const changeMigrations: ComponentMigrations = {
  component: 'changes',
  migrations: [
    {
      name: '001-change-log',
      async up(transaction, engine) {
        const seq = engine === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement';
        await sql`create table sluice_change (
          seq ${sql.raw(seq)},
          position bigint unique,
          id text not null unique,
          system text not null,
          record_type text not null,
          record_id text not null,
          kind text not null,
          changed_fields text not null,
          snapshot text,
          snapshot_version integer not null,
          superseded integer not null,
          at text not null,
          customer_id text
        )`.execute(transaction);
        await sql`create index sluice_change_unsequenced on sluice_change (seq) where position is null`.execute(
          transaction,
        );
        // For whoever follows a rare type from far back: without it, each page would be sought through the whole log.
        await sql`create index sluice_change_type on sluice_change (system, record_type, position)`.execute(
          transaction,
        );
        await sql`create index sluice_change_customer on sluice_change (customer_id)`.execute(transaction);
        await sql`create table sluice_change_log (
          id integer primary key,
          epoch text not null,
          cursor_secret text not null,
          head bigint not null,
          pruned_to bigint not null
        )`.execute(transaction);
        await transaction
          .withTables<ChangeTables>()
          .insertInto('sluice_change_log')
          .values({
            id: 1,
            epoch: randomBytes(6).toString('hex'),
            cursor_secret: randomBytes(32).toString('hex'),
            head: 0,
            pruned_to: 0,
          })
          .execute();
      },
    },
    {
      name: '002-causes',
      async up(transaction) {
        await sql`alter table sluice_change add column cause_flow text`.execute(transaction);
        await sql`alter table sluice_change add column cause_run text`.execute(transaction);
        await sql`alter table sluice_change add column hops integer not null default 0`.execute(transaction);
      },
    },
    {
      name: '003-imports',
      async up(transaction) {
        await sql`alter table sluice_change add column imported integer not null default 0`.execute(transaction);
      },
    },
  ],
};
