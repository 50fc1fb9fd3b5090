import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { hubspot, ownTables, type TestBackend } from '../vendors/backends.ts';
import { describeIdempotency } from './idempotency.ts';

const CREATE = `mutation ($input: CreateContactInput!) {
  createContact(input: $input) { contact { id externalId email name stage backendStatus owner customer { id email name } } }
}`;
const UPDATE = `mutation ($input: UpdateContactInput!) {
  updateContact(input: $input) { contact { id name stage owner createdAt updatedAt } }
}`;
const LOG = `mutation ($input: LogActivityInput!) {
  logActivity(input: $input) { activity { id text contact { id email } } }
}`;

const combinations = engines.flatMap((engine) =>
  [ownTables, hubspot].map((backend) => ({ name: `${backend.name}, ${engine.name}`, engine, backend })),
);

describe.each(combinations)('The CRM on $name', ({ engine, backend }) => {
  const isHubspot = backend === hubspot;
  let behind: TestBackend;
  let sluice: TestSluice;
  beforeAll(async () => {
    behind = await backend.start();
    sluice = await startSluice({ engine, variables: behind.variables });
  });
  afterAll(async () => {
    await sluice[Symbol.asyncDispose]();
    await behind[Symbol.asyncDispose]();
  });

  const createContact = async (email: string, fields: object = {}) => {
    const { data } = await sluice.ask(CREATE, { input: { email, ...fields } });
    return data.createContact.contact;
  };

  it('adds a contact as a lead, linked with the customer who has its address', async () => {
    const contact = await createContact('Ines.Weber@Example.com', { name: 'Ines Weber', owner: 'tove@sluice.example' });
    expect(contact).toEqual({
      id: expect.stringMatching(/^ct_/),
      externalId: isHubspot ? contact.id.replace('ct_', '') : contact.id,
      email: 'ines.weber@example.com',
      name: 'Ines Weber',
      stage: 'LEAD',
      backendStatus: isHubspot ? 'lead' : 'LEAD',
      owner: 'tove@sluice.example',
      customer: { id: expect.stringMatching(/^cus_/), email: 'ines.weber@example.com', name: 'Ines Weber' },
    });
    const { data } = await sluice.ask(
      'query ($id: ID!) { customer(id: $id) { contact { id } links { system externalId verified } } }',
      {
        id: contact.customer.id,
      },
    );
    expect(data.customer).toEqual({
      contact: { id: contact.id },
      links: [{ system: 'crm', externalId: contact.externalId, verified: true }],
    });
  });

  it('refuses a second contact with the same address, and names the first', async () => {
    const { id } = await createContact('twice@example.com');
    const { errors } = await sluice.ask(CREATE, { input: { email: ' TWICE@example.com ' } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'ALREADY_EXISTS', id, field: 'input.email' });
  });

  it('lets one of many concurrent additions of the same address win', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => sluice.ask(CREATE, { input: { email: 'race@example.com' } })),
    );
    expect(answers.filter(({ data }) => data).length).toBe(1);
    expect(answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions.code)).toEqual(
      Array(7).fill('ALREADY_EXISTS'),
    );
  });

  it('changes the fields that are given and leaves the others', async () => {
    const { id } = await createContact('update@example.com', { name: 'Before', owner: 'marek@sluice.example' });
    const { data } = await sluice.ask(UPDATE, { input: { id, stage: 'CUSTOMER', owner: null } });
    expect(data.updateContact.contact).toMatchObject({ name: 'Before', stage: 'CUSTOMER', owner: null });
  });

  it('records no change, and no time of change, when nothing differs', async () => {
    const { id } = await createContact('same@example.com', { name: 'Same' });
    const before = (await sluice.ask('query ($id: ID!) { contact(id: $id) { updatedAt } }', { id })).data.contact;
    const after = await sluice.head();
    const { data } = await sluice.ask(UPDATE, { input: { id, name: 'Same', stage: 'LEAD' } });
    expect(data.updateContact.contact.updatedAt).toBe(before.updatedAt);
    expect(await sluice.head()).toBe(after);
  });

  it('lists contacts by stage, newest first, a page at a time', async () => {
    for (const n of [1, 2, 3]) await createContact(`churned-${n}@example.com`, { stage: 'CHURNED' });
    const LIST = `query ($after: String) {
      contacts(stage: [CHURNED], first: 2, after: $after) { nodes { email } pageInfo { hasNextPage hasPreviousPage endCursor } }
    }`;
    const first = (await sluice.ask(LIST)).data.contacts;
    expect(first.nodes.map(({ email }: { email: string }) => email)).toEqual([
      'churned-3@example.com',
      'churned-2@example.com',
    ]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = (await sluice.ask(LIST, { after: first.pageInfo.endCursor })).data.contacts;
    expect(second.nodes).toEqual([{ email: 'churned-1@example.com' }]);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('notes activities, newest first', async () => {
    const { id } = await createContact('active@example.com');
    for (const text of ['Called.', 'Met.']) await sluice.ask(LOG, { input: { contactId: id, text } });
    const { data } = await sluice.ask(
      'query ($id: ID!) { contact(id: $id) { activities { nodes { text contact { id } } } } }',
      { id },
    );
    expect(data.contact.activities.nodes).toEqual([
      { text: 'Met.', contact: { id } },
      { text: 'Called.', contact: { id } },
    ]);
  });

  it('answers null for a contact that does not exist', async () => {
    expect((await sluice.ask('{ contact(id: "ct_none") { id } }')).data).toEqual({ contact: null });
  });

  it.each([
    ['createContact', CREATE, { email: 'not an address' }, 'BAD_USER_INPUT', 'input.email'],
    ['createContact', CREATE, { email: 'a@example.com', name: ' ' }, 'BAD_USER_INPUT', 'input.name'],
    ['createContact', CREATE, { email: 'a@example.com', name: 'A\0B' }, 'BAD_USER_INPUT', 'input.name'],
    ['createContact', CREATE, { email: 'a@example.com', owner: 'nobody' }, 'BAD_USER_INPUT', 'input.owner'],
    ['updateContact', UPDATE, { id: 'ct_none', stage: 'LEAD' }, 'NOT_FOUND', undefined],
    ['logActivity', LOG, { contactId: 'ct_none', text: 'Called.' }, 'NOT_FOUND', undefined],
    ['logActivity', LOG, { contactId: 'ct_none', text: 'x'.repeat(10_001) }, 'BAD_USER_INPUT', 'input.text'],
  ])('refuses %s with bad input and records nothing: %#', async (name, mutation, input, code, field) => {
    const before = await sluice.head();
    const { errors } = await sluice.ask(mutation, { input });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: [name], extensions: { code, ...(field && { field }) } });
    expect(await sluice.head()).toBe(before);
  });

  it('tells changes with the contact as of the change, filtered by stage and by changed field', async () => {
    const after = await sluice.head();
    const { id } = await createContact('watched@example.com', { name: 'Watched' });
    await sluice.ask(UPDATE, { input: { id, name: 'Renamed' } });
    await sluice.ask(UPDATE, { input: { id, stage: 'CUSTOMER' } });
    await sluice.ask(UPDATE, { input: { id, name: 'Renamed again' } });

    await using all = await sluice.subscribe(
      'subscription ($after: Cursor) { contactChanged(after: $after) { kind id changedFields superseded contact { name stage } } }',
      { after },
    );
    const events = [];
    for (let n = 0; n < 4; n++) events.push((await all.take()).data.contactChanged);
    const base = { id, superseded: false };
    expect(events).toEqual([
      { ...base, kind: 'CREATED', changedFields: [], contact: { name: 'Watched', stage: 'LEAD' } },
      { ...base, kind: 'UPDATED', changedFields: ['NAME'], contact: { name: 'Renamed', stage: 'LEAD' } },
      {
        ...base,
        kind: 'UPDATED',
        changedFields: ['STAGE', 'BACKEND_STATUS'],
        contact: { name: 'Renamed', stage: 'CUSTOMER' },
      },
      { ...base, kind: 'UPDATED', changedFields: ['NAME'], contact: { name: 'Renamed again', stage: 'CUSTOMER' } },
    ]);

    await using edges = await sluice.subscribe(
      `subscription ($after: Cursor) {
        contactChanged(stage: [CUSTOMER], changed: [STAGE], after: $after) { contact { name } }
      }`,
      { after },
    );
    expect((await edges.take()).data.contactChanged.contact).toEqual({ name: 'Renamed' });
    await sluice.ask(UPDATE, { input: { id, stage: 'CHURNED' } });
    await sluice.ask(UPDATE, { input: { id, stage: 'CUSTOMER', name: 'Back' } });
    expect((await edges.take()).data.contactChanged.contact).toEqual({ name: 'Back' });
  });

  describeIdempotency(() => sluice, {
    createContact: {
      mutation: CREATE,
      input: async () => ({ email: `${crypto.randomUUID()}@example.com` }),
      other: { name: 'Other' },
    },
    updateContact: {
      mutation: UPDATE,
      input: async () => ({ id: (await createContact(`${crypto.randomUUID()}@example.com`)).id, stage: 'PROSPECT' }),
      other: { stage: 'CHURNED' },
    },
    logActivity: {
      mutation: LOG,
      input: async () => ({
        contactId: (await createContact(`${crypto.randomUUID()}@example.com`)).id,
        text: 'Called.',
      }),
      other: { text: 'Met.' },
    },
  });
});
