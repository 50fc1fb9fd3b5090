import { toGid } from '../kit/vendor/shopifyIds.ts';
import type { ShopifyStock } from './shopifySystem.ts';

const COMMITTED = `query CommittedStock($id: ID!) {
  order(id: $id) {
    metafield(namespace: "sluice", key: "call") { value }
    fulfillmentOrders(first: 10) { nodes {
      assignedLocation { name location { name } } lineItems(first: 20) { nodes { sku } }
    } }
  }
}`;

interface FulfillmentOrder {
  readonly assignedLocation: { readonly name: string; readonly location: { readonly name: string } | null };
  readonly lineItems: { readonly nodes: readonly { readonly sku: string | null }[] };
}

/**
 * Where Shopify has committed the stock of an order, when it has: it does so for every order that is placed in the shop,
 * and Sluice has those that it places claim nothing. Undefined of orders that are not the shop's.
 */
export async function committedPlaces(
  { client, services }: ShopifyStock,
  orderId: string,
  signal: AbortSignal,
): Promise<{ of(sku: string): string } | undefined> {
  const externalId = services.settings.vendors?.commerce ? /^ord_(\d{1,19})$/.exec(orderId)?.[1] : undefined;
  if (externalId === undefined) return undefined;
  type Answer = { order: { metafield: object | null; fulfillmentOrders: { nodes: FulfillmentOrder[] } } | null };
  const { order } = await client.ask<Answer>(COMMITTED, { id: toGid('Order', externalId) }, { signal });
  if (!order || order.metafield !== null) return undefined;
  const places = order.fulfillmentOrders.nodes.map(({ assignedLocation, lineItems }) => ({
    name: assignedLocation.location?.name ?? assignedLocation.name,
    skus: lineItems.nodes.map(({ sku }) => sku),
  }));
  return { of: (sku) => (places.find(({ skus }) => skus.includes(sku)) ?? places[0])?.name ?? '' };
}
