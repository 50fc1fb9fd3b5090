import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { StatementListener } from './database.ts';
import { openHandle, runStatement, type SqliteHandle } from './sqliteHandle.ts';
import { SqliteWriter, type Writing } from './sqliteWriter.ts';

/**
 * Kysely's driver over the `node:sqlite` interface, with one connection that writes and one that reads, so that a
 * transaction does not stop the reads (in WAL mode readers see the last commit).
 */
export class SqliteDriver implements Driver {
  readonly #path: string;
  readonly #onStatement: StatementListener | undefined;
  #writer: SqliteWriter | undefined;
  #reader: SqliteHandle | undefined;

  constructor(path: string, onStatement?: StatementListener) {
    this.#path = path;
    this.#onStatement = onStatement;
  }

  async init(): Promise<void> {
    this.#writer = new SqliteWriter(openHandle(this.#path, { readOnly: false }));
    this.#reader = openHandle(this.#path, { readOnly: true });
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#writer || !this.#reader) throw new Error(`The database ${this.#path} is closed.`);
    return new SqliteConnection(this.#writer, this.#reader, this.#onStatement);
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return asSqlite(connection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return asSqlite(connection).commit();
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return asSqlite(connection).rollback();
  }

  async releaseConnection(): Promise<void> {
    // A connection holds nothing once its transaction has ended.
  }

  async destroy(): Promise<void> {
    const [writer, reader] = [this.#writer, this.#reader];
    this.#writer = undefined;
    this.#reader = undefined;
    await writer?.close();
    reader?.database.close();
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #writer: SqliteWriter;
  readonly #reader: SqliteHandle;
  readonly #onStatement: StatementListener | undefined;
  #transaction: Writing | undefined;

  constructor(writer: SqliteWriter, reader: SqliteHandle, onStatement: StatementListener | undefined) {
    this.#writer = writer;
    this.#reader = reader;
    this.#onStatement = onStatement;
  }

  async begin(): Promise<void> {
    this.#transaction = await this.#writer.begin();
  }

  async commit(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    await transaction?.commit();
  }

  async rollback(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    transaction?.rollback();
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    this.#onStatement?.(sql);
    if (this.#transaction) return this.#transaction.run<Row>(sql, parameters);
    if (/^\s*select\b/i.test(sql)) return runStatement<Row>(this.#reader, sql, parameters);
    return this.#writeAlone<Row>(sql, parameters);
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for a generator.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('The SQLite driver does not stream: read a page at a time, so that no statement stays open.');
  }

  async #writeAlone<Row>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
    const writing = await this.#writer.begin();
    let result: QueryResult<Row>;
    try {
      result = writing.run<Row>(sql, parameters);
    } catch (error) {
      writing.rollback();
      throw error;
    }
    await writing.commit();
    return result;
  }
}

function asSqlite(connection: DatabaseConnection): SqliteConnection {
  if (!(connection instanceof SqliteConnection)) throw new TypeError('The connection belongs to another driver.');
  return connection;
}
