import { createHmac, randomUUID } from 'node:crypto';
import type { VendorClock } from '../vendorClock.ts';
import type { WebhookRetries, WebhookSender } from '../webhookSender.ts';
import {
  legacyId,
  type ShopEvent,
  type ShopifyShop,
  type ShopLevel,
  type ShopOrder,
  type ShopProduct,
  totalPrice,
} from './shopifyShop.ts';

export const API_VERSION = '2026-04';

/**
 * Eight times more within four hours, five seconds for each answer; after eight failures in a row the subscription is
 * deleted.
 *
 * @see https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks
 */
export const shopifyRetries: WebhookRetries = {
  delaysMs: [60_000, 120_000, 300_000, 600_000, 1_200_000, 2_400_000, 3_600_000, 6_000_000],
  answerTimeoutMs: 5_000,
  unsubscribeAfter: 8,
};

/**
 * Sends each event by topic, signed over the body. A delivery's id stays when it is repeated; deliveries of one event under
 * several topics have the event's id in common.
 */
export function createEventSender(
  {
    webhooks,
    clock,
    secret,
    topics,
  }: {
    readonly webhooks: WebhookSender;
    readonly clock: VendorClock;
    readonly secret: string;
    /** The topics that were subscribed to; all, while there are none. */
    readonly topics: ReadonlySet<string>;
  },
  shop: () => ShopifyShop,
) {
  return ({ topic, eventId, record }: ShopEvent) => {
    if (topics.size > 0 && !topics.has(topic.replace('/', '_').toUpperCase())) return;
    const webhookId = randomUUID();
    const body = JSON.stringify(presentRecord(shop(), topic, record));
    const triggeredAt = new Date(clock.now()).toISOString();
    webhooks.send({
      id: webhookId,
      body,
      headers: () => ({
        'x-shopify-topic': topic,
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
        'x-shopify-shop-domain': 'sluice.myshopify.com',
        'x-shopify-api-version': API_VERSION,
        'x-shopify-webhook-id': webhookId,
        'x-shopify-event-id': eventId,
        'x-shopify-triggered-at': triggeredAt,
      }),
    });
  };
}

/** Webhooks have records as the older REST API has them. */
function presentRecord(shop: ShopifyShop, topic: string, record: ShopEvent['record']): object {
  if (topic === 'products/delete' || topic === 'orders/delete') return { id: legacyId(record.id) };
  if ('lines' in record) return presentOrder(shop, record);
  if ('quantities' in record) {
    const { available, updated_at, admin_graphql_api_id, ...place } = presentLevel(record);
    return topic === 'inventory_levels/disconnect' ? place : { ...place, available, updated_at, admin_graphql_api_id };
  }
  return presentProduct(shop, record);
}

function presentOrder(shop: ShopifyShop, order: ShopOrder): object {
  const customer = shop.customers.get(order.customerId ?? '');
  return {
    id: legacyId(order.id),
    admin_graphql_api_id: order.id,
    name: order.name,
    email: order.email,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    processed_at: order.createdAt,
    cancelled_at: order.cancelledAt,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    currency: order.currency,
    financial_status: order.financialStatus.toLowerCase(),
    fulfillment_status: order.fulfilled ? 'fulfilled' : null,
    note: order.note,
    note_attributes: order.customAttributes.map(({ key, value }) => ({ name: key, value })),
    tags: order.tags.join(', '),
    total_price: totalPrice(order),
    customer: customer ? { id: legacyId(customer.id), email: customer.email } : null,
    line_items: order.lines.map(({ id, title, variantId, quantity, price }) => ({
      id: legacyId(id),
      admin_graphql_api_id: id,
      title,
      variant_id: variantId === null ? null : legacyId(variantId),
      sku: shop.variants.get(variantId ?? '')?.sku ?? null,
      quantity,
      price,
    })),
  };
}

function presentProduct(shop: ShopifyShop, product: ShopProduct): object {
  return {
    id: legacyId(product.id),
    admin_graphql_api_id: product.id,
    title: product.title,
    handle: product.handle,
    created_at: product.createdAt,
    updated_at: product.updatedAt,
    status: 'active',
    variants: shop.variantsOf(product).map((variant) => ({
      id: legacyId(variant.id),
      admin_graphql_api_id: variant.id,
      product_id: legacyId(product.id),
      inventory_item_id: legacyId(variant.inventoryItemId),
      title: 'Default Title',
      sku: variant.sku,
      price: variant.price,
      created_at: variant.createdAt,
      updated_at: variant.updatedAt,
    })),
  };
}

function presentLevel(level: ShopLevel) {
  return {
    inventory_item_id: legacyId(level.inventoryItemId),
    location_id: legacyId(level.locationId),
    available: level.quantities.available,
    updated_at: level.updatedAt,
    admin_graphql_api_id: level.id,
  };
}
