import { defineSqlRecords } from '../kit/database/sqlRecords.ts';
import type { InvoiceRecord, PaymentRecord } from './records.ts';
import { invoiceType, paymentType } from './recordTypes.ts';
import type { PaymentsTables } from './tables.ts';

export type PaymentRow = PaymentsTables['payments_payment'];
export type InvoiceRow = PaymentsTables['payments_invoice'];

/** The payments' table. */
export const payments = defineSqlRecords<PaymentRow, PaymentRecord>('payments_payment', paymentType, toPayment);

/** The invoices' table. */
export const invoices = defineSqlRecords<InvoiceRow, InvoiceRecord>('payments_invoice', invoiceType, toInvoice);

function toPayment(row: PaymentRow): PaymentRecord {
  const currencyCode = row.currency_code;
  return {
    id: row.id,
    externalId: row.id,
    customerId: row.customer_id,
    orderId: row.order_id,
    amount: { minor: row.amount_minor, currencyCode },
    amountRefunded: { minor: row.refunded_minor, currencyCode },
    status: row.status,
    backendStatus: row.status,
    failureCode: row.failure_code,
    paymentMethod: row.payment_method,
    description: row.description,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toInvoice(row: InvoiceRow): InvoiceRecord {
  const currencyCode = row.currency_code;
  const lines = JSON.parse(row.lines) as { description: string; minor: number }[];
  return {
    id: row.id,
    externalId: row.id,
    customerId: row.customer_id,
    orderId: row.order_id,
    paymentId: row.payment_id,
    lines: lines.map(({ description, minor }) => ({ description, amount: { minor, currencyCode } })),
    total: { minor: row.total_minor, currencyCode },
    status: row.status,
    backendStatus: row.status,
    dueAt: row.due_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
