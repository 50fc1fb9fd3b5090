import { sql } from 'kysely';
import type { Migration } from '../database/migrate.ts';

/** What Sluice remembers of vendors, as SQL sees it. Times named `_ms` are milliseconds since 1970, by the vendor's clock. */
export type VendorTables = {
  /** The ledger: one row for each call that has an effect, from before it is made. */
  sluice_vendor_call: {
    id: string;
    system: string;
    mutation: string;
    caller: string;
    /** The caller's idempotency key. */
    key: string | null;
    input_hash: string;
    /** JSON: what is to be done, fixed before the first try. */
    plan: string;
    /** JSON: the run of a flow that wants it. */
    cause: string | null;
    /** Raised by whoever takes the call over; a former owner closes nothing. */
    attempt: number;
    /** Raised when the vendor's idempotency keys have to be new. */
    key_generation: number;
    begun_at: string;
    keys_from: string;
    /** Before this time it is its owner's alone: nobody looks for its effect or repeats it. */
    deadline: string;
    closed_at: string | null;
  };
  /** The state of each vendor record as it is known, one row for each. */
  sluice_shadow: {
    system: string;
    record_type: string;
    external_id: string;
    /** JSON of the record; null while it is unknown, and when it was deleted. */
    state: string | null;
    at_ms: number | null;
    /** Orders states of the same time. */
    rank: number;
    /** 1 when the order of what came is uncertain, and the vendor is to be asked. */
    doubtful: number;
    /** JSON: the run of a flow behind its last change; what the vendor does to the record soon after is taken for its echo. */
    cause: string | null;
    cause_ms: number | null;
  };
  /** The states that a record is known to have had, so that what comes late is told from what is new. */
  sluice_shadow_state: {
    system: string;
    record_type: string;
    external_id: string;
    state: string | null;
    at_ms: number;
    rank: number;
    event_id: string | null;
  };
  /** What records refer to, such as the order of a payment, where the vendor has no list of it. */
  sluice_shadow_reference: {
    system: string;
    record_type: string;
    name: string;
    value: string;
    external_id: string;
  };
  /** One row for each system behind which a vendor stands. */
  sluice_vendor_system: {
    system: string;
    vendor: string;
    /** When Sluice began to follow it: what happened before is history. */
    began_at: string;
    /** Up to where polls have read; moved by polls only. */
    polled_to: string;
    poll_until: string | null;
    /** The stretch of time whose changes the vendor no longer tells; null when there is none. */
    gap_from: string | null;
    gap_to: string | null;
    /** When all records had been compared. */
    gap_bridged_at: string | null;
    /** When the last poll ended, and what it failed of; null when it did not. */
    poll_ended_at: string | null;
    poll_error: string | null;
  };
};

export const vendorMigration: Migration = {
  name: '002-vendors',
  async up(transaction) {
    await sql`create table sluice_vendor_call (
      id text primary key, system text not null, mutation text not null, caller text not null, key text,
      input_hash text not null, plan text not null, cause text, attempt integer not null,
      key_generation integer not null, begun_at text not null, keys_from text not null, deadline text not null,
      closed_at text)`.execute(transaction);
    await sql`create unique index sluice_vendor_call_key on sluice_vendor_call (caller, mutation, key)
      where key is not null and closed_at is null`.execute(transaction);
    await sql`create index sluice_vendor_call_open on sluice_vendor_call (system, deadline) where closed_at is null`.execute(
      transaction,
    );
    await sql`create table sluice_shadow (
      system text not null, record_type text not null, external_id text not null, state text, at_ms bigint,
      rank bigint not null, doubtful integer not null, cause text, cause_ms bigint,
      primary key (system, record_type, external_id))`.execute(transaction);
    await sql`create index sluice_shadow_doubtful on sluice_shadow (system, record_type) where doubtful = 1`.execute(
      transaction,
    );
    await sql`create table sluice_shadow_state (
      system text not null, record_type text not null, external_id text not null, state text, at_ms bigint not null,
      rank bigint not null, event_id text)`.execute(transaction);
    await sql`create index sluice_shadow_state_record on sluice_shadow_state (system, record_type, external_id, at_ms)`.execute(
      transaction,
    );
    await sql`create index sluice_shadow_state_at on sluice_shadow_state (at_ms)`.execute(transaction);
    await sql`create table sluice_shadow_reference (
      system text not null, record_type text not null, name text not null, value text not null,
      external_id text not null, primary key (system, record_type, name, value, external_id))`.execute(transaction);
    await sql`create index sluice_shadow_reference_record on sluice_shadow_reference (system, record_type, external_id)`.execute(
      transaction,
    );
    await sql`create table sluice_vendor_system (
      system text primary key, vendor text not null, began_at text not null, polled_to text not null,
      poll_until text, gap_from text, gap_to text)`.execute(transaction);
  },
};

export const vendorHealthMigration: Migration = {
  name: '004-vendor-health',
  async up(transaction) {
    for (const column of ['gap_bridged_at', 'poll_ended_at', 'poll_error']) {
      await sql`alter table sluice_vendor_system add column ${sql.ref(column)} text`.execute(transaction);
    }
  },
};
