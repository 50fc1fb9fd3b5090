import { Client, Signature } from '@hubspot/api-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../vendorClock.ts';
import { startWebhookEndpoint } from '../webhookEndpoint.ts';
import { type HubspotEmulator, startHubspot } from './hubspotEmulator.ts';

describe("HubSpot's emulator, driven by @hubspot/api-client", () => {
  let hubspot: HubspotEmulator;
  let client: Client;
  beforeEach(async () => {
    hubspot = await startHubspot({ searchLagMs: 0, searchesPerSecond: 1_000 });
    client = new Client({ accessToken: hubspot.accessToken, basePath: hubspot.url });
  });
  afterEach(() => hubspot[Symbol.asyncDispose]());

  const contacts = () => client.crm.contacts;
  const create = (properties: Record<string, string>) => contacts().basicApi.create({ properties, associations: [] });

  it('creates, reads, changes, lists and archives contacts', async () => {
    const created = await create({ email: 'Ines@Example.com', firstname: 'Ines' });
    expect(created.properties).toMatchObject({ email: 'ines@example.com', lifecyclestage: 'lead' });
    await contacts().basicApi.update(created.id, { properties: { lifecyclestage: 'customer', firstname: '' } });
    const read = await contacts().basicApi.getById(
      'ines@example.com',
      ['email', 'firstname', 'lifecyclestage'],
      undefined,
      undefined,
      false,
      'email',
    );
    expect(read).toMatchObject({
      id: created.id,
      archived: false,
      properties: { email: 'ines@example.com', firstname: null, lifecyclestage: 'customer', hs_object_id: created.id },
    });
    for (let n = 0; n < 4; n++) await create({ email: `c${n}@example.com` });
    expect((await contacts().getAll(2)).map(({ properties }) => properties.email)).toEqual([
      'ines@example.com',
      ...[0, 1, 2, 3].map((n) => `c${n}@example.com`),
    ]);
    await contacts().basicApi.archive(created.id);
    await expect(contacts().basicApi.getById(created.id)).rejects.toMatchObject({
      code: 404,
      body: { category: 'OBJECT_NOT_FOUND' },
    });
  });

  it('refuses a second contact with the address, unknown properties, stages and owners, in its own words', async () => {
    const { id } = await create({ email: 'one@example.com' });
    await expect(create({ email: 'ONE@example.com' })).rejects.toMatchObject({
      code: 409,
      body: { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${id}` },
    });
    for (const [properties, fault] of [
      [{ nonsense: '1' }, 'PROPERTY_DOESNT_EXIST'],
      [{ lifecyclestage: 'churned' }, 'INVALID_OPTION'],
      [{ hubspot_owner_id: '1' }, 'INVALID_OWNER_ID'],
      [{ email: 'nobody' }, 'INVALID_EMAIL'],
    ] as const) {
      await expect(create(properties)).rejects.toMatchObject({
        code: 400,
        body: { category: 'VALIDATION_ERROR', message: expect.stringContaining(`"error":"${fault}"`) },
      });
    }
    expect(hubspot.account.list('contacts')).toHaveLength(1);
  });

  it('leaves a lifecycle stage that a write would move backward, unless it was taken away first', async () => {
    const { id } = await create({ email: 'back@example.com', lifecyclestage: 'customer' });
    const set = (lifecyclestage: string) => contacts().basicApi.update(id, { properties: { lifecyclestage } });
    expect((await set('lead')).properties.lifecyclestage).toBe('customer');
    await set('');
    expect((await set('lead')).properties.lifecyclestage).toBe('lead');
  });

  it('reads batches by id or address, answering 207 with what is missing, and upserts by a unique property', async () => {
    const property = {
      name: 'sluice_key',
      label: 'Key',
      type: 'string',
      fieldType: 'text',
      groupName: 'contactinformation',
      hasUniqueValue: true,
    };
    await client.crm.properties.coreApi.create('contacts', property as never);
    const upsert = (firstname: string) =>
      contacts().batchApi.upsert({
        inputs: [{ id: 'k1', idProperty: 'sluice_key', properties: { email: 'k1@example.com', firstname } }],
      });
    const [first] = (await upsert('A')).results;
    const [second] = (await upsert('B')).results;
    expect([first?._new, second?._new, second?.id]).toEqual([true, false, first?.id]);
    const read = await contacts().batchApi.read({
      idProperty: 'email',
      inputs: [{ id: 'K1@example.com' }, { id: 'none@example.com' }],
      properties: ['firstname', 'sluice_key'],
      propertiesWithHistory: [],
    });
    expect(read.results.map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ firstname: 'B', sluice_key: 'k1' }),
    ]);
    expect(read).toMatchObject({ errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['none@example.com'] } }] });
  });

  it('notes activities on contacts, and tells which notes a contact has', async () => {
    const { id } = await create({ email: 'noted@example.com' });
    const note = await client.crm.objects.notes.basicApi.create({
      properties: { hs_timestamp: '2026-11-01T09:30:00.000Z', hs_note_body: 'Called.' },
      associations: [
        { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED' as never, associationTypeId: 202 }] },
      ],
    });
    const { results } = await client.crm.associations.v4.batchApi.getPage('contacts', 'notes', { inputs: [{ id }] });
    expect(results[0]?.to.map(({ toObjectId }) => String(toObjectId))).toEqual([note.id]);
  });

  it('finds owners by their address', async () => {
    const { id } = hubspot.account.addOwner('tove@sluice.example');
    const { results } = await client.crm.owners.ownersApi.getPage('tove@sluice.example');
    expect(results.map((owner) => owner.id)).toEqual([id]);
  });

  it('searches by time and property, in pages, up to 10,000 results', async () => {
    for (let n = 0; n < 5; n++)
      await create({ email: `s${n}@example.com`, lifecyclestage: n < 3 ? 'customer' : 'lead' });
    const search = (after?: string) =>
      contacts().searchApi.doSearch({
        filterGroups: [
          {
            filters: [
              { propertyName: 'lifecyclestage', operator: 'EQ' as never, value: 'customer' },
              { propertyName: 'lastmodifieddate', operator: 'GTE' as never, value: String(Date.now() - 60_000) },
            ],
          },
        ],
        sorts: ['lastmodifieddate'],
        properties: ['email'],
        limit: 2,
        ...(after && { after }),
      });
    const first = await search();
    expect(first.total).toBe(3);
    expect(first.results).toHaveLength(2);
    expect((await search(first.paging?.next?.after)).results).toHaveLength(1);
    await expect(search('9999')).rejects.toMatchObject({ code: 400 });
  });

  it('refuses a wrong token, and says in its own words when it is too much', async () => {
    await expect(
      new Client({ accessToken: 'wrong', basePath: hubspot.url }).crm.contacts.basicApi.getPage(),
    ).rejects.toMatchObject({ code: 401 });
    hubspot.faults.order({ fault: 'throttled', times: 1 });
    await expect(contacts().basicApi.getPage()).rejects.toMatchObject({
      code: 429,
      body: { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' },
    });
  });

  it('sends the events of a change in one array, in a signature that the SDK accepts, and again until accepted', async () => {
    await using endpoint = await startWebhookEndpoint([500]);
    const { url, received } = endpoint;
    hubspot.webhooks.url = url;
    const { id } = await create({ email: 'hook@example.com' });
    await contacts().basicApi.archive(id);
    await hubspot.webhooks.idle();

    for (const { headers, body } of received) {
      const accepted = Signature.isValid({
        signatureVersion: 'v3',
        method: 'POST',
        clientSecret: hubspot.clientSecret,
        requestBody: body,
        url,
        signature: String(headers['x-hubspot-signature-v3']),
        timestamp: Number(headers['x-hubspot-request-timestamp']),
      });
      expect(accepted).toBe(true);
    }
    const events = received.map(({ body }) => JSON.parse(body));
    expect(events.map((array) => array.map(({ attemptNumber }: { attemptNumber: number }) => attemptNumber))).toEqual([
      [0, 0, 0],
      [1, 1, 1],
      [0],
    ]);
    expect(events[1]).toEqual([
      expect.objectContaining({ subscriptionType: 'contact.creation', objectId: Number(id), changeFlag: 'CREATED' }),
      expect.objectContaining({ propertyName: 'lifecyclestage', propertyValue: 'lead' }),
      expect.objectContaining({
        subscriptionType: 'contact.propertyChange',
        propertyName: 'email',
        propertyValue: 'hook@example.com',
        eventId: events[0][2].eventId,
        subscriptionId: events[0][2].subscriptionId,
      }),
    ]);
    expect(events[2]).toEqual([
      expect.objectContaining({ subscriptionType: 'contact.deletion', changeFlag: 'DELETED' }),
    ]);
  });
});

describe("HubSpot's emulator, over time", () => {
  it('lets a search find a change after the lag of its index, and limits searches by the second', async () => {
    const clock = new ManualClock();
    await using hubspot = await startHubspot({ clock, searchLagMs: 5_000, searchesPerSecond: 3 });
    const client = new Client({ accessToken: hubspot.accessToken, basePath: hubspot.url });
    const contact = hubspot.account.create('contacts', { email: 'lag@example.com', firstname: 'Old' });
    const search = async () => {
      const { results } = await client.crm.contacts.searchApi.doSearch({ filterGroups: [], properties: ['firstname'] });
      return results.map(({ properties }) => properties.firstname);
    };
    expect(await search()).toEqual([]);
    clock.advance(5_000);
    hubspot.account.update(contact, { firstname: 'New' });
    expect(await search()).toEqual(['Old']);
    clock.advance(5_000);
    for (let n = 0; n < 3; n++) expect(await search()).toEqual(['New']);
    await expect(search()).rejects.toMatchObject({ code: 429, body: { policyName: 'SECONDLY' } });
    clock.advance(1_000);
    expect(await search()).toEqual(['New']);
  });
});
