import { sql } from 'kysely';
import type { Cause } from '../changes/cause.ts';
import type { ChangeLog } from '../changes/changeLog.ts';
import type { RecordType, SystemRecord } from '../changes/recordType.ts';
import type { Queries, Transactional } from '../database/database.ts';
import { forUpdate } from '../database/lockRow.ts';
import type { VendorTables } from './vendorTables.ts';

/** What is learnt of a vendor's record, by whichever way: an event, a read, the answer to a write of ours. */
export interface Observation<Stored> {
  readonly externalId: string;
  /** When the record was like this: milliseconds since 1970 by the vendor's clock. */
  readonly atMs: number;
  /** Tells apart states of the same time: the later one has the higher. @default 0 */
  readonly rank?: number;
  /** The vendor's own name of what happened, when it has one; each is taken in once. */
  readonly eventId?: string | undefined;
  /** The record as it was then, given what is known of it until then; null when it was no more. */
  readonly state: (known: Stored | null) => Stored | null;
  /** The fields that changed, where the vendor tells: for a record that is older than what we know of it. */
  readonly changed?: readonly (keyof Stored & string)[] | undefined;
  /** It is history, brought in on demand. */
  readonly imported?: boolean;
  /** True when a write of ours has brought it about, and has recorded what came of it. Asked under the record's lock. */
  readonly isEcho?: (transaction: Transactional) => Promise<boolean>;
}

export interface ShadowDefinition<Stored extends SystemRecord> {
  readonly type: RecordType<Stored>;
  /** What the record refers to, by which {@link Shadow.externalIdsBy} finds it. @default nothing */
  readonly references?: (record: Stored) => Readonly<Record<string, string | null>>;
}

