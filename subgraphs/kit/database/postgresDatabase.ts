import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import pg from 'pg';
import { SluiceError } from '../errors.ts';
import type { Database, StatementListener, Transactional } from './database.ts';
import { askLater } from './laterWrites.ts';
import { isPlanLost, PostgresDriver } from './postgresDriver.ts';

/** What is to be known of a failure that concerns no query: an idle connection that broke. */
export type ConnectionErrorListener = (error: Error) => void;

export interface PostgresOptions {
  /** Connections held at most. @default 10 */
  readonly maxConnections?: number;
  readonly onStatement?: StatementListener;
  /** An idle connection broke. The pool replaces it by itself. */
  readonly onConnectionError: ConnectionErrorListener;
}

const CONNECT_TIMEOUT_MS = 5_000;
const TRANSACTION_ATTEMPTS = 3;

/** Opens PostgreSQL at `url` (`postgres://user:password@host:port/database`). Connects when first asked. */
export function openPostgresDatabase(url: string, options: PostgresOptions): Database {
  const { maxConnections = 10, onStatement, onConnectionError } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser },
    pipeline: true,
  });
  pool.on('error', onConnectionError);
  const queries = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PostgresDriver(pool, onStatement),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const location = withoutPassword(url);
  const close = () => queries.destroy();
  return {
    engine: 'postgres',
    location,
    queries,
    transaction: (work) => inTransaction(queries, work),
    async tryLock(transaction, name) {
      const lock = sql<{ locked: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as locked`;
      const answer = await askLater(transaction, lock);
      return async () => (await answer())[0]?.locked === true;
    },
    async ping() {
      try {
        await sql`select 1`.execute(queries);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new SluiceError(
          'DATABASE_UNAVAILABLE',
          `PostgreSQL at ${location} does not answer: ${reason}. Check DATABASE_URL and that the server runs.`,
          { cause },
        );
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** `bigint` as a number: positions and minor units of money stay far below 2^53. The rest as pg has it. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.INT8 && format !== 'binary') return Number;
  return pg.types.getTypeParser(oid, format as 'text');
}

async function inTransaction<Result>(
  queries: Kysely<unknown>,
  work: (transaction: Transactional) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await queries.transaction().execute(work);
    } catch (error) {
      if (attempt >= TRANSACTION_ATTEMPTS || !(lostARace(error) || isPlanLost(error))) throw error;
    }
  }
}

/** Deadlock or serialisation failure: https://www.postgresql.org/docs/15/mvcc-serialization-failure-handling.html */
function lostARace(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.toString();
}
