import { createHmac } from 'node:crypto';
import { createClient } from 'node-zendesk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../vendorClock.ts';
import { startWebhookEndpoint } from '../webhookEndpoint.ts';
import { startZendesk, type ZendeskEmulator } from './zendeskEmulator.ts';

type Json = Record<string, unknown>;

/** Asks as a client of ours would. */
async function ask(zendesk: ZendeskEmulator, method: string, path: string, body?: object, headers: object = {}) {
  const authorization = `Basic ${btoa(`${zendesk.email}/token:${zendesk.apiToken}`)}`;
  const response = await fetch(`${zendesk.url}/api/v2/${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

describe("Zendesk's emulator, driven by node-zendesk", () => {
  let zendesk: ZendeskEmulator;
  let client: ReturnType<typeof createClient>;
  beforeEach(async () => {
    zendesk = await startZendesk();
    const { email, apiToken, url } = zendesk;
    client = createClient({ username: email, token: apiToken, subdomain: 'emulated', endpointUri: `${url}/api/v2` });
  });
  afterEach(() => zendesk[Symbol.asyncDispose]());

  const create = async (ticket: object): Promise<Json> => {
    const { result } = await client.tickets.create({ ticket } as never);
    return result as unknown as Json;
  };

  it('opens tickets for requesters by address, changes, lists and deletes them', async () => {
    const created = await create({
      subject: 'Where is it?',
      comment: { body: 'My order is late.' },
      priority: 'high',
      requester: { name: 'Ines', email: 'Ines@Example.com' },
    });
    expect(created).toMatchObject({ status: 'new', priority: 'high', description: 'My order is late.' });
    const { result: requester } = await client.users.show(created.requester_id as number);
    expect(requester).toMatchObject({ email: 'ines@example.com', name: 'Ines', verified: false });
    const id = created.id as number;
    await client.tickets.update(id, { ticket: { status: 'solved' } } as never);
    const { result: shown } = await client.tickets.show(id);
    expect(shown).toMatchObject({ status: 'solved', assignee_id: zendesk.account.me.id });
    for (let n = 0; n < 3; n++) await create({ comment: { body: `${n}` } });
    expect((await client.tickets.list()).map((ticket: { id: number }) => ticket.id)).toEqual([1, 2, 3, 4]);
    await client.tickets.delete(id);
    await expect(client.tickets.show(id)).rejects.toThrow('Zendesk Error (404)');
  });

  it('keeps comments, and what a request said about itself', async () => {
    const { id } = await create({ comment: { body: 'First.' } });
    const update = { ticket: { comment: { body: 'Internal.', public: false }, metadata: { key: 'k1' } } };
    await client.tickets.update(id as number, update as never);
    const comments = (await client.tickets.getComments(id as number)) as unknown as Json[];
    expect(comments).toEqual([
      expect.objectContaining({ body: 'First.', public: true }),
      expect.objectContaining({ body: 'Internal.', public: false, metadata: { system: {}, custom: { key: 'k1' } } }),
    ]);
  });
});

describe("Zendesk's emulator", () => {
  let zendesk: ZendeskEmulator;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = new ManualClock(Date.parse('2026-11-01T09:30:00Z'));
    zendesk = await startZendesk({ clock });
  });
  afterEach(() => zendesk[Symbol.asyncDispose]());

  const call = (method: string, path: string, body?: object, headers?: object) =>
    ask(zendesk, method, path, body, headers);
  const TICKET = { ticket: { subject: 'S', comment: { body: 'B' } } };

  it('answers the same key with the same ticket for two hours, and refuses it for another', async () => {
    const post = (body: object) => call('POST', 'tickets.json', body, { 'idempotency-key': 'k' });
    const [first, second] = [await post(TICKET), await post(TICKET)];
    expect([first.headers.get('x-idempotency-lookup'), second.headers.get('x-idempotency-lookup')]).toEqual([
      'miss',
      'hit',
    ]);
    expect(second.body).toEqual(first.body);
    expect((await post({ ticket: { comment: { body: 'Other' } } })).status).toBe(400);
    clock.advance(2 * 3_600_000);
    expect((await post(TICKET)).body.ticket.id).toBe(first.body.ticket.id + 1);
  });

  it('has done what it answered with 500, and tells so when asked with the same key', async () => {
    zendesk.faults.order({ fault: 'failsAfterEffect', times: 1 });
    const post = () => call('POST', 'tickets', TICKET, { 'idempotency-key': 'k' });
    expect([(await post()).status, (await post()).status]).toEqual([500, 201]);
    expect(zendesk.account.tickets).toHaveLength(1);
  });

  it('finds tickets by external id and many at once, and pages by cursor', async () => {
    for (let n = 1; n <= 5; n++) {
      await call('POST', 'tickets', { ticket: { ...TICKET.ticket, external_id: `x${n}` } });
    }
    const ids = ({ tickets }: { tickets: { id: number }[] }) => tickets.map(({ id }) => id);
    expect(ids((await call('GET', 'tickets?external_id=x3')).body)).toEqual([3]);
    expect(ids((await call('GET', 'tickets/show_many?ids=5,1,99')).body)).toEqual([1, 5]);
    const first = (await call('GET', 'tickets?page[size]=3')).body;
    const second = (await call('GET', `tickets?page[size]=3&page[after]=${first.meta.after_cursor}`)).body;
    expect([ids(first), first.meta.has_more, ids(second), second.meta.has_more]).toEqual([
      [1, 2, 3],
      true,
      [4, 5],
      false,
    ]);
  });

  it('changes no closed ticket, and no ticket that has changed since a safe update was thought of', async () => {
    await call('POST', 'tickets', TICKET);
    const stamp = zendesk.account.ticket(1).updatedAt;
    clock.advance(1_000);
    await call('PUT', 'tickets/1', { ticket: { priority: 'low' } });
    const safe = { ticket: { priority: 'high', safe_update: true, updated_stamp: stamp } };
    expect((await call('PUT', 'tickets/1', safe)).status).toBe(409);
    await call('PUT', 'tickets/1', { ticket: { status: 'closed' } });
    expect(await call('PUT', 'tickets/1', { ticket: { priority: 'high' } })).toMatchObject({
      status: 422,
      body: { error: 'RecordInvalid', details: { status: [{ description: 'Status: closed prevents ticket update' }] } },
    });
    expect(zendesk.account.ticket(1)).toMatchObject({ status: 'closed', priority: 'low' });
  });

  it('exports by time of change, deleted tickets too, without the last minute, ten times a minute', async () => {
    for (let n = 0; n < 3; n++) await call('POST', 'tickets', TICKET);
    const start = Math.floor(clock.now() / 1000);
    const read = async (query: string) => (await call('GET', `incremental/tickets/cursor.json?${query}`)).body;
    expect((await call('GET', `incremental/tickets/cursor?start_time=${start}`)).status).toBe(422);
    clock.advance(61_000);
    await call('DELETE', 'tickets/1');
    const first = await read(`start_time=${start}&per_page=1`);
    expect(first).toMatchObject({ tickets: [{ id: 2 }], end_of_stream: false });
    const second = await read(`cursor=${first.after_cursor}`);
    expect(second).toMatchObject({ tickets: [{ id: 3 }], end_of_stream: true });
    expect(await read(`cursor=${second.after_cursor}`)).toMatchObject({ tickets: [], end_of_stream: true });
    clock.advance(61_000);
    expect(await read(`cursor=${second.after_cursor}`)).toMatchObject({ tickets: [{ id: 1, status: 'deleted' }] });
    for (let n = 0; n < 9; n++) await read(`cursor=${second.after_cursor}`);
    const refused = await call('GET', `incremental/tickets/cursor?cursor=${second.after_cursor}`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  });

  it('sends each event in a signed webhook, whose invocation id stays when it is sent again', async () => {
    await using endpoint = await startWebhookEndpoint([200, 503, 200, 500]);
    zendesk.webhooks.url = endpoint.url;
    await call('POST', 'tickets', TICKET);
    await call('PUT', 'tickets/1', { ticket: { status: 'open', priority: 'urgent' } });
    await expect.poll(() => clock.waiting).toBe(1);
    clock.advance(10_000);
    await zendesk.webhooks.idle();

    const { received } = endpoint;
    for (const { headers, body } of received) {
      const signed = `${headers['x-zendesk-webhook-signature-timestamp']}${body}`;
      expect(headers['x-zendesk-webhook-signature']).toBe(
        createHmac('sha256', zendesk.signingSecret).update(signed).digest('base64'),
      );
    }
    const told = received.map(({ body }) => JSON.parse(body));
    expect(told.map(({ type }) => type.split('.')[1])).toEqual([
      'created',
      'priority_changed',
      'priority_changed',
      'status_changed',
    ]);
    expect(told[3]).toMatchObject({
      subject: 'zen:ticket:1',
      detail: { id: '1', status: 'OPEN', priority: 'URGENT' },
      event: { current: 'OPEN', previous: 'NEW', meta: { sequence: { position: 1 } } },
    });
    const invocations = received.map(({ headers }) => headers['x-zendesk-webhook-invocation-id']);
    expect(invocations[1]).toBe(invocations[2]);
    expect(new Set(invocations).size).toBe(3);
  });

  it('refuses a wrong token, and says how long to wait when it is too much', async () => {
    expect((await call('GET', 'users/me', undefined, { authorization: 'Basic bm9ib2R5' })).status).toBe(401);
    zendesk.faults.order({ fault: 'throttled', times: 1 });
    const refused = await call('GET', 'users/me');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await call('GET', 'users/me')).body.user).toMatchObject({ email: zendesk.email });
  });
});
