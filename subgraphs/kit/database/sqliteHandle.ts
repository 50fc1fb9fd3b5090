import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { QueryResult } from 'kysely';
import { PreparedStatements } from './sqliteStatements.ts';
import { bindParameter } from './sqlParameter.ts';

/** One connection to a SQLite file. */
export interface SqliteHandle {
  readonly database: DatabaseSyncInstance;
  readonly statements: PreparedStatements;
}

export function openHandle(path: string, { readOnly }: { readOnly: boolean }): SqliteHandle {
  // 5 s: commands such as `compose` and `import` may write beside the server.
  const database = new DatabaseSync(path, { readOnly, timeout: 5_000 });
  if (!readOnly) database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  return { database, statements: new PreparedStatements(database) };
}

export function runStatement<Row>(
  { statements }: SqliteHandle,
  sql: string,
  parameters: readonly unknown[],
): QueryResult<Row> {
  const { statement, returnsRows } = statements.prepare(sql);
  const bound = parameters.map(bindParameter);
  if (returnsRows) return { rows: statement.all(...bound) as Row[] };
  const { changes, lastInsertRowid } = statement.run(...bound);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}
