import type { ShopifyCall } from '../kit/vendor/shopifyClient.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { VendorEffect } from '../kit/vendor/vendorFeed.ts';
import { forgetOrder, forgetVariants, observeOrder, observeVariant } from './shopifyObservations.ts';
import { readHistories } from './shopifyOrders.ts';
import { readVariants, readVariantsOf } from './shopifyProducts.ts';
import type { ShopifyVariant } from './shopifyRecords.ts';
import type { ShopifySystem } from './shopifySystem.ts';

interface Learning {
  /** It is history. @default false */
  readonly imported?: boolean;
}

/** Asks how orders are and how they came to be so; those that are no more are told as deleted. */
export async function learnOrders(
  system: ShopifySystem,
  externalIds: readonly string[],
  call: ShopifyCall,
  { imported = false }: Learning = {},
): Promise<VendorEffect> {
  const orders = await readHistories(system.client, externalIds, call);
  const found = new Set(orders.map(({ id }) => externalIdOf(id)));
  return async (transaction) => {
    for (const order of orders) await observeOrder(system, system.services, transaction, order, imported);
    for (const id of externalIds) if (!found.has(id)) await forgetOrder(system, transaction, id);
  };
}

/** Asks how products are, each with all its variants; variants that are no more are told as deleted. */
export async function learnProducts(
  system: ShopifySystem,
  externalIds: readonly string[],
  call: ShopifyCall,
  learning: Learning = {},
): Promise<VendorEffect> {
  const { client, products, services } = system;
  const readMs = Date.now();
  const variants = await readVariantsOf(client, externalIds, call);
  const known = await products.externalIdsBy(services.database.queries, 'parent', externalIds);
  const present = new Set(variants.map(({ id }) => externalIdOf(id)));
  const gone = [...known.values()].flat().filter((id) => !present.has(id));
  return observing(system, variants, gone, readMs, learning, await system.currency(call.signal));
}

/** Asks how variants are; those that are no more are told as deleted. */
export async function learnVariants(
  system: ShopifySystem,
  externalIds: readonly string[],
  call: ShopifyCall,
): Promise<VendorEffect> {
  const readMs = Date.now();
  const variants = await readVariants(system.client, externalIds, call);
  const present = new Set(variants.map(({ id }) => externalIdOf(id)));
  const gone = externalIds.filter((id) => !present.has(id));
  return observing(system, variants, gone, readMs, {}, await system.currency(call.signal));
}

function observing(
  system: ShopifySystem,
  variants: readonly ShopifyVariant[],
  gone: readonly string[],
  readMs: number,
  { imported = false }: Learning,
  currency: string,
): VendorEffect {
  return async (transaction) => {
    for (const variant of variants) {
      await observeVariant(system, system.services, transaction, { variant, readMs, currency }, imported);
    }
    await forgetVariants(system, transaction, gone);
  };
}
