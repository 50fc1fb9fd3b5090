import type { Transactional } from '../kit/database/database.ts';
import { type DemoCustomer, demoCustomers } from '../kit/seed/demoCustomers.ts';
import { insertRows } from '../kit/seed/insertRows.ts';
import { seedId } from '../kit/seed/seedId.ts';
import type { MessageRow } from './sqlMessages.ts';
import type { MessagingTables } from './tables.ts';

const DAY_MS = 86_400_000;
const EMAILS = [
  ['Welcome', 'Good to have you with us. Your account is ready.'],
  ['Your receipt', 'We have received your payment. Thank you.'],
  ['Your order is on its way', 'It should be with you within three days.'],
] as const;

/** Up to three e-mails to every demo customer, all sent long ago, and a word to the team for every tenth. */
export async function seed(transaction: Transactional): Promise<void> {
  const messages = demoCustomers().flatMap((customer, index) => [
    ...EMAILS.slice(0, index % 4).map(([subject, text], step) => demoEmail(customer, index, step, subject, text)),
    ...(index % 10 === 0 ? [demoSlackMessage(customer, index)] : []),
  ]);
  await insertRows<MessagingTables, 'messaging_message'>(transaction, 'messaging_message', messages);
}

function demoEmail(customer: DemoCustomer, index: number, step: number, subject: string, text: string): MessageRow {
  const message = demoMessage(customer, index * 4 + step, step * 9 * DAY_MS);
  const external_id = `<${message.id}@sluice.example>`;
  return { ...message, external_id, channel: 'EMAIL', recipient: customer.email, subject, text, status: 'SENT' };
}

function demoSlackMessage(customer: DemoCustomer, index: number): MessageRow {
  const text = `${customer.name} has become a customer.`;
  return { ...demoMessage(customer, index * 4 + 3, DAY_MS), channel: 'SLACK', recipient: '#sales', text };
}

function demoMessage(customer: DemoCustomer, index: number, afterMs: number) {
  const atMs = Date.parse(customer.createdAt) + afterMs;
  const at = new Date(atMs).toISOString();
  const id = seedId('msg', atMs, index);
  return {
    id,
    external_id: id,
    customer_id: customer.id,
    subject: null,
    status: 'QUEUED' as const,
    failure_code: null,
    created_at: at,
    updated_at: at,
  };
}
