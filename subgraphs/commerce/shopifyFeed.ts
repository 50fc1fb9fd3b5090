import { readDestroyed } from '../kit/vendor/shopifyEvents.ts';
import { externalIdOf, since } from '../kit/vendor/shopifyIds.ts';
import { readMissing } from '../kit/vendor/shopifyMissing.ts';
import { ShopifyReadings } from '../kit/vendor/shopifyReadings.ts';
import type { VendorBatch, VendorEffect, VendorFeed } from '../kit/vendor/vendorFeed.ts';
import { learnOrders, learnProducts, learnVariants } from './shopifyLearning.ts';
import { forgetOrder, forgetVariants } from './shopifyObservations.ts';
import { searchOrderIds } from './shopifyOrders.ts';
import { searchProductIds } from './shopifyProducts.ts';
import type { ShopifySystem } from './shopifySystem.ts';

/** Nobody waits for a poll. */
const PATIENCE_MS = 60_000;
const SETTLED_AT_ONCE = 20;

/**
 * How the shop follows Shopify beside its webhooks. Shopify's orders and products tell when they last changed, however
 * long ago, and orders their history too; of products that are gone, there are events.
 */
export function createShopifyFeed(system: ShopifySystem): VendorFeed {
  const { client, services, orders, products, writes } = system;
  const { queries } = services.database;

  const readings = new ShopifyReadings();

  async function* records(
    field: 'updated_at' | 'created_at',
    fromMs: number,
    imported: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<VendorBatch> {
    const call = { signal, patienceMs: PATIENCE_MS };
    const sortKey = field === 'updated_at' ? 'UPDATED_AT' : 'CREATED_AT';
    const kinds = [
      { search: searchProductIds, learn: learnProducts },
      { search: searchOrderIds, learn: learnOrders },
    ];
    for (const { search, learn } of kinds) {
      for await (const page of search(client, since(field, fromMs), sortKey, call)) {
        const unread = imported ? page : readings.unread(page);
        if (unread.length === 0) continue;
        const readMs = Date.now();
        const ids = unread.map(({ id }) => externalIdOf(id));
        const learnt = await learn(system, ids, call, { imported });
        yield {
          records: ids.length,
          async apply(transaction) {
            await learnt(transaction);
            readings.note(unread, readMs);
          },
        };
      }
    }
  }

  return {
    memoryMs: Number.MAX_SAFE_INTEGER,
    // What changed until `toMs` and again after that is found by a later poll as well.
    async *changesBetween(fromMs, _toMs, signal) {
      const call = { signal, patienceMs: PATIENCE_MS };
      for await (const { apply } of records('updated_at', fromMs, false, signal)) yield apply;
      const gone = await readDestroyed(client, fromMs, call);
      for (const parent of gone.products) {
        const variants = (await products.externalIdsBy(queries, 'parent', [parent])).get(parent) ?? [];
        if (variants.length > 0) yield (transaction) => forgetVariants(system, transaction, variants);
      }
    },
    records: [
      {
        doubtful: orders.doubtful,
        page: orders.page,
        async readNow(externalIds, signal): Promise<VendorEffect> {
          return learnOrders(system, externalIds, { signal });
        },
        // Of orders that are gone, there are no events.
        sweep: {
          name: 'orders',
          async forgetMissing(externalIds, signal) {
            const call = { signal, patienceMs: PATIENCE_MS };
            const missing = await readMissing(client, 'Order', externalIds, call);
            return async (transaction) => {
              for (const id of missing) await forgetOrder(system, transaction, id);
            };
          },
        },
      },
      {
        doubtful: products.doubtful,
        page: products.page,
        async readNow(externalIds, signal): Promise<VendorEffect> {
          return learnVariants(system, externalIds, { signal });
        },
      },
    ],
    recordsSince: (sinceMs, imported, signal) => records('created_at', sinceMs, imported, signal),
    settleOverdue: (onError) => writes.settleOverdue(SETTLED_AT_ONCE, onError),
  };
}
