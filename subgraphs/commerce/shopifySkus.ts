import type { ShopifyCall } from '../kit/vendor/shopifyClient.ts';
import { readVariants, searchVariants } from './shopifyProducts.ts';
import type { ShopifyVariant } from './shopifyRecords.ts';
import type { ShopifySystem } from './shopifySystem.ts';

/**
 * The variants with these numbers, each by its own. What Sluice has seen is read by its id, since Shopify's index is seconds
 * behind; the rest is searched. Shopify lets several have one number: the oldest is the one that is meant.
 */
export async function findBySku(
  { client, products, services }: ShopifySystem,
  skus: readonly string[],
  call: ShopifyCall = {},
): Promise<ReadonlyMap<string, ShopifyVariant>> {
  const found = new Map<string, ShopifyVariant>();
  const take = (variants: readonly ShopifyVariant[]) => {
    for (const variant of variants.toSorted(byAge)) {
      if (variant.sku !== null && skus.includes(variant.sku) && !found.has(variant.sku)) {
        found.set(variant.sku, variant);
      }
    }
  };
  const known = await products.externalIdsBy(services.database.queries, 'sku', skus);
  const externalIds = [...known.values()].flat();
  if (externalIds.length > 0) take(await readVariants(client, externalIds, call));
  const missing = skus.filter((sku) => !found.has(sku));
  if (missing.length > 0) take(await searchVariants(client, missing, call));
  return found;
}

/** Ids grow with time. */
function byAge(one: ShopifyVariant, other: ShopifyVariant): number {
  return one.id.length - other.id.length || (one.id < other.id ? -1 : 1);
}
