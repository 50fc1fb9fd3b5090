import { sql } from 'kysely';
import type { Cause } from '../kit/changes/cause.ts';
import type { ChangeLog } from '../kit/changes/changeLog.ts';
import { claimDue } from '../kit/database/claimDue.ts';
import type { Database, Transactional } from '../kit/database/database.ts';
import type { MessageChannel } from './generated/resolvers.ts';
import type { MessageRecord } from './records.ts';
import { messages } from './sqlMessages.ts';
import type { MessagingTables } from './tables.ts';

/** A message that is this process's to send, until its lease runs out. */
export interface ClaimedDelivery {
  readonly message: MessageRecord;
  /** An earlier try may have sent it. */
  readonly uncertain: boolean;
  /** 1 for the first. Raised by each claim, so that who holds an older one can record nothing. */
  readonly attempt: number;
  readonly leasedUntilMs: number;
}

/** What is to be recorded of a delivery that was claimed. */
export type DeliveryResult =
  | { readonly kind: 'sent'; readonly externalId: string }
  | { readonly kind: 'failed'; readonly failureCode: string }
  /** To be tried again after a while; when `uncertain`, it may have been sent. */
  | { readonly kind: 'deferred'; readonly delayMs: number; readonly uncertain: boolean };

/** A delivery as who claimed it knows it. */
type Claim = Pick<ClaimedDelivery, 'message' | 'attempt'>;

/** The messages that are still to be sent. However many processes send, each delivery is one process's at a time. */
export interface Deliveries {
  /** Claims up to `limit` of a channel that are due, those that wait longest first. */
  claim(channel: MessageChannel, limit: number): Promise<readonly ClaimedDelivery[]>;
  /** Records what became of a delivery, unless it is no longer the claimer's. Resolves with whether it was. */
  settle(delivery: Claim, result: DeliveryResult): Promise<boolean>;
  /** Claimed deliveries of a channel whose lease has run out: nobody has said what became of them. */
  expired(channel: MessageChannel): Promise<readonly Claim[]>;
}

type DeliveryRow = MessagingTables['messaging_delivery'];

/**
 * How long a claim is its claimer's. Longer than sending may take, with a margin for the clocks of other machines,
 * which compare it with their own time.
 */
const LEASE_MS = 300_000;

/** Has the message sent, from `dueAt` on. What becomes of it has the cause that `changes` records with. */
export async function addDelivery(
  { cause }: ChangeLog,
  transaction: Transactional,
  { messageId, channel, dueAt }: { messageId: string; channel: MessageChannel; dueAt: string },
): Promise<void> {
  await transaction
    .withTables<MessagingTables>()
    .insertInto('messaging_delivery')
    .values({
      message_id: messageId,
      channel,
      attempt: 0,
      due_at: dueAt,
      leased_until: null,
      uncertain: 0,
      cause: cause && JSON.stringify(cause),
    })
    .execute();
}

/** The deliveries in the messaging's own tables. */
export function createSqlDeliveries(database: Database, changes: ChangeLog): Deliveries {
  const { queries } = database;
  const deliveries = queries.withTables<MessagingTables>();
  return {
    async claim(channel, limit) {
      const leasedUntilMs = Date.now() + LEASE_MS;
      const claimed = await database.transaction((transaction) =>
        claimDue<DeliveryRow>(transaction, {
          table: 'messaging_delivery',
          key: 'message_id',
          isDue: sql`channel = ${channel} and leased_until is null and due_at <= ${new Date().toISOString()}`,
          limit,
          leasedUntil: new Date(leasedUntilMs).toISOString(),
        }),
      );
      const byId = await readMessages(claimed);
      return claimed.flatMap(({ message_id, attempt, uncertain }) => {
        const message = byId.get(message_id);
        return message ? [{ message, attempt, uncertain: uncertain === 1, leasedUntilMs }] : [];
      });
    },
    async settle(delivery, result) {
      const settled = await database.transaction((transaction) => settle(changes, transaction, delivery, result));
      if (settled) changes.committed();
      return settled;
    },
    async expired(channel) {
      const rows = await deliveries
        .selectFrom('messaging_delivery')
        .select(['message_id', 'attempt'])
        .where('channel', '=', channel)
        .where('leased_until', '<', new Date().toISOString())
        .execute();
      const byId = await readMessages(rows);
      return rows.flatMap(({ message_id, attempt }) => {
        const message = byId.get(message_id);
        return message ? [{ message, attempt }] : [];
      });
    },
  };

  async function readMessages(rows: readonly { message_id: string }[]): Promise<ReadonlyMap<string, MessageRecord>> {
    if (rows.length === 0) return new Map();
    const records = await messages.byIds(
      queries,
      rows.map(({ message_id }) => message_id),
    );
    return new Map(records.map((record) => [record.id, record]));
  }
}

async function settle(
  changes: ChangeLog,
  transaction: Transactional,
  { message: { id }, attempt }: Claim,
  result: DeliveryResult,
): Promise<boolean> {
  const deliveries = transaction.withTables<MessagingTables>();
  if (result.kind === 'deferred') {
    const due_at = new Date(Date.now() + result.delayMs).toISOString();
    const { numUpdatedRows } = await deliveries
      .updateTable('messaging_delivery')
      .set({ due_at, leased_until: null, uncertain: Number(result.uncertain) })
      .where('message_id', '=', id)
      .where('attempt', '=', attempt)
      .where('leased_until', 'is not', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
  const deleted = await deliveries
    .deleteFrom('messaging_delivery')
    .where('message_id', '=', id)
    .where('attempt', '=', attempt)
    .where('leased_until', 'is not', null)
    .returning('cause')
    .executeTakeFirst();
  if (!deleted) return false;
  const before = await messages.lock(transaction, id);
  const outcome =
    result.kind === 'sent'
      ? { status: 'SENT' as const, external_id: result.externalId }
      : { status: 'FAILED' as const, failure_code: result.failureCode };
  const cause = deleted.cause === null ? null : (JSON.parse(deleted.cause) as Cause);
  await messages.update(changes.causedBy(cause), transaction, before, outcome);
  return true;
}
