import type { Compilable, CompiledQuery } from 'kysely';
import type { Transactional } from './database.ts';

const later = new WeakSet<CompiledQuery>();

/**
 * Sends a write of a transaction whose result nobody needs. On PostgreSQL its answer is not waited for: it goes out
 * together with what comes next, the commit at the last. When it fails, so does the transaction, with its error.
 */
export async function writeLater(transaction: Transactional, write: Compilable): Promise<void> {
  const query = write.compile();
  later.add(query);
  await transaction.executeQuery(query);
}

/** Whether nobody waits for the result of this statement. */
export function isLater(query: CompiledQuery): boolean {
  return later.has(query);
}
