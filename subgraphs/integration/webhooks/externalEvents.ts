import { CloudEvent, HTTP } from 'cloudevents';
import { defineRecordType } from '../../kit/changes/recordType.ts';
import type { ReceivedWebhook, WebhookHandler } from '../../kit/contracts/webhookHandler.ts';
import { defineSqlRecords } from '../../kit/database/sqlRecords.ts';
import { newId } from '../../kit/ids.ts';
import type { SubgraphServices } from '../../kit/subgraph.ts';
import type { ExternalEventRecord } from '../records.ts';
import type { ReceivedTables } from './receivedTables.ts';

const SOURCE = 'standard';
const MAX_TEXT = 500;
/** Of what does not say what happened. */
const NO_TYPE = 'webhook';

type ExternalEventRow = ReceivedTables['sluice_external_event'];

/** What a webhook tells, before it is a record. */
type ToldEvent = Pick<ExternalEventRecord, 'type' | 'subject' | 'data' | 'occurredAt'>;

/** Events of others in the change log. */
export const externalEventType = defineRecordType<ExternalEventRecord, 'ExternalEvent'>({
  system: 'integration',
  name: 'ExternalEvent',
  fields: ['type', 'subject', 'data'],
});

/** The events' table. */
export const externalEvents = defineSqlRecords<ExternalEventRow, ExternalEventRecord>(
  'sluice_external_event',
  externalEventType,
  (row) => ({
    id: row.id,
    externalId: row.external_id,
    customerId: null,
    source: row.source,
    type: row.type,
    subject: row.subject,
    data: JSON.parse(row.data) as unknown,
    occurredAt: row.occurred_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }),
);

/** Makes an event of each webhook of `/webhooks/standard/<source>`: a CloudEvent, or what Standard Webhooks recommends. */
export function createExternalEventHandler({ changes }: SubgraphServices): WebhookHandler {
  return {
    source: SOURCE,
    async read(webhook) {
      const told = readEvent(webhook);
      if (typeof told === 'string') return { kind: 'unmappable', reason: told };
      const now = new Date().toISOString();
      const row = {
        id: newId('evt'),
        external_id: webhook.id,
        source: webhook.source.slice(SOURCE.length + 1),
        type: told.type,
        subject: told.subject,
        data: JSON.stringify(told.data ?? null),
        occurred_at: told.occurredAt,
        created_at: now,
        updated_at: now,
      };
      return {
        kind: 'effect',
        async apply(transaction) {
          await externalEvents.insertUnique(changes, transaction, row, 'source', 'external_id');
        },
      };
    },
  };
}

/** The event, or why there is none. */
function readEvent(webhook: ReceivedWebhook): ToldEvent | string {
  try {
    const told = isCloudEvent(webhook) ? readCloudEvent(webhook) : readStandardPayload(webhook);
    const tooLong = [told.type, told.subject].find(
      (text) => text !== null && (text.length > MAX_TEXT || text.includes('\0')),
    );
    return tooLong === undefined
      ? told
      : `Its type or subject is longer than ${MAX_TEXT} characters, or has NUL in it.`;
  } catch (error) {
    return `It cannot be read: ${error instanceof Error ? error.message : error}`;
  }
}

/** @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3-http-message-mapping */
function isCloudEvent({ headers }: ReceivedWebhook): boolean {
  return (
    headers['ce-specversion'] !== undefined || (headers['content-type'] ?? '').startsWith('application/cloudevents')
  );
}

function readCloudEvent({ headers, body, receivedAt }: ReceivedWebhook): ToldEvent {
  const event = HTTP.toEvent({ headers: { ...headers }, body: body.toString('utf8') });
  if (Array.isArray(event)) throw new Error('batches of CloudEvents are not taken; send each by itself.');
  // Made anew, since the SDK checks what it makes and takes what it reads.
  const { type, subject = null, data = null, data_base64: bytes } = new CloudEvent({ ...event });
  return { type, subject, data: data ?? bytes ?? null, occurredAt: isoTime(event.time) ?? receivedAt };
}

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure */
function readStandardPayload({ body, receivedAt }: ReceivedWebhook): ToldEvent {
  const payload: unknown = JSON.parse(body.toString('utf8'));
  const fields = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  const { type, timestamp, data } = fields;
  return {
    type: typeof type === 'string' && type !== '' ? type : NO_TYPE,
    subject: null,
    data: typeof type === 'string' && data !== undefined ? data : payload,
    occurredAt: isoTime(timestamp) ?? receivedAt,
  };
}

function isoTime(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined;
}
