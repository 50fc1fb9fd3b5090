import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { Mutex, type MutexInterface } from 'async-mutex';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { StatementListener } from './database.ts';
import { bindParameter, PreparedStatements } from './sqliteStatements.ts';

/**
 * Kysely's driver over the `node:sqlite` interface, with one connection that writes and one that reads, so that a
 * transaction does not stop the reads (in WAL mode readers see the last commit). Whoever writes holds the mutex;
 * BEGIN IMMEDIATE because a transaction that begins by reading could otherwise find, when it comes to write, that
 * another process has written since.
 */
export class SqliteDriver implements Driver {
  readonly #path: string;
  readonly #onStatement: StatementListener | undefined;
  readonly #writing = new Mutex();
  #writer: SqliteHandle | undefined;
  #reader: SqliteHandle | undefined;

  constructor(path: string, onStatement?: StatementListener) {
    this.#path = path;
    this.#onStatement = onStatement;
  }

  async init(): Promise<void> {
    this.#writer = openHandle(this.#path, { readOnly: false });
    this.#reader = openHandle(this.#path, { readOnly: true });
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const { writer, reader } = this.#opened();
    return new SqliteConnection(writer, reader, this.#writing, this.#onStatement);
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return asSqlite(connection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return asSqlite(connection).end('commit');
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return asSqlite(connection).end('rollback');
  }

  async releaseConnection(): Promise<void> {
    // A connection holds nothing once its transaction has ended.
  }

  async destroy(): Promise<void> {
    await this.#writing.runExclusive(() => {
      this.#reader?.database.close();
      this.#writer?.database.close();
      this.#reader = undefined;
      this.#writer = undefined;
    });
  }

  #opened(): { writer: SqliteHandle; reader: SqliteHandle } {
    if (!this.#writer || !this.#reader) throw new Error(`The database ${this.#path} is closed.`);
    return { writer: this.#writer, reader: this.#reader };
  }
}

interface SqliteHandle {
  readonly database: DatabaseSyncInstance;
  readonly statements: PreparedStatements;
}

function openHandle(path: string, { readOnly }: { readOnly: boolean }): SqliteHandle {
  // 5 s: commands such as `compose` and `import` may write beside the server.
  const database = new DatabaseSync(path, { readOnly, timeout: 5_000 });
  if (!readOnly) database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  return { database, statements: new PreparedStatements(database) };
}

class SqliteConnection implements DatabaseConnection {
  readonly #writer: SqliteHandle;
  readonly #reader: SqliteHandle;
  readonly #writing: Mutex;
  readonly #onStatement: StatementListener | undefined;
  #release: MutexInterface.Releaser | undefined;

  constructor(writer: SqliteHandle, reader: SqliteHandle, writing: Mutex, onStatement: StatementListener | undefined) {
    this.#writer = writer;
    this.#reader = reader;
    this.#writing = writing;
    this.#onStatement = onStatement;
  }

  async begin(): Promise<void> {
    const release = await this.#writing.acquire();
    try {
      this.#writer.database.exec('begin immediate');
    } catch (error) {
      release();
      throw error;
    }
    this.#release = release;
  }

  async end(command: 'commit' | 'rollback'): Promise<void> {
    try {
      // SQLite itself rolls back after some failures (a full disk, say); a second rollback would be an error.
      if (this.#writer.database.isTransaction) this.#writer.database.exec(command);
    } finally {
      if (!this.#writer.database.isTransaction) {
        this.#release?.();
        this.#release = undefined;
      }
    }
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    this.#onStatement?.(sql);
    if (this.#release) return run<Row>(this.#writer, sql, parameters);
    if (/^\s*select\b/i.test(sql)) return run<Row>(this.#reader, sql, parameters);
    return this.#writing.runExclusive(() => run<Row>(this.#writer, sql, parameters));
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for a generator.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('The SQLite driver does not stream: read a page at a time, so that no statement stays open.');
  }
}

function run<Row>(handle: SqliteHandle, sql: string, parameters: readonly unknown[]): QueryResult<Row> {
  const { statement, returnsRows } = handle.statements.prepare(sql);
  const bound = parameters.map(bindParameter);
  if (returnsRows) return { rows: statement.all(...bound) as Row[] };
  const { changes, lastInsertRowid } = statement.run(...bound);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}

function asSqlite(connection: DatabaseConnection): SqliteConnection {
  if (!(connection instanceof SqliteConnection)) throw new TypeError('The connection belongs to another driver.');
  return connection;
}
