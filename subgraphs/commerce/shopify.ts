import { mapSlice, type Slice, sliceOf } from '../kit/pages.ts';
import type { SubgraphServices, SubgraphSettings } from '../kit/subgraph.ts';
import { askShop } from '../kit/vendor/shopifyClient.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { OpenVendor } from '../kit/vendor/vendorFeed.ts';
import type { CommerceBackend } from './backend.ts';
import type { OrderRecord, ProductRecord } from './records.ts';
import { createShopifyFeed } from './shopifyFeed.ts';
import { defineCancelOrder, defineUpdateOrderStatus } from './shopifyOrderSteps.ts';
import { readOrders, searchOrders } from './shopifyOrders.ts';
import { definePlaceOrder } from './shopifyPlaceOrder.ts';
import { listVariants, readVariants } from './shopifyProducts.ts';
import { defineCreateProduct, defineUpdateProduct } from './shopifyProductWrites.ts';
import {
  externalOrderId,
  externalProductId,
  type ShopifyOrder,
  type ShopifyVariant,
  toOrder,
  toProduct,
} from './shopifyRecords.ts';
import { findBySku } from './shopifySkus.ts';
import { createShopifySystem, type ShopifySystem } from './shopifySystem.ts';
import { createShopifyWebhookHandler } from './shopifyWebhook.ts';

/** Puts Shopify behind the shop, when the settings say so. */
export function openShopify(services: SubgraphServices): OpenVendor<CommerceBackend> | undefined {
  const account = services.settings.vendors?.commerce;
  if (!account) return undefined;
  const system = createShopifySystem(services, account);
  return {
    vendor: 'shopify',
    backend: createShopifyBackend(system),
    feed: createShopifyFeed(system),
    webhookHandlers: [createShopifyWebhookHandler(system)],
  };
}

/** Asks which shop it is. */
export function askShopify(settings: SubgraphSettings, signal: AbortSignal): Promise<string> | undefined {
  const account = settings.vendors?.commerce;
  return account && askShop(account, { system: 'commerce', timeoutMs: settings.vendorTimeoutMs ?? 5_000 }, signal);
}

/** The shop over Shopify's Admin API: what is asked for by id is read together, lists are searches. */
function createShopifyBackend(system: ShopifySystem): CommerceBackend {
  const { client, orders, services } = system;
  const { queries } = services.database;

  async function ordersByExternalId(externalIds: readonly string[]): Promise<readonly OrderRecord[]> {
    return externalIds.length === 0 ? [] : toOrders(system, await readOrders(client, externalIds));
  }

  return {
    async orders(statuses, page) {
      const slice = await searchOrders(client, statuses, page);
      const records = await toOrders(
        system,
        slice.items.map(({ node }) => node),
      );
      return { ...slice, items: slice.items.map(({ mark }, index) => ({ mark, node: records[index] as OrderRecord })) };
    },
    ordersById: (ids) => ordersByExternalId(ids.flatMap((id) => externalOrderId(id) ?? [])),
    async ordersByCustomer(customerIds, page) {
      // Shopify lists the orders of one customer at a time; which they are, the shadow knows of all.
      const byCustomer = await orders.externalIdsBy(queries, 'customer', customerIds);
      const pages = new Map(
        customerIds.map((id): [string, Slice<{ readonly id: string }>] => {
          const newestFirst = (byCustomer.get(id) ?? []).toSorted((a, b) => Number(b) - Number(a));
          return [
            id,
            sliceOf(
              newestFirst.map((order) => ({ id: order })),
              page,
            ),
          ];
        }),
      );
      const wanted = [...pages.values()].flatMap(({ items }) => items.map(({ node }) => node.id));
      const records = new Map((await ordersByExternalId(wanted)).map((order) => [order.externalId, order]));
      return new Map(
        [...pages].map(([id, slice]) => [
          id,
          {
            ...slice,
            items: slice.items.flatMap(({ node, mark }) => {
              const order = records.get(node.id);
              return order ? [{ node: order, mark }] : [];
            }),
          },
        ]),
      );
    },
    async products(page) {
      const slice = await listVariants(client, page);
      const currency = await system.currency();
      return { ...slice, ...mapSlice(slice, (variant) => toProduct(variant, currency) as ProductRecord) };
    },
    async productsById(ids) {
      const externalIds = ids.flatMap((id) => externalProductId(id) ?? []);
      return externalIds.length === 0 ? [] : toProducts(system, await readVariants(client, externalIds));
    },
    productsBySku: async (skus) => toProducts(system, [...(await findBySku(system, skus)).values()]),
    createProduct: defineCreateProduct(system),
    updateProduct: defineUpdateProduct(system),
    placeOrder: definePlaceOrder(system),
    updateOrderStatus: defineUpdateOrderStatus(system),
    cancelOrder: defineCancelOrder(system),
  };
}

/** As Shopify has them now, with what only Sluice knows: whose they are. */
async function toOrders(
  { orders, services }: ShopifySystem,
  found: readonly ShopifyOrder[],
): Promise<readonly OrderRecord[]> {
  const { customers, database } = services;
  const buyers = found.flatMap(({ customer }) => (customer ? [externalIdOf(customer.id)] : []));
  const [linked, known] = await Promise.all([
    customers.customersOf(database.queries, 'commerce', [...new Set(buyers)]),
    orders.known(
      database.queries,
      found.map(({ id }) => externalIdOf(id)),
    ),
  ]);
  return found.map((order) => {
    const before = known.get(externalIdOf(order.id));
    const buyer = order.customer && linked.get(externalIdOf(order.customer.id));
    const record = toOrder(order, buyer ?? before?.customerId ?? null);
    return { ...record, updatedAt: before?.updatedAt ?? record.updatedAt };
  });
}

async function toProducts(
  { currency, products, services }: ShopifySystem,
  variants: readonly ShopifyVariant[],
): Promise<readonly ProductRecord[]> {
  if (variants.length === 0) return [];
  const code = await currency();
  const known = await products.known(
    services.database.queries,
    variants.map(({ id }) => externalIdOf(id)),
  );
  return variants.flatMap((variant) => {
    const product = toProduct(variant, code);
    if (!product) return [];
    return [{ ...product, updatedAt: known.get(product.externalId)?.updatedAt ?? product.updatedAt }];
  });
}
