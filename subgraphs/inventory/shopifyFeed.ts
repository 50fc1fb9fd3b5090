import type { ShopifyCall } from '../kit/vendor/shopifyClient.ts';
import { readDestroyed } from '../kit/vendor/shopifyEvents.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import { readMissing } from '../kit/vendor/shopifyMissing.ts';
import type { VendorBatch, VendorEffect, VendorFeed } from '../kit/vendor/vendorFeed.ts';
import { levelsSince, readLevels } from './shopifyLevels.ts';
import { forgetLevels, observeLevel } from './shopifyObservations.ts';
import type { ReadLevel } from './shopifyRecords.ts';
import type { ShopifyStock } from './shopifySystem.ts';

/** Nobody waits for a poll. */
const PATIENCE_MS = 60_000;
const SETTLED_AT_ONCE = 20;

/**
 * How the stock follows Shopify beside its webhooks. Levels tell when they last changed, however long ago, and not by
 * what: what is polled is how they are.
 */
export function createShopifyStockFeed(stock: ShopifyStock): VendorFeed {
  const { client, levels, writes } = stock;

  async function* records(
    field: 'updated_at' | 'created_at',
    fromMs: number,
    imported: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<VendorBatch> {
    for await (const page of levelsSince(client, field, fromMs, { signal, patienceMs: PATIENCE_MS })) {
      if (page.length > 0) yield { records: page.length, apply: observing(stock, page, imported) };
    }
  }

  return {
    memoryMs: Number.MAX_SAFE_INTEGER,
    // What changed until `toMs` and again after that is found by a later poll as well.
    async *changesBetween(fromMs, _toMs, signal) {
      for await (const { apply } of records('updated_at', fromMs, false, signal)) yield apply;
      const gone = await readDestroyed(client, fromMs, { signal, patienceMs: PATIENCE_MS });
      for (const product of gone.products) yield await forgetLevelsOf(stock, product);
    },
    records: [
      {
        doubtful: levels.doubtful,
        page: levels.page,
        readNow: (externalIds, signal) => learnLevels(stock, externalIds, { signal }),
        // Of levels that went while their product stayed, there are no events.
        sweep: {
          name: 'levels',
          async forgetMissing(externalIds, signal) {
            const call = { signal, patienceMs: PATIENCE_MS };
            const missing = await readMissing(client, 'InventoryLevel', externalIds, call);
            return (transaction) => forgetLevels(stock, transaction, missing);
          },
        },
      },
    ],
    recordsSince: (sinceMs, imported, signal) => records('created_at', sinceMs, imported, signal),
    settleOverdue: (onError) => writes.settleOverdue(SETTLED_AT_ONCE, onError),
  };
}

/** Asks how levels are; those that are no more are told as deleted. */
export async function learnLevels(
  stock: ShopifyStock,
  externalIds: readonly string[],
  call: ShopifyCall,
): Promise<VendorEffect> {
  const read = await readLevels(stock.client, externalIds, call);
  const present = new Set(read.map(({ id }) => externalIdOf(id)));
  const observe = observing(stock, read, false);
  return async (transaction) => {
    await observe(transaction);
    await forgetLevels(
      stock,
      transaction,
      externalIds.filter((id) => !present.has(id)),
    );
  };
}

/** Asks how the known levels of an item are. */
export async function learnLevelsOfItem(stock: ShopifyStock, item: string, call: ShopifyCall): Promise<VendorEffect> {
  const known = await stock.levels.externalIdsBy(stock.services.database.queries, 'item', [item]);
  return learnLevels(stock, known.get(item) ?? [], call);
}

/** A product that is no more takes its levels with it. */
export async function forgetLevelsOf(stock: ShopifyStock, product: string): Promise<VendorEffect> {
  const known = await stock.levels.externalIdsBy(stock.services.database.queries, 'product', [product]);
  return (transaction) => forgetLevels(stock, transaction, known.get(product) ?? []);
}

function observing(stock: ShopifyStock, read: readonly ReadLevel[], imported: boolean): VendorEffect {
  return async (transaction) => {
    for (const level of read) await observeLevel(stock, stock.services, transaction, level, imported);
  };
}
