import type { Queries, Transactional } from '../../kit/database/database.ts';
import { lockRow } from '../../kit/database/lockRow.ts';
import { defineSqlTable } from '../../kit/database/sqlTable.ts';
import { NotFoundError, SluiceError } from '../../kit/errors.ts';
import type { SubgraphServices } from '../../kit/subgraph.ts';
import type { RedeliverWebhookInput } from '../generated/resolvers.ts';
import type { WebhookAttemptRecord, WebhookDeliveryRecord } from '../records.ts';
import type { WebhookTables } from './webhookTables.ts';

const TABLE = 'sluice_webhook_delivery';

type DeliveryRow = WebhookTables[typeof TABLE];

/** The deliveries' table. */
export const webhookDeliveries = defineSqlTable<DeliveryRow, WebhookDeliveryRecord>(TABLE, toDelivery);

/** The tries of these deliveries, of each oldest first. */
export async function readAttempts(
  queries: Queries,
  deliveryIds: readonly string[],
): Promise<readonly WebhookAttemptRecord[]> {
  const rows = await queries
    .withTables<WebhookTables>()
    .selectFrom('sluice_webhook_attempt')
    .selectAll()
    .where('delivery_id', 'in', deliveryIds)
    .orderBy('delivery_id')
    .orderBy('attempt')
    .execute();
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    number: row.attempt,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    httpStatus: row.http_status,
    errorCode: row.error_code,
    error: row.error,
    response: row.response,
  }));
}

/** Begins the schedule anew, whatever became of the delivery before. */
export async function redeliverWebhook(
  _services: SubgraphServices,
  transaction: Transactional,
  { id }: RedeliverWebhookInput,
): Promise<WebhookDeliveryRecord> {
  const row = await lockRow<DeliveryRow>(transaction, TABLE, id);
  if (!row) throw new NotFoundError('WebhookDelivery', id);
  if (row.status === 'SENDING') {
    throw new SluiceError('INVALID_TRANSITION', `The delivery ${id} is on its way. Wait for what becomes of it.`);
  }
  const now = new Date().toISOString();
  const changed = { status: 'WAITING' as const, failures: 0, due_at: now, updated_at: now };
  await transaction.withTables<WebhookTables>().updateTable(TABLE).set(changed).where('id', '=', id).execute();
  return toDelivery({ ...row, ...changed });
}

function toDelivery(row: DeliveryRow): WebhookDeliveryRecord {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    changeId: row.change_id,
    type: row.type,
    subject: row.subject,
    status: row.status,
    nextAttemptAt: row.status === 'WAITING' ? row.due_at : null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
