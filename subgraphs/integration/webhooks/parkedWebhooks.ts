import type { Queries, Transactional } from '../../kit/database/database.ts';
import { lockRow } from '../../kit/database/lockRow.ts';
import { readPage } from '../../kit/database/sqlPages.ts';
import { NotFoundError, SluiceError } from '../../kit/errors.ts';
import { mapSlice, type Page, type Slice } from '../../kit/pages.ts';
import type { SubgraphServices } from '../../kit/subgraph.ts';
import type { ParkedWebhookRecord } from '../records.ts';
import type { ReceivedTables } from './receivedTables.ts';

const TABLE = 'sluice_webhook_received';

type ReceivedRow = ReceivedTables[typeof TABLE];

/** One page of the parked webhooks, newest first. */
export async function readParkedWebhooks(
  queries: Queries,
  source: readonly string[] | null,
  page: Page,
): Promise<Slice<ParkedWebhookRecord>> {
  return mapSlice(
    await readPage<ReceivedRow>(queries, { table: TABLE, where: { source, status: 'PARKED' } }, page),
    toParked,
  );
}

/** Has a parked webhook processed again, from its first try on. */
export function retryParkedWebhook(
  _services: SubgraphServices,
  transaction: Transactional,
  { id }: { readonly id: string },
): Promise<{ readonly id: string }> {
  const now = new Date().toISOString();
  return takeParked(transaction, id, { status: 'WAITING', failures: 0, due_at: now });
}

/** Puts a parked webhook away. */
export function discardParkedWebhook(
  _services: SubgraphServices,
  transaction: Transactional,
  { id }: { readonly id: string },
): Promise<{ readonly id: string }> {
  return takeParked(transaction, id, { status: 'DISCARDED' });
}

async function takeParked(
  transaction: Transactional,
  id: string,
  fields: Partial<ReceivedRow>,
): Promise<{ readonly id: string }> {
  const row = await lockRow<ReceivedRow>(transaction, TABLE, id);
  if (!row) throw new NotFoundError('ParkedWebhook', id);
  if (row.status !== 'PARKED') {
    throw new SluiceError('INVALID_TRANSITION', `The webhook ${id} is not parked (any more).`);
  }
  await transaction
    .withTables<ReceivedTables>()
    .updateTable(TABLE)
    .set({ ...fields, updated_at: new Date().toISOString() })
    .where('id', '=', id)
    .execute();
  return { id };
}

function toParked(row: ReceivedRow): ParkedWebhookRecord {
  return {
    id: row.id,
    source: row.source,
    externalId: row.external_id,
    reason: row.reason ?? '',
    body: Buffer.from(row.body).toString('utf8'),
    failures: row.failures,
    receivedAt: row.received_at,
  };
}
