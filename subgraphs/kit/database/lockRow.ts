import { SqliteAdapter, sql } from 'kysely';
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
  const forUpdate = transaction.getExecutor().adapter instanceof SqliteAdapter ? sql`` : sql`for update`;
  const { rows } = await sql<Row>`select * from ${sql.table(table)} where id = ${id} ${forUpdate}`.execute(transaction);
  return rows[0];
}
