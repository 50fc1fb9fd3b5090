import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { StockLevelRecord } from './records.ts';

/** A level as Shopify gives it: https://shopify.dev/docs/api/admin-graphql/latest/objects/InventoryLevel */
export interface ShopifyLevel {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly location: { readonly id: string; readonly name: string };
  readonly item: {
    readonly id: string;
    readonly sku: string | null;
    readonly variant: { readonly product: { readonly id: string } } | null;
  };
  readonly quantities: readonly { readonly name: string; readonly quantity: number }[];
}

/** A level as it was read, and when the reading began: Shopify's times are whole seconds. */
export interface ReadLevel extends ShopifyLevel {
  readonly readMs: number;
}

/** A stock level with the product at Shopify whose it is: when that goes, the level goes with it. */
export interface ShopifyStockLevelRecord extends StockLevelRecord {
  readonly product: string | null;
}

/** The number of the item whose level it is, by the level's external id. */
export function itemOf(externalId: string): string {
  return externalId.slice(externalId.indexOf('=') + 1);
}

/** Such as `7000000012?inventory_item_id=7000000010` of `stk_7000000012_7000000010`, which stands in no need of escapes. */
function stockLevelId(externalId: string): string {
  return `stk_${externalId.replace('?inventory_item_id=', '_')}`;
}

/** The inverse of {@link stockLevelId}; undefined when it is no level of Shopify's. */
export function externalStockLevelId(id: string): string | undefined {
  const [, level, item] = /^stk_(\d{1,19})_(\d{1,19})$/.exec(id) ?? [];
  return level === undefined ? undefined : `${level}?inventory_item_id=${item}`;
}

/**
 * A level as the graph has it; null when its product has no number. What is there and not available is set aside: Shopify
 * tells for what, the graph does not.
 */
export function toStockLevel(level: ShopifyLevel, reorderPoint: number): ShopifyStockLevelRecord | null {
  const { item, location, createdAt, updatedAt } = level;
  if (item.sku === null || item.sku.trim() === '') return null;
  const externalId = externalIdOf(level.id);
  const [onHand, available] = [quantityOf(level, 'on_hand'), quantityOf(level, 'available')];
  return {
    id: stockLevelId(externalId),
    externalId,
    customerId: null,
    sku: item.sku,
    location: location.name,
    onHand,
    reserved: onHand - available,
    available,
    reorderPoint,
    belowReorderPoint: available < reorderPoint,
    backendStatus: null,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    product: item.variant && externalIdOf(item.variant.product.id),
  };
}

/** Shopify has a level for every product in every place, pieces or not. */
export function hasPieces(level: ShopifyLevel): boolean {
  return quantityOf(level, 'on_hand') !== 0 || quantityOf(level, 'available') !== 0;
}

export function quantityOf({ quantities }: ShopifyLevel, name: 'available' | 'on_hand'): number {
  return quantities.find((quantity) => quantity.name === name)?.quantity ?? 0;
}
