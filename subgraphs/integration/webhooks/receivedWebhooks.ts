import { type Kysely, sql } from 'kysely';
import type { ClaimedReceivedWebhook, ReceivedWebhooks, WebhookSetback } from '../../kit/contracts/receivedWebhooks.ts';
import type { ReceivedWebhook } from '../../kit/contracts/webhookHandler.ts';
import { claimDue } from '../../kit/database/claimDue.ts';
import type { Database, Transactional } from '../../kit/database/database.ts';
import { pruneBefore } from '../../kit/database/pruneBefore.ts';
import { firstIdFrom, newId } from '../../kit/ids.ts';
import type { ReceivedTables } from './receivedTables.ts';

const TABLE = 'sluice_webhook_received';
const EVENTS = 'sluice_external_event';

type ReceivedRow = ReceivedTables[typeof TABLE];

/** Rows that one statement inserts. */
const MAX_ROWS = 256;

const now = () => new Date().toISOString();

/** As the index of open webhooks has it: with these words, both engines find them by it. */
const isOpen = sql`status in ('WAITING', 'PROCESSING')`;

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
        with recursive present (source) as (
          select min(source) from ${sql.table(TABLE)} where ${isOpen}
          union all
          select (select min(source) from ${sql.table(TABLE)} where ${isOpen} and source > present.source)
          from present where present.source is not null
        )
        select source from present where source is not null and exists (
          select 1 from ${sql.table(TABLE)} as work
          where work.source = present.source and ${isOpen} and ${isDue()})`.execute(database.queries);
      return rows.map(({ source }) => source);
    },
    async claim(source, limit, leaseMs) {
      const rows = await database.transaction((transaction) =>
        claimDue<ReceivedRow>(transaction, {
          table: TABLE,
          key: 'id',
          isDue: sql`source = ${source} and ${isOpen} and ${isDue()}`,
          set: sql`, status = 'PROCESSING', updated_at = ${now()}`,
          limit,
          leasedUntil: new Date(Date.now() + leaseMs).toISOString(),
        }),
      );
      return rows.map(toWebhook).sort((one, other) => (one.storedId < other.storedId ? -1 : 1));
    },
    async renew(webhooks, leaseMs) {
      await updateClaimed(tables, webhooks, { leased_until: new Date(Date.now() + leaseMs).toISOString() });
    },
    async finish(transaction, webhooks) {
      const done = { status: 'DONE', reason: null, leased_until: null, updated_at: now() } as const;
      const updated = await updateClaimed(transaction.withTables<ReceivedTables>(), webhooks, done);
      return updated === webhooks.length;
    },
    async setBack(webhook, setback) {
      await updateClaimed(tables, [webhook], {
        ...afterSetback(setback),
        failures: webhook.failures + 1,
        leased_until: null,
        updated_at: now(),
      });
    },
    async release(webhooks) {
      await updateClaimed(tables, webhooks, { status: 'WAITING', leased_until: null });
    },
    async freeAll() {
      await tables
        .updateTable(TABLE)
        .set({ status: 'WAITING', leased_until: null })
        .where('status', '=', 'PROCESSING')
        .execute();
    },
    prune: (before) =>
      pruneBefore(
        database,
        TABLE,
        firstIdFrom('whi', before),
        sql`status in ('DONE', 'DISCARDED')
        and updated_at < ${before.toISOString()}`,
      ),
    pruneEvents: (before) =>
      pruneBefore(database, EVENTS, firstIdFrom('evt', before), sql`created_at < ${before.toISOString()}`),
  };
}

/** Changes webhooks that have not been claimed anew since; resolves with how many of them that were. */
async function updateClaimed(
  tables: Kysely<ReceivedTables>,
  webhooks: readonly ClaimedReceivedWebhook[],
  fields: Partial<ReceivedRow>,
): Promise<number> {
  let updated = 0;
  for (const attempt of new Set(webhooks.map((webhook) => webhook.attempt))) {
    const ids = webhooks.filter((webhook) => webhook.attempt === attempt).map(({ storedId }) => storedId);
    const { numUpdatedRows } = await tables
      .updateTable(TABLE)
      .set(fields)
      .where('id', 'in', ids)
      .where('attempt', '=', attempt)
      .where('status', '=', 'PROCESSING')
      .executeTakeFirst();
    updated += Number(numUpdatedRows);
  }
  return updated;
}

async function store(
  transaction: Transactional,
  webhooks: readonly ReceivedWebhook[],
): Promise<readonly ReceivedWebhook[]> {
  const stored: ReceivedWebhook[] = [];
  for (const some of inPowersOfTwo(webhooks)) {
    const byId = new Map(some.map((webhook) => [newId('whi'), webhook]));
    const rows = [...byId].map(
      ([id, { source, id: externalId, body, headers, receivedAt }]) => sql`(
        ${id}, ${source}, ${externalId}, ${body}, ${JSON.stringify(headers)}, 'WAITING', 0, 0,
        ${receivedAt}, ${receivedAt}, ${receivedAt})`,
    );
    const inserted = await sql<{ id: string }>`
      insert into ${sql.table(TABLE)} (
        id, source, external_id, body, headers, status, attempt, failures, due_at, received_at, updated_at)
      values ${sql.join(rows)} on conflict (source, external_id) do nothing returning id`.execute(transaction);
    stored.push(...inserted.rows.flatMap(({ id }) => byId.get(id) ?? []));
  }
  return stored;
}

/** A statement for each number of rows would fill the memory of prepared statements; so there are few. */
function inPowersOfTwo<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let rest = items; rest.length > 0; ) {
    const size = Math.min(2 ** Math.floor(Math.log2(rest.length)), MAX_ROWS);
    parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return parts;
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
