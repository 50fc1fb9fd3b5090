import { KeyedMutex } from '../kit/keyedMutex.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { CallLedger } from '../kit/vendor/callLedger.ts';
import { withHiddenFields } from '../kit/vendor/hiddenFields.ts';
import { createShadow, type Shadow } from '../kit/vendor/shadow.ts';
import { type ShopifyAccount, ShopifyClient } from '../kit/vendor/shopifyClient.ts';
import { VendorWrites } from '../kit/vendor/vendorWrites.ts';
import type { StockLevelRecord } from './records.ts';
import { ShopifyAttempts } from './shopifyAttempts.ts';
import { itemOf, type ShopifyStockLevelRecord } from './shopifyRecords.ts';
import { stockLevelType } from './stockLevels.ts';

/** What the parts of the stock over Shopify share. */
export interface ShopifyStock {
  readonly services: SubgraphServices;
  readonly client: ShopifyClient;
  readonly writes: VendorWrites;
  readonly attempts: ShopifyAttempts;
  readonly levels: Shadow<ShopifyStockLevelRecord>;
  /** Changes of one product's stock wait for each other, instead of being refused as stale. */
  readonly mutex: KeyedMutex;
}

export function createShopifyStock(services: SubgraphServices, account: ShopifyAccount): ShopifyStock {
  const { database, settings } = services;
  const { vendorDeadlineMs = 30_000, vendorTimeoutMs = 5_000 } = settings;
  const client = new ShopifyClient(account, {
    system: 'inventory',
    timeoutMs: vendorTimeoutMs,
    activity: services.vendorActivity,
  });
  const ledger = new CallLedger({ database, system: 'inventory', deadlineMs: vendorDeadlineMs });
  return {
    services,
    client,
    writes: new VendorWrites(services, ledger),
    attempts: new ShopifyAttempts(database, client),
    levels: createShadow({
      type: withHiddenFields<ShopifyStockLevelRecord, StockLevelRecord, 'StockLevel'>(stockLevelType, ['product']).type,
      references: ({ product, externalId }) => ({ product, item: itemOf(externalId) }),
    }),
    mutex: new KeyedMutex(),
  };
}
