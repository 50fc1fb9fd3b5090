import { z } from 'zod';
import type { WebhookHandler } from '../kit/contracts/webhookHandler.ts';

const MAX_TYPE = 100;

/** @see https://docs.slack.dev/apis/events-api/#event-type-structure */
const eventShape = z.looseObject({
  type: z.literal('event_callback'),
  event: z.looseObject({ type: z.string(), user: z.string().optional() }),
  /** For whom the app is told of it: where the app is a bot's, that is the user that its own messages are by. */
  authorizations: z.array(z.looseObject({ user_id: z.string().nullish(), is_bot: z.boolean() })).default([]),
});

/**
 * Slack's events. Messages of the graph go out, and none come in, so that what others write is parked: whoever has the app
 * subscribe to events sees that nothing is done with them, and loses none. What we posted ourselves is no news.
 */
export function createSlackWebhookHandler(): WebhookHandler {
  return {
    source: 'slack',
    async read({ body }) {
      const parsed = eventShape.safeParse(parseJson(body));
      if (!parsed.success)
        return { kind: 'unmappable', reason: `It is no event of Slack: ${z.prettifyError(parsed.error)}` };
      const { event, authorizations } = parsed.data;
      if (event.user !== undefined && authorizations.some((us) => us.is_bot && us.user_id === event.user))
        return { kind: 'irrelevant' };
      const type = JSON.stringify(event.type.slice(0, MAX_TYPE));
      return {
        kind: 'unmappable',
        reason: `Slack told of a ${type}, and messaging records only messages that go out.`,
      };
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
