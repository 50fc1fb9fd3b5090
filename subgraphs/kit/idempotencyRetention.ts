import type { Database } from './database/database.ts';
import type { IdempotencyTables } from './write.ts';

/** Forgets the idempotency keys of calls made before `before`; resolves with how many. */
export async function pruneIdempotencyKeys(database: Database, before: Date): Promise<number> {
  const deleted = await database.queries
    .withTables<IdempotencyTables>()
    .deleteFrom('sluice_idempotency')
    .where('at', '<', before.toISOString())
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
