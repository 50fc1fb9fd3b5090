import type { Transactional } from '../kit/database/database.ts';
import { SluiceError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { parseOrderId } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { CreateInvoiceInput, PayInvoiceInput } from './generated/resolvers.ts';
import { parseInvoiceLines } from './parseInvoiceLines.ts';
import type { InvoiceRecord } from './records.ts';
import { invoices, payments } from './sqlTables.ts';
import { DEFAULT_PAYMENT_METHOD } from './testPaymentMethods.ts';

export async function createInvoice(
  { changes, customers }: SubgraphServices,
  transaction: Transactional,
  input: CreateInvoiceInput,
): Promise<InvoiceRecord> {
  const lines = parseInvoiceLines(input.lines);
  const orderId = parseOrderId('input.orderId', input.orderId);
  const customerId = await customers.resolve(transaction, input);
  const now = new Date().toISOString();
  return invoices.insert(changes, transaction, {
    id: newId('inv'),
    customer_id: customerId,
    order_id: orderId,
    payment_id: null,
    total_minor: lines.reduce((sum, { amount }) => sum + amount.minor, 0),
    currency_code: lines[0]?.amount.currencyCode ?? '',
    status: 'OPEN',
    lines: JSON.stringify(lines.map(({ description, amount }) => ({ description, minor: amount.minor }))),
    due_at: input.dueAt ?? null,
    created_at: now,
    updated_at: now,
  });
}

/** Takes the payment by the default method, and marks the invoice as paid by it. */
export async function payInvoice(
  services: SubgraphServices,
  transaction: Transactional,
  input: PayInvoiceInput,
): Promise<InvoiceRecord> {
  const before = await invoices.lock(transaction, input.invoiceId);
  if (before.status !== 'OPEN') {
    throw new SluiceError(
      'INVALID_TRANSITION',
      `An invoice that is ${before.status} cannot be paid; only an open one can.`,
      {
        extensions: { from: before.status, to: 'PAID' },
      },
    );
  }
  const now = new Date().toISOString();
  const payment = await payments.insert(services.changes, transaction, {
    id: newId('pay'),
    customer_id: before.customer_id,
    order_id: before.order_id,
    amount_minor: before.total_minor,
    refunded_minor: 0,
    currency_code: before.currency_code,
    status: 'SUCCEEDED',
    failure_code: null,
    payment_method: DEFAULT_PAYMENT_METHOD,
    description: `Invoice ${before.id}`,
    created_at: now,
    updated_at: now,
  });
  return invoices.update(services.changes, transaction, before, { status: 'PAID', payment_id: payment.id });
}
