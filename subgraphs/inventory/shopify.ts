import { sql } from 'kysely';
import { readPage } from '../kit/database/sqlPages.ts';
import type { SubgraphServices, SubgraphSettings } from '../kit/subgraph.ts';
import { askShop } from '../kit/vendor/shopifyClient.ts';
import type { OpenVendor } from '../kit/vendor/vendorFeed.ts';
import type { InventoryBackend } from './backend.ts';
import { readReservations } from './reservations.ts';
import { defineAdjustStock, defineSetReorderPoint } from './shopifyAdjustStock.ts';
import { createShopifyStockFeed } from './shopifyFeed.ts';
import { readLevels, searchLevels } from './shopifyLevels.ts';
import { externalIdsOf, toStockLevels } from './shopifyObservations.ts';
import { defineReleaseStock, defineReserveStock } from './shopifyReservations.ts';
import { createShopifyStock, type ShopifyStock } from './shopifySystem.ts';
import { createShopifyStockWebhookHandler } from './shopifyWebhook.ts';
import { adjustments } from './sqlStockLevels.ts';
import type { InventoryTables } from './tables.ts';

/** Puts Shopify's inventory behind the stock, when the settings say so. */
export function openShopify(services: SubgraphServices): OpenVendor<InventoryBackend> | undefined {
  const account = services.settings.vendors?.inventory;
  if (!account) return undefined;
  const stock = createShopifyStock(services, account);
  return {
    vendor: 'shopify',
    backend: createShopifyBackend(stock),
    feed: createShopifyStockFeed(stock),
    webhookHandlers: [createShopifyStockWebhookHandler(stock)],
  };
}

/** Asks which shop's stock it is. */
export function askShopify(settings: SubgraphSettings, signal: AbortSignal): Promise<string> | undefined {
  const account = settings.vendors?.inventory;
  return account && askShop(account, { system: 'inventory', timeoutMs: settings.vendorTimeoutMs ?? 5_000 }, signal);
}

/** The stock over Shopify's inventory levels, with what Shopify has nothing of in tables of ours. */
function createShopifyBackend(stock: ShopifyStock): InventoryBackend {
  const { client, services } = stock;
  const { queries } = services.database;
  type Row = InventoryTables['inventory_shopify_level'];
  return {
    async stockLevels(belowReorderPoint, page) {
      // Shopify lists the levels of one place or product; which there are, and which are below, is noted as they are seen.
      const below = belowReorderPoint === null ? undefined : sql`is_below = ${belowReorderPoint ? 1 : 0}`;
      const slice = await readPage<Row>(queries, { table: 'inventory_shopify_level', condition: below }, page);
      const externalIds = slice.items.map(({ node }) => node.external_id);
      const levels = new Map(
        (await toStockLevels(stock, await readLevels(client, externalIds))).map((level) => [level.externalId, level]),
      );
      const items = slice.items.flatMap(({ node: { external_id }, mark }) => {
        const node = levels.get(external_id);
        const fits = node && (belowReorderPoint === null || node.belowReorderPoint === belowReorderPoint);
        return fits ? [{ node, mark }] : [];
      });
      return { items, hasNextPage: slice.hasNextPage, endMark: slice.items.at(-1)?.mark };
    },
    stockLevelsById: async (ids) => toStockLevels(stock, await readLevels(client, externalIdsOf(ids))),
    async stockLevelsBySku(skus) {
      const levels = await toStockLevels(stock, await searchLevels(client, skus));
      return levels.toSorted((one, other) => (one.location < other.location ? -1 : 1));
    },
    // Those that were made here: Shopify does not say by what pieces came and went.
    adjustmentsByStockLevel: (ids, page) => adjustments.pageByParent(queries, 'stock_level_id', ids, page),
    reservationsByOrder: (orderIds) => readReservations(queries, orderIds),
    adjustStock: defineAdjustStock(stock),
    setReorderPoint: defineSetReorderPoint(stock),
    reserveStock: defineReserveStock(stock),
    releaseStock: defineReleaseStock(stock),
  };
}
