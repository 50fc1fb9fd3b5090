import { Socket } from 'node:net';
import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  PostgresDriver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import { isLater } from './laterWrites.ts';

/**
 * PostgreSQL with fewer round trips: `begin` goes out with the first statement of its transaction, the writes that
 * `writeLater` sent with the next one, and the last with `commit`. The pool's clients must be in pipeline mode.
 *
 * @see https://www.postgresql.org/docs/15/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class PipelinedPostgresDialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): PostgresDriver {
    return new PipelinedPostgresDriver({ pool: this.#pool });
  }
}

/** What was sent in a transaction and is not answered yet, as far as anybody knows. */
type Unanswered = Promise<QueryResult<unknown>>[];

const NO_RESULT: QueryResult<never> = { rows: [] };

class PipelinedPostgresDriver extends PostgresDriver {
  readonly #unanswered = new WeakMap<DatabaseConnection, Unanswered>();

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    if (!this.#unanswered.has(connection)) this.#unanswered.set(connection, pipeline(connection));
    return connection;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const unanswered = this.#unansweredOf(connection);
    unanswered.length = 0;
    unanswered.push(unheard(super.beginTransaction(connection, settings).then(() => NO_RESULT)));
  }

  /** @throws the error of the write that failed: PostgreSQL answers the commit with a rollback then. */
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const committed = unheard(connection.executeQuery(CompiledQuery.raw('commit')));
    await Promise.all([...this.#unansweredOf(connection), committed]);
  }

  #unansweredOf(connection: DatabaseConnection): Unanswered {
    return this.#unanswered.get(connection) ?? [];
  }
}

/** Makes a connection send on without waiting where nobody does. */
function pipeline(connection: DatabaseConnection): Unanswered {
  const unanswered: Unanswered = [];
  const send = connection.executeQuery.bind(connection) as (query: CompiledQuery) => Unanswered[number];
  connection.executeQuery = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
    if (isLater(query)) {
      unanswered.push(unheard(send(query)));
      return NO_RESULT;
    }
    try {
      return (await send(query)) as QueryResult<Row>;
    } catch (error) {
      throw await firstFailure(unanswered, error);
    }
  };
  return unanswered;
}

/** Why a transaction failed: the statements after the one that did say only that it is aborted. */
async function firstFailure(unanswered: Unanswered, error: unknown): Promise<unknown> {
  const failed = (await Promise.allSettled(unanswered)).find(({ status }) => status === 'rejected');
  return failed?.status === 'rejected' ? failed.reason : error;
}

/** It is waited for with the commit; until then nobody hears of its failure, which is no fault. */
function unheard<Result>(sent: Promise<Result>): Promise<Result> {
  sent.catch(() => {});
  return sent;
}

type Written = (error?: Error | null) => void;

/** Hands over at once what is written before the event loop goes on: one system call for several statements. */
export class GatheringSocket extends Socket {
  #gathering = false;

  override write(chunk: Uint8Array | string, encoding?: BufferEncoding | Written, written?: Written): boolean {
    if (!this.#gathering) {
      this.#gathering = true;
      this.cork();
      process.nextTick(() => {
        this.#gathering = false;
        this.uncork();
      });
    }
    return super.write(chunk, encoding as BufferEncoding, written);
  }
}
