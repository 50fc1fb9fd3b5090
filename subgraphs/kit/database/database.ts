import type { Kysely, Transaction } from 'kysely';

/** The two SQL engines. SQLite is embedded, to begin with; PostgreSQL is for more than one process. */
export type Engine = 'sqlite' | 'postgres';

/** Queries outside a transaction, or inside one. Adapters name their tables with `withTables<Tables>()`. */
export type Queries = Kysely<unknown>;

/**
 * The only handle that is in reach inside a transaction. A statement sent past it, through {@link Database.queries},
 * would wait for the transaction that it is part of.
 */
export type Transactional = Transaction<unknown>;

/** A database that is open. Two engines, one conformance suite (`test/kit/database.test.ts`). */
export interface Database extends AsyncDisposable {
  readonly engine: Engine;
  /** Where it is, without a password; for messages and logs. */
  readonly location: string;
  /** Queries outside any transaction. On SQLite they read beside a running transaction and see what is committed. */
  readonly queries: Queries;
  /**
   * Runs `work` in one transaction, which is committed when `work` resolves and rolled back when it throws.
   *
   * On PostgreSQL a transaction that lost a deadlock or a serialisation race is run again, up to three times: `work`
   * has no effects but those of the transaction, and makes no network call.
   */
  transaction<Result>(work: (transaction: Transactional) => Promise<Result>): Promise<Result>;
  /**
   * Asks for the lock called `name` until the transaction ends, without waiting for another transaction that holds it.
   * Resolves with how to learn, after the next statement, whether it was given; that statement already sees all that was
   * committed under the lock. On SQLite the transaction is the only writer, and it always is.
   */
  tryLock(transaction: Transactional, name: string): Promise<() => Promise<boolean>>;
  /** Resolves when the database answers. @throws SluiceError `DATABASE_UNAVAILABLE` */
  ping(): Promise<void>;
  /** Finishes what runs, then closes. */
  close(): Promise<void>;
}

/** Told the text of each statement that is executed, without its parameters. */
export type StatementListener = (sql: string) => void;
