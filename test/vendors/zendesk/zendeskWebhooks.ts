import { createHmac, randomUUID } from 'node:crypto';
import type { VendorClock } from '../vendorClock.ts';
import type { WebhookRetries, WebhookSender } from '../webhookSender.ts';
import type { ZendeskEvent } from './zendeskAccount.ts';

const ACCOUNT_ID = 12_514_403;
const WEBHOOK_ID = '01HZENDESKWEBHOOKEMULATED0';

/**
 * Up to three times more after a 409, a 429 or a 503, and after no answer within 12 s; not after any other status.
 *
 * @see https://developer.zendesk.com/api-reference/webhooks/introduction/#webhook-retries
 */
export const zendeskRetries: WebhookRetries = {
  delaysMs: [10_000, 20_000, 40_000],
  answerTimeoutMs: 12_000,
  repeats: (status) => [0, 409, 429, 503].includes(status),
};

/**
 * Sends each event in a webhook of its own, signed over time and body. The invocation's id stays when it is repeated.
 *
 * @see https://developer.zendesk.com/documentation/webhooks/verifying/
 */
export function createEventSender(webhooks: WebhookSender, clock: VendorClock, signingSecret: string) {
  return ({ type, event, ticket, actorId, sequence, position }: ZendeskEvent) => {
    const invocationId = randomUUID();
    const body = JSON.stringify({
      account_id: ACCOUNT_ID,
      id: randomUUID(),
      type: `zen:event-type:ticket.${type}`,
      time: new Date(clock.now()).toISOString(),
      zendesk_event_version: '2022-11-06',
      subject: `zen:ticket:${ticket.id}`,
      detail: {
        id: String(ticket.id),
        actor_id: String(actorId),
        assignee_id: ticket.assigneeId === null ? null : String(ticket.assigneeId),
        requester_id: String(ticket.requesterId),
        submitter_id: String(ticket.requesterId),
        external_id: ticket.externalId,
        subject: ticket.subject,
        description: ticket.description,
        status: ticket.status.toUpperCase(),
        priority: ticket.priority?.toUpperCase() ?? null,
        tags: ticket.tags,
        is_public: true,
        created_at: ticket.createdAt,
        updated_at: ticket.updatedAt,
        via: { channel: 'web_service' },
      },
      event: { meta: { sequence: { id: sequence, position } }, ...event },
    });
    webhooks.send({
      id: invocationId,
      body,
      headers() {
        const timestamp = new Date(clock.now()).toISOString();
        return {
          'x-zendesk-account-id': String(ACCOUNT_ID),
          'x-zendesk-webhook-id': WEBHOOK_ID,
          'x-zendesk-webhook-invocation-id': invocationId,
          'x-zendesk-webhook-signature-timestamp': timestamp,
          'x-zendesk-webhook-signature': createHmac('sha256', signingSecret)
            .update(timestamp + body)
            .digest('base64'),
        };
      },
    });
  };
}
