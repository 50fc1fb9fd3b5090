import { createHash } from 'node:crypto';

/** Enough for the statements that the adapters send again and again; each connection keeps a plan for each. */
const MAX_NAMES = 500;
/** Texts whose uses are counted at once. */
const MAX_COUNTED = 1_000;
/** A text that is seen less often may never come again: lists of different lengths make many. */
const NAMED_AT_USE = 3;

/**
 * Names for the statements that are to be prepared: PostgreSQL then parses and analyses each once for a connection, and may
 * keep its plan. A name is made of the text, so that behind a pooler, where processes share sessions, it means no other.
 *
 * @see https://www.postgresql.org/docs/15/sql-prepare.html
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  /** The text that was used longest ago comes first. */
  readonly #uses = new Map<string, number>();
  #renewed = 0;
  #stopped = false;

  /** The name of a statement that is used now; undefined as long as it is not worth one. */
  nameOf(sql: string): string | undefined {
    if (this.#stopped) return undefined;
    const name = this.#names.get(sql);
    if (name !== undefined || this.#names.size >= MAX_NAMES) return name;
    const uses = (this.#uses.get(sql) ?? 0) + 1;
    this.#uses.delete(sql);
    if (uses >= NAMED_AT_USE) return this.#give(sql);
    this.#uses.set(sql, uses);
    const [oldest] = this.#uses.keys();
    if (this.#uses.size > MAX_COUNTED && oldest !== undefined) this.#uses.delete(oldest);
    return undefined;
  }

  /** Has the statement prepared anew under another name: what is prepared has become useless. */
  renew(sql: string): void {
    if (!this.#names.has(sql)) return;
    this.#renewed++;
    this.#give(sql);
  }

  /** Names no statement from now on: what is prepared on a connection is not kept for it. */
  stop(): void {
    this.#stopped = true;
  }

  #give(sql: string): string {
    const name = createHash('sha256').update(`${this.#renewed} ${sql}`).digest('base64url');
    this.#names.set(sql, name);
    return name;
  }
}
