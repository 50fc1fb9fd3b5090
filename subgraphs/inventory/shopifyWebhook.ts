import type { WebhookHandler, WebhookMeaning } from '../kit/contracts/webhookHandler.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import { readTopic } from '../kit/vendor/shopifyTopics.ts';
import { forgetLevelsOf, learnLevels, learnLevelsOfItem } from './shopifyFeed.ts';
import type { ShopifyStock } from './shopifySystem.ts';

/** Shopify's webhooks of stock: `inventory_levels/*`, and `products/delete`. Each tells that there is something to be seen. */
export function createShopifyStockWebhookHandler(stock: ShopifyStock): WebhookHandler {
  return {
    source: 'shopify',
    async read(webhook, signal): Promise<WebhookMeaning> {
      const told = readTopic(webhook);
      if (typeof told === 'string') return { kind: 'unmappable', reason: told };
      const { topic, id, gid, item } = told;
      if (topic === 'products/delete' && id !== undefined) {
        return { kind: 'effect', apply: await forgetLevelsOf(stock, String(id)) };
      }
      if (!topic.startsWith('inventory_levels/')) return { kind: 'irrelevant' };
      if (gid === undefined && item !== undefined) {
        // A place that no longer stocks an item is told by the item.
        return { kind: 'effect', apply: await learnLevelsOfItem(stock, String(item), { signal }) };
      }
      if (gid === undefined) {
        return { kind: 'unmappable', reason: `${topic} is expected to tell the level's id, or its item's.` };
      }
      return { kind: 'effect', apply: await learnLevels(stock, [externalIdOf(gid)], { signal }) };
    },
  };
}
