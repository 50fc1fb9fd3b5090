import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, type TestStorage } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { startReceivingServer, verify } from './receivingServer.ts';
import {
  ALLOW_LOOPBACK,
  createContacts,
  createEndpoint,
  endpointOnce,
  endpointWith,
  letWaitsPass,
} from './webhookEndpoints.ts';

const ROTATE = `mutation ($input: RotateWebhookSecretInput!) {
  rotateWebhookSecret(input: $input) { secret webhookEndpoint { previousSecretUntil } }
}`;

describe.each(engines)('Webhooks on $name', (engine) => {
  let storage: TestStorage;
  let sluice: TestSluice;
  beforeAll(async () => {
    storage = await engine.create({ SEED: 'none', ...ALLOW_LOOPBACK });
    sluice = await startSluice({ storage });
  });
  afterAll(async () => {
    await sluice[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
  });

  /** A receiving server, and an endpoint of it for contacts. */
  async function receive(input: object = {}) {
    const server = await startReceivingServer();
    const { id, secret } = await createEndpoint(sluice, { url: `${server.url}/hooks`, ...input });
    return {
      server,
      id,
      secret,
      async [Symbol.asyncDispose]() {
        await sluice.ask('mutation ($id: ID!) { deleteWebhookEndpoint(input: { id: $id }) { id } }', { id });
        await server[Symbol.asyncDispose]();
      },
    };
  }

  it('tell a change as a signed CloudEvent', async () => {
    await using receiver = await receive();
    const [contactId] = await createContacts(sluice, 1);
    const [webhook] = await receiver.server.take(1);
    if (!webhook) throw new Error('None arrived.');
    verify(receiver.secret, webhook);
    expect(webhook.path).toBe('/hooks');
    expect(webhook.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(webhook.event).toMatchObject({
      specversion: '1.0',
      type: 'sluice.crm.contact.created',
      source: '/systems/crm',
      subject: contactId,
      data: { kind: 'CREATED', changedFields: [], superseded: false, record: { id: contactId, name: 'Ada' } },
    });
    const { status, deliveries } = await endpointWith(sluice, receiver.id, 'DELIVERED');
    expect(status).toBe('ENABLED');
    expect(deliveries.nodes).toEqual([
      {
        id: webhook.headers['webhook-id'],
        changeId: webhook.event.id,
        type: 'sluice.crm.contact.created',
        subject: contactId,
        status: 'DELIVERED',
        nextAttemptAt: null,
        attempts: [
          {
            number: 1,
            endedAt: expect.stringMatching(/Z$/),
            httpStatus: 204,
            errorCode: null,
            error: null,
            response: null,
          },
        ],
      },
    ]);
  });

  it('tell each of 50 changes once to each endpoint that asked for its type, and to no other', async () => {
    await using all = await receive({ types: ['sluice.*'] });
    await using updates = await receive({ types: ['sluice.*.*.updated', 'sluice.payments.*'] });
    await using contacts = await receive({ types: ['sluice.crm.contact.created'] });
    const ids = await createContacts(sluice, 50);
    await sluice.ask('mutation ($id: ID!) { updateContact(input: { id: $id, stage: CUSTOMER }) { contact { id } } }', {
      id: ids[0],
    });
    // A contact brings a customer.
    await all.server.take(101);
    await endpointOnce(sluice, updates.id, ({ deliveries: { nodes } }) => nodes[0]?.status === 'DELIVERED');
    await endpointWith(sluice, contacts.id, 'DELIVERED', 50);
    expect(updates.server.arrived.map(({ event }) => event.type)).toEqual(['sluice.crm.contact.updated']);
    expect(contacts.server.arrived.map(({ event }) => event.subject).sort()).toEqual([...ids].sort());
    expect(all.server.arrived).toHaveLength(101);
    expect(new Set(all.server.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(101);
  });

  it('are tried again under the same id after the wait, with each try and its answer on record', async () => {
    await using receiver = await receive();
    receiver.server.answer((response) => void response.writeHead(500).end('Out of\0 order'));
    await createContacts(sluice, 1);
    const waiting = await endpointOnce(
      sluice,
      receiver.id,
      ({ deliveries: { nodes } }) => nodes[0]?.nextAttemptAt && nodes[0].attempts[0]?.endedAt,
    );
    const waitMs =
      Date.parse(waiting.deliveries.nodes[0].nextAttemptAt) -
      Date.parse(waiting.deliveries.nodes[0].attempts[0].endedAt);
    expect(waitMs).toBeGreaterThan(4_500);
    expect(waitMs).toBeLessThan(6_500);
    receiver.server.answer((response) => void response.writeHead(200).end('Thanks'));
    await letWaitsPass(storage);
    const { deliveries } = await endpointWith(sluice, receiver.id, 'DELIVERED');
    expect(deliveries.nodes[0].attempts).toMatchObject([
      {
        number: 1,
        httpStatus: 500,
        errorCode: 'HTTP_500',
        error: 'The endpoint answered with 500.',
        response: 'Out of order',
      },
      { number: 2, httpStatus: 200, errorCode: null, error: null, response: 'Thanks' },
    ]);
    const [first, second] = receiver.server.arrived;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect(receiver.server.arrived).toHaveLength(2);
  });

  it('wait as long as Retry-After asks', async () => {
    await using receiver = await receive();
    receiver.server.answer((response) => void response.writeHead(429, { 'retry-after': '3600' }).end());
    await createContacts(sluice, 1);
    const { deliveries } = await endpointOnce(
      sluice,
      receiver.id,
      ({ deliveries: { nodes } }) => nodes[0]?.attempts[0]?.endedAt,
    );
    const waitMs = Date.parse(deliveries.nodes[0].nextAttemptAt) - Date.now();
    expect(waitMs).toBeGreaterThan(3_590_000);
  });

  it('are given up after eight tries, and the endpoint is failing until it accepts one', async () => {
    await using receiver = await receive();
    receiver.server.answer((response) => void response.writeHead(503).end());
    await createContacts(sluice, 1);
    for (let tries = 1; tries < 8; tries++) {
      await endpointOnce(
        sluice,
        receiver.id,
        ({ deliveries: { nodes } }) => nodes[0]?.attempts.length >= tries && nodes[0].status !== 'SENDING',
      );
      await letWaitsPass(storage);
    }
    const failing = await endpointWith(sluice, receiver.id, 'FAILED');
    expect(failing).toMatchObject({ status: 'FAILING', failingSince: expect.stringMatching(/Z$/) });
    expect(receiver.server.arrived).toHaveLength(8);
    receiver.server.answer((response) => void response.writeHead(204).end());
    const { data } = await sluice.ask(
      'mutation ($id: ID!) { redeliverWebhook(input: { id: $id }) { webhookDelivery { status } } }',
      {
        id: failing.deliveries.nodes[0].id,
      },
    );
    expect(data.redeliverWebhook.webhookDelivery.status).toBe('WAITING');
    const mended = await endpointOnce(
      sluice,
      receiver.id,
      ({ status, deliveries: { nodes } }) => status === 'ENABLED' && nodes[0]?.status === 'DELIVERED',
    );
    expect(mended.failingSince).toBeNull();
    expect(new Set(receiver.server.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('disable an endpoint that has failed for more than five days', async () => {
    await using receiver = await receive();
    receiver.server.answer((response) => void response.writeHead(500).end());
    await using database = openDatabase(storage);
    await database.queries
      .withTables<{ sluice_webhook_endpoint: Record<string, unknown> }>()
      .updateTable('sluice_webhook_endpoint')
      .set({ failures: 3, failing_since: new Date(Date.now() - 5.1 * 86_400_000).toISOString() })
      .where('id', '=', receiver.id)
      .execute();
    await createContacts(sluice, 1);
    const { disabledReason } = await endpointOnce(sluice, receiver.id, ({ status }) => status === 'DISABLED');
    expect(disabledReason).toMatch(/^Nothing was accepted since .*; the last failure was HTTP_500\.$/);
  });

  it('end with 410, and go on when the endpoint is enabled again, with what was missed when that is wanted', async () => {
    await using receiver = await receive();
    receiver.server.answer((response) => void response.writeHead(410).end());
    await createContacts(sluice, 1);
    const gone = await endpointOnce(sluice, receiver.id, ({ status }) => status === 'DISABLED');
    expect(gone).toMatchObject({
      disabledReason: 'The endpoint answered 410 Gone.',
      deliveries: { nodes: [{ status: 'WAITING' }] },
    });
    const [missed] = await createContacts(sluice, 1);
    receiver.server.answer((response) => void response.writeHead(204).end());
    const ENABLE = `mutation ($id: ID!, $missed: Boolean!) {
      enableWebhookEndpoint(input: { id: $id, missed: $missed }) { webhookEndpoint { status disabledReason } }
    }`;
    const { data } = await sluice.ask(ENABLE, { id: receiver.id, missed: true });
    expect(data.enableWebhookEndpoint.webhookEndpoint).toEqual({ status: 'ENABLED', disabledReason: null });
    await letWaitsPass(storage);
    await endpointWith(sluice, receiver.id, 'DELIVERED', 2);
    await sluice.ask(
      'mutation ($id: ID!) { disableWebhookEndpoint(input: { id: $id, reason: "Moving" }) { webhookEndpoint { id } } }',
      {
        id: receiver.id,
      },
    );
    await createContacts(sluice, 1);
    await sluice.head();
    await sluice.ask(ENABLE, { id: receiver.id, missed: false });
    const [told] = await createContacts(sluice, 1);
    await endpointWith(sluice, receiver.id, 'DELIVERED', 3);
    expect(receiver.server.arrived.slice(1).map(({ event }) => event.subject)).toEqual(
      expect.arrayContaining([missed, told]),
    );
  });

  it('follow no redirect', async () => {
    await using target = await startReceivingServer();
    await using receiver = await receive();
    receiver.server.answer((response) => void response.writeHead(307, { location: target.url }).end());
    await createContacts(sluice, 1);
    const { deliveries } = await endpointOnce(
      sluice,
      receiver.id,
      ({ deliveries: { nodes } }) => nodes[0]?.attempts[0]?.endedAt,
    );
    expect(deliveries.nodes[0].attempts[0]).toMatchObject({
      httpStatus: 307,
      errorCode: 'HTTP_307',
      error: expect.stringContaining('redirects are not followed'),
    });
    expect(target.arrived).toEqual([]);
  });

  it('read a bounded part of an answer, however long it is', async () => {
    await using receiver = await receive();
    let cutOff = false;
    receiver.server.answer((response) => {
      response.writeHead(200);
      response.once('close', () => {
        cutOff = true;
      });
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await createContacts(sluice, 1);
    const { deliveries } = await endpointWith(sluice, receiver.id, 'DELIVERED');
    expect(deliveries.nodes[0].attempts[0].response).toBe('x'.repeat(1_000));
    await expect.poll(() => cutOff).toBe(true);
  });

  it('are signed by both secrets while one is rotated out, and by the new one alone after that', async () => {
    await using receiver = await receive({ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' });
    expect(receiver.secret).toBe('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    const { data } = await sluice.ask(ROTATE, { input: { id: receiver.id } });
    const { secret, webhookEndpoint } = data.rotateWebhookSecret;
    expect(Date.parse(webhookEndpoint.previousSecretUntil) - Date.now()).toBeGreaterThan(86_000_000);
    await createContacts(sluice, 1);
    const [rotating] = await receiver.server.take(1);
    if (!rotating) throw new Error('None arrived.');
    expect(String(rotating.headers['webhook-signature']).split(' ')).toHaveLength(2);
    verify(receiver.secret, rotating);
    verify(secret, rotating);

    const ended = (await sluice.ask(ROTATE, { input: { id: receiver.id, keepPreviousSeconds: 0 } })).data
      .rotateWebhookSecret;
    expect(ended.webhookEndpoint.previousSecretUntil).toBeNull();
    await createContacts(sluice, 1);
    const rotated = (await receiver.server.take(2))[1];
    if (!rotated) throw new Error('None arrived.');
    verify(ended.secret, rotated);
    expect(() => verify(secret, rotated)).toThrow();
  });

  it('show a secret to who creates it, and to nobody who asks later', async () => {
    await using receiver = await receive();
    expect(receiver.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { errors } = await sluice.ask('query ($id: ID!) { webhookEndpoint(id: $id) { secret } }', {
      id: receiver.id,
    });
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    [{ types: [] }, 'BAD_USER_INPUT', 'input.types'],
    [{ types: ['sluice.payments'] }, 'BAD_USER_INPUT', 'input.types'],
    [{ types: ['payments.*'] }, 'BAD_USER_INPUT', 'input.types'],
    [{ types: ['sluice.payments.payment.paid'] }, 'BAD_USER_INPUT', 'input.types'],
    [{ url: 'ftp://example.com' }, 'BAD_USER_INPUT', 'input.url'],
    [{ url: 'https://user:secret@example.com' }, 'BAD_USER_INPUT', 'input.url'],
    [{ url: 'http://169.254.169.254/latest/meta-data' }, 'ADDRESS_REFUSED', 'input.url'],
    [{ url: 'http://[::ffff:10.0.0.1]/' }, 'ADDRESS_REFUSED', 'input.url'],
    [{ url: 'http://167772161/' }, 'ADDRESS_REFUSED', 'input.url'],
    [{ secret: 'hunter2' }, 'BAD_USER_INPUT', 'input.secret'],
    [{ secret: 'whsec_c2hvcnQ=' }, 'BAD_USER_INPUT', 'input.secret'],
  ])('refuse an endpoint with bad input: %#', async (input, code, field) => {
    const { errors } = await sluice.ask(
      'mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret } }',
      { input: { url: 'https://example.com', types: ['sluice.*'], ...input } },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code, field });
    if ('secret' in input) expect(JSON.stringify(errors)).not.toContain(input.secret);
  });

  it('list endpoints a page at a time, by status, and change and delete them', async () => {
    const first = await createEndpoint(sluice, { url: 'https://one.example' });
    const second = await createEndpoint(sluice, { url: 'https://two.example', description: 'Two' });
    const LIST = `query ($after: String) {
      webhookEndpoints(status: [ENABLED], first: 1, after: $after) { nodes { id url description } pageInfo { endCursor } }
    }`;
    const page = (await sluice.ask(LIST)).data.webhookEndpoints;
    expect(page.nodes).toEqual([{ id: second.id, url: 'https://two.example/', description: 'Two' }]);
    const next = (await sluice.ask(LIST, { after: page.pageInfo.endCursor })).data.webhookEndpoints;
    expect(next.nodes).toEqual([{ id: first.id, url: 'https://one.example/', description: null }]);
    const { data } = await sluice.ask(
      `mutation ($input: UpdateWebhookEndpointInput!) {
        updateWebhookEndpoint(input: $input) { webhookEndpoint { url types description } }
      }`,
      { input: { id: second.id, types: ['sluice.crm.*', 'sluice.crm.*'], description: null } },
    );
    expect(data.updateWebhookEndpoint.webhookEndpoint).toEqual({
      url: 'https://two.example/',
      types: ['sluice.crm.*'],
      description: null,
    });
    for (const { id } of [first, second]) {
      await sluice.ask('mutation ($id: ID!) { deleteWebhookEndpoint(input: { id: $id }) { id } }', { id });
      expect(
        (await sluice.ask('query ($id: ID!) { webhookEndpoint(id: $id) { id } }', { id })).data.webhookEndpoint,
      ).toBeNull();
    }
  });
});
