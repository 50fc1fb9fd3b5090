import type { SubgraphServices } from '../kit/subgraph.ts';
import { defineWrite } from '../kit/write.ts';
import type { PaymentsBackend } from './backend.ts';
import { createInvoice, payInvoice } from './sqlInvoices.ts';
import { createPayment, refundPayment, updatePayment } from './sqlPayments.ts';
import { invoices, payments } from './sqlTables.ts';

/** The payments over their own tables, where Stripe's test methods decide what becomes of a payment. */
export function createSqlBackend(services: SubgraphServices): PaymentsBackend {
  const { queries } = services.database;
  return {
    payments: (statuses, page) => payments.page(queries, { status: statuses }, page),
    paymentsById: (ids) => payments.byIds(queries, ids),
    paymentsByCustomer: (customerIds, page) => payments.pageByParent(queries, 'customer_id', customerIds, page),
    paymentsByOrder: (orderIds, page) => payments.pageByParent(queries, 'order_id', orderIds, page),
    async latestPaymentsByOrder(orderIds) {
      const slices = await payments.pageByParent(queries, 'order_id', orderIds, { limit: 1, after: null });
      return [...slices.values()].flatMap(({ items }) => items.map(({ node }) => node));
    },
    invoicesById: (ids) => invoices.byIds(queries, ids),
    invoicesByCustomer: (customerIds, page) => invoices.pageByParent(queries, 'customer_id', customerIds, page),
    createPayment: defineWrite(services, 'createPayment', createPayment),
    updatePayment: defineWrite(services, 'updatePayment', updatePayment),
    refundPayment: defineWrite(services, 'refundPayment', refundPayment),
    createInvoice: defineWrite(services, 'createInvoice', createInvoice),
    payInvoice: defineWrite(services, 'payInvoice', payInvoice),
  };
}
