import type { Transactional } from '../kit/database/database.ts';
import { BadUserInputError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { parseText } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { defineWrite } from '../kit/write.ts';
import type { MessagingBackend } from './backend.ts';
import { addDelivery } from './deliveries.ts';
import type { SendMessageInput } from './generated/resolvers.ts';
import { parseRecipient } from './parseRecipient.ts';
import type { MessageRecord } from './records.ts';
import { messages } from './sqlMessages.ts';

const MAX_SUBJECT = 300;
const MAX_TEXT = 50_000;

/** The messages over their own tables: an outbox, which {@link startDeliveries} empties. */
export function createSqlBackend(services: SubgraphServices): MessagingBackend {
  const { queries } = services.database;
  return {
    messages: (filter, page) => messages.page(queries, { ...filter }, page),
    messagesById: (ids) => messages.byIds(queries, ids),
    messagesByCustomer: (customerIds, page) => messages.pageByParent(queries, 'customer_id', customerIds, page),
    sendMessage: defineWrite(services, 'sendMessage', sendMessage),
  };
}

async function sendMessage(
  { changes, customers }: SubgraphServices,
  transaction: Transactional,
  input: SendMessageInput,
): Promise<MessageRecord> {
  const { channel, customerId } = input;
  const recipient = parseRecipient('input.to', channel, input.to);
  const subject = input.subject == null ? null : parseSubject('input.subject', input.subject);
  const text = parseText('input.text', input.text, MAX_TEXT);
  const id = newId('msg');
  const now = new Date().toISOString();
  const message = await messages.insert(changes, transaction, {
    id,
    external_id: id,
    customer_id: customerId == null ? null : await customers.resolve(transaction, { customerId }),
    channel,
    recipient,
    subject,
    text,
    status: 'QUEUED',
    failure_code: null,
    created_at: now,
    updated_at: now,
  });
  if (channel !== 'WEBHOOK') await addDelivery(changes, transaction, { messageId: id, channel, dueAt: now });
  return message;
}

function parseSubject(field: string, value: string): string {
  const subject = parseText(field, value, MAX_SUBJECT);
  if (/[\r\n]/.test(subject)) throw new BadUserInputError(field, 'The subject must be one line.');
  return subject;
}
