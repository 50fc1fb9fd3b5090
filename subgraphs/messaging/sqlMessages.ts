import { defineSqlRecords } from '../kit/database/sqlRecords.ts';
import { messageType } from './messages.ts';
import type { MessageRecord } from './records.ts';
import type { MessagingTables } from './tables.ts';

export type MessageRow = MessagingTables['messaging_message'];

/** The messages' table. */
export const messages = defineSqlRecords<MessageRow, MessageRecord>('messaging_message', messageType, toMessage);

function toMessage(row: MessageRow): MessageRecord {
  return {
    id: row.id,
    externalId: row.external_id,
    customerId: row.customer_id,
    channel: row.channel,
    to: row.recipient,
    subject: row.subject,
    text: row.text,
    status: row.status,
    backendStatus: row.status,
    failureCode: row.failure_code,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
