import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createWebhookSender } from '../../gateway/webhooks/deliver/webhookSender.ts';
import { addressOfHost, isAllowedAddress, parseAllowedPrivateAddresses } from '../../subgraphs/kit/addressPolicy.ts';
import { toChangeEvent } from '../../subgraphs/kit/changes/changeEvent.ts';
import { engines } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { startSluice } from '../harness/startSluice.ts';
import { startReceivingServer } from './receivingServer.ts';
import { createContacts, createEndpoint, endpointOnce } from './webhookEndpoints.ts';

const EVENT = toChangeEvent({
  position: 1,
  id: '0199a3c0-0000-7000-8000-000000000000',
  system: 'crm',
  recordType: 'Contact',
  recordId: 'con_1',
  kind: 'CREATED',
  changedFields: [],
  snapshot: { id: 'con_1' },
  snapshotVersion: 1,
  superseded: false,
  imported: false,
  at: '2026-11-01T09:30:00.000Z',
  customerId: null,
  cause: null,
});
const SECRETS = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];

describe('An address', () => {
  it.each([
    ...['127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
    ...['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '::', '::1', 'fe80::1', 'fc00::1', 'fd12::1'],
    ...[
      'ff02::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '2001:db8::1',
    ],
  ])('%s is refused', (address) => {
    expect(isAllowedAddress(address, false)).toBe(false);
  });

  it.each(['1.1.1.1', '93.184.216.34', '::ffff:1.1.1.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isAllowedAddress(address, false)).toBe(true);
    },
  );

  it('that is not public is allowed by its network, or with all others', () => {
    const allowed = parseAllowedPrivateAddresses('10.0.0.0/8, fd00::/8');
    expect(isAllowedAddress('10.255.0.1', allowed)).toBe(true);
    expect(isAllowedAddress('::ffff:10.255.0.1', allowed)).toBe(true);
    expect(isAllowedAddress('fd12::1', allowed)).toBe(true);
    expect(isAllowedAddress('127.0.0.1', allowed)).toBe(false);
    expect(isAllowedAddress('::1', allowed)).toBe(false);
    expect(isAllowedAddress('127.0.0.1', parseAllowedPrivateAddresses('true'))).toBe(true);
    expect(() => parseAllowedPrivateAddresses('loopback')).toThrow();
  });

  it.each([
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['http://localhost/', undefined],
  ])('is found in the URL %s', (url, address) => {
    expect(addressOfHost(new URL(url).hostname)).toBe(address);
  });
});

describe('Sending a webhook', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '2130706433'],
    ['127.0.0.1', 'localhost'],
    ['127.0.0.1', '[::ffff:127.0.0.1]'],
    ['::1', '[::1]'],
  ])('to a server at %s by way of %s connects to nothing', async (listening, host) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, listening, resolve));
    const { port } = server.address() as { port: number };
    const sender = createWebhookSender({ allowedPrivateAddresses: false });
    const url = `http://${host}:${port}/`;
    const sent = await sender.send({ id: 'whd_1', url, secrets: SECRETS }, EVENT, new AbortController().signal);
    expect(sent).toMatchObject({ httpStatus: null, failure: { code: 'ADDRESS_REFUSED' } });
    await sender.close();
    await new Promise((resolve) => server.close(resolve));
    expect(connections).toBe(0);
  });

  it('is aborted when the endpoint takes too long, and its connection is closed', async () => {
    await using server = await startReceivingServer();
    const closed = new Promise<void>((resolve) => server.answer((response) => void response.once('close', resolve)));
    const sender = createWebhookSender({ allowedPrivateAddresses: true, timeoutMs: 200 });
    const webhook = { id: 'whd_1', url: server.url, secrets: SECRETS };
    const sent = await sender.send(webhook, EVENT, new AbortController().signal);
    expect(sent).toEqual({
      httpStatus: null,
      response: null,
      retryAfterMs: 0,
      failure: { code: 'TIMEOUT', message: 'The endpoint did not answer within 0.2 s.' },
    });
    await closed;
    await sender.close();
  });

  it('takes an answer for one whose body never ends in time', async () => {
    await using server = await startReceivingServer();
    server.answer((response) => void response.writeHead(200).write('Thanks'));
    const sender = createWebhookSender({ allowedPrivateAddresses: true, timeoutMs: 300 });
    const webhook = { id: 'whd_1', url: server.url, secrets: SECRETS };
    const sent = await sender.send(webhook, EVENT, new AbortController().signal);
    expect(sent).toMatchObject({ httpStatus: 200, response: 'Thanks' });
    expect(sent.failure).toBeUndefined();
    await sender.close();
  });

  it('tells that nobody listens', async () => {
    const server = await startReceivingServer();
    await server[Symbol.asyncDispose]();
    const sender = createWebhookSender({ allowedPrivateAddresses: true });
    const webhook = { id: 'whd_1', url: server.url, secrets: SECRETS };
    const sent = await sender.send(webhook, EVENT, new AbortController().signal);
    expect(sent.failure).toMatchObject({ code: 'CONNECTION_FAILED', message: expect.stringContaining('ECONNREFUSED') });
    await sender.close();
  });
});

describe.each(engines)('An endpoint that is not public, on $name', (engine) => {
  it('is refused as an address, and gets nothing by a name', async () => {
    await using server = await startReceivingServer();
    await using sluice = await startSluice({ engine });
    await expect(createEndpoint(sluice, { url: server.url })).rejects.toThrow('127.0.0.1 is no public address.');
    const { id } = await createEndpoint(sluice, { url: `http://localhost:${server.port}` });
    await createContacts(sluice, 1);
    const { deliveries } = await endpointOnce(
      sluice,
      id,
      ({ deliveries: { nodes } }) => nodes[0]?.attempts[0]?.endedAt,
    );
    expect(deliveries.nodes[0]).toMatchObject({
      status: 'WAITING',
      attempts: [{ httpStatus: null, errorCode: 'ADDRESS_REFUSED', error: expect.stringContaining('localhost is') }],
    });
    expect(server.arrived).toEqual([]);
  });

  it('gets nothing when it was stored as an address past the check', async () => {
    await using server = await startReceivingServer();
    await using sluice = await startSluice({ engine });
    const { id } = await createEndpoint(sluice, { url: 'https://example.com' });
    await using database = openDatabase(sluice.storage);
    await database.queries
      .withTables<{ sluice_webhook_endpoint: Record<string, string> }>()
      .updateTable('sluice_webhook_endpoint')
      .set({ url: server.url })
      .execute();
    await createContacts(sluice, 1);
    const { deliveries } = await endpointOnce(
      sluice,
      id,
      ({ deliveries: { nodes } }) => nodes[0]?.attempts[0]?.endedAt,
    );
    expect(deliveries.nodes[0].attempts[0].errorCode).toBe('ADDRESS_REFUSED');
    expect(server.arrived).toEqual([]);
  });
});
