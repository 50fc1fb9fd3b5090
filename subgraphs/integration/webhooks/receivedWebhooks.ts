import { sql } from 'kysely';
import type { ClaimedReceivedWebhook, ReceivedWebhooks, WebhookSetback } from '../../kit/contracts/receivedWebhooks.ts';
import type { ReceivedWebhook } from '../../kit/contracts/webhookHandler.ts';
import { claimDue } from '../../kit/database/claimDue.ts';
import type { Database, Transactional } from '../../kit/database/database.ts';
import { newId } from '../../kit/ids.ts';
import type { ReceivedTables } from './receivedTables.ts';

const TABLE = 'sluice_webhook_received';

type ReceivedRow = ReceivedTables[typeof TABLE];

const now = () => new Date().toISOString();

/** Also what a process claimed that has not been heard of since. */
const isDue = () => sql`work.due_at <= ${now()}
  and (work.status = 'WAITING' or (work.status = 'PROCESSING' and work.leased_until < ${now()}))`;

/** The webhooks in the integration's own tables, on either engine. */
export function createReceivedWebhooks(database: Database): ReceivedWebhooks {
  const tables = database.queries.withTables<ReceivedTables>();
  return {
    store: (webhooks) => database.transaction((transaction) => store(transaction, webhooks)),
    async dueSources() {
      const { rows } = await sql<{ source: string }>`
        select distinct source from ${sql.table(TABLE)} as work
        where status in ('WAITING', 'PROCESSING') and ${isDue()}`.execute(database.queries);
      return rows.map(({ source }) => source);
    },
    async claim(source, limit, leaseMs) {
      const rows = await database.transaction((transaction) =>
        claimDue<ReceivedRow>(transaction, {
          table: TABLE,
          key: 'id',
          isDue: sql`source = ${source} and status in ('WAITING', 'PROCESSING') and ${isDue()}`,
          set: sql`, status = 'PROCESSING', updated_at = ${now()}`,
          limit,
          leasedUntil: new Date(Date.now() + leaseMs).toISOString(),
        }),
      );
      return rows.map(toWebhook).sort((one, other) => (one.storedId < other.storedId ? -1 : 1));
    },
    async finish(transaction, webhooks) {
      for (const { storedId, attempt } of webhooks) {
        const { numUpdatedRows } = await transaction
          .withTables<ReceivedTables>()
          .updateTable(TABLE)
          .set({ status: 'DONE', reason: null, leased_until: null, updated_at: now() })
          .where('id', '=', storedId)
          .where('attempt', '=', attempt)
          .where('status', '=', 'PROCESSING')
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
      }
      return true;
    },
    async setBack(webhook, setback) {
      await tables
        .updateTable(TABLE)
        .set({ ...afterSetback(setback), failures: webhook.failures + 1, leased_until: null, updated_at: now() })
        .where('id', '=', webhook.storedId)
        .where('attempt', '=', webhook.attempt)
        .where('status', '=', 'PROCESSING')
        .execute();
    },
    async release(webhooks) {
      for (const { storedId, attempt } of webhooks) {
        await tables
          .updateTable(TABLE)
          .set({ status: 'WAITING', leased_until: null })
          .where('id', '=', storedId)
          .where('attempt', '=', attempt)
          .where('status', '=', 'PROCESSING')
          .execute();
      }
    },
    async freeAll() {
      await tables
        .updateTable(TABLE)
        .set({ status: 'WAITING', leased_until: null })
        .where('status', '=', 'PROCESSING')
        .execute();
    },
    async prune(before) {
      const { numDeletedRows } = await tables
        .deleteFrom(TABLE)
        .where('status', 'in', ['DONE', 'DISCARDED'])
        .where('updated_at', '<', before.toISOString())
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

async function store(
  transaction: Transactional,
  webhooks: readonly ReceivedWebhook[],
): Promise<readonly ReceivedWebhook[]> {
  const rows = webhooks.map(
    (webhook): ReceivedRow => ({
      id: newId('whi'),
      source: webhook.source,
      external_id: webhook.id,
      body: webhook.body,
      headers: JSON.stringify(webhook.headers),
      status: 'WAITING',
      reason: null,
      attempt: 0,
      failures: 0,
      due_at: webhook.receivedAt,
      leased_until: null,
      received_at: webhook.receivedAt,
      updated_at: webhook.receivedAt,
    }),
  );
  const inserted = await transaction
    .withTables<ReceivedTables>()
    .insertInto(TABLE)
    .values(rows)
    .onConflict((conflict) => conflict.columns(['source', 'external_id']).doNothing())
    .returning('id')
    .execute();
  const stored = new Set(inserted.map(({ id }) => id));
  return webhooks.filter((_webhook, index) => stored.has(rows[index]?.id ?? ''));
}

function afterSetback(setback: WebhookSetback) {
  return setback.kind === 'parked'
    ? { status: 'PARKED' as const, reason: setback.reason }
    : { status: 'WAITING' as const, reason: setback.reason, due_at: setback.at.toISOString() };
}

function toWebhook(row: ReceivedRow): ClaimedReceivedWebhook {
  return {
    storedId: row.id,
    attempt: row.attempt,
    failures: row.failures,
    source: row.source,
    id: row.external_id,
    body: Buffer.from(row.body),
    headers: JSON.parse(row.headers) as Record<string, string>,
    receivedAt: row.received_at,
  };
}
