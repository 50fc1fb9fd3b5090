import type { Insertable } from 'kysely';
import type { ChangeLog } from '../changes/changeLog.ts';
import type { RecordType, SystemRecord } from '../changes/recordType.ts';
import { NotFoundError } from '../errors.ts';
import type { Transactional } from './database.ts';
import { writeLater } from './laterWrites.ts';
import { lockRow } from './lockRow.ts';
import { defineSqlTable, type SqlTable } from './sqlTable.ts';

/** What every table of records has. */
interface RecordRow {
  readonly id: string;
  readonly updated_at: string;
}

/** A table of records whose changes are recorded: each write is a row and its change, in one transaction. */
export interface SqlRecords<Row extends RecordRow, Stored> extends SqlTable<Stored> {
  toRecord(row: Row): Stored;
  /** Reads a row and holds its lock until the transaction ends. @throws NotFoundError */
  lock(transaction: Transactional, id: string): Promise<Row>;
  insert(log: ChangeLog, transaction: Transactional, row: Row): Promise<Stored>;
  /**
   * Inserts unless a row has the same values in the columns of a unique index; then answers with undefined. Of two
   * transactions that bring the same values, one waits here for the other.
   */
  insertUnique(
    log: ChangeLog,
    transaction: Transactional,
    row: Row,
    ...uniqueColumns: readonly (keyof Row & string)[]
  ): Promise<Stored | undefined>;
  /**
   * Changes fields of a row that is {@link lock}ed. When none of the fields whose changes are told differs, nothing is
   * written: `updatedAt` says when something last changed.
   */
  update(log: ChangeLog, transaction: Transactional, before: Row, fields: Partial<Row>): Promise<Stored>;
  /** Deletes a row that is {@link lock}ed. */
  remove(log: ChangeLog, transaction: Transactional, row: Row): Promise<void>;
}

type AnyTables = Record<string, Record<string, unknown>>;

/** The records of `type` in `table`. */
export function defineSqlRecords<Row extends RecordRow, Stored extends SystemRecord>(
  table: string,
  type: RecordType<Stored>,
  toRecord: (row: Row) => Stored,
): SqlRecords<Row, Stored> {
  return {
    ...defineSqlTable(table, toRecord),
    toRecord,
    async lock(transaction, id) {
      const row = await lockRow<Row>(transaction, table, id);
      if (!row) throw new NotFoundError(type.name, id);
      return row;
    },
    async insert(log, transaction, row) {
      await transaction.withTables<AnyTables>().insertInto(table).values(asValues(row)).execute();
      const record = toRecord(row);
      await type.record(log, transaction, null, record);
      return record;
    },
    async insertUnique(log, transaction, row, ...uniqueColumns) {
      const { numInsertedOrUpdatedRows } = await transaction
        .withTables<AnyTables>()
        .insertInto(table)
        .values(asValues(row))
        .onConflict((conflict) => conflict.columns(uniqueColumns).doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) return undefined;
      const record = toRecord(row);
      await type.record(log, transaction, null, record);
      return record;
    },
    async update(log, transaction, before, fields) {
      const row = { ...before, ...fields, updated_at: new Date().toISOString() };
      const [earlier, record] = [toRecord(before), toRecord(row)];
      if (!type.differs(earlier, record)) return earlier;
      const written = transaction
        .withTables<AnyTables>()
        .updateTable(table)
        .set(asValues(row))
        .where('id', '=', row.id);
      await writeLater(transaction, written);
      await type.record(log, transaction, earlier, record);
      return record;
    },
    async remove(log, transaction, row) {
      await transaction.withTables<AnyTables>().deleteFrom(table).where('id', '=', row.id).execute();
      await type.record(log, transaction, toRecord(row), null);
    },
  };
}

function asValues(row: RecordRow): Insertable<Record<string, unknown>> {
  return { ...row };
}
