import { createHmac } from 'node:crypto';
import type { VendorClock } from '../vendorClock.ts';
import type { WebhookRetries, WebhookSender } from '../webhookSender.ts';
import type { HubspotEvent } from './hubspotAccount.ts';

const APP_ID = 1_160_452;
export const PORTAL_ID = 62_515;

/** Ten times more within a day; a status of 4xx ends it, save for 423 and 429. */
export const hubspotRetries: WebhookRetries = {
  delaysMs: [60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 21_600_000, 28_800_000],
  answerTimeoutMs: 5_000,
  repeats: (status) => status < 400 || status >= 500 || status === 423 || status === 429,
};

/**
 * Sends events as HubSpot does: those of one change in one array, each with its subscription, signed (version 3) over method,
 * URL, body and time.
 *
 * @see https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
 */
export function createEventSender(webhooks: WebhookSender, clock: VendorClock, clientSecret: string) {
  const subscriptions = new Map<string, number>();
  let lastEventId = 3_816_279_000;

  function describe(event: HubspotEvent) {
    const subscriptionType = `contact.${event.kind}`;
    const key = event.kind === 'propertyChange' ? `${subscriptionType}:${event.propertyName}` : subscriptionType;
    const subscriptionId = subscriptions.get(key) ?? 1_000 + subscriptions.size;
    subscriptions.set(key, subscriptionId);
    lastEventId += 1;
    return {
      eventId: lastEventId,
      subscriptionId,
      portalId: PORTAL_ID,
      appId: APP_ID,
      occurredAt: event.occurredAt,
      subscriptionType,
      objectId: Number(event.objectId),
      ...(event.kind === 'propertyChange' && { propertyName: event.propertyName, propertyValue: event.propertyValue }),
      changeSource: event.source,
      ...(event.kind !== 'propertyChange' && { changeFlag: event.kind === 'creation' ? 'CREATED' : 'DELETED' }),
    };
  }

  return (events: readonly HubspotEvent[]) => {
    const described = events.filter(({ type }) => type === 'contacts').map(describe);
    if (described.length === 0) return;
    const body = (attempt: number) =>
      JSON.stringify(described.map((event) => ({ ...event, attemptNumber: attempt - 1 })));
    webhooks.send({
      id: described.map(({ eventId }) => eventId).join(','),
      body,
      headers(attempt) {
        const timestamp = String(clock.now());
        const signed = `POST${webhooks.url}${body(attempt)}${timestamp}`;
        return {
          'x-hubspot-signature-version': 'v3',
          'x-hubspot-signature-v3': createHmac('sha256', clientSecret).update(signed).digest('base64'),
          'x-hubspot-request-timestamp': timestamp,
        };
      },
    });
  };
}
