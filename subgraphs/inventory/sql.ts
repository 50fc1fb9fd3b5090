import type { SubgraphServices } from '../kit/subgraph.ts';
import { defineWrite } from '../kit/write.ts';
import type { InventoryBackend } from './backend.ts';
import { readReservations } from './reservations.ts';
import { releaseStock, reserveStock } from './sqlReservations.ts';
import { adjustments, pageOfStockLevels, readStockLevelsBySku, stockLevels } from './sqlStockLevels.ts';
import { adjustStock, setReorderPoint } from './sqlStockWrites.ts';

/** The stock over its own tables. */
export function createSqlBackend(services: SubgraphServices): InventoryBackend {
  const { queries } = services.database;
  return {
    stockLevels: (belowReorderPoint, page) => pageOfStockLevels(queries, belowReorderPoint, page),
    stockLevelsById: (ids) => stockLevels.byIds(queries, ids),
    stockLevelsBySku: (skus) => readStockLevelsBySku(queries, skus),
    adjustmentsByStockLevel: (ids, page) => adjustments.pageByParent(queries, 'stock_level_id', ids, page),
    reservationsByOrder: (orderIds) => readReservations(queries, orderIds),
    adjustStock: defineWrite(services, 'adjustStock', adjustStock),
    setReorderPoint: defineWrite(services, 'setReorderPoint', setReorderPoint),
    reserveStock: defineWrite(services, 'reserveStock', reserveStock),
    releaseStock: defineWrite(services, 'releaseStock', releaseStock),
  };
}
