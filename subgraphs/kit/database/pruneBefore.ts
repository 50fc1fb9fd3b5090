import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/** Rows dropped by one statement: on SQLite everything else waits meanwhile. */
const BATCH = 1_000;

/**
 * Drops the rows with ids before `firstKept` that fit; resolves with how many. Ids grow with time, so that what has
 * come since is not looked at.
 */
export async function pruneBefore(
  { queries }: Pick<Database, 'queries'>,
  table: string,
  firstKept: string,
  condition: RawBuilder<unknown>,
): Promise<number> {
  for (let pruned = 0; ; ) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where id in (
        select id from ${sql.table(table)} where id < ${firstKept} and ${condition} order by id limit ${BATCH})`.execute(
      queries,
    );
    pruned += Number(numAffectedRows);
    if (numAffectedRows < BATCH) return pruned;
  }
}
