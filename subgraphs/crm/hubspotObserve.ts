import type { Transactional } from '../kit/database/database.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { VendorEffect } from '../kit/vendor/vendorFeed.ts';
import { type ContactHistory, readHistories, stateName, statesOf } from './hubspotHistory.ts';
import { type HubspotContact, toContact } from './hubspotRecords.ts';
import type { HubspotSystem } from './hubspotSystem.ts';

/**
 * Asks how contacts are and what they have been, and records each state that is not known yet: two changes between two looks
 * are two. A contact that is no more is told as deleted.
 */
export async function learnContacts(
  system: HubspotSystem,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<VendorEffect> {
  if (externalIds.length === 0) return async () => {};
  const histories = await readHistories(system, externalIds, signal);
  const found = new Set(histories.map(({ object }) => object.id));
  const gone = forgetContacts(
    system,
    externalIds.filter((id) => !found.has(id)),
    { atMs: Date.now() },
  );
  return async (transaction) => {
    for (const history of histories) await observeContact(system, system.services, transaction, history);
    await gone(transaction);
  };
}

/** Records contacts as they are now, as history. */
export async function importContacts(
  system: HubspotSystem,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<VendorEffect> {
  const { contacts, services } = system;
  const histories = await readHistories(system, externalIds, signal);
  return async (transaction) => {
    for (const history of histories) {
      const last = (await observedStates(services, transaction, history)).at(-1);
      const told = { externalId: history.object.id, imported: true };
      if (last) await contacts.observe(services.changes, transaction, { ...last, ...told, state: () => last.state });
    }
  };
}

/** Records that contacts are no more. */
export function forgetContacts(
  { contacts, services }: HubspotSystem,
  externalIds: readonly string[],
  { atMs, eventId }: { readonly atMs: number; readonly eventId?: string },
): VendorEffect {
  return async (transaction) => {
    for (const externalId of externalIds) {
      await contacts.observe(services.changes, transaction, { externalId, atMs, eventId, state: () => null });
    }
  };
}

/**
 * Records what a contact is and has been, linked with the customer who has its address. Of an answer to a write of ours, what
 * it is now is news in any case. Resolves with the contact as it is known then, null when it has no address.
 */
export async function observeContact(
  { contacts }: HubspotSystem,
  services: SubgraphServices,
  transaction: Transactional,
  history: ContactHistory,
  { isAnswer = false } = {},
): Promise<HubspotContact | null> {
  const { object, askedAtMs } = history;
  const { id: externalId } = object;
  const states = await observedStates(services, transaction, history);
  const last = states.at(-1);
  if (!isAnswer || !last) return contacts.learn(services.changes, transaction, { externalId, askedAtMs, states });
  await contacts.learn(services.changes, transaction, { externalId, askedAtMs, states: states.slice(0, -1) });
  return contacts.observe(services.changes, transaction, { ...last, externalId, state: () => last.state });
}

async function observedStates(
  services: SubgraphServices,
  transaction: Transactional,
  { object, owners }: ContactHistory,
) {
  const seen = toContact(object, { customerId: null, owners });
  const customerId = seen && (await services.customers.recognise(transaction, { ...seen, system: 'crm' }));
  return statesOf(object).map(({ atMs, properties }) => ({
    atMs,
    eventId: stateName(atMs),
    state: toContact({ ...object, properties }, { customerId, owners }),
  }));
}
