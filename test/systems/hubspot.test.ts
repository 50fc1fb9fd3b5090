import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { hubspotVariables } from '../vendors/backends.ts';
import { type HubspotEmulator, startHubspot } from '../vendors/hubspot/hubspotEmulator.ts';

const CREATE = `mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id externalId stage } } }`;
const UPDATE = `mutation ($input: UpdateContactInput!) { updateContact(input: $input) { contact { stage backendStatus } } }`;
const LOG = `mutation ($input: LogActivityInput!) { logActivity(input: $input) { activity { id } } }`;
const CHANGES = `subscription ($after: Cursor) {
  contactChanged(after: $after) { kind changedFields contact { email name stage owner } }
}`;

describe.each(engines)('The CRM behind which HubSpot stands, on $name', (engine) => {
  let hubspot: HubspotEmulator;
  let sluice: TestSluice;
  beforeEach(async () => {
    hubspot = await startHubspot({ searchLagMs: 300, requestsPerTenSeconds: 10_000 });
    const times = { VENDOR_POLL_SECONDS: '0.2', VENDOR_TIMEOUT_SECONDS: '0.5', VENDOR_DEADLINE_SECONDS: '2' };
    sluice = await startSluice({ engine, variables: { ...hubspotVariables(hubspot), ...times } });
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await hubspot[Symbol.asyncDispose]();
  });

  const create = async (email: string, fields: object = {}) => {
    const { data, errors } = await sluice.ask(CREATE, { input: { email, ...fields } });
    expect(errors).toBeUndefined();
    return data.createContact.contact;
  };
  const isWrite = ({ path }: { path: string }) => path.endsWith('/upsert');

  it('reads a list of contacts with their activities in a number of calls that does not grow with it', async () => {
    const owner = hubspot.account.addOwner('tove@sluice.example');
    for (let n = 0; n < 30; n++) {
      const email = `c${n}@example.com`;
      const contact = hubspot.account.create('contacts', { email, hubspot_owner_id: owner.id });
      for (const text of ['Called.', 'Met.']) {
        hubspot.account.associate(hubspot.account.create('notes', { hs_note_body: text }), contact);
      }
    }
    const LIST = `query ($first: Int) { contacts(first: $first) { nodes {
      email owner customer { id contact { id } } activities(first: 2) { nodes { text contact { email } } }
    } } }`;
    // Once a poll has seen them, and linked each with its customer.
    const CUSTOMERS = '{ customers(first: 40) { nodes { id } } }';
    const countCustomers = async () => (await sluice.ask(CUSTOMERS)).data.customers.nodes.length;
    await expect.poll(countCustomers, { timeout: 15_000 }).toBe(30);
    const callsFor = async (first: number) => {
      hubspot.takeRequests();
      const { data } = await sluice.ask(LIST, { first });
      expect(data.contacts.nodes[0]).toMatchObject({
        email: 'c29@example.com',
        owner: 'tove@sluice.example',
        customer: { contact: { id: expect.stringMatching(/^ct_/) } },
        activities: { nodes: [{ text: 'Met.', contact: { email: 'c29@example.com' } }, { text: 'Called.' }] },
      });
      const polled = '"propertyName":"lastmodifieddate"';
      return hubspot.takeRequests().filter(({ body }) => !body.includes(polled)).length;
    };
    // The owners, once for all; besides contacts, the customers' contacts, whose notes, the notes, the notes' contacts.
    // A poll under way makes calls of its own, but not at every time.
    const ownCallsFor = async (first: number) => {
      const counts = [];
      for (let n = 0; n < 4; n++) counts.push(await callsFor(first));
      return Math.min(...counts);
    };
    expect([await ownCallsFor(3), await ownCallsFor(30)]).toEqual([5, 5]);
  });

  it.each([
    ['failsAfterEffect'],
    ['cutAfterEffect'],
    ['hangsAfterEffect'],
    ['throttled'],
    ['failsBeforeEffect'],
  ] as const)('makes one contact and one note when the first try of each %s', async (fault) => {
    hubspot.faults.order({ fault, times: 1, when: isWrite });
    const { id } = await create('once@example.com');
    hubspot.faults.order({ fault, times: 1, when: isWrite });
    const { errors } = await sluice.ask(LOG, { input: { contactId: id, text: 'Called.' } });
    expect(errors).toBeUndefined();
    expect(hubspot.account.list('contacts')).toHaveLength(1);
    expect(hubspot.account.list('notes')).toHaveLength(1);
    const { data } = await sluice.ask('query ($id: ID!) { contact(id: $id) { activities { nodes { text } } } }', {
      id,
    });
    expect(data.contact.activities.nodes).toEqual([{ text: 'Called.' }]);
  });

  it('finds out what came of a call that got no answer, when it is asked again and when it is not', async () => {
    const input = { email: 'silent@example.com', idempotencyKey: crypto.randomUUID() };
    const end = hubspot.faults.order({ fault: 'hangsAfterEffect', when: isWrite });
    const after = await sluice.head();
    expect((await sluice.ask(CREATE, { input })).errors?.[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      subgraph: 'crm',
    });
    end();
    await using changes = await sluice.subscribe(CHANGES, { after });
    expect((await changes.take()).data.contactChanged).toMatchObject({
      kind: 'CREATED',
      contact: { email: 'silent@example.com' },
    });
    await expect
      .poll(async () => (await sluice.ask(CREATE, { input })).data?.createContact.contact.id, { timeout: 20_000 })
      .toMatch(/^ct_/);
    expect(hubspot.account.list('contacts')).toHaveLength(1);
  });

  it('answers the rest of a query while HubSpot is down, with an error that names the system', async () => {
    const { id } = await create('down@example.com');
    hubspot.setDown(true);
    const QUERY = 'query ($id: ID!) { contact(id: $id) { email } customers(first: 1) { nodes { email } } }';
    const { data, errors } = await sluice.ask(QUERY, { id });
    expect(data).toEqual({ contact: null, customers: { nodes: [{ email: 'down@example.com' }] } });
    expect(errors).toMatchObject([
      { path: ['contact'], extensions: { code: 'UPSTREAM_UNAVAILABLE', subgraph: 'crm' } },
    ]);
    hubspot.setDown(false);
  });

  it('tells what changes in HubSpot, each change once, and not again what it changed itself', async () => {
    const { id, externalId } = await create('told@example.com', { name: 'Ines Weber' });
    const after = await sluice.head();
    await using changes = await sluice.subscribe(CHANGES, { after });
    await sluice.ask(UPDATE, { input: { id, stage: 'PROSPECT' } });
    const contact = hubspot.account.get('contacts', externalId);
    hubspot.account.update(contact, { lifecyclestage: 'customer', lastname: 'van Gogh' }, 'CRM_UI');
    const told = [];
    for (let n = 0; n < 2; n++) told.push((await changes.take()).data.contactChanged);
    hubspot.account.create('contacts', { email: 'new@example.com' }, 'CRM_UI');
    told.push((await changes.take()).data.contactChanged);
    hubspot.account.archive(contact, 'CRM_UI'); // which no search tells
    told.push((await changes.take()).data.contactChanged);
    expect(told).toEqual([
      {
        kind: 'UPDATED',
        changedFields: ['STAGE', 'BACKEND_STATUS'],
        contact: { email: 'told@example.com', name: 'Ines Weber', stage: 'PROSPECT', owner: null },
      },
      {
        kind: 'UPDATED',
        changedFields: ['NAME', 'STAGE', 'BACKEND_STATUS'],
        contact: { email: 'told@example.com', name: 'Ines van Gogh', stage: 'CUSTOMER', owner: null },
      },
      {
        kind: 'CREATED',
        changedFields: [],
        contact: { email: 'new@example.com', name: null, stage: 'LEAD', owner: null },
      },
      { kind: 'DELETED', changedFields: [], contact: null },
    ]);
  });

  it('moves a stage backward and to CHURNED in a property of its own, which a move in HubSpot overrules', async () => {
    const { id, externalId } = await create('stage@example.com', { stage: 'CUSTOMER' });
    const set = async (stage: string) =>
      (await sluice.ask(UPDATE, { input: { id, stage } })).data.updateContact.contact;
    expect(await set('CHURNED')).toEqual({ stage: 'CHURNED', backendStatus: 'customer' });
    expect(await set('PROSPECT')).toEqual({ stage: 'PROSPECT', backendStatus: 'customer' });
    hubspot.account.update(hubspot.account.get('contacts', externalId), { lifecyclestage: 'evangelist' }, 'CRM_UI');
    const { data } = await sluice.ask('query ($id: ID!) { contact(id: $id) { stage backendStatus } }', { id });
    expect(data.contact).toEqual({ stage: 'CUSTOMER', backendStatus: 'evangelist' });
    expect(await set('CUSTOMER')).toEqual({ stage: 'CUSTOMER', backendStatus: 'evangelist' });
  });

  it('says which argument HubSpot refuses, or has nothing for', async () => {
    const { errors } = await sluice.ask(CREATE, { input: { email: 'a@example.com', owner: 'nobody@example.com' } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_SUPPORTED_BY_BACKEND', field: 'input.owner' });
    const other = await sluice.ask(CREATE, { input: { email: 'a@example.com', stage: 'OTHER' } });
    expect(other.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.stage' });
    expect(hubspot.account.list('contacts')).toEqual([]);
  });
});
