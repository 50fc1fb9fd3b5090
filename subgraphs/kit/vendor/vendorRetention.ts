import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { pruneBefore } from '../database/pruneBefore.ts';
import { firstIdFrom } from '../ids.ts';

/** No vendor tells what happened longer ago (Stripe: 30 days), or remembers a key as long. */
const VENDORS_REMEMBER_MS = 31 * 86_400_000;

/** What was dropped of what is remembered of vendors, in rows. */
export interface PrunedVendorMemory {
  readonly vendorCalls: number;
  readonly vendorStates: number;
}

/**
 * Forgets what no vendor can come back to: calls that were closed, and states that records had, before `before` and before
 * anything that a vendor still tells. A call whose outcome is unknown stays. So does each record's present state, and the last
 * that it had before then, with which a change that comes late is compared.
 */
export async function pruneVendorMemory(database: Database, before: Date, now: Date): Promise<PrunedVendorMemory> {
  const limit = new Date(Math.min(before.getTime(), now.getTime() - VENDORS_REMEMBER_MS));
  const vendorCalls = await pruneBefore(
    database,
    'sluice_vendor_call',
    firstIdFrom('call', limit),
    sql`closed_at < ${limit.toISOString()} and keys_from < ${limit.toISOString()}`,
  );
  return { vendorCalls, vendorStates: await pruneStates(database, limit.getTime()) };
}

/** States looked at by one statement: on SQLite everything else waits meanwhile. */
const BATCH = 1_000;

/** States have no ids: they are gone through by their times, of which those that stay are passed over. */
async function pruneStates({ queries }: Database, limitMs: number): Promise<number> {
  for (let pruned = 0, doneMs = Number.MIN_SAFE_INTEGER; ; ) {
    const { rows } = await sql<{ at_ms: number }>`
      select at_ms from sluice_shadow_state where at_ms > ${doneMs} and at_ms < ${limitMs}
      order by at_ms limit 1 offset ${BATCH - 1}`.execute(queries);
    const upToMs = rows[0]?.at_ms ?? limitMs - 1;
    const { numAffectedRows = 0n } = await sql`
      delete from sluice_shadow_state where at_ms > ${doneMs} and at_ms <= ${upToMs} and exists (
        select 1 from sluice_shadow_state as later
        where later.system = sluice_shadow_state.system and later.record_type = sluice_shadow_state.record_type
          and later.external_id = sluice_shadow_state.external_id
          and later.at_ms > sluice_shadow_state.at_ms and later.at_ms < ${limitMs})`.execute(queries);
    pruned += Number(numAffectedRows);
    if (rows.length === 0) return pruned;
    doneMs = upToMs;
  }
}
