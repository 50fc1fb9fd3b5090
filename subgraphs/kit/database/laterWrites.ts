import type { CompiledQuery, QueryExecutorProvider, QueryResult } from 'kysely';
import type { Transactional } from './database.ts';

/** A statement that is built: Kysely's builders, and what the `sql` tag makes. */
interface Statement<Row> {
  compile(executorProvider: QueryExecutorProvider): CompiledQuery<Row>;
}

const unhurried = new WeakSet<CompiledQuery>();
/** Of the statements that were kept back, once they have been sent. */
const answers = new WeakMap<CompiledQuery, Promise<QueryResult<unknown>>>();

/**
 * A statement whose answer is not needed for the next. It is carried out in its place among the transaction's statements; on
 * PostgreSQL it is sent together with the next or the commit, which saves a trip. Resolves with how to get the answer: to
 * be asked for after the next statement. When it fails, the statement that it went with fails in its stead.
 *
 * Not for a statement whose failure is to be caught, such as one that may break a unique index.
 */
export async function askLater<Row>(
  transaction: Transactional,
  statement: Statement<Row>,
): Promise<() => Promise<readonly Row[]>> {
  const query = statement.compile(transaction);
  unhurried.add(query);
  const atOnce = await transaction.executeQuery(query);
  return async () => (await (answers.get(query) ?? atOnce)).rows as readonly Row[];
}

/** As {@link askLater}, for a write whose outcome nobody looks at. */
export async function writeLater(transaction: Transactional, statement: Statement<unknown>): Promise<void> {
  await askLater(transaction, statement);
}

/** Whether a driver may keep the query back until the next. */
export function mayWait(query: CompiledQuery): boolean {
  return unhurried.has(query);
}

/** For a driver that kept the query back, when it has sent it. */
export function answerLater(query: CompiledQuery, answer: Promise<QueryResult<unknown>>): void {
  answers.set(query, answer);
}
