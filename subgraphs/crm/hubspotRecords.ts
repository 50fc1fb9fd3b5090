import { parseOptionalEmail } from '../kit/input.ts';
import type { HubspotObject } from './hubspotClient.ts';
import { STAGE_PROPERTY, toStage } from './hubspotStage.ts';
import type { ActivityRecord, ContactRecord } from './records.ts';

/** Our id of a record of HubSpot's is made of its own, so that no table is needed to find one by the other. */
export const contactId = (externalId: string) => `ct_${externalId}`;
const activityId = (externalId: string) => `act_${externalId}`;

/** The inverse of {@link contactId}; undefined when it is no contact of HubSpot's. */
export const externalContactId = (id: string) => /^ct_(\d{1,19})$/.exec(id)?.[1];
/** The inverse of {@link activityId}; undefined when it is no note of HubSpot's. */
export const externalActivityId = (id: string) => /^act_(\d{1,19})$/.exec(id)?.[1];

/** The unique property by which Sluice finds again what it has made. */
export const CALL_PROPERTY = 'sluice_call';

/** The properties that a contact is made of here. */
export const CONTACT_PROPERTIES = [
  'email',
  'firstname',
  'lastname',
  'lifecyclestage',
  'hubspot_owner_id',
  STAGE_PROPERTY,
] as const;

export const NOTE_PROPERTIES = ['hs_note_body', 'hs_timestamp'] as const;

export type ContactProperty = (typeof CONTACT_PROPERTIES)[number];

/** A contact as it is known of HubSpot: the record, and the properties that it was made of. */
export interface HubspotContact extends ContactRecord {
  readonly properties: Readonly<Partial<Record<ContactProperty, string | null>>>;
}

/** What a record cannot say by itself. */
export interface ContactRelations {
  readonly customerId: string | null;
  /** The owner's address by the owner's id. */
  readonly owners: ReadonlyMap<string, string>;
}

/**
 * A contact as HubSpot has it; null when it has no address. HubSpot knows such contacts, and the graph, in which a
 * contact's address is what names it to the other systems, does not.
 */
export function toContact(
  { id, properties, createdAt, updatedAt }: Pick<HubspotObject, 'id' | 'properties' | 'createdAt' | 'updatedAt'>,
  { customerId, owners }: ContactRelations,
): HubspotContact | null {
  const email = parseOptionalEmail(properties.email);
  if (email === null) return null;
  const name = [properties.firstname, properties.lastname].filter(Boolean).join(' ');
  return {
    id: contactId(id),
    externalId: id,
    customerId,
    email,
    name: name === '' ? null : name,
    stage: toStage(properties),
    backendStatus: properties.lifecyclestage ?? null,
    owner: owners.get(properties.hubspot_owner_id ?? '') ?? null,
    createdAt,
    updatedAt,
    properties: Object.fromEntries(CONTACT_PROPERTIES.map((property) => [property, properties[property] ?? null])),
  };
}

/** HubSpot has a first and a last name; what stands before the last space is the first. */
export function fromName(name: string | null): Readonly<Record<string, string>> {
  const [, first = '', last = ''] = /^(.*?)(?:\s(\S+))?$/s.exec(name ?? '') ?? [];
  return { firstname: first, lastname: last };
}

/** A note as HubSpot has it. */
export function toActivity(
  { id, properties, createdAt }: HubspotObject,
  externalContact: string,
  customerId: string | null,
): ActivityRecord {
  return {
    id: activityId(id),
    externalId: id,
    contactId: contactId(externalContact),
    customerId,
    text: fromHtml(properties.hs_note_body ?? ''),
    createdAt: properties.hs_timestamp ?? createdAt,
  };
}

/** The text of a note, which HubSpot takes as HTML. */
export function toHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
}

/** What people have written in HubSpot comes with its mark-up, which is left out. */
function fromHtml(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/p>\s*<p[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
