import type { Page, Slice } from '../kit/pages.ts';
import type { SubgraphServices, SubgraphSettings } from '../kit/subgraph.ts';
import type { OpenVendor } from '../kit/vendor/vendorFeed.ts';
import type { CrmBackend } from './backend.ts';
import type { ContactStage } from './generated/resolvers.ts';
import { activitiesByContact, activitiesById, defineLogActivity } from './hubspotActivities.ts';
import { HubspotClient, type HubspotFilter, type HubspotObject } from './hubspotClient.ts';
import { defineCreateContact, defineUpdateContact } from './hubspotContacts.ts';
import { createHubspotFeed } from './hubspotFeed.ts';
import { CONTACT_PROPERTIES, externalContactId, toContact } from './hubspotRecords.ts';
import { lifecyclesOf, STAGE_PROPERTY } from './hubspotStage.ts';
import { createHubspotSystem, type HubspotSystem } from './hubspotSystem.ts';
import { createHubspotWebhookHandler } from './hubspotWebhook.ts';
import type { ContactRecord } from './records.ts';

/** Calls for one page of a filtered list; then the page ends, though it may be short, and goes on from there. */
const MAX_SCANS = 5;
const SCAN_LIMIT = 200;

/** Puts HubSpot behind the CRM, when the settings say so. */
export function openHubspot(services: SubgraphServices): OpenVendor<CrmBackend> | undefined {
  const account = services.settings.vendors?.crm;
  if (!account) return undefined;
  const system = createHubspotSystem(services, account);
  return {
    vendor: 'hubspot',
    backend: createHubspotBackend(system),
    feed: createHubspotFeed(system),
    webhookHandlers: [createHubspotWebhookHandler(system)],
  };
}

/** Asks HubSpot what the token may do. */
export function askHubspot(settings: SubgraphSettings, signal: AbortSignal): Promise<string> | undefined {
  const account = settings.vendors?.crm;
  if (!account) return undefined;
  const client = new HubspotClient(account, settings.vendorTimeoutMs ?? 5_000);
  return client
    .checkScopes({ signal })
    .then(({ hubId }) => `HubSpot answers for the account ${hubId}, and the token has the scopes.`);
}

/** The CRM over HubSpot's API: what is asked for by id is read a hundred at once, lists are searches. */
function createHubspotBackend(system: HubspotSystem): CrmBackend {
  const { client, services } = system;
  const { queries } = services.database;
  return {
    contacts: (stages, page) => searchContacts(system, stages, page),
    contactsById: (ids) =>
      readContacts(
        system,
        ids.flatMap((id) => externalContactId(id) ?? []),
      ),
    async contactsByCustomer(customerIds) {
      const linked = await services.customers.recordsOf(queries, 'crm', customerIds);
      const contacts = await readContacts(system, [...linked.values()].flat());
      // Several contacts may be one customer's; ids grow with time.
      const oldestFirst = contacts.toSorted((a, b) => Number(a.externalId) - Number(b.externalId));
      return customerIds.flatMap((id) => oldestFirst.find(({ customerId }) => customerId === id) ?? []);
    },
    activitiesById: (ids) => activitiesById(system, ids),
    activitiesByContact: (contactIds, page) => activitiesByContact(system, contactIds, page),
    createContact: defineCreateContact(system),
    updateContact: defineUpdateContact(system),
    logActivity: defineLogActivity(system),
  };

  function readContacts(of: HubspotSystem, externalIds: readonly string[]): Promise<readonly ContactRecord[]> {
    if (externalIds.length === 0) return Promise.resolve([]);
    return client
      .readMany('contacts', externalIds, { properties: CONTACT_PROPERTIES })
      .then((objects) => toContacts(of, objects));
  }
}

/**
 * One page of contacts, newest first. HubSpot's index is seconds behind, so that a contact that was just made may be
 * missing. The page goes on by id: pages by number end at 10,000, and shift when a contact is made meanwhile.
 */
async function searchContacts(
  system: HubspotSystem,
  stages: readonly ContactStage[] | null,
  page: Page,
): Promise<Slice<ContactRecord>> {
  const items: { node: ContactRecord; mark: string }[] = [];
  let after = page.after;
  for (let scans = 0; scans < MAX_SCANS; scans++) {
    const limit = stages === null ? page.limit + 1 : SCAN_LIMIT;
    const { results } = await system.client.search({
      filterGroups: filterGroups(stages, after),
      sorts: [{ propertyName: 'hs_object_id', direction: 'DESCENDING' }],
      properties: CONTACT_PROPERTIES,
      limit,
    });
    for (const node of await toContacts(system, results)) {
      if (stages !== null && !stages.includes(node.stage)) continue;
      if (items.length === page.limit) return { items, hasNextPage: true };
      items.push({ node, mark: node.externalId });
    }
    if (results.length < limit) return { items, hasNextPage: false };
    after = results.at(-1)?.id ?? null;
  }
  return { items, hasNextPage: true, endMark: after ?? undefined };
}

/** Stages are in two properties; what fits neither is not worth being read. */
function filterGroups(stages: readonly ContactStage[] | null, after: string | null) {
  const hasEmail: HubspotFilter = { propertyName: 'email', operator: 'HAS_PROPERTY' };
  const common: readonly HubspotFilter[] =
    after === null ? [hasEmail] : [hasEmail, { propertyName: 'hs_object_id', operator: 'LT', value: after }];
  // Stages that an account has added, or none at all, can be any that are not HubSpot's own.
  if (stages === null || stages.includes('OTHER') || stages.includes('LEAD')) return [{ filters: common }];
  const values = lifecyclesOf(stages);
  return [
    { filters: [...common, { propertyName: STAGE_PROPERTY, operator: 'HAS_PROPERTY' as const }] },
    ...(values.length > 0
      ? [{ filters: [...common, { propertyName: 'lifecyclestage', operator: 'IN' as const, values }] }]
      : []),
  ];
}

/** As HubSpot has them now, with what only Sluice knows: whose they are, and when they last changed. */
async function toContacts(
  { contacts, owners, services }: HubspotSystem,
  objects: readonly HubspotObject[],
): Promise<readonly ContactRecord[]> {
  const { customers, database } = services;
  const ids = objects.map(({ id }) => id);
  const [linked, known, emails] = await Promise.all([
    customers.customersOf(database.queries, 'crm', ids),
    contacts.known(database.queries, ids),
    owners.emails(objects.map(({ properties }) => properties.hubspot_owner_id)),
  ]);
  return objects.flatMap((object) => {
    const contact = toContact(object, { customerId: linked.get(object.id) ?? null, owners: emails });
    if (!contact) return [];
    return [{ ...contact, updatedAt: known.get(object.id)?.updatedAt ?? contact.updatedAt }];
  });
}
