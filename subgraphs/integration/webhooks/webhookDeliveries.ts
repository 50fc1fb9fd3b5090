import { sql } from 'kysely';
import type { Change } from '../../kit/changes/change.ts';
import { changeEventType } from '../../kit/changes/changeEvent.ts';
import { matchesChangeType } from '../../kit/changes/changeTypePattern.ts';
import type {
  ClaimedWebhook,
  WebhookDeliveries,
  WebhookFailure,
  WebhookOutcome,
} from '../../kit/contracts/webhookDeliveries.ts';
import { claimDue } from '../../kit/database/claimDue.ts';
import type { Database, Transactional } from '../../kit/database/database.ts';
import { forUpdate } from '../../kit/database/lockRow.ts';
import { newId } from '../../kit/ids.ts';
import type { WebhookEndpointRow } from './webhookEndpoints.ts';
import type { WebhookTables } from './webhookTables.ts';

type DeliveryRow = WebhookTables['sluice_webhook_delivery'];

/** Tries in a row that fail before an endpoint is said to be failing. */
const FAILURES_TO_FAILING = 5;
/** An endpoint that accepted nothing for so long, while it was tried, is disabled. */
const FAILING_MS_TO_DISABLED = 5 * 86_400_000;
/** Rows that one statement inserts: below the parameters that it may have. */
const INSERT_BATCH = 500;

const now = () => new Date().toISOString();

