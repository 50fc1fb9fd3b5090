import type { HubspotObject } from './hubspotClient.ts';
import { CONTACT_PROPERTIES, type HubspotContact } from './hubspotRecords.ts';
import type { HubspotSystem } from './hubspotSystem.ts';

/** A contact as HubSpot has it, with each value that its properties have had, and the addresses of owners. */
export interface ContactHistory {
  readonly object: HubspotObject;
  readonly owners: ReadonlyMap<string, string>;
  /** When HubSpot was asked, milliseconds since 1970. */
  readonly askedAtMs: number;
}

/** Contacts with their history, past the search index, so that they are what was just written. */
export async function readHistories(
  { client, owners }: HubspotSystem,
  ids: readonly string[],
  signal: AbortSignal,
  idProperty?: string,
): Promise<readonly ContactHistory[]> {
  const askedAtMs = Date.now();
  const options = {
    properties: CONTACT_PROPERTIES,
    propertiesWithHistory: CONTACT_PROPERTIES,
    signal,
    ...(idProperty !== undefined && { idProperty }),
  };
  const objects = await client.readMany('contacts', ids, options);
  const ownerIds = objects.flatMap((object) => statesOf(object).map(({ properties }) => properties.hubspot_owner_id));
  const emails = await owners.emails([...new Set(ownerIds)]);
  return objects.map((object) => ({ object, owners: emails, askedAtMs }));
}

/** What the contact's properties were from some time on. */
export interface ContactState {
  readonly atMs: number;
  readonly properties: HubspotContact['properties'];
}

/** The states that a contact has been in, oldest first; properties that change at the same time make one. */
export function statesOf({
  propertiesWithHistory = {},
  properties,
  updatedAt,
}: HubspotObject): readonly ContactState[] {
  const versions = CONTACT_PROPERTIES.flatMap((name) =>
    (propertiesWithHistory[name] ?? []).map(({ value, timestamp }) => ({
      atMs: Date.parse(timestamp),
      name,
      value: value === '' ? null : value,
    })),
  ).reverse();
  // Sorting keeps the order of what has the same time, and HubSpot tells the latest first.
  versions.sort((one, other) => one.atMs - other.atMs);
  const states = new Map<number, ContactState>();
  let current: HubspotContact['properties'] = {};
  for (const { atMs, name, value } of versions) {
    current = { ...current, [name]: value };
    states.set(atMs, { atMs, properties: current });
  }
  return states.size === 0 ? [{ atMs: Date.parse(updatedAt), properties }] : [...states.values()];
}

/** By which a state is told from others of the same contact. */
export const stateName = (atMs: number) => `state:${atMs}`;
