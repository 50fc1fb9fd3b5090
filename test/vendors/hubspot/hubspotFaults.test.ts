import { setTimeout as delay } from 'node:timers/promises';
import { hubspotVariables } from '../backends.ts';
import { describeVendorFaults } from '../describeVendorFaults.ts';
import type { Statuses, VendorUnderFaults } from '../vendorUnderFaults.ts';
import type { HubspotObject } from './hubspotAccount.ts';
import { startHubspot } from './hubspotEmulator.ts';

const CREATE = 'mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id externalId } } }';
const UPDATE = 'mutation ($input: UpdateContactInput!) { updateContact(input: $input) { contact { stage } } }';

const STAGES: Readonly<Record<string, string>> = { lead: 'LEAD', opportunity: 'PROSPECT', customer: 'CUSTOMER' };

/** So that HubSpot's times tell changes apart. */
const A_MOMENT = 5;

async function start(): Promise<VendorUnderFaults> {
  const emulator = await startHubspot({
    searchLagMs: 100,
    requestsPerTenSeconds: 10_000,
    searchesPerSecond: 1_000,
  });
  const { account } = emulator;
  /** Also those that were taken away. */
  const contacts = new Set<HubspotObject>();
  const taken = new Set<string>();
  let count = 0;

  function stagesOf({ id, versions }: HubspotObject): readonly string[] {
    const stages = versions.map(({ properties }) => STAGES[properties.lifecyclestage ?? ''] ?? 'OTHER');
    return [...stages.filter((stage, index) => stage !== stages[index - 1]), ...(taken.has(id) ? ['DELETED'] : [])];
  }

  function happened(): Statuses {
    for (const contact of account.list('contacts')) contacts.add(contact);
    return Object.fromEntries([...contacts].map((contact) => [contact.id, stagesOf(contact)]));
  }

  const address = () => {
    count += 1;
    return `contact${count}@example.com`;
  };
  const byHand = (lifecyclestage = 'lead') =>
    account.create('contacts', { email: address(), lifecyclestage }, 'CRM_UI');
  const change = (contact: HubspotObject, properties: Record<string, string>) =>
    account.update(contact, properties, 'CRM_UI');

  return {
    emulator,
    variables: { ...hubspotVariables(emulator), HUBSPOT_WEBHOOK_SECRET: emulator.clientSecret },
    source: 'hubspot',
    changeType: 'sluice.crm.contact.*',
    subscription: `subscription ($after: Cursor) {
      change: contactChanged(after: $after) { kind superseded changedFields id record: contact { status: stage } }
    }`,
    statusField: 'STAGE',
    flow: `subscription Welcome @flow(scopes: ["crm:write"]) {
      contactChanged(stage: [CUSTOMER], changed: [STAGE]) { contact { id @export(as: "contactId") } }
    }
    mutation Note($contactId: ID!, $text: String! @template(text: "Welcome {contactId}")) {
      logActivity(input: { contactId: $contactId, text: $text }) { activity { id } }
    }`,
    isPoll: ({ body }) => body.includes('"propertyName":"lastmodifieddate"'),
    async ours(insist) {
      const made = await Promise.all(
        ['LEAD', 'LEAD', 'CUSTOMER', 'PROSPECT'].map(async (stage) => {
          const { data } = await insist(CREATE, { email: address(), stage });
          return data.createContact.contact;
        }),
      );
      await Promise.all(
        made.slice(0, 2).map(async ({ id, externalId }) => {
          await insist(UPDATE, { id, stage: 'PROSPECT', name: 'Ines Weber' });
          await delay(A_MOMENT);
          change(account.get('contacts', externalId), { lifecyclestage: 'customer', lastname: 'van Gogh' });
        }),
      );
    },
    async theirs(untilTold) {
      const [moved, customer, gone] = [byHand(), byHand('customer'), byHand()];
      await delay(A_MOMENT);
      change(moved, { lifecyclestage: 'opportunity' });
      change(customer, { firstname: 'Ines' });
      await delay(A_MOMENT);
      change(moved, { lifecyclestage: 'customer', firstname: 'Marek' });
      change(gone, { lifecyclestage: 'opportunity' });
      await untilTold();
      account.archive(gone, 'CRM_UI');
      taken.add(gone.id);
    },
    twoSteps() {
      const contact = () => account.list('contacts').at(-1) as HubspotObject;
      return [() => byHand('opportunity'), () => change(contact(), { lifecyclestage: 'customer' })];
    },
    async editThrice(insist) {
      const { data } = await insist(CREATE, { email: address(), stage: 'CUSTOMER' });
      const { id, externalId } = data.createContact.contact;
      await insist(UPDATE, { id, name: 'Ines' });
      await insist(UPDATE, { id, name: 'Ines Weber' });
      change(account.get('contacts', externalId), { phone: '+49 30 1234' });
    },
    happened,
    isOptional: () => false,
    // A contact that was taken away has taken its notes along.
    effects: async () =>
      account.list('notes').flatMap((note) => account.associated(note).map(() => note.properties.hs_note_body ?? '')),
    dueEffects: () =>
      Object.entries(happened()).flatMap(([id, stages]) =>
        stages.filter((stage) => stage === 'CUSTOMER').map(() => `Welcome ct_${id}`),
      ),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

describeVendorFaults('HubSpot', start);
