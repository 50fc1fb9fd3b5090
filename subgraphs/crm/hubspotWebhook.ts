import { z } from 'zod';
import type { WebhookHandler, WebhookMeaning } from '../kit/contracts/webhookHandler.ts';
import { stateName } from './hubspotHistory.ts';
import { forgetContacts, learnContacts } from './hubspotObserve.ts';
import { CONTACT_PROPERTIES, type ContactProperty } from './hubspotRecords.ts';
import type { HubspotSystem } from './hubspotSystem.ts';

/** One event of the array: https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide */
const eventShape = z.looseObject({
  eventId: z.number(),
  subscriptionId: z.number(),
  subscriptionType: z.string(),
  occurredAt: z.number(),
  objectId: z.number().optional(),
  propertyName: z.string().optional(),
  propertyValue: z.string().nullish(),
  mergedObjectIds: z.array(z.number()).optional(),
  newObjectId: z.number().optional(),
});

type HubspotEvent = z.infer<typeof eventShape>;

const IRRELEVANT: WebhookMeaning = { kind: 'irrelevant' };

/** HubSpot's webhooks of contacts. Each event is one of the array that came. */
export function createHubspotWebhookHandler(system: HubspotSystem): WebhookHandler {
  return {
    source: 'hubspot',
    async read({ body }, signal) {
      const parsed = eventShape.safeParse(parseJson(body));
      if (!parsed.success) {
        return { kind: 'unmappable', reason: `It is no event of HubSpot: ${z.prettifyError(parsed.error)}` };
      }
      const event = parsed.data;
      switch (event.subscriptionType) {
        case 'contact.propertyChange':
          return ofProperty(system, event, signal);
        case 'contact.creation':
        case 'contact.restore':
          return ofPresent(system, String(event.objectId), signal);
        case 'contact.deletion':
        case 'contact.privacyDeletion':
          return ofDeletion(system, event, [event.objectId]);
        case 'contact.merge':
          return ofMerge(system, event, signal);
        default:
          return IRRELEVANT;
      }
    },
  };
}

/** The event tells one property and no more: the contact is read with what it has been, unless this is known of it. */
async function ofProperty(system: HubspotSystem, event: HubspotEvent, signal: AbortSignal): Promise<WebhookMeaning> {
  const { propertyName = '', propertyValue, occurredAt } = event;
  const { contacts, services } = system;
  const externalId = String(event.objectId);
  if (!(CONTACT_PROPERTIES as readonly string[]).includes(propertyName)) return IRRELEVANT;
  const state = await contacts.observed(services.database.queries, externalId, stateName(occurredAt));
  const isKnown = (state?.properties[propertyName as ContactProperty] ?? '') === (propertyValue ?? '');
  return state && isKnown ? IRRELEVANT : ofPresent(system, externalId, signal);
}

/** What is told is that there is something to be seen. */
async function ofPresent(system: HubspotSystem, externalId: string, signal: AbortSignal): Promise<WebhookMeaning> {
  return { kind: 'effect', apply: await learnContacts(system, [externalId], signal) };
}

function ofDeletion(
  system: HubspotSystem,
  event: HubspotEvent,
  objectIds: readonly (number | undefined)[],
): Extract<WebhookMeaning, { kind: 'effect' }> {
  const told = { atMs: event.occurredAt, eventId: eventName(event) };
  return { kind: 'effect', apply: forgetContacts(system, objectIds.map(String), told) };
}

/** Those that were merged are no more; what they became is a contact with an id of its own. */
async function ofMerge(system: HubspotSystem, event: HubspotEvent, signal: AbortSignal): Promise<WebhookMeaning> {
  const { mergedObjectIds = [], newObjectId } = event;
  if (newObjectId === undefined) return { kind: 'unmappable', reason: 'A merge is expected to tell the new contact.' };
  const survivor = await ofPresent(system, String(newObjectId), signal);
  const gone = ofDeletion(
    system,
    event,
    mergedObjectIds.filter((id) => id !== newObjectId),
  );
  return {
    kind: 'effect',
    async apply(transaction) {
      for (const meaning of [gone, survivor]) if (meaning.kind === 'effect') await meaning.apply(transaction);
    },
  };
}

const eventName = ({ eventId, subscriptionId }: HubspotEvent) => `${eventId}:${subscriptionId}`;

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // the shape is what tells
  }
}
