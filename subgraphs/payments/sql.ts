import { readPage, readPageByParent } from '../kit/database/sqlPages.ts';
import { mapSlice, type Page, type Slice } from '../kit/pages.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { write } from '../kit/write.ts';
import type { PaymentsBackend } from './backend.ts';
import type { PaymentRecord } from './records.ts';
import { type InvoiceRow, type PaymentRow, toInvoice, toPayment } from './rows.ts';
import { createInvoice, payInvoice } from './sqlInvoices.ts';
import { createPayment, refundPayment, updatePayment } from './sqlPayments.ts';
import type { PaymentsTables } from './tables.ts';

/** The payments over their own tables, where Stripe's test methods decide what becomes of a payment. */
export function createSqlBackend(services: SubgraphServices): PaymentsBackend {
  const { queries } = services.database;
  const tables = queries.withTables<PaymentsTables>();
  async function paymentsBy(
    parentColumn: 'customer_id' | 'order_id',
    parentIds: readonly string[],
    page: Page,
  ): Promise<ReadonlyMap<string, Slice<PaymentRecord>>> {
    const slices = await readPageByParent<PaymentRow>(
      queries,
      { table: 'payments_payment', parentColumn },
      parentIds,
      page,
    );
    return new Map([...slices].map(([id, slice]) => [id, mapSlice(slice, toPayment)]));
  }
  return {
    async payments(statuses, page) {
      const list = { table: 'payments_payment', where: { status: statuses } };
      return mapSlice(await readPage<PaymentRow>(queries, list, page), toPayment);
    },
    async paymentsById(ids) {
      return (await tables.selectFrom('payments_payment').selectAll().where('id', 'in', ids).execute()).map(toPayment);
    },
    paymentsByCustomer: (customerIds, page) => paymentsBy('customer_id', customerIds, page),
    paymentsByOrder: (orderIds, page) => paymentsBy('order_id', orderIds, page),
    async invoicesById(ids) {
      return (await tables.selectFrom('payments_invoice').selectAll().where('id', 'in', ids).execute()).map(toInvoice);
    },
    async invoicesByCustomer(customerIds, page) {
      const list = { table: 'payments_invoice', parentColumn: 'customer_id' };
      const slices = await readPageByParent<InvoiceRow>(queries, list, customerIds, page);
      return new Map([...slices].map(([id, slice]) => [id, mapSlice(slice, toInvoice)]));
    },
    createPayment: (caller, input) =>
      write(services, { mutation: 'createPayment', caller, input }, (transaction) =>
        createPayment(services, transaction, input),
      ),
    updatePayment: (caller, input) =>
      write(services, { mutation: 'updatePayment', caller, input }, (transaction) =>
        updatePayment(services, transaction, input),
      ),
    refundPayment: (caller, input) =>
      write(services, { mutation: 'refundPayment', caller, input }, (transaction) =>
        refundPayment(services, transaction, input),
      ),
    createInvoice: (caller, input) =>
      write(services, { mutation: 'createInvoice', caller, input }, (transaction) =>
        createInvoice(services, transaction, input),
      ),
    payInvoice: (caller, input) =>
      write(services, { mutation: 'payInvoice', caller, input }, (transaction) =>
        payInvoice(services, transaction, input),
      ),
  };
}
