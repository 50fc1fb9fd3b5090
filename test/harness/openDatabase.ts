import { join } from 'node:path';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { openPostgresDatabase } from '../../subgraphs/kit/database/postgresDatabase.ts';
import { openSqliteDatabase } from '../../subgraphs/kit/database/sqliteDatabase.ts';
import type { TestStorage } from './engines.ts';

/** The database of a storage, beside the server that works on it, or without one. */
export function openDatabase({ environment }: Pick<TestStorage, 'environment'>): Database {
  if (!environment.DATABASE_URL) return openSqliteDatabase(join(environment.DATA_DIR, 'sluice.db'));
  return openPostgresDatabase(environment.DATABASE_URL, {
    onConnectionError: (error) => {
      throw error;
    },
  });
}
