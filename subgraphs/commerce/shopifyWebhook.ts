import type { WebhookHandler, WebhookMeaning } from '../kit/contracts/webhookHandler.ts';
import { readTopic } from '../kit/vendor/shopifyTopics.ts';
import type { VendorEffect } from '../kit/vendor/vendorFeed.ts';
import { learnOrders, learnProducts } from './shopifyLearning.ts';
import { forgetOrder, forgetVariants } from './shopifyObservations.ts';
import type { ShopifySystem } from './shopifySystem.ts';

/**
 * Shopify's webhooks of orders and products: `orders/*`, `products/*`. Each tells that there is something to be seen; what it
 * says itself may be old, and two of one second have no order.
 */
export function createShopifyWebhookHandler(system: ShopifySystem): WebhookHandler {
  return {
    source: 'shopify',
    async read(webhook, signal): Promise<WebhookMeaning> {
      const told = readTopic(webhook);
      if (typeof told === 'string') return { kind: 'unmappable', reason: told };
      const { topic, id } = told;
      const learn = LEARN[topic.split('/')[0] ?? ''];
      if (!learn) return { kind: 'irrelevant' };
      if (id === undefined) return { kind: 'unmappable', reason: `${topic} is expected to tell the record's id.` };
      return { kind: 'effect', apply: await learn(system, topic, String(id), signal) };
    },
  };
}

type Learn = (system: ShopifySystem, topic: string, externalId: string, signal: AbortSignal) => Promise<VendorEffect>;

const LEARN: Readonly<Record<string, Learn>> = {
  async orders(system, topic, externalId, signal) {
    if (topic === 'orders/delete') return (transaction) => forgetOrder(system, transaction, externalId);
    return learnOrders(system, [externalId], { signal });
  },
  async products(system, topic, externalId, signal) {
    if (topic !== 'products/delete') return learnProducts(system, [externalId], { signal });
    const { products, services } = system;
    const known = await products.externalIdsBy(services.database.queries, 'parent', [externalId]);
    const variants = known.get(externalId) ?? [];
    return (transaction) => forgetVariants(system, transaction, variants);
  },
};
