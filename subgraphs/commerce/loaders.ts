import { createKeyLoader, createPageLoader } from '../kit/loaders.ts';
import type { CommerceBackend } from './backend.ts';

/** The batched reads of one operation. */
export type CommerceLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(backend: CommerceBackend) {
  return {
    orderById: createKeyLoader(
      (ids) => backend.ordersById(ids),
      ({ id }) => id,
    ),
    ordersByCustomer: createPageLoader('orders', (customerIds, page) => backend.ordersByCustomer(customerIds, page)),
    productById: createKeyLoader(
      (ids) => backend.productsById(ids),
      ({ id }) => id,
    ),
    productBySku: createKeyLoader(
      (skus) => backend.productsBySku(skus),
      ({ sku }) => sku,
    ),
  };
}
