import { type RawBuilder, sql } from 'kysely';
import type { Transactional } from './database.ts';
import { forUpdate } from './lockRow.ts';

/**
 * Rows that are their own queue entries: each has `attempt`, which every claim raises, `due_at`, from when it may be
 * claimed, and `leased_until`, until when its claimer has to say what became of it. Times are ISO 8601 in UTC.
 */
export interface ClaimOptions {
  readonly table: string;
  /** The column that identifies a row. */
  readonly key: string;
  /** Which rows may be claimed now; they are called `work` in it. */
  readonly isDue: RawBuilder<unknown>;
  /** What a claim sets beside attempt and lease, after a comma. */
  readonly set?: RawBuilder<unknown>;
  readonly limit: number;
  readonly leasedUntil: string;
}

/**
 * Claims up to `limit` rows that are due, those that wait longest first, and answers with them as they are then. What is
 * recorded of a claim later is conditioned by its `attempt`: a claimer whose lease ran out can record nothing.
 *
 * Rows that another process is claiming are passed over, not waited for; on SQLite the transaction is the only one.
 */
export async function claimDue<Row>(transaction: Transactional, options: ClaimOptions): Promise<readonly Row[]> {
  const { table, key, isDue, set = sql``, limit, leasedUntil } = options;
  const { rows } = await sql<Row>`
    with due as (
      select ${sql.ref(key)} as due_key from ${sql.table(table)} as work where ${isDue}
      order by due_at limit ${limit} ${forUpdate(transaction, 'skip locked')}
    )
    update ${sql.table(table)} set attempt = attempt + 1, leased_until = ${leasedUntil} ${set}
    from due where ${sql.ref(key)} = due_key returning *`.execute(transaction);
  return rows;
}
