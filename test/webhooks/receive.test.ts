import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnPostgres } from '../harness/describeOnPostgres.ts';
import { engines, type TestStorage } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { ask, startSluice, type TestSluice } from '../harness/startSluice.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TOKEN = 'a-token-that-nobody-guesses';
const VARIABLES = { SEED: 'none', STANDARD_WEBHOOK_SECRETS: `erp=${SECRET},crm=${TOKEN}` };

const CHANGED = `subscription ($after: Cursor, $type: [String!]) {
  externalEventChanged(source: ["erp", "crm"], type: $type, after: $after) {
    kind externalEvent { source externalId type subject data occurredAt amount: text(pointer: "/order/amount") }
  }
}`;
const SOURCES = '{ webhookSources { source stored repeated refused { reason count } } }';
const PARKED = '{ parkedWebhooks(source: ["standard/crm"]) { nodes { id source externalId reason body failures } } }';

/** Signs and sends a webhook to `/webhooks/standard/erp`. */
async function send(
  url: string,
  id: string,
  body: string | Buffer,
  change: Record<string, string> = {},
): Promise<Response> {
  const at = new Date();
  return fetch(`${url}/webhooks/standard/erp`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(SECRET).sign(id, at, body),
      ...change,
    },
  });
}

function sendCloudEvent(url: string, body: string, contentType = 'application/cloudevents+json'): Promise<Response> {
  const headers = { 'content-type': contentType, authorization: `Bearer ${TOKEN}` };
  return fetch(`${url}/webhooks/standard/crm`, { method: 'POST', body, headers });
}

/** Rows of received webhooks, in whatever state where none is given. */
async function countReceived(storage: TestStorage, status?: 'DONE'): Promise<number> {
  await using database = openDatabase(storage);
  const tables = database.queries.withTables<{ sluice_webhook_received: { id: string; status: string } }>();
  const rows = tables.selectFrom('sluice_webhook_received').select('id');
  return (await (status ? rows.where('status', '=', status) : rows).execute()).length;
}

