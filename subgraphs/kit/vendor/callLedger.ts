import type { Caller } from '../caller.ts';
import type { Cause } from '../changes/cause.ts';
import type { Database, Queries, Transactional } from '../database/database.ts';
import { SluiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { hashInput, keepResult, refuseReusedKey, takeKey, type WriteCall } from '../write.ts';
import type { VendorTables } from './vendorTables.ts';

/** A call to a vendor that is this process's to make, until its deadline. */
export interface LedgerCall {
  readonly id: string;
  readonly system: string;
  readonly mutation: string;
  readonly attempt: number;
  readonly plan: unknown;
  readonly cause: Cause | null;
  /** When the first try was about to begin, milliseconds since 1970. */
  readonly begunMs: number;
  /** The vendor's idempotency key of one step, the same for each try while the vendor remembers it. */
  key(step: string): string;
}

/** What {@link CallLedger.begin} finds. */
export type Begun =
  /** It was done before; this is what it resulted in. */
  | { readonly kind: 'done'; readonly result: unknown }
  /** It is to be made. `resumed`: an earlier try's outcome is unknown. */
  | { readonly kind: 'call'; readonly call: LedgerCall; readonly resumed: boolean };

export interface LedgerOptions {
  readonly database: Database;
  readonly system: string;
  /** How long a call is its owner's alone. Nobody goes on with it after that. */
  readonly deadlineMs: number;
  /** After how long a vendor may have forgotten a key. @default 23 hours, before Stripe's 24 */
  readonly keyLifetimeMs?: number;
  /** @default Date.now */
  readonly now?: () => number;
}

/** Times that an overdue call is looked for by itself; after that, only when its caller comes back. */
const MAX_LOOKS = 5;

const KEY_PREFIX = 'sluice-';

/** The id of the call that made an idempotency key, or undefined when the key is not one of ours. */
export function callIdOf(key: string | null | undefined): string | undefined {
  return key?.startsWith(KEY_PREFIX) ? key.slice(KEY_PREFIX.length).split(':')[0] : undefined;
}

type CallRow = VendorTables['sluice_vendor_call'];

/**
 * Calls that have an effect at a vendor. An intent is written before the call and closed with what came of it, so that
 * a process that dies in between leaves word: whoever comes after the deadline looks for the effect before repeating.
 */
export class CallLedger {
  readonly #options: Required<LedgerOptions>;

  constructor(options: LedgerOptions) {
    this.#options = { keyLifetimeMs: 23 * 3_600_000, now: Date.now, ...options };
  }

  get deadlineMs(): number {
    return this.#options.deadlineMs;
  }

  /**
   * Notes the intent, or takes over one that was left; `plan` says what is to be done, and is asked the first time only.
   *
   * @throws SluiceError `IDEMPOTENCY_KEY_REUSED`; `IDEMPOTENCY_IN_PROGRESS` while another try may be under way
   */
  async begin<Input extends object>(
    write: WriteCall<Input>,
    plan: (transaction: Transactional) => Promise<unknown>,
  ): Promise<Begun> {
    return this.#options.database.transaction(async (transaction): Promise<Begun> => {
      const key = write.input.idempotencyKey ?? null;
      if (key !== null) {
        const done = await takeKey(this.#options.database, transaction, write, key);
        if (done) return { kind: 'done', result: done.result };
        const left = await openCall(transaction, write, key);
        if (left) {
          refuseReusedKey(write, left.input_hash);
          return { kind: 'call', call: await this.#takeOver(transaction, write, left), resumed: true };
        }
      }
      const row = this.#newRow(write, key, await plan(transaction));
      await transaction.withTables<VendorTables>().insertInto('sluice_vendor_call').values(row).execute();
      return { kind: 'call', call: toCall(row), resumed: false };
    });
  }

  /** Takes over calls whose deadline has passed and that nobody has asked for again. */
  async takeOverdue(limit: number): Promise<readonly LedgerCall[]> {
    const { database, system, now } = this.#options;
    return database.transaction(async (transaction) => {
      const rows = await transaction
        .withTables<VendorTables>()
        .selectFrom('sluice_vendor_call')
        .selectAll()
        .where('system', '=', system)
        .where('closed_at', 'is', null)
        .where('deadline', '<=', new Date(now()).toISOString())
        .where('attempt', '<=', MAX_LOOKS)
        .limit(limit)
        .execute();
      const taken = [];
      for (const row of rows) taken.push(await this.#own(transaction, row));
      return taken.flatMap((call) => call ?? []);
    });
  }

  /**
   * Closes the call with its result, in the transaction that records what came of it.
   *
   * @throws SluiceError `IDEMPOTENCY_IN_PROGRESS` when somebody else has taken the call over
   */
  async close(transaction: Transactional, call: LedgerCall, result: unknown): Promise<void> {
    const row = await transaction
      .withTables<VendorTables>()
      .updateTable('sluice_vendor_call')
      .set({ closed_at: this.#time() })
      .where('id', '=', call.id)
      .where('attempt', '=', call.attempt)
      .where('closed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw inProgress(call.mutation);
    if (row.key !== null) await keepResult(transaction, { ...row, key: row.key, result });
  }

  /** Forgets a call that the vendor refused: nothing came of it, and the same key may come with a mended input. */
  async forget(call: LedgerCall): Promise<void> {
    await this.#options.database.queries
      .withTables<VendorTables>()
      .deleteFrom('sluice_vendor_call')
      .where('id', '=', call.id)
      .where('attempt', '=', call.attempt)
      .execute();
  }

  /** Ends the wait for the deadline: no try is under way any more. With `renewKeys`, the next one takes new keys. */
  async release(call: LedgerCall, { renewKeys = false } = {}): Promise<void> {
    await this.#options.database.queries
      .withTables<VendorTables>()
      .updateTable('sluice_vendor_call')
      .set(({ eb }) => ({
        deadline: this.#time(),
        ...(renewKeys && { key_generation: eb('key_generation', '+', 1), keys_from: this.#time() }),
      }))
      .where('id', '=', call.id)
      .where('attempt', '=', call.attempt)
      .where('closed_at', 'is', null)
      .execute();
  }

  /** Whether the call that made this key has recorded what came of it. Another reader's lock is the caller's to hold. */
  async isClosed(queries: Queries, callId: string): Promise<boolean> {
    return (await this.#row(queries, callId))?.closed_at != null;
  }

  /** The run of a flow that wanted the call. */
  async causeOf(queries: Queries, callId: string): Promise<Cause | null> {
    const row = await this.#row(queries, callId);
    return row?.cause == null ? null : (JSON.parse(row.cause) as Cause);
  }

  #row(queries: Queries, callId: string): Promise<Pick<CallRow, 'closed_at' | 'cause'> | undefined> {
    return queries
      .withTables<VendorTables>()
      .selectFrom('sluice_vendor_call')
      .select(['closed_at', 'cause'])
      .where('id', '=', callId)
      .executeTakeFirst();
  }

  async #takeOver(transaction: Transactional, { mutation }: { mutation: string }, row: CallRow): Promise<LedgerCall> {
    const call = row.deadline > this.#time() ? undefined : await this.#own(transaction, row);
    if (!call) throw inProgress(mutation);
    return call;
  }

  async #own(transaction: Transactional, row: CallRow): Promise<LedgerCall | undefined> {
    const { deadlineMs, keyLifetimeMs, now } = this.#options;
    const keysForgotten = Date.parse(row.keys_from) + keyLifetimeMs < now();
    const taken = await transaction
      .withTables<VendorTables>()
      .updateTable('sluice_vendor_call')
      .set({
        attempt: row.attempt + 1,
        deadline: new Date(now() + deadlineMs).toISOString(),
        ...(keysForgotten && { key_generation: row.key_generation + 1, keys_from: this.#time() }),
      })
      .where('id', '=', row.id)
      .where('attempt', '=', row.attempt)
      .where('closed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    return taken && toCall(taken);
  }

  #newRow<Input extends object>(
    { mutation, caller, input }: WriteCall<Input>,
    key: string | null,
    plan: unknown,
  ): CallRow {
    const { system, deadlineMs, now } = this.#options;
    const begun = this.#time();
    return {
      id: newId('call'),
      system,
      mutation,
      caller: caller.id,
      key,
      input_hash: hashInput(input),
      plan: JSON.stringify(plan),
      cause: causeOf(caller),
      attempt: 1,
      key_generation: 1,
      begun_at: begun,
      keys_from: begun,
      deadline: new Date(now() + deadlineMs).toISOString(),
      closed_at: null,
    };
  }

  #time(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

function causeOf({ cause }: Caller): string | null {
  return cause ? JSON.stringify(cause) : null;
}

async function openCall<Input extends object>(
  transaction: Transactional,
  { mutation, caller }: WriteCall<Input>,
  key: string,
): Promise<CallRow | undefined> {
  return transaction
    .withTables<VendorTables>()
    .selectFrom('sluice_vendor_call')
    .selectAll()
    .where('caller', '=', caller.id)
    .where('mutation', '=', mutation)
    .where('key', '=', key)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
}

function toCall(row: CallRow): LedgerCall {
  return {
    id: row.id,
    system: row.system,
    mutation: row.mutation,
    attempt: row.attempt,
    plan: JSON.parse(row.plan) as unknown,
    cause: row.cause === null ? null : (JSON.parse(row.cause) as Cause),
    begunMs: Date.parse(row.begun_at),
    key: (step) => `${KEY_PREFIX}${row.id}:${step}:${row.key_generation}`,
  };
}

function inProgress(mutation: string): SluiceError {
  return new SluiceError(
    'IDEMPOTENCY_IN_PROGRESS',
    `A ${mutation} with this idempotency key is under way, or its outcome is not known yet. Repeat it shortly.`,
  );
}
