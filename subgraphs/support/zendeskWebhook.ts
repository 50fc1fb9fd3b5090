import { z } from 'zod';
import type { WebhookHandler } from '../kit/contracts/webhookHandler.ts';
import { forgetTicket, learnTicket } from './zendeskHistory.ts';
import type { ZendeskSystem } from './zendeskSystem.ts';

/** https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events */
const eventShape = z.looseObject({
  type: z.string().startsWith('zen:event-type:'),
  time: z.string(),
  detail: z.looseObject({ id: z.string().regex(/^\d{1,15}$/) }),
});

const DELETED = ['zen:event-type:ticket.soft_deleted', 'zen:event-type:ticket.permanently_deleted'];

/**
 * Zendesk's webhooks of tickets. They tell that there is something to be seen; what was done, and in which order, the
 * ticket's audits tell.
 */
export function createZendeskWebhookHandler(system: ZendeskSystem): WebhookHandler {
  return {
    source: 'zendesk',
    async read({ body }, signal) {
      const parsed = eventShape.safeParse(parseJson(body));
      if (!parsed.success) {
        return { kind: 'unmappable', reason: `It is no ticket event of Zendesk: ${z.prettifyError(parsed.error)}` };
      }
      const { type, time, detail } = parsed.data;
      if (!type.startsWith('zen:event-type:ticket.')) return { kind: 'irrelevant' };
      const apply = DELETED.includes(type)
        ? forgetTicket(system, detail.id, Date.parse(time))
        : await learnTicket(system, detail.id, signal);
      return { kind: 'effect', apply };
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
