import { z } from 'zod';
import type { WebhookHandler, WebhookMeaning } from '../kit/contracts/webhookHandler.ts';
import { readContact } from './hubspotContacts.ts';
import { FIELDS_OF_PROPERTY, withProperty } from './hubspotRecords.ts';
import { type HubspotSystem, observeContact } from './hubspotSystem.ts';

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

/** The event tells one property and no more. A contact that is not known yet is read. */
async function ofProperty(system: HubspotSystem, event: HubspotEvent, signal: AbortSignal): Promise<WebhookMeaning> {
  const { propertyName = '', propertyValue, occurredAt: atMs } = event;
  const { contacts, owners, services } = system;
  const externalId = String(event.objectId);
  const changed = FIELDS_OF_PROPERTY[propertyName];
  if (!changed) return IRRELEVANT;
  const known = await contacts.known(services.database.queries, [externalId]);
  if (!known.has(externalId)) return ofPresent(system, externalId, signal);
  const value = propertyValue == null || propertyValue === '' ? null : propertyValue;
  const emails = await owners.emails(propertyName === 'hubspot_owner_id' ? [value] : []);
  return {
    kind: 'effect',
    async apply(transaction) {
      await contacts.observe(services.changes, transaction, {
        externalId,
        atMs,
        eventId: eventName(event),
        state: (contact) => contact && withProperty(contact, propertyName, value, emails),
        changed,
      });
    },
  };
}

/** What is told is that there is something to be seen: the contact is read as it is now. */
async function ofPresent(system: HubspotSystem, externalId: string, signal: AbortSignal): Promise<WebhookMeaning> {
  const contact = await readContact(system, externalId, signal);
  if (!contact) return IRRELEVANT;
  const owners = await system.owners.emails([contact.properties.hubspot_owner_id]);
  return {
    kind: 'effect',
    async apply(transaction) {
      await observeContact(system, system.services, transaction, contact, { owners });
    },
  };
}

function ofDeletion(
  { contacts, services }: HubspotSystem,
  event: HubspotEvent,
  objectIds: readonly (number | undefined)[],
): WebhookMeaning {
  return {
    kind: 'effect',
    async apply(transaction) {
      for (const externalId of objectIds.map(String)) {
        const observation = { externalId, atMs: event.occurredAt, eventId: eventName(event), state: () => null };
        await contacts.observe(services.changes, transaction, observation);
      }
    },
  };
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
