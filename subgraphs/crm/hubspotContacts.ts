import type { Transactional } from '../kit/database/database.ts';
import { BadUserInputError, NotFoundError, SluiceError } from '../kit/errors.ts';
import { parseEmail, parseOptionalText } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { ContactStage, CreateContactInput, UpdateContactInput } from './generated/resolvers.ts';
import { type HubspotObject, HubspotRefusal } from './hubspotClient.ts';
import { type ContactHistory, readHistories } from './hubspotHistory.ts';
import { observeContact } from './hubspotObserve.ts';
import { CALL_PROPERTY, CONTACT_PROPERTIES, contactId, externalContactId, fromName } from './hubspotRecords.ts';
import { toRefusal } from './hubspotRefusals.ts';
import { fromStage } from './hubspotStage.ts';
import { type HubspotSystem, withoutProperties } from './hubspotSystem.ts';
import { MAX_NAME } from './limits.ts';
import type { ContactRecord } from './records.ts';

interface CreatePlan {
  readonly email: string;
  readonly name: string | null;
  readonly stage: ContactStage;
  readonly owner: string | null;
}

/**
 * HubSpot knows no idempotency keys. A contact is made by an upsert that is keyed by the call, in a unique property of ours:
 * however often it is sent, there is one, and it is found by the same property without the search index.
 */
export function defineCreateContact(system: HubspotSystem) {
  const { client, owners, writes } = system;
  return writes.define<CreateContactInput, CreatePlan, ContactHistory, ContactRecord>({
    mutation: 'createContact',
    plan: async (_services, _transaction, input) => ({
      email: parseEmail('input.email', input.email),
      name: parseOptionalText('input.name', input.name, MAX_NAME),
      stage: parseStage(input.stage ?? 'LEAD'),
      owner: input.owner == null ? null : parseEmail('input.owner', input.owner),
    }),
    async send({ email, name, stage, owner }, call, signal) {
      await system.prepare(signal);
      const properties = {
        email,
        ...fromName(name),
        ...fromStage(stage, {}),
        ...(owner !== null && { hubspot_owner_id: await owners.require('input.owner', owner) }),
      };
      try {
        await client.upsert('contacts', CALL_PROPERTY, call.id, properties, { signal });
      } catch (error) {
        if (!(error instanceof HubspotRefusal) || error.status !== 409) throw toRefusal(error, 'Contact', '');
        throw await contactExists(system, email, signal, error);
      }
      return requireHistory(system, call.id, signal, CALL_PROPERTY);
    },
    async look(_plan, call, signal) {
      const [contact] = await readHistories(system, [call.id], signal, CALL_PROPERTY);
      return contact ?? null;
    },
    record: (services, transaction, _plan, answer) => recorded(system, services, transaction, answer),
  });
}

interface UpdatePlan {
  readonly externalId: string;
  /** Fields that are left out stay; null takes a value away. */
  readonly name?: string | null;
  readonly stage?: ContactStage;
  readonly owner?: string | null;
}

export function defineUpdateContact(system: HubspotSystem) {
  const { client, owners, writes } = system;
  return writes.define<UpdateContactInput, UpdatePlan, ContactHistory, ContactRecord>({
    mutation: 'updateContact',
    async plan(_services, _transaction, { id, name, stage, owner }) {
      const externalId = externalContactId(id);
      if (externalId === undefined) throw new NotFoundError('Contact', id);
      return {
        externalId,
        ...(name !== undefined && { name: parseOptionalText('input.name', name, MAX_NAME) }),
        ...(stage != null && { stage: parseStage(stage) }),
        ...(owner !== undefined && { owner: owner === null ? null : parseEmail('input.owner', owner) }),
      };
    },
    async send({ externalId, name, stage, owner }, _call, signal) {
      await system.prepare(signal);
      const before = await requireHistory(system, externalId, signal);
      const current = before.object.properties;
      const properties = {
        ...(name !== undefined && fromName(name)),
        ...(stage !== undefined && fromStage(stage, current)),
        ...(owner !== undefined && {
          hubspot_owner_id: owner === null ? '' : await owners.require('input.owner', owner),
        }),
      };
      const differs = Object.entries(properties).some(([key, value]) => (current[key] ?? '') !== value);
      if (!differs) return before;
      await client.update(externalId, properties, { signal }).catch((error: unknown) => {
        throw toRefusal(error, 'Contact', contactId(externalId));
      });
      return requireHistory(system, externalId, signal);
    },
    // Doing it again comes to the same.
    look: async () => null,
    record: (services, transaction, _plan, answer) => recorded(system, services, transaction, answer),
  });
}

async function recorded(
  system: HubspotSystem,
  services: SubgraphServices,
  transaction: Transactional,
  history: ContactHistory,
): Promise<ContactRecord> {
  const observed = await observeContact(system, services, transaction, history, { isAnswer: true });
  if (!observed) throw new NotFoundError('Contact', contactId(history.object.id));
  return withoutProperties(observed);
}

/** The contact, past the search index, so that it is what was just written; null when there is none. */
export async function readContact(
  { client }: HubspotSystem,
  id: string,
  signal: AbortSignal,
  idProperty?: string,
): Promise<HubspotObject | null> {
  const options = { properties: CONTACT_PROPERTIES, signal, ...(idProperty !== undefined && { idProperty }) };
  const [contact] = await client.readMany('contacts', [id], options);
  return contact ?? null;
}

async function requireHistory(
  system: HubspotSystem,
  id: string,
  signal: AbortSignal,
  idProperty?: string,
): Promise<ContactHistory> {
  const [contact] = await readHistories(system, [id], signal, idProperty);
  if (!contact) throw new NotFoundError('Contact', contactId(id));
  return contact;
}

async function contactExists(system: HubspotSystem, email: string, signal: AbortSignal, cause: unknown) {
  const contact = await readContact(system, email, signal, 'email');
  return new SluiceError('ALREADY_EXISTS', `There is a contact with the address ${email}. Update it instead.`, {
    cause,
    extensions: { field: 'input.email', ...(contact && { id: contactId(contact.id) }) },
  });
}

function parseStage(stage: ContactStage): ContactStage {
  if (stage !== 'OTHER') return stage;
  throw new BadUserInputError(
    'input.stage',
    'OTHER stands for stages of HubSpot that have no counterpart; it cannot be set.',
  );
}
