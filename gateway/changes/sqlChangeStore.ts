import { expressionBuilder, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { CausedChange, Change, ChangeKind } from '../../subgraphs/kit/changes/change.ts';
import type { ChangeFilter } from '../../subgraphs/kit/changes/changeLog.ts';
import type { Database, Transactional } from '../../subgraphs/kit/database/database.ts';
import { writeLater } from '../../subgraphs/kit/database/laterWrites.ts';
import type { ChangeStore } from './changeStore.ts';
import type { ChangeTables } from './changeTables.ts';

/** PostgreSQL's channel on which the sequencer, and nobody else, says that the log has grown. */
export const CHANGE_CHANNEL = 'sluice_change';

/** Rows that get a position in one transaction: bounds how long the sequencer holds its lock. */
const SEQUENCE_BATCH = 2_000;

/** Rows that one statement inserts: below the parameters that it may have. */
const INSERT_BATCH = 500;

/** Rows dropped in one transaction: on SQLite the writers wait meanwhile. */
const PRUNE_BATCH = 5_000;

/** The change log in the tables of {@link ChangeTables}, on either engine. */
export function createSqlChangeStore(database: Database): ChangeStore {
  const queries = database.queries.withTables<ChangeTables>();
  const log = () => queries.selectFrom('sluice_change_log').where('id', '=', 1);
  const sequenced = () =>
    queries.selectFrom('sluice_change').where('position', 'is not', null).select('position').limit(1);
  return {
    async identity() {
      const { epoch, cursor_secret } = await log().select(['epoch', 'cursor_secret']).executeTakeFirstOrThrow();
      return { epoch, cursorSecret: cursor_secret };
    },
    async record(transaction, changes) {
      for (let start = 0; start < changes.length; start += INSERT_BATCH) {
        const batch = changes.slice(start, start + INSERT_BATCH);
        const first = database.engine === 'sqlite' ? await takePositions(transaction, batch.length) : null;
        const rows = batch.map((change, index) => toRow(change, first === null ? null : first + index));
        await writeLater(transaction, transaction.withTables<ChangeTables>().insertInto('sluice_change').values(rows));
      }
    },
    async sequence() {
      const state = await log()
        .select((of) => [
          'head',
          of.exists(of.selectFrom('sluice_change').select('seq').where('position', 'is', null)).as('waiting'),
        ])
        .executeTakeFirstOrThrow();
      return state.waiting ? sequenceAll(database) : state.head;
    },
    async headPosition(transaction) {
      const { head } = await transaction
        .withTables<ChangeTables>()
        .selectFrom('sluice_change_log')
        .where('id', '=', 1)
        .select('head')
        .executeTakeFirstOrThrow();
      return head;
    },
    async changeAt(position) {
      const row = await queries
        .selectFrom('sluice_change')
        .selectAll()
        .where('position', '=', position)
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async firstSince(time) {
      const row = await sequenced().where('at', '>=', time).orderBy('position').executeTakeFirst();
      return row && Number(row.position);
    },
    async lastBefore(time) {
      const row = await sequenced().where('at', '<', time).orderBy('position', 'desc').executeTakeFirst();
      return row && Number(row.position);
    },
    async countAfter(position, except) {
      const { head } = await log().select('head').executeTakeFirstOrThrow();
      if (position >= head || !except) return Math.max(head - position, 0);
      const { excepted } = await queries
        .selectFrom('sluice_change')
        .where(fits(except))
        .where('position', '>', position)
        .where('position', '<=', head)
        .select(({ fn }) => fn.countAll<number>().as('excepted'))
        .executeTakeFirstOrThrow();
      return head - position - Number(excepted);
    },
    async prunedTo() {
      return (await log().select('pruned_to').executeTakeFirstOrThrow()).pruned_to;
    },
    async read(after, limit) {
      const rows = await queries
        .selectFrom('sluice_change')
        .selectAll()
        .where('position', '>', after)
        .orderBy('position')
        .limit(limit)
        .execute();
      const changes = rows.map(fromRow);
      // Positions have no gaps: one that is missing is no longer kept.
      return changes[0] && changes[0].position !== after + 1 ? 'pruned' : changes;
    },
    async readOf(filter, after, limit) {
      // The head is read before the page and the pruned position after it, so that neither can hide a gap.
      const { head } = await log().select('head').executeTakeFirstOrThrow();
      const rows = await queries
        .selectFrom('sluice_change')
        .selectAll()
        .where(fits(filter))
        .where('position', '>', after)
        .where('position', '<=', head)
        .orderBy('position')
        .limit(limit)
        .execute();
      const changes = rows.map(fromRow);
      const last = changes.at(-1);
      if (after < (await this.prunedTo())) return 'pruned';
      return { changes, scannedTo: last && changes.length === limit ? last.position : Math.max(head, after) };
    },
    async readStretch({ filters, after, before, limit, from }) {
      const rows = await queries
        .selectFrom('sluice_change')
        .selectAll()
        .where(({ or }) => or(filters.map(fits)))
        .where('position', '>', after)
        .where('position', '<', before)
        .orderBy('position', from === 'start' ? 'asc' : 'desc')
        .limit(limit)
        .execute();
      return (from === 'start' ? rows : rows.reverse()).map(fromRow);
    },
    async prune(before, keptFrom) {
      let pruned = 0;
      for (let batch = PRUNE_BATCH; batch === PRUNE_BATCH; pruned += batch) {
        batch = await database.transaction((transaction) => pruneBatch(transaction, before, keptFrom));
      }
      return pruned;
    },
  };
}

function fits({ system, recordType, kind }: ChangeFilter) {
  const { and, eb } = expressionBuilder<ChangeTables, 'sluice_change'>();
  return and([
    ...(system === undefined ? [] : [eb('system', '=', system)]),
    ...(recordType === undefined ? [] : [eb('record_type', '=', recordType)]),
    ...(kind === undefined ? [] : [eb('kind', '=', kind)]),
  ]);
}

/** Takes so many positions; resolves with the first. */
async function takePositions(transaction: Transactional, count: number): Promise<number> {
  const { head } = await transaction
    .withTables<ChangeTables>()
    .updateTable('sluice_change_log')
    .where('id', '=', 1)
    .set(({ eb }) => ({ head: eb('head', '+', count) }))
    .returning('head')
    .executeTakeFirstOrThrow();
  return head - count + 1;
}

/**
 * Positions in the order of `seq`, for what is committed. A change with a lower `seq` that commits later comes later
 * in the log; of one record there is none such, since its lock is held from before `seq` is drawn until the commit.
 * A transaction that stays open, here or in another database, holds up nobody but itself.
 *
 * The lock of the log's row, not the snapshot, is what makes the sequencer one: the statement after it sees all that
 * was committed before the lock was given (READ COMMITTED).
 */
async function sequenceAll(database: Database): Promise<number> {
  for (;;) {
    const { head, sequenced } = await database.transaction(sequenceBatch);
    if (sequenced < SEQUENCE_BATCH) return head;
  }
}

async function sequenceBatch(transaction: Transactional): Promise<{ head: number; sequenced: number }> {
  const { head } = await transaction
    .withTables<ChangeTables>()
    .selectFrom('sluice_change_log')
    .where('id', '=', 1)
    .select('head')
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ sequenced: number }>`
    with waiting as (
      select seq, ${head}::bigint + row_number() over (order by seq) as position
      from (select seq from sluice_change where position is null order by seq limit ${SEQUENCE_BATCH}) as batch
    ), sequenced as (
      update sluice_change set position = waiting.position from waiting where sluice_change.seq = waiting.seq
      returning sluice_change.position
    ), moved as (
      update sluice_change_log set head = (select max(position) from sequenced)
      where id = 1 and exists (select 1 from sequenced) returning id
    )
    select (select count(*) from sequenced) as sequenced, pg_notify(${CHANGE_CHANNEL}, '') from moved`.execute(
    transaction,
  );
  const sequenced = rows[0]?.sequenced ?? 0;
  return { head: head + sequenced, sequenced };
}

async function pruneBatch(transaction: Transactional, before: string, keptFrom: number): Promise<number> {
  const tables = transaction.withTables<ChangeTables>();
  const { head, pruned_to } = await tables
    .selectFrom('sluice_change_log')
    .where('id', '=', 1)
    .select(['head', 'pruned_to'])
    .executeTakeFirstOrThrow();
  const kept = await tables
    .selectFrom('sluice_change')
    .where('at', '>=', before)
    .where('position', 'is not', null)
    .orderBy('position')
    .select('position')
    .limit(1)
    .executeTakeFirst();
  const until = Math.min(kept?.position ? kept.position - 1 : head, keptFrom - 1, pruned_to + PRUNE_BATCH);
  if (until <= pruned_to) return 0;
  await tables
    .updateTable('sluice_change_log')
    .where('id', '=', 1)
    // Another process may have pruned further meanwhile: what is gone must not seem to be there.
    .where('pruned_to', '<', until)
    .set({ pruned_to: until })
    .execute();
  await tables.deleteFrom('sluice_change').where('position', '<=', until).execute();
  return until - pruned_to;
}

function toRow({ change, cause }: CausedChange, position: number | null) {
  return {
    position,
    id: uuidv7(),
    system: change.system,
    record_type: change.recordType,
    record_id: change.recordId,
    kind: change.kind,
    changed_fields: JSON.stringify(change.changedFields),
    snapshot: change.snapshot === null ? null : JSON.stringify(change.snapshot),
    snapshot_version: change.snapshotVersion,
    superseded: Number(change.superseded ?? false),
    imported: Number(change.imported ?? false),
    at: change.at,
    customer_id: change.customerId,
    cause_flow: cause?.flow ?? null,
    cause_run: cause?.runId ?? null,
    hops: cause?.hops ?? 0,
  };
}

interface ChangeRow {
  readonly position: number | null;
  readonly id: string;
  readonly system: string;
  readonly record_type: string;
  readonly record_id: string;
  readonly kind: string;
  readonly changed_fields: string;
  readonly snapshot: string | null;
  readonly snapshot_version: number;
  readonly superseded: number;
  readonly imported: number;
  readonly at: string;
  readonly customer_id: string | null;
  readonly cause_flow: string | null;
  readonly cause_run: string | null;
  readonly hops: number;
}

function fromRow(row: ChangeRow): Change {
  return {
    position: Number(row.position),
    id: row.id,
    system: row.system,
    recordType: row.record_type,
    recordId: row.record_id,
    kind: row.kind as ChangeKind,
    changedFields: JSON.parse(row.changed_fields) as string[],
    snapshot: row.snapshot === null ? null : (JSON.parse(row.snapshot) as unknown),
    snapshotVersion: row.snapshot_version,
    superseded: row.superseded === 1,
    imported: row.imported === 1,
    at: row.at,
    customerId: row.customer_id,
    cause:
      row.cause_flow === null || row.cause_run === null
        ? null
        : { flow: row.cause_flow, runId: row.cause_run, hops: row.hops },
  };
}
