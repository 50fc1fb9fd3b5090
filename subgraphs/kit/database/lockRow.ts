import { type RawBuilder, SqliteAdapter, sql } from 'kysely';
import type { Transactional } from './database.ts';

/**
 * Reads a row and holds its lock until the transaction ends: what is read stays true, and changes of the record are
 * recorded in the order in which they happen. On SQLite the transaction holds the lock of all.
 */
export async function lockRow<Row extends { id: string }>(
  transaction: Transactional,
  table: string,
  id: string,
): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)} where id = ${id} ${forUpdate(transaction)}`.execute(
    transaction,
  );
  return rows[0];
}

/**
 * The end of a select that locks what it reads, as {@link lockRow} does. With several rows, they are locked in the order
 * of the select's `order by`: transactions that lock in one order cannot wait for each other in a circle.
 * With `skip locked`, rows that another transaction holds are left out instead.
 */
export function forUpdate(
  transaction: Transactional,
  whenLocked: 'wait' | 'skip locked' = 'wait',
): RawBuilder<unknown> {
  if (transaction.getExecutor().adapter instanceof SqliteAdapter) return sql``;
  return whenLocked === 'wait' ? sql`for update` : sql`for update skip locked`;
}
