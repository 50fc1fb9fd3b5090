import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import type { Database, StatementListener, Transactional } from './database.ts';
import { SqliteDriver } from './sqliteDriver.ts';

/** Opens the SQLite file at `path`, which is made when it does not exist. */
export function openSqliteDatabase(path: string, onStatement?: StatementListener): Database {
  mkdirSync(dirname(path), { recursive: true });
  const driver = new SqliteDriver(path, onStatement);
  const queries = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const close = () => queries.destroy();
  return {
    engine: 'sqlite',
    location: path,
    queries,
    transaction: (work) => queries.transaction().execute((transaction: Transactional) => work(transaction)),
    tryLock: async () => async () => true,
    ping: async () => {
      await sql`select 1`.execute(queries);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