describe.each(engines)('Webhooks that come in, on $name', (engine) => {
  let storage: TestStorage;
  let sluice: TestSluice;
  beforeAll(async () => {
    storage = await engine.create(VARIABLES);
    sluice = await startSluice({ storage });
  });
  afterAll(async () => {
    await sluice[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
  });

  it('become events that are told, and can be read', async () => {
    const after = await sluice.head();
    await using events = await sluice.subscribe(CHANGED, { after });
    const body = { type: 'order.paid', timestamp: '2026-11-01T10:30:00+01:00', data: { order: { amount: 12.5 } } };
    const response = await send(sluice.url, 'msg_1', JSON.stringify(body));
    expect(response.status).toBe(200);
    const told = {
      source: 'erp',
      externalId: 'msg_1',
      type: 'order.paid',
      subject: null,
      data: { order: { amount: 12.5 } },
      occurredAt: '2026-11-01T09:30:00.000Z',
      amount: '12.5',
    };
    expect((await events.take()).data.externalEventChanged).toEqual({ kind: 'CREATED', externalEvent: told });
    const { data } = await sluice.ask(
      '{ externalEvents(source: ["erp"], type: ["order.paid"]) { nodes { externalId type } } }',
    );
    expect(data.externalEvents.nodes).toEqual([{ externalId: 'msg_1', type: 'order.paid' }]);
  });

  it('are answered again when they come again, and told once', async () => {
    const after = await sluice.head();
    await using events = await sluice.subscribe(CHANGED, { after });
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await send(sluice.url, 'msg_twice', '{"type":"twice"}')).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await send(sluice.url, 'msg_last', '{"type":"last"}');
    expect((await events.take()).data.externalEventChanged.externalEvent.type).toBe('twice');
    expect((await events.take()).data.externalEventChanged.externalEvent.type).toBe('last');
  });

  it('may be CloudEvents, structured or binary', async () => {
    const after = await sluice.head();
    await using events = await sluice.subscribe(CHANGED, { after });
    const event = { specversion: '1.0', id: '1', source: '/crm', type: 'deal.won', subject: 'deal/1', data: { a: 1 } };
    expect((await sendCloudEvent(sluice.url, JSON.stringify(event))).status).toBe(200);
    expect((await events.take()).data.externalEventChanged.externalEvent).toMatchObject({
      source: 'crm',
      externalId: '/crm 1',
      type: 'deal.won',
      subject: 'deal/1',
      data: { a: 1 },
    });
    const binary = {
      'ce-specversion': '1.0',
      'ce-id': '2',
      'ce-source': '/erp',
      'ce-type': 'paid',
      'ce-time': '2026-11-01T09:30:00Z',
    };
    expect((await send(sluice.url, 'msg_binary', '{"b":2}', binary)).status).toBe(200);
    expect((await events.take()).data.externalEventChanged.externalEvent).toMatchObject({
      type: 'paid',
      data: { b: 2 },
      occurredAt: '2026-11-01T09:30:00.000Z',
    });
  });

  it('are refused when forged, replayed late, future-dated, oversized, malformed or of nobody: counted, and not kept', async () => {
    const [before, head] = [await countReceived(storage), await sluice.head()];
    const refusals = async () => {
      const { data } = await sluice.ask(SOURCES);
      const { refused } = data.webhookSources.find(({ source }: { source: string }) => source === 'standard/erp');
      return Object.fromEntries(refused.map(({ reason, count }: { reason: string; count: number }) => [reason, count]));
    };
    const counted = await refusals();
    const signedAt = (ms: number) => {
      const at = new Date(Date.now() + ms);
      return {
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(SECRET).sign('msg_x', at, '{}'),
      };
    };
    const statuses = [
      await send(sluice.url, 'msg_x', '{}', { 'webhook-signature': 'v1,AAAA' }),
      await send(sluice.url, 'msg_x', '{}', { 'webhook-id': 'msg_y' }),
      await send(sluice.url, 'msg_x', '{}', signedAt(-400_000)),
      await send(sluice.url, 'msg_x', '{}', signedAt(400_000)),
      await send(sluice.url, 'msg_x', '{}', { 'webhook-timestamp': 'NaN' }),
      await send(sluice.url, 'msg_x', '{'),
      await send(sluice.url, 'msg_x', Buffer.from([0xff, 0xfe])),
      await send(sluice.url, 'msg_x', ''),
      await send(sluice.url, 'msg_x', `"${'x'.repeat(1024 * 1024)}"`),
      await fetch(`${sluice.url}/webhooks/standard/nobody`, { method: 'POST', body: '{}' }),
      await fetch(`${sluice.url}/webhooks/stripe`, { method: 'POST', body: '{}' }),
      await fetch(`${sluice.url}/webhooks/standard/__proto__`, { method: 'POST', body: '{}' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 413, 404, 404, 404]);
    const now = await refusals();
    expect(
      Object.fromEntries(
        Object.entries(now).map(([reason, count]) => [reason, Number(count) - Number(counted[reason])]),
      ),
    ).toEqual({
      SIGNATURE: 3,
      TIMESTAMP: 3,
      MALFORMED: 2,
      MODE: 0,
      TOO_LARGE: 1,
    });
    expect(await countReceived(storage)).toBe(before);
    expect(await sluice.head()).toBe(head);
  });

  it('are parked when they cannot be understood, and are processed again or put away', async () => {
    const event = (id: string) => ({ specversion: '1.0', id, source: '/crm', type: 'x'.repeat(600), data: 1 });
    await sendCloudEvent(sluice.url, JSON.stringify(event('long')));
    await expect.poll(async () => (await sluice.ask(PARKED)).data.parkedWebhooks.nodes.length).toBe(1);
    const [parked] = (await sluice.ask(PARKED)).data.parkedWebhooks.nodes;
    expect(parked).toMatchObject({
      source: 'standard/crm',
      externalId: '/crm long',
      reason: 'Its type or subject is longer than 500 characters, or has NUL in it.',
      body: JSON.stringify(event('long')),
    });
    const RETRY = 'mutation ($id: ID!) { retryParkedWebhook(input: { id: $id }) { id } }';
    expect((await sluice.ask(RETRY, { id: parked.id })).data).toEqual({ retryParkedWebhook: { id: parked.id } });
    await expect.poll(async () => (await sluice.ask(PARKED)).data.parkedWebhooks.nodes.length).toBe(1);
    const DISCARD = 'mutation ($id: ID!) { discardParkedWebhook(input: { id: $id }) { id } }';
    await sluice.ask(DISCARD, { id: parked.id });
    expect((await sluice.ask(PARKED)).data.parkedWebhooks.nodes).toEqual([]);
    expect((await sluice.ask(DISCARD, { id: parked.id })).errors?.[0]?.extensions.code).toBe('INVALID_TRANSITION');
    expect((await sluice.ask(RETRY, { id: 'whi_none' })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});

describe.each(engines)('A webhook that was answered, on $name', (engine) => {
  it('survives the kill of its process, and becomes one change', async () => {
    await using storage = await engine.create(VARIABLES);
    const killed = await spawnSluice({ variables: storage.variables });
    const { changeCursor: after } = (await ask(killed.url, '{ changeCursor }')).data;
    const sent = Array.from({ length: 200 }, (_, n) =>
      send(killed.url, `msg_${n}`, `{"type":"n${n}"}`).catch(() => undefined),
    );
    await Promise.race(sent);
    await killed.end('SIGKILL');
    const answered = (await Promise.all(sent)).flatMap((response, n) => (response?.status === 200 ? [`n${n}`] : []));
    expect(answered.length).toBeGreaterThan(0);

    await using again = await startSluice({ storage });
    // What was not answered comes again; what was, too, since its sender may not know.
    for (let n = 0; n < 200; n++) expect((await send(again.url, `msg_${n}`, `{"type":"n${n}"}`)).status).toBe(200);
    await using events = await again.subscribe(CHANGED, { after });
    const told: string[] = [];
    for (let n = 0; n < 200; n++) told.push((await events.take()).data.externalEventChanged.externalEvent.type);
    expect(new Set(told).size).toBe(200);
  });

  it('becomes a change within seconds when the process that was at it is killed', async () => {
    await using storage = await engine.create(VARIABLES);
    const killed = await spawnSluice({ variables: storage.variables });
    const { changeCursor: after } = (await ask(killed.url, '{ changeCursor }')).data;
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async (_, n) => (await send(killed.url, `msg_${n}`, `{"type":"n${n}"}`)).status),
    );
    await killed.end('SIGKILL');
    expect(new Set(statuses)).toEqual(new Set([200]));

    await using again = await startSluice({ storage });
    await using events = await again.subscribe(CHANGED, { after });
    const told: string[] = [];
    for (let n = 0; n < 500; n++) told.push((await events.take()).data.externalEventChanged.externalEvent.externalId);
    expect(new Set(told).size).toBe(500);
    await expect.poll(() => countReceived(storage, 'DONE')).toBe(500);
    expect(await countReceived(storage)).toBe(500);
  }, 60_000);
});

// On SQLite a commit that waits holds up the whole process, and no more webhooks come in than were stored.
describeOnPostgres('A database that does not keep up', (engine) => {
  it('has what is too much refused with 503 until there is room again, and what is answered with 200 stored', async () => {
    await using storage = await engine.create(VARIABLES);
    await using sluice = await startSluice({ storage });
    await using database = openDatabase(storage);
    const body = JSON.stringify({ type: 'large', data: 'x'.repeat(1_000_000) });
    let sending: Promise<Response>[] = [];
    await database.transaction(async (transaction) => {
      await sql`lock table sluice_webhook_received`.execute(transaction);
      sending = Array.from({ length: 100 }, (_, n) => send(sluice.url, `msg_${n}`, body));
      const refused = await Promise.any(
        sending.map(async (response) =>
          (await response).status === 503 ? response : Promise.reject(new Error('200')),
        ),
      );
      expect(refused.headers.get('retry-after')).toBe('5');
      expect((await refused.json()) as object).toMatchObject({
        errors: [{ extensions: { code: 'TOO_MANY_WEBHOOKS' } }],
      });
    });
    const statuses = (await Promise.all(sending)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(await countReceived(storage)).toBe(statuses.filter((status) => status === 200).length);
    expect((await send(sluice.url, 'msg_later', body)).status).toBe(200);
  }, 120_000);
});

describe('A flow', () => {
  it('is set off by an event of others, and reads values inside its data', async () => {
    await using flows = await temporaryFolder();
    await writeFile(
      join(flows.path, 'erp.graphql'),
      `subscription LeadFromErp @flow {
        externalEventChanged(source: ["erp"], type: ["lead.created"]) {
          externalEvent { email: text(pointer: "/email") @export(as: "email") }
        }
      }
      mutation AddLead($email: String!) { createContact(input: { email: $email }) { contact { id } } }`,
    );
    await using storage = await (engines[0] as (typeof engines)[0]).create({ ...VARIABLES, FLOWS_DIR: flows.path });
    await using sluice = await startSluice({ storage });
    await using contacts = await sluice.subscribe(
      'subscription ($after: Cursor) { contactChanged(after: $after) { contact { email } } }',
      {
        after: await sluice.head(),
      },
    );
    await send(sluice.url, 'msg_1', '{"type":"lead.created","data":{"email":"lead@example.com"}}');
    expect((await contacts.take()).data.contactChanged.contact.email).toBe('lead@example.com');
  });
});
