import { defineRecordType } from '../kit/changes/recordType.ts';
import type { InvoiceRecord, PaymentRecord } from './records.ts';

/** Payments in the change log. */
export const paymentType = defineRecordType<PaymentRecord, 'Payment'>({
  system: 'payments',
  name: 'Payment',
  fields: [
    'amount',
    'amountRefunded',
    'status',
    'backendStatus',
    'failureCode',
    'paymentMethod',
    'description',
    'customerId',
    'orderId',
  ],
});

/** Invoices in the change log. */
export const invoiceType = defineRecordType<InvoiceRecord, 'Invoice'>({
  system: 'payments',
  name: 'Invoice',
  fields: ['lines', 'total', 'status', 'backendStatus', 'dueAt', 'customerId', 'orderId', 'paymentId'],
});
