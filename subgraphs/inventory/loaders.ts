import { createGroupLoader, createKeyLoader, createPageLoader } from '../kit/loaders.ts';
import type { InventoryBackend } from './backend.ts';

/** The batched reads of one operation. */
export type InventoryLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(backend: InventoryBackend) {
  return {
    stockLevelById: createKeyLoader(
      (ids) => backend.stockLevelsById(ids),
      ({ id }) => id,
    ),
    stockLevelsBySku: createGroupLoader(
      (skus) => backend.stockLevelsBySku(skus),
      ({ sku }) => sku,
    ),
    adjustmentsByStockLevel: createPageLoader('adjustments', (stockLevelIds, page) =>
      backend.adjustmentsByStockLevel(stockLevelIds, page),
    ),
    reservationByOrder: createKeyLoader(
      (orderIds) => backend.reservationsByOrder(orderIds),
      ({ orderId }) => orderId,
    ),
  };
}
