import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Migration } from '../database/migrate.ts';
import type { VendorEffect, VendorRecords } from './vendorFeed.ts';

/** How far the sweeps have come, one row for each kind of record. */
export type SweepTables = {
  sluice_vendor_sweep: {
    system: string;
    records: string;
    /** When the latest sweep began. */
    begun_at: string;
    /** The external id up to which it has come; null once it is through. */
    swept_to: string | null;
  };
};

export const sweepMigration: Migration = {
  name: '003-vendor-sweeps',
  async up(transaction) {
    await sql`create table sluice_vendor_sweep (
      system text not null, records text not null, begun_at text not null, swept_to text,
      primary key (system, records))`.execute(transaction);
  },
};

export interface SweepOptions {
  readonly system: string;
  readonly database: Database;
  /** How long after the beginning of one sweep the next one begins. */
  readonly everyMs: number;
  readonly now: () => number;
  readonly apply: (effect: VendorEffect) => Promise<void>;
}

const CHUNK = 100;
/** Pages of one round: a large account is swept in several, so that polls are not held up. */
const MAX_PAGES = 20;

/**
 * Asks in turn for all records that exist as far as is known, where the vendor's changes do not tell what was deleted: those
 * that are no more become changes. Goes on where the round before it ended.
 */
export async function sweep(
  { sweep: swept, page }: VendorRecords,
  { system, database, everyMs, now, apply }: SweepOptions,
  signal: AbortSignal,
): Promise<void> {
  if (!swept) return;
  const key = { system, records: swept.name };
  const tables = database.queries.withTables<SweepTables>();
  const latest = await tables
    .selectFrom('sluice_vendor_sweep')
    .select(['begun_at', 'swept_to'])
    .where('system', '=', key.system)
    .where('records', '=', key.records)
    .executeTakeFirst();
  const isThrough = latest === undefined || latest.swept_to === null;
  if (isThrough && latest && Date.parse(latest.begun_at) + everyMs > now()) return;
  const begun_at = isThrough ? new Date(now()).toISOString() : latest.begun_at;
  let after: string | null = latest?.swept_to ?? '';
  for (let pages = 0; pages < MAX_PAGES && after !== null; pages++) {
    const ids = await page(database.queries, after, CHUNK);
    if (ids.length > 0) await apply(await swept.forgetMissing(ids, signal));
    after = ids.length < CHUNK ? null : (ids.at(-1) as string);
    await tables
      .insertInto('sluice_vendor_sweep')
      .values({ ...key, begun_at, swept_to: after })
      .onConflict((conflict) => conflict.columns(['system', 'records']).doUpdateSet({ begun_at, swept_to: after }))
      .execute();
  }
}
