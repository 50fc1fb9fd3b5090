import { NotFoundError } from '../kit/errors.ts';
import { parseText } from '../kit/input.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type { LogActivityInput } from './generated/resolvers.ts';
import type { HubspotObject } from './hubspotClient.ts';
import { readContact } from './hubspotContacts.ts';
import {
  CALL_PROPERTY,
  contactId,
  externalActivityId,
  externalContactId,
  NOTE_PROPERTIES,
  toActivity,
  toHtml,
} from './hubspotRecords.ts';
import { toRefusal } from './hubspotRefusals.ts';
import type { HubspotSystem } from './hubspotSystem.ts';
import { MAX_ACTIVITY_TEXT } from './limits.ts';
import type { ActivityRecord } from './records.ts';

interface LogPlan {
  readonly externalContact: string;
  readonly text: string;
}

/** An activity is a note on the contact, made as contacts are: by an upsert that is keyed by the call. */
export function defineLogActivity(system: HubspotSystem) {
  const { client, writes } = system;
  return writes.define<LogActivityInput, LogPlan, HubspotObject, ActivityRecord>({
    mutation: 'logActivity',
    async plan(_services, _transaction, input) {
      const text = parseText('input.text', input.text, MAX_ACTIVITY_TEXT);
      const externalContact = externalContactId(input.contactId);
      if (externalContact === undefined) throw new NotFoundError('Contact', input.contactId);
      return { externalContact, text };
    },
    async send({ externalContact, text }, call, signal) {
      await system.prepare(signal);
      if (!(await readContact(system, externalContact, signal))) {
        throw new NotFoundError('Contact', contactId(externalContact));
      }
      const properties = { hs_note_body: toHtml(text), hs_timestamp: new Date(call.begunMs).toISOString() };
      try {
        const { id } = await client.upsert('notes', CALL_PROPERTY, call.id, properties, { signal });
        await client.associateNote(id, externalContact, { signal });
      } catch (error) {
        throw toRefusal(error, 'Contact', contactId(externalContact));
      }
      const note = await readNote(system, call.id, signal);
      if (!note) throw new NotFoundError('Activity', call.id);
      return note;
    },
    async look({ externalContact }, call, signal) {
      const note = await readNote(system, call.id, signal);
      // The note was made; that it is about the contact may be what was not said any more.
      if (note) await client.associateNote(note.id, externalContact, { signal });
      return note;
    },
    async record({ customers }, transaction, { externalContact }, note) {
      const owners = await customers.customersOf(transaction, 'crm', [externalContact]);
      return toActivity(note, externalContact, owners.get(externalContact) ?? null);
    },
  });
}

/** Activities by id: one call for the notes, one for whom they are about. */
export async function activitiesById(
  system: HubspotSystem,
  ids: readonly string[],
): Promise<readonly ActivityRecord[]> {
  const { client } = system;
  const externalIds = ids.flatMap((id) => externalActivityId(id) ?? []);
  if (externalIds.length === 0) return [];
  const [notes, contacts] = await Promise.all([
    client.readMany('notes', externalIds, { properties: NOTE_PROPERTIES }),
    client.associated('notes', externalIds),
  ]);
  return toActivities(
    system,
    notes.flatMap((note) => (contacts.get(note.id) ?? []).slice(0, 1).map((contact) => ({ note, contact }))),
  );
}

/** Activities of contacts, newest first: one call for which they are, one a hundred for what they say. */
export async function activitiesByContact(
  system: HubspotSystem,
  contactIds: readonly string[],
  page: Page,
): Promise<ReadonlyMap<string, Slice<ActivityRecord>>> {
  const { client } = system;
  const externalIds = new Map(contactIds.map((id) => [id, externalContactId(id) ?? '']));
  const known = [...externalIds.values()].filter((id) => id !== '');
  const noteIds = known.length === 0 ? new Map() : await client.associated('contacts', known);
  const pages = [...externalIds].map(([id, contact]) => {
    const sorted = [...new Set<string>(noteIds.get(contact) ?? [])].sort((a, b) => Number(b) - Number(a));
    const rest = page.after === null ? sorted : sorted.filter((note) => Number(note) < Number(page.after));
    return { id, contact, notes: rest.slice(0, page.limit), hasNextPage: rest.length > page.limit };
  });
  const wanted = pages.flatMap(({ notes }) => notes);
  const read = wanted.length === 0 ? [] : await client.readMany('notes', wanted, { properties: NOTE_PROPERTIES });
  const byId = new Map(read.map((note) => [note.id, note]));
  return new Map(
    await Promise.all(
      pages.map(async ({ id, contact, notes, hasNextPage }): Promise<[string, Slice<ActivityRecord>]> => {
        const found = notes.flatMap((noteId) => byId.get(noteId) ?? []);
        const activities = await toActivities(
          system,
          found.map((note) => ({ note, contact })),
        );
        return [id, { items: activities.map((node) => ({ node, mark: node.externalId })), hasNextPage }];
      }),
    ),
  );
}

async function toActivities(
  { services }: HubspotSystem,
  notes: readonly { readonly note: HubspotObject; readonly contact: string }[],
): Promise<readonly ActivityRecord[]> {
  const { customers, database } = services;
  const externalIds = [...new Set(notes.map(({ contact }) => contact))];
  const owners = await customers.customersOf(database.queries, 'crm', externalIds);
  return notes.map(({ note, contact }) => toActivity(note, contact, owners.get(contact) ?? null));
}

async function readNote({ client }: HubspotSystem, callId: string, signal: AbortSignal): Promise<HubspotObject | null> {
  const options = { properties: NOTE_PROPERTIES, idProperty: CALL_PROPERTY, signal };
  const [note] = await client.readMany('notes', [callId], options);
  return note ?? null;
}
