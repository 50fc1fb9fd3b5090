import { sql } from 'kysely';
import type { Transactional } from '../database/database.ts';
import { forUpdate } from '../database/lockRow.ts';
import type { VendorTables } from './vendorTables.ts';

export type ShadowRow = Pick<
  VendorTables['sluice_shadow'],
  'state' | 'at_ms' | 'rank' | 'doubtful' | 'cause' | 'cause_ms'
>;

/** A state that a record is known to have had. */
export interface KnownState<Stored> {
  readonly state: Stored | null;
  readonly atMs: number;
  readonly rank: number;
  readonly eventId: string | null;
}

/** Names a shadow: the vendor's record that it is of. */
export type ShadowKey = Pick<VendorTables['sluice_shadow'], 'system' | 'record_type' | 'external_id'>;

/** The record's lock is its row's, which is made for it when there is none. */
export async function lockShadow(transaction: Transactional, key: ShadowKey): Promise<ShadowRow> {
  await transaction
    .withTables<VendorTables>()
    .insertInto('sluice_shadow')
    .values({ ...key, state: null, at_ms: null, rank: 0, doubtful: 0, cause: null, cause_ms: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { rows } = await sql<ShadowRow>`
    select state, at_ms, rank, doubtful, cause, cause_ms from sluice_shadow
    where system = ${key.system} and record_type = ${key.record_type} and external_id = ${key.external_id}
    ${forUpdate(transaction)}`.execute(transaction);
  return rows[0] as ShadowRow;
}

export async function readHistory<Stored>(
  transaction: Transactional,
  key: ShadowKey,
): Promise<readonly KnownState<Stored>[]> {
  const rows = await transaction
    .withTables<VendorTables>()
    .selectFrom('sluice_shadow_state')
    .select(['state', 'at_ms', 'rank', 'event_id'])
    .where('system', '=', key.system)
    .where('record_type', '=', key.record_type)
    .where('external_id', '=', key.external_id)
    .orderBy('at_ms')
    .orderBy('rank')
    .execute();
  return rows.map(({ state, at_ms, rank, event_id }) => ({
    state: parseState<Stored>(state),
    atMs: at_ms,
    rank,
    eventId: event_id,
  }));
}

export async function noteState(
  transaction: Transactional,
  key: ShadowKey,
  {
    state,
    atMs,
    rank,
    eventId = null,
  }: { state: unknown; atMs: number; rank: number; eventId?: string | null | undefined },
): Promise<void> {
  await transaction
    .withTables<VendorTables>()
    .insertInto('sluice_shadow_state')
    .values({ ...key, state: state === null ? null : JSON.stringify(state), at_ms: atMs, rank, event_id: eventId })
    .execute();
}

export async function saveShadow(transaction: Transactional, key: ShadowKey, row: Partial<ShadowRow>): Promise<void> {
  await transaction
    .withTables<VendorTables>()
    .updateTable('sluice_shadow')
    .set({ ...row })
    .where('system', '=', key.system)
    .where('record_type', '=', key.record_type)
    .where('external_id', '=', key.external_id)
    .execute();
}

export async function saveReferences(
  transaction: Transactional,
  key: ShadowKey,
  references: Readonly<Record<string, string | null>>,
): Promise<void> {
  const tables = transaction.withTables<VendorTables>();
  await tables
    .deleteFrom('sluice_shadow_reference')
    .where('system', '=', key.system)
    .where('record_type', '=', key.record_type)
    .where('external_id', '=', key.external_id)
    .execute();
  const rows = Object.entries(references).flatMap(([name, value]) => (value === null ? [] : [{ ...key, name, value }]));
  if (rows.length > 0) await tables.insertInto('sluice_shadow_reference').values(rows).execute();
}

/** When Sluice began to follow the vendor, milliseconds since 1970; undefined as long as it has not. */
export async function readBeginning(transaction: Transactional, system: string): Promise<number | undefined> {
  const row = await transaction
    .withTables<VendorTables>()
    .selectFrom('sluice_vendor_system')
    .select('began_at')
    .where('system', '=', system)
    .executeTakeFirst();
  return row && Date.parse(row.began_at);
}

export function parseState<Stored>(state: string | null): Stored | null {
  return state === null ? null : (JSON.parse(state) as Stored);
}
