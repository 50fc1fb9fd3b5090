import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import pg from 'pg';
import type { StatementListener } from './database.ts';
import { answerLater, mayWait } from './laterWrites.ts';
import { bindParameter } from './sqlParameter.ts';
import { StatementNames } from './statementNames.ts';

/** A statement as `pg` takes it. */
interface Statement {
  readonly text: string;
  readonly values?: unknown[];
  readonly name?: string;
  /** Told of the answer, when it is sent later than it was given. */
  readonly onSent?: (answer: Promise<pg.QueryResult>) => void;
}

const BEGIN: Statement = { text: 'begin' };
const COMMIT: Statement = { text: 'commit' };
const ROLLBACK: Statement = { text: 'rollback' };

/**
 * Kysely's driver over `pg` with fewer trips: `begin` goes with the first statement of a transaction, what may wait
 * ({@link mayWait}) with the statement after it or the commit, and statements that come again are prepared.
 *
 * The pool's clients must have been made with `pipeline`, so that what is written together is not waited for one by one.
 */
export class PostgresDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #onStatement: StatementListener | undefined;
  readonly #names = new StatementNames();
  readonly #connections = new WeakMap<pg.PoolClient, PostgresConnection>();

  constructor(pool: pg.Pool, onStatement?: StatementListener) {
    this.#pool = pool;
    this.#onStatement = onStatement;
  }

  async init(): Promise<void> {
    // The pool connects when it is first asked.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const client = await this.#pool.connect();
    const known = this.#connections.get(client);
    if (known) return known;
    // Without a listener, a connection that breaks while it is in use would end the process. Whoever uses it learns of it by
    // the statement under way, or the next; the pool, which listens to the idle ones, drops it.
    client.on('error', () => undefined);
    const connection = new PostgresConnection(client, this.#names, this.#onStatement);
    this.#connections.set(client, connection);
    return connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    asPostgres(connection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return asPostgres(connection).commit();
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return asPostgres(connection).rollback();
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    asPostgres(connection).release();
  }

  destroy(): Promise<void> {
    return this.#pool.end();
  }
}

/** A prepared statement cannot be used; sent again, it is carried out. */
export function isPlanLost(error: unknown): boolean {
  return isPlanStale(error) || isPlanElsewhere(error);
}

/** It was prepared before a migration of another process changed its table. */
function isPlanStale(error: unknown): boolean {
  // The code stands for all that is not supported; only the message tells. https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/utils/cache/plancache.c
  return error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
}

/** It is not known where it was prepared, or is already there where it was not: a pooler gives each transaction another session. */
function isPlanElsewhere(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '26000' || error.code === '42P05');
}

class PostgresConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient & { readonly connection?: pg.Connection };
  readonly #names: StatementNames;
  readonly #onStatement: StatementListener | undefined;
  #transaction: 'none' | 'not begun' | 'begun' = 'none';
  /** To be sent before the next statement. */
  #held: Statement[] = [];

  constructor(client: pg.PoolClient, names: StatementNames, onStatement: StatementListener | undefined) {
    this.#client = client;
    this.#names = names;
    this.#onStatement = onStatement;
  }

  begin(): void {
    this.#transaction = 'not begun';
    this.#held = [BEGIN];
  }

  /** @throws Error when the transaction is not committed, whatever was caught of what failed in it */
  async commit(): Promise<void> {
    const isEmpty = this.#transaction === 'not begun' && this.#held.length === 1;
    const { command } = isEmpty ? COMMITTED : await this.#send(COMMIT);
    this.#transaction = 'none';
    this.#held = [];
    if (command !== COMMITTED.command) throw new Error('A statement failed, and the transaction was rolled back.');
  }

  async rollback(): Promise<void> {
    const isBegun = this.#transaction === 'begun';
    this.#transaction = 'none';
    this.#held = [];
    if (isBegun) await this.#send(ROLLBACK);
  }

  release(): void {
    this.#client.release();
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { sql, parameters } = query;
    this.#onStatement?.(sql);
    if (this.#transaction !== 'none' && mayWait(query)) {
      // A parameter that could not be sent would fail here alone, and the commit that goes with it would not.
      for (const parameter of parameters) bindParameter(parameter);
      const onSent = (answer: Promise<pg.QueryResult>) => answerLater(query, answer.then(toResult));
      this.#held.push({ ...this.#prepared(sql, parameters), onSent });
      return { rows: [] };
    }
    try {
      return toResult(await this.#send(this.#prepared(sql, parameters)));
    } catch (error) {
      // In a transaction, which is lost, it is for whoever began it to try again.
      if (!isPlanLost(error) || this.#transaction !== 'none') throw error;
      return toResult(await this.#send(this.#prepared(sql, parameters)));
    }
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for a generator.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('The PostgreSQL driver does not stream: read a page at a time, so that no statement stays open.');
  }

  /** A statement without parameters may be several in one text, which cannot be prepared. */
  #prepared(text: string, parameters: readonly unknown[]): Statement {
    const values = [...parameters];
    const name = values.length > 0 ? this.#names.nameOf(text) : undefined;
    return name === undefined ? { text, values } : { text, values, name };
  }

  /** Sends what is held and the statement in one write. Of what fails, the first is thrown: the rest failed for it. */
  async #send(statement: Statement): Promise<pg.QueryResult> {
    if (this.#held.length === 0) return this.#ask(statement);
    const statements = [...this.#held, statement];
    this.#held = [];
    if (this.#transaction === 'not begun') this.#transaction = 'begun';
    const stream = this.#client.connection?.stream;
    stream?.cork();
    const answers = statements.map((each) => this.#ask(each));
    stream?.uncork();
    for (const answer of await Promise.allSettled(answers)) if (answer.status === 'rejected') throw answer.reason;
    for (const [index, { onSent }] of statements.entries()) onSent?.(answers[index] as Promise<pg.QueryResult>);
    return answers.at(-1) as Promise<pg.QueryResult>;
  }

  async #ask(statement: Statement): Promise<pg.QueryResult> {
    try {
      return await this.#client.query(statement);
    } catch (error) {
      if (isPlanStale(error)) this.#names.renew(statement.text);
      if (isPlanElsewhere(error)) this.#names.stop();
      throw error;
    }
  }
}

const COMMITTED: Pick<pg.QueryResult, 'command'> = { command: 'COMMIT' };

function toResult<Row>({ command, rowCount, rows }: pg.QueryResult): QueryResult<Row> {
  const isWrite = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
  return { rows: (rows ?? []) as Row[], ...(isWrite && { numAffectedRows: BigInt(rowCount ?? 0) }) };
}

function asPostgres(connection: DatabaseConnection): PostgresConnection {
  if (!(connection instanceof PostgresConnection)) throw new TypeError('The connection belongs to another driver.');
  return connection;
}
