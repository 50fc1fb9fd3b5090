import type { InsertObject } from 'kysely';
import type { Transactional } from '../database/database.ts';

/** Below the 32,766 parameters that a statement of SQLite takes. */
const PARAMETERS = 20_000;

/** Inserts many rows in as few statements as the engines allow. */
export async function insertRows<Tables extends Record<string, object>, Table extends keyof Tables & string>(
  transaction: Transactional,
  table: Table,
  rows: readonly InsertObject<Tables, Table>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const perStatement = Math.floor(PARAMETERS / Object.keys(first).length);
  for (let start = 0; start < rows.length; start += perStatement) {
    await transaction
      .withTables<Record<string, Record<string, unknown>>>()
      .insertInto(table)
      .values(rows.slice(start, start + perStatement) as Record<string, unknown>[])
      .execute();
  }
}
