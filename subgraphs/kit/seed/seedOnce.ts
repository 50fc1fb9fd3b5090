import type { Database, Transactional } from '../database/database.ts';

type SeedTables = { sluice_seed: { system: string; at: string } };

/**
 * Runs `seed` unless the system has been seeded before. Data and note are one transaction: a start that is killed
 * leaves both or neither, and of two servers that start together one seeds.
 */
export async function seedOnce(
  database: Database,
  system: string,
  seed: (transaction: Transactional) => Promise<void>,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const noted = await transaction
      .withTables<SeedTables>()
      .insertInto('sluice_seed')
      .values({ system, at: new Date().toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (noted.numInsertedOrUpdatedRows === 0n) return;
    await seed(transaction);
  });
}
