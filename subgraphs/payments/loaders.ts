import { createKeyLoader, createPageLoader } from '../kit/loaders.ts';
import type { PaymentsBackend } from './backend.ts';

/** The batched reads of one operation. */
export type PaymentsLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(backend: PaymentsBackend) {
  return {
    paymentById: createKeyLoader(
      (ids) => backend.paymentsById(ids),
      ({ id }) => id,
    ),
    invoiceById: createKeyLoader(
      (ids) => backend.invoicesById(ids),
      ({ id }) => id,
    ),
    paymentsByCustomer: createPageLoader('payments', (customerIds, page) =>
      backend.paymentsByCustomer(customerIds, page),
    ),
    latestPaymentByOrder: createKeyLoader(
      (orderIds) => backend.latestPaymentsByOrder(orderIds),
      ({ orderId }) => orderId,
    ),
    paymentsByOrder: createPageLoader('payments', (orderIds, page) => backend.paymentsByOrder(orderIds, page)),
    invoicesByCustomer: createPageLoader('invoices', (customerIds, page) =>
      backend.invoicesByCustomer(customerIds, page),
    ),
  };
}