/** The known states of a vendor's records of one type. */
export interface Shadow<Stored extends SystemRecord> {
  /**
   * Compares with what is known, under the record's lock, and records the difference as one change: none when it is equal,
   * none when it came before. What is older than what is known becomes a superseded change and overwrites nothing; when it
   * shows that the record was something else in between, its way back is told too.
   * Resolves with the record as it is known then.
   */
  observe(log: ChangeLog, transaction: Transactional, observation: Observation<Stored>): Promise<Stored | null>;
  /** The known records with these external ids. */
  known(queries: Queries, externalIds: readonly string[]): Promise<ReadonlyMap<string, Stored>>;
  /** External ids of the records with such a reference, by its value, in no order. */
  externalIdsBy(
    queries: Queries,
    name: string,
    values: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** External ids of records of which it is uncertain what came last. */
  doubtful(queries: Queries, limit: number): Promise<readonly string[]>;
  /** External ids of all records that exist as far as is known, a page after `after`. */
  page(queries: Queries, after: string, limit: number): Promise<readonly string[]>;
}

/**
 * States of the same content, told with times that differ by less, are one state: vendors tell one transition by several
 * events, and an answer's time is a second apart from its event's.
 */
const SAME_STATE_MS = 5_000;

/**
 * What happens to a record so soon after a flow changed it is counted to the flow: a vendor's own automation answers within
 * seconds, and a circle of both would have no end.
 */
const ECHO_OF_FLOW_MS = 60_000;

type ShadowRow = Pick<VendorTables['sluice_shadow'], 'state' | 'at_ms' | 'rank' | 'doubtful' | 'cause' | 'cause_ms'>;

interface KnownState<Stored> {
  readonly state: Stored | null;
  readonly atMs: number;
  readonly rank: number;
  readonly eventId: string | null;
}

export function createShadow<Stored extends SystemRecord>({
  type,
  references = () => ({}),
}: ShadowDefinition<Stored>): Shadow<Stored> {
  const of = { system: type.system, record_type: type.name };

  function isSame(before: Stored | null, after: Stored | null): boolean {
    return before && after ? !type.differs(before, after) : before === after;
  }

  return {
    async observe(given, transaction, observation) {
      const { externalId, atMs, rank = 0, eventId, imported = false } = observation;
      const key = { ...of, external_id: externalId };
      const row = await lock(transaction, key);
      const known = parse<Stored>(row.state);
      const history = await readHistory<Stored>(transaction, key);
      if (eventId !== undefined && history.some((state) => state.eventId === eventId)) return known;
      if (await observation.isEcho?.(transaction)) return known;

      const log = given.cause === null ? given.causedBy(lastCause(row, atMs)) : given;
      const stateAfter = (base: Stored | null) => {
        const state = observation.state(base);
        // History happened when its records say, not when it was read.
        return state && (imported ? state : { ...state, updatedAt: iso(atMs) });
      };
      const note = (state: Stored | null) => noteState(transaction, key, { state, atMs, rank, eventId });

      if (row.at_ms !== null && (atMs < row.at_ms || (atMs === row.at_ms && rank < row.rank))) {
        // What comes late adds to what was before it, not to what is known now.
        const cameBefore = (state: KnownState<Stored>) =>
          state.atMs < atMs || (state.atMs === atMs && state.rank <= rank);
        const before = history.findLast(cameBefore)?.state ?? null;
        const late = stateAfter(before ?? known);
        await note(late);
        const isKnown = history.some(
          (state) => Math.abs(state.atMs - atMs) <= SAME_STATE_MS && isSame(state.state, late),
        );
        if (isKnown) return known;
        if (late) await type.record(log, transaction, before, late, { superseded: true, imported });
        const after = history.find((state) => !cameBefore(state)) ?? { state: known, atMs: row.at_ms };
        // There and back: neither was told, since the two ends are equal.
        if (late && before && after.state && isSame(before, after.state)) {
          const back = { ...after.state, updatedAt: iso(after.atMs) };
          await type.record(log, transaction, late, back, { superseded: !isSame(after.state, known), imported });
        }
        // Within one second, the rank may err.
        if (row.at_ms - atMs <= SAME_STATE_MS) await save(transaction, key, { ...row, doubtful: 1 });
        return known;
      }
      const next = stateAfter(known);
      const isFirst = row.at_ms === null;
      const current = isSame(known, next) ? known : next;
      if (eventId !== undefined || current !== known) await note(current);
      const cause = log.cause ? JSON.stringify(log.cause) : null;
      await save(transaction, key, {
        state: current && JSON.stringify(current),
        at_ms: atMs,
        rank,
        doubtful: eventId === undefined ? 0 : row.doubtful,
        ...(current !== known && { cause, cause_ms: cause === null ? null : atMs }),
      });
      if (current === known) return known;
      // Of a record that was there before we began, the first that is heard is no creation.
      const isOld = isFirst && next !== null && (await isBeforeBeginning(transaction, type.system, next));
      await type.record(log, transaction, known, next, {
        imported,
        ...(isOld && !imported && { changed: observation.changed ?? [] }),
      });
      await saveReferences(transaction, key, next ? references(next) : {});
      return current;
    },
    async known(queries, externalIds) {
      if (externalIds.length === 0) return new Map();
      const rows = await queries
        .withTables<VendorTables>()
        .selectFrom('sluice_shadow')
        .select(['external_id', 'state'])
        .where('system', '=', type.system)
        .where('record_type', '=', type.name)
        .where('external_id', 'in', externalIds)
        .execute();
      return new Map(
        rows.flatMap(({ external_id, state }) => (state === null ? [] : [[external_id, JSON.parse(state) as Stored]])),
      );
    },
    async externalIdsBy(queries, name, values) {
      const found = new Map<string, string[]>(values.map((value) => [value, []]));
      if (values.length === 0) return found;
      const rows = await queries
        .withTables<VendorTables>()
        .selectFrom('sluice_shadow_reference')
        .select(['value', 'external_id'])
        .where('system', '=', type.system)
        .where('record_type', '=', type.name)
        .where('name', '=', name)
        .where('value', 'in', values)
        .execute();
      for (const { value, external_id } of rows) found.get(value)?.push(external_id);
      return found;
    },
    async doubtful(queries, limit) {
      const rows = await shadows(queries).where('doubtful', '=', 1).limit(limit).execute();
      return rows.map(({ external_id }) => external_id);
    },
    async page(queries, after, limit) {
      const rows = await shadows(queries)
        .where('state', 'is not', null)
        .where('external_id', '>', after)
        .orderBy('external_id')
        .limit(limit)
        .execute();
      return rows.map(({ external_id }) => external_id);
    },
  };

  function shadows(queries: Queries) {
    return queries
      .withTables<VendorTables>()
      .selectFrom('sluice_shadow')
      .select('external_id')
      .where('system', '=', type.system)
      .where('record_type', '=', type.name);
  }
}

function lastCause({ cause, cause_ms }: ShadowRow, atMs: number): Cause | null {
  if (cause === null || cause_ms === null || atMs - cause_ms > ECHO_OF_FLOW_MS) return null;
  return JSON.parse(cause) as Cause;
}

type Key = Pick<VendorTables['sluice_shadow'], 'system' | 'record_type' | 'external_id'>;

/** The record's lock is its row's, which is made for it when there is none. */
async function lock(transaction: Transactional, key: Key): Promise<ShadowRow> {
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

async function readHistory<Stored>(transaction: Transactional, key: Key): Promise<readonly KnownState<Stored>[]> {
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
    state: parse<Stored>(state),
    atMs: at_ms,
    rank,
    eventId: event_id,
  }));
}

async function noteState(
  transaction: Transactional,
  key: Key,
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

async function save(transaction: Transactional, key: Key, row: Partial<ShadowRow>): Promise<void> {
  await transaction
    .withTables<VendorTables>()
    .updateTable('sluice_shadow')
    .set({ ...row })
    .where('system', '=', key.system)
    .where('record_type', '=', key.record_type)
    .where('external_id', '=', key.external_id)
    .execute();
}

async function saveReferences(
  transaction: Transactional,
  key: Key,
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

async function isBeforeBeginning(
  transaction: Transactional,
  system: string,
  record: SystemRecord & { readonly createdAt?: string },
): Promise<boolean> {
  const row = await transaction
    .withTables<VendorTables>()
    .selectFrom('sluice_vendor_system')
    .select('began_at')
    .where('system', '=', system)
    .executeTakeFirst();
  return row !== undefined && record.createdAt !== undefined && record.createdAt < row.began_at;
}

function parse<Stored>(state: string | null): Stored | null {
  return state === null ? null : (JSON.parse(state) as Stored);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
