import { sql } from 'kysely';
import type { ComponentMigrations } from './database/migrate.ts';
import { sweepMigration } from './vendor/vendorSweep.ts';
import { vendorHealthMigration, vendorMigration } from './vendor/vendorTables.ts';

/** The tables that all systems share: idempotency keys, which systems have been seeded, and what is known of vendors. */
export const kitMigrations: ComponentMigrations = {
  component: 'kit',
  migrations: [
    {
      name: '001-idempotency-and-seeds',
      async up(transaction) {
        await sql`create table sluice_idempotency (
          caller text not null, mutation text not null, key text not null,
          input_hash text not null, result text not null, at text not null,
          primary key (caller, mutation, key))`.execute(transaction);
        await sql`create index sluice_idempotency_at on sluice_idempotency (at)`.execute(transaction);
        await sql`create table sluice_seed (system text primary key, at text not null)`.execute(transaction);
      },
    },
    vendorMigration,
    sweepMigration,
    vendorHealthMigration,
  ],
};
