import type Stripe from 'stripe';
import { z } from 'zod';
import type { WebhookHandler } from '../kit/contracts/webhookHandler.ts';
import { meaningOf } from './stripeEvents.ts';
import type { StripeSystem } from './stripeSystem.ts';

/** What an event must have to be looked at: https://docs.stripe.com/api/events/object */
const eventShape = z.looseObject({
  id: z.string(),
  object: z.literal('event'),
  type: z.string(),
  created: z.number(),
  livemode: z.boolean(),
  data: z.looseObject({ object: z.looseObject({ object: z.string() }) }),
});

/** Stripe's webhooks. The endpoint is to be registered with the API version of the SDK. */
export function createStripeWebhookHandler(system: StripeSystem): WebhookHandler {
  return {
    source: 'stripe',
    async read({ body }, signal) {
      const parsed = eventShape.safeParse(parseJson(body));
      if (!parsed.success)
        return { kind: 'unmappable', reason: `It is no event of Stripe: ${z.prettifyError(parsed.error)}` };
      return meaningOf(system, parsed.data as unknown as Stripe.Event, signal);
    },
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // the shape is what tells
  }
}
