import { recordOfType } from '../kit/changes/changedRecord.ts';
import { subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { parsePage, toConnection } from '../kit/pages.ts';
import type { Resolvers, SubscriptionStockChangedArgs } from './generated/resolvers.ts';
import type { StockLevelRecord } from './records.ts';
import { stockLevelType } from './stockLevels.ts';

const STOCK_LEVELS = 'stockLevels';

export const resolvers: Resolvers = {
  Query: {
    async stockLevel(_source, { sku, location }, { loaders }) {
      const levels = await loaders.stockLevelsBySku.load(sku);
      return levels.find((level) => level.location === location) ?? null;
    },
    async stockLevels(_source, { belowReorderPoint, ...args }, { backend }) {
      const page = parsePage(STOCK_LEVELS, args);
      return toConnection(STOCK_LEVELS, page, await backend.stockLevels(belowReorderPoint ?? null, page));
    },
    reservation: (_source, { orderId }, { loaders }) => loaders.reservationByOrder.load(orderId),
  },
  Mutation: {
    adjustStock: async (_source, { input }, { backend, caller }) => ({
      stockLevel: await backend.adjustStock(caller, input),
    }),
    setReorderPoint: async (_source, { input }, { backend, caller }) => ({
      stockLevel: await backend.setReorderPoint(caller, input),
    }),
    reserveStock: async (_source, { input }, { backend, caller }) => ({
      reservation: await backend.reserveStock(caller, input),
    }),
    releaseStock: async (_source, { input }, { backend, caller }) => ({
      reservation: await backend.releaseStock(caller, input),
    }),
  },
  Subscription: {
    stockChanged: subscribeToChanges(
      stockLevelType,
      (level: StockLevelRecord, { sku, belowReorderPoint }: Partial<SubscriptionStockChangedArgs>) =>
        (!sku || sku.includes(level.sku)) &&
        (belowReorderPoint == null || belowReorderPoint === level.belowReorderPoint),
      'stockChanged',
    ),
  },
  StockLevel: {
    __resolveReference: ({ id }, { loaders }) => loaders.stockLevelById.load(id),
    product: ({ sku }) => ({ sku }),
    adjustments: ({ id }, args, { loaders }) => loaders.adjustmentsByStockLevel.load(id, args),
  },
  Product: {
    stock: ({ sku }, _args, { loaders }) => loaders.stockLevelsBySku.load(sku),
  },
  Order: {
    reservation: ({ id }, _args, { loaders }) => loaders.reservationByOrder.load(id),
  },
  ChangedRecord: {
    stockLevel: (reference, _args, { loaders }) => recordOfType(reference, 'StockLevel', loaders.stockLevelById),
  },
};
