/** The types of Shopify's records that Sluice names. */
type ShopifyType = 'Order' | 'Product' | 'ProductVariant' | 'InventoryLevel';

/** The global id of a record: https://shopify.dev/docs/api/usage/gids */
export function toGid(type: ShopifyType, externalId: string): string {
  return `gid://shopify/${type}/${externalId}`;
}

/** The part of a global id that tells the record from others of its type, such as `7000000012`. */
export function externalIdOf(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1);
}

/**
 * A search for records of which a field has one of these values: https://shopify.dev/docs/api/usage/search-syntax
 */
export function anyOf(field: string, values: readonly string[]): string {
  return values.map((value) => `${field}:"${value.replace(/["\\]/g, '\\$&')}"`).join(' OR ');
}

/** A search for records whose time is not before `fromMs`. Shopify's times are whole seconds. */
export function since(field: 'updated_at' | 'created_at', fromMs: number): string {
  return `${field}:>='${new Date(Math.max(0, Math.floor(fromMs / 1_000) * 1_000)).toISOString()}'`;
}
