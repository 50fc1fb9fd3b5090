import { createHash } from 'node:crypto';
import type { Caller } from './caller.ts';
import type { Cause } from './changes/cause.ts';
import type { ChangeLog } from './changes/changeLog.ts';
import type { Database, Transactional } from './database/database.ts';
import { writeLater } from './database/laterWrites.ts';
import { SluiceError } from './errors.ts';

/** Where a write goes. */
export interface WriteServices {
  readonly database: Database;
  readonly changes: ChangeLog;
  /** The same services, whose changes are recorded with this cause. */
  causedBy(cause: Cause | null): this;
}

/** One call of a mutation. */
export interface WriteCall<Input> {
  /** Name of the mutation; keys of one mutation say nothing about another. */
  readonly mutation: string;
  readonly caller: Caller;
  readonly input: Input & { readonly idempotencyKey?: string | null };
}

export type IdempotencyTables = {
  sluice_idempotency: {
    caller: string;
    mutation: string;
    key: string;
    input_hash: string;
    /** JSON of what the mutation returned. */
    result: string;
    at: string;
  };
};

/**
 * Runs `work` in one transaction, with the changes that it records and, when the input has an idempotency key, with
 * the result under that key: all of it happens, or nothing. Repeated with the same key and input, it answers with the
 * first result and does nothing.
 *
 * `work` returns what JSON can hold. A call that fails leaves no key behind: what is mended may be sent again under
 * the same one.
 *
 * @throws SluiceError `IDEMPOTENCY_KEY_REUSED` when the key came with another input, `IDEMPOTENCY_IN_PROGRESS` while
 * the first call with it has not ended
 */
async function write<Input extends object, Result>(
  { database, changes }: WriteServices,
  call: WriteCall<Input>,
  work: (transaction: Transactional) => Promise<Result>,
): Promise<Result> {
  const { idempotencyKey: key } = call.input;
  const result = await database.transaction((transaction) =>
    key == null ? work(transaction) : writeOnce(database, transaction, call, key, work),
  );
  changes.committed();
  return result;
}

/** A mutation of a backend over our own tables: {@link write} with the name and the work filled in. */
export function defineWrite<Services extends WriteServices, Input extends object, Result>(
  services: Services,
  mutation: string,
  work: (services: Services, transaction: Transactional, input: Input) => Promise<Result>,
): (caller: Caller, input: Input) => Promise<Result> {
  return (caller, input) => {
    const caused = caller.cause ? services.causedBy(caller.cause) : services;
    return write(services, { mutation, caller, input }, (transaction) => work(caused, transaction, input));
  };
}

async function writeOnce<Input extends object, Result>(
  database: Database,
  transaction: Transactional,
  call: WriteCall<Input>,
  key: string,
  work: (transaction: Transactional) => Promise<Result>,
): Promise<Result> {
  const known = await takeKey(database, transaction, call, key);
  if (known) return known.result as Result;
  const result = await work(transaction);
  const { mutation, caller, input } = call;
  await keepResult(transaction, { mutation, caller: caller.id, key, input_hash: hashInput(input), result });
  return result;
}

/**
 * Holds the key until the transaction ends. Resolves with what the first call with it resulted in; undefined when there
 * was none.
 *
 * @throws SluiceError `IDEMPOTENCY_IN_PROGRESS` when another transaction holds it, `IDEMPOTENCY_KEY_REUSED`
 */
export async function takeKey<Input extends object>(
  database: Database,
  transaction: Transactional,
  call: WriteCall<Input>,
  key: string,
): Promise<{ readonly result: unknown } | undefined> {
  const { mutation, caller } = call;
  const isHeld = await database.tryLock(transaction, JSON.stringify(['idempotency', caller.id, mutation, key]));
  const known = await findResult(transaction, call, key);
  if (await isHeld()) {
    if (known) refuseReusedKey(call, known.input_hash);
    return known && { result: JSON.parse(known.result) as unknown };
  }
  throw new SluiceError(
    'IDEMPOTENCY_IN_PROGRESS',
    `The first ${mutation} with this idempotency key is still running. Repeat it shortly.`,
  );
}

function findResult<Input>(transaction: Transactional, { caller, mutation }: WriteCall<Input>, key: string) {
  return transaction
    .withTables<IdempotencyTables>()
    .selectFrom('sluice_idempotency')
    .select(['input_hash', 'result'])
    .where('caller', '=', caller.id)
    .where('mutation', '=', mutation)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** @throws SluiceError `IDEMPOTENCY_KEY_REUSED` when the input is not the one with this hash */
export function refuseReusedKey<Input extends object>({ mutation, input }: WriteCall<Input>, inputHash: string): void {
  if (inputHash === hashInput(input)) return;
  throw new SluiceError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key was used before for a ${mutation} with another input. Take a new key for a new request.`,
  );
}

/** Keeps the result of a call, to be answered when its key comes again. */
export async function keepResult(
  transaction: Transactional,
  call: Pick<IdempotencyTables['sluice_idempotency'], 'caller' | 'mutation' | 'key' | 'input_hash'> & {
    result: unknown;
  },
): Promise<void> {
  const { caller, mutation, key, input_hash, result } = call;
  const row = { caller, mutation, key, input_hash, result: JSON.stringify(result), at: new Date().toISOString() };
  await writeLater(
    transaction,
    transaction.withTables<IdempotencyTables>().insertInto('sluice_idempotency').values(row),
  );
}

/** Equal for inputs that are equal, in whatever order their fields were written. */
export function hashInput({ idempotencyKey: _, ...input }: { idempotencyKey?: string | null }): string {
  return createHash('sha256').update(JSON.stringify(input, sortKeys)).digest('hex');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
