import { z } from 'zod';
import type { ReceivedWebhook } from '../contracts/webhookHandler.ts';

/** What Sluice reads of a webhook's body, which has records as the older REST API has them. */
const bodyShape = z.looseObject({
  id: z.number().optional(),
  admin_graphql_api_id: z.string().optional(),
  inventory_item_id: z.number().optional(),
});

/** What a webhook of Shopify's is about; a text says why that cannot be known. */
export type ShopifyTopic =
  | {
      readonly topic: string;
      readonly id: number | undefined;
      readonly gid: string | undefined;
      /** Whose stock it is about, where it is about stock. */
      readonly item: number | undefined;
    }
  | string;

/** Reads the topic, which the body does not tell, and the record's id. The rest is asked for: it may be old. */
export function readTopic({ body, headers }: ReceivedWebhook): ShopifyTopic {
  const topic = headers['x-shopify-topic'];
  if (topic === undefined) return 'It has no header X-Shopify-Topic, which tells what it is about.';
  const parsed = bodyShape.safeParse(parseJson(body));
  if (!parsed.success) return `It is no record of Shopify's: ${z.prettifyError(parsed.error)}`;
  const { id, admin_graphql_api_id: gid, inventory_item_id: item } = parsed.data;
  return { topic, id, gid, item };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // the shape is what tells
  }
}