/** The deliveries in the integration's own tables, on either engine. */
export function createWebhookDeliveries(database: Database): WebhookDeliveries {
  const tables = database.queries.withTables<WebhookTables>();
  return {
    async position() {
      const { position } = await tables
        .selectFrom('sluice_webhook_endpoint')
        .where('status', '<>', 'DISABLED')
        .select(({ fn }) => fn.min('position').as('position'))
        .executeTakeFirstOrThrow();
      return position;
    },
    async neededAfter() {
      const waiting = await tables
        .selectFrom('sluice_webhook_delivery as delivery')
        .innerJoin('sluice_webhook_endpoint as endpoint', 'endpoint.id', 'delivery.endpoint_id')
        .where('endpoint.status', '<>', 'DISABLED')
        .where('delivery.status', 'in', ['WAITING', 'SENDING'])
        .select(({ fn }) => fn.min('delivery.change_position').as('position'))
        .executeTakeFirstOrThrow();
      const behind = await this.position();
      const needed = [behind, waiting.position === null ? null : waiting.position - 1];
      return needed.reduce((least, position) => (least === null ? position : Math.min(least, position ?? least)));
    },
    add: (changes) => database.transaction((transaction) => addDeliveries(transaction, changes)),
    async skipTo(position) {
      await tables
        .updateTable('sluice_webhook_endpoint')
        .set({ position })
        .where('status', '<>', 'DISABLED')
        .where('position', '<', position)
        .execute();
    },
    async lanes() {
      const { rows } = await sql<{ id: string; failures: number }>`
        select id, failures from sluice_webhook_endpoint as endpoint where status <> 'DISABLED' and exists (
          select 1 from sluice_webhook_delivery as work where endpoint_id = endpoint.id and ${isDue()})`.execute(
        database.queries,
      );
      return rows.map(({ id, failures }) => ({ endpointId: id, failing: failures > 0 }));
    },
    claim: (endpointId, limit, leaseMs) =>
      database.transaction((transaction) => claim(transaction, endpointId, limit, leaseMs)),
    settle: (webhook, outcome, retryAt) =>
      database.transaction((transaction) => settle(transaction, webhook, outcome, retryAt)),
    async release({ id, attempt }) {
      await tables
        .updateTable('sluice_webhook_delivery')
        .set({ status: 'WAITING', leased_until: null })
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .where('status', '=', 'SENDING')
        .execute();
    },
    async freeAll() {
      await tables
        .updateTable('sluice_webhook_delivery')
        .set({ status: 'WAITING', leased_until: null })
        .where('status', '=', 'SENDING')
        .execute();
    },
    async prune(before) {
      const { numDeletedRows } = await tables
        .deleteFrom('sluice_webhook_delivery')
        .where('status', 'in', ['DELIVERED', 'FAILED'])
        .where('updated_at', '<', before.toISOString())
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

/** Also what a process claimed that has not been heard of since. */
function isDue() {
  return sql`work.due_at <= ${now()}
    and (work.status = 'WAITING' or (work.status = 'SENDING' and work.leased_until < ${now()}))`;
}

async function addDeliveries(transaction: Transactional, changes: readonly Change[]): Promise<boolean> {
  const last = changes.at(-1);
  if (!last) return false;
  const { rows: endpoints } = await sql<WebhookEndpointRow>`
    select * from sluice_webhook_endpoint where status <> 'DISABLED' and position < ${last.position}
    order by id ${forUpdate(transaction, 'skip locked')}`.execute(transaction);
  if (endpoints.length === 0) return false;
  const tables = transaction.withTables<WebhookTables>();
  const deliveries = endpoints.flatMap((endpoint) => deliveriesOf(endpoint, changes));
  for (let start = 0; start < deliveries.length; start += INSERT_BATCH) {
    await tables
      .insertInto('sluice_webhook_delivery')
      .values(deliveries.slice(start, start + INSERT_BATCH))
      .onConflict((conflict) => conflict.columns(['endpoint_id', 'change_id']).doNothing())
      .execute();
  }
  await tables
    .updateTable('sluice_webhook_endpoint')
    .set({ position: last.position })
    .where(
      'id',
      'in',
      endpoints.map(({ id }) => id),
    )
    .execute();
  return true;
}

function deliveriesOf({ id, types, position }: WebhookEndpointRow, changes: readonly Change[]): DeliveryRow[] {
  const patterns = JSON.parse(types) as string[];
  return changes.flatMap((change) => {
    const type = changeEventType(change);
    if (change.position <= position || change.imported || !patterns.some((pattern) => matchesChangeType(pattern, type)))
      return [];
    const at = now();
    return [
      {
        id: newId('whd'),
        endpoint_id: id,
        change_position: change.position,
        change_id: change.id,
        type,
        subject: change.recordId,
        status: 'WAITING' as const,
        attempt: 0,
        failures: 0,
        due_at: at,
        leased_until: null,
        created_at: at,
        updated_at: at,
      },
    ];
  });
}

async function claim(
  transaction: Transactional,
  endpointId: string,
  limit: number,
  leaseMs: number,
): Promise<readonly ClaimedWebhook[]> {
  const tables = transaction.withTables<WebhookTables>();
  const endpoint = await tables
    .selectFrom('sluice_webhook_endpoint')
    .select(['url', 'secret', 'previous_secret', 'previous_secret_until'])
    .where('id', '=', endpointId)
    .where('status', '<>', 'DISABLED')
    .executeTakeFirst();
  if (!endpoint) return [];
  const rows = await claimDue<DeliveryRow>(transaction, {
    table: 'sluice_webhook_delivery',
    key: 'id',
    isDue: sql`endpoint_id = ${endpointId} and ${isDue()}`,
    set: sql`, status = 'SENDING', updated_at = ${now()}`,
    limit,
    leasedUntil: new Date(Date.now() + leaseMs).toISOString(),
  });
  if (rows.length === 0) return [];
  await tables
    .insertInto('sluice_webhook_attempt')
    .values(rows.map(({ id, attempt }) => ({ delivery_id: id, attempt, started_at: now() })))
    .execute();
  const { previous_secret, previous_secret_until } = endpoint;
  const isRotating = previous_secret !== null && previous_secret_until !== null && previous_secret_until > now();
  const secrets = isRotating ? [endpoint.secret, previous_secret] : [endpoint.secret];
  return rows.map((row) => ({
    id: row.id,
    url: endpoint.url,
    secrets,
    changePosition: row.change_position,
    changeId: row.change_id,
    attempt: row.attempt,
    failures: row.failures,
  }));
}

async function settle(
  transaction: Transactional,
  { id, attempt, failures }: ClaimedWebhook,
  { httpStatus, response, failure }: WebhookOutcome,
  retryAt: Date | null,
): Promise<boolean> {
  const tables = transaction.withTables<WebhookTables>();
  const row = await tables
    .updateTable('sluice_webhook_delivery')
    .set({
      status: failure ? (retryAt ? 'WAITING' : 'FAILED') : 'DELIVERED',
      leased_until: null,
      updated_at: now(),
      ...(failure && { failures: failures + 1 }),
      ...(failure && retryAt && { due_at: retryAt.toISOString() }),
    })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('status', '=', 'SENDING')
    .returning('endpoint_id')
    .executeTakeFirst();
  if (!row) return false;
  await tables
    .updateTable('sluice_webhook_attempt')
    .set({
      ended_at: now(),
      http_status: httpStatus,
      response,
      error_code: failure?.code ?? null,
      error: failure?.message ?? null,
    })
    .where('delivery_id', '=', id)
    .where('attempt', '=', attempt)
    .execute();
  await (failure ? noteFailure(transaction, row.endpoint_id, failure) : noteSuccess(transaction, row.endpoint_id));
  return true;
}

async function noteSuccess(transaction: Transactional, endpointId: string): Promise<void> {
  await sql`
    update sluice_webhook_endpoint set failures = 0, failing_since = null,
      status = case when status = 'FAILING' then 'ENABLED' else status end
    where id = ${endpointId} and failures > 0`.execute(transaction);
}

async function noteFailure(transaction: Transactional, endpointId: string, failure: WebhookFailure): Promise<void> {
  const failed = await transaction
    .withTables<WebhookTables>()
    .updateTable('sluice_webhook_endpoint')
    .set(({ eb, fn, val }) => ({
      failures: eb('failures', '+', 1),
      failing_since: fn.coalesce('failing_since', val(now())),
    }))
    .where('id', '=', endpointId)
    .where('status', '<>', 'DISABLED')
    .returning(['failures', 'failing_since'])
    .executeTakeFirst();
  if (!failed) return;
  const sinceMs = Date.parse(failed.failing_since ?? now());
  const isDead = failure.gone === true || Date.now() - sinceMs > FAILING_MS_TO_DISABLED;
  if (!isDead && failed.failures < FAILURES_TO_FAILING) return;
  const reason = failure.gone
    ? 'The endpoint answered 410 Gone.'
    : `Nothing was accepted since ${failed.failing_since}; the last failure was ${failure.code}.`;
  await transaction
    .withTables<WebhookTables>()
    .updateTable('sluice_webhook_endpoint')
    .set(isDead ? { status: 'DISABLED', disabled_reason: reason, updated_at: now() } : { status: 'FAILING' })
    .where('id', '=', endpointId)
    .execute();
}
