import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VendorTables } from '../../subgraphs/kit/vendor/vendorTables.ts';
import type { MessagingTables } from '../../subgraphs/messaging/tables.ts';
import { engines, type TestStorage } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { type SluiceProcess, spawnSluice } from '../harness/spawnSluice.ts';
import { type Answer, ask } from '../harness/startSluice.ts';
import { startSmtpServer, type TestSmtpServer } from '../systems/smtpServer.ts';
import { hubspotVariables, shopifyVariables, slackVariables, stripeVariables, zendeskVariables } from './backends.ts';
import type { VendorEmulator, VendorRequest } from './emulator.ts';
import { type HubspotEmulator, startHubspot } from './hubspot/hubspotEmulator.ts';
import { isWrite } from './isWrite.ts';
import { type ShopifyEmulator, startShopify } from './shopify/shopifyEmulator.ts';
import { legacyId, type ShopLevel, type ShopVariant } from './shopify/shopifyShop.ts';
import { type SlackEmulator, startSlack } from './slack/slackEmulator.ts';
import { type StripeEmulator, startStripeEmulator } from './stripe/stripeEmulator.ts';
import { MovableClock } from './vendorClock.ts';
import { startZendesk, type ZendeskEmulator } from './zendesk/zendeskEmulator.ts';

const HOUR_MS = 3_600_000;

/** The writes that flows make at vendors, and those of payments: one of each, with what must exist before. */
const WRITES: Readonly<Record<string, string>> = {
  createContact: 'contact { id }',
  updateContact: 'contact { stage }',
  logActivity: 'activity { id }',
  createTicket: 'ticket { id }',
  updateTicket: 'ticket { status }',
  addTicketComment: 'comment { id }',
  createPayment: 'payment { id }',
  refundPayment: 'payment { status }',
};

/** With what the poll of each system begins. */
const POLLS: readonly ((request: VendorRequest) => boolean)[] = [
  ({ path }) => path === '/v1/events',
  ({ path }) => path.startsWith('/api/v2/incremental/'),
  ({ body }) => body.includes('"propertyName":"lastmodifieddate"'),
  ({ body }) => body.includes('query ProductIds'),
  ({ body }) => body.includes('query Locations'),
];
const isPoll = (request: VendorRequest) => POLLS.some((begins) => begins(request));

describe.each(engines)('A process that is killed while it works with vendors, on $name', (engine) => {
  let clock: MovableClock;
  let hubspot: HubspotEmulator;
  let zendesk: ZendeskEmulator;
  let stripe: StripeEmulator;
  let shopify: ShopifyEmulator;
  let slack: SlackEmulator;
  let smtp: TestSmtpServer;
  let storage: TestStorage;
  beforeEach(async () => {
    clock = new MovableClock();
    hubspot = await startHubspot({ clock, searchLagMs: 0, requestsPerTenSeconds: 10_000, searchesPerSecond: 1_000 });
    zendesk = await startZendesk({ clock, exportLagMs: 0, requestsPerMinute: 100_000, exportsPerMinute: 10_000 });
    stripe = await startStripeEmulator({ now: () => clock.now() });
    shopify = await startShopify({ clock });
    slack = await startSlack({ clock });
    smtp = await startSmtpServer({ data: () => new Promise(() => {}) }); // takes it in, and never says so
    storage = await engine.create({
      SEED: 'none',
      VENDOR_TIMEOUT_SECONDS: '2',
      VENDOR_DEADLINE_SECONDS: '5',
      ...hubspotVariables(hubspot),
      HUBSPOT_WEBHOOK_SECRET: hubspot.clientSecret,
      ...zendeskVariables(zendesk),
      ZENDESK_WEBHOOK_SECRET: zendesk.signingSecret,
      ...stripeVariables(stripe),
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      ...shopifyVariables(shopify),
      SHOPIFY_WEBHOOK_SECRET: shopify.clientSecret,
      ...slackVariables(slack),
      MESSAGING_BACKEND: 'slack,smtp',
      SMTP_URL: smtp.url,
    });
  });
  afterEach(async () => {
    await storage[Symbol.asyncDispose]();
    for (const emulator of [...followed(), slack, smtp]) await emulator[Symbol.asyncDispose]();
  });

  const followed = (): readonly VendorEmulator[] => [hubspot, zendesk, stripe, shopify];

  /** Polls once, at its start, and then as often as it is told. */
  async function spawn(pollSeconds: string): Promise<SluiceProcess> {
    for (const emulator of followed()) emulator.takeRequests();
    const process = await spawnSluice({ variables: { ...storage.variables, VENDOR_POLL_SECONDS: pollSeconds } });
    const requests: VendorRequest[] = [];
    while (!POLLS.every((begins) => requests.some(begins))) {
      await delay(20);
      for (const emulator of followed()) requests.push(...emulator.takeRequests());
    }
    // The polls have ended, and give the systems to whoever polls next: on PostgreSQL, a killed process would hold them.
    await using database = openDatabase(storage);
    const polling = database.queries.withTables<VendorTables>().selectFrom('sluice_vendor_system').select('poll_until');
    while ((await polling.execute()).some(({ poll_until }) => poll_until !== null)) await delay(50);
    return process;
  }

  const mutate = (url: string, name: string, input: object): Promise<Answer> => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    return ask(url, `mutation ($input: ${type}!) { ${name}(input: $input) { ${WRITES[name]} } }`, { input });
  };

  async function inputsOf(url: string): Promise<Readonly<Record<string, object>>> {
    const customerEmail = 'known@example.com';
    const contact = (await mutate(url, 'createContact', { email: customerEmail })).data.createContact.contact;
    const question = { customerEmail, subject: 'Where is it?', body: 'I wait.' };
    const ticket = (await mutate(url, 'createTicket', question)).data.createTicket.ticket;
    const amount = { amount: '10.00', currencyCode: 'EUR' };
    const payment = (await mutate(url, 'createPayment', { customerEmail, amount })).data.createPayment.payment;
    return {
      createContact: { email: 'new@example.com' },
      updateContact: { id: contact.id, stage: 'PROSPECT' },
      logActivity: { contactId: contact.id, text: 'Called.' },
      createTicket: { ...question, subject: 'New' },
      updateTicket: { id: ticket.id, status: 'OPEN' },
      addTicketComment: { ticketId: ticket.id, body: 'Soon.' },
      createPayment: { customerEmail, amount: { ...amount, amount: '20.00' } },
      refundPayment: { paymentId: payment.id, amount: { ...amount, amount: '4.00' } },
    };
  }

  /** Time passes by: for the vendors, and for what is kept of calls and of messages on their way. */
  async function pass(ms: number): Promise<void> {
    clock.advance(ms);
    const back = (time: string) => new Date(Date.parse(time) - ms).toISOString();
    await using database = openDatabase(storage);
    const calls = database.queries.withTables<VendorTables>();
    for (const row of await calls.selectFrom('sluice_vendor_call').selectAll().execute()) {
      const times = { begun_at: back(row.begun_at), keys_from: back(row.keys_from), deadline: back(row.deadline) };
      await calls.updateTable('sluice_vendor_call').set(times).where('id', '=', row.id).execute();
    }
    const messages = database.queries.withTables<MessagingTables>();
    const leased_until = new Date(Date.now() - 1_000).toISOString();
    await messages
      .updateTable('messaging_delivery')
      .set({ leased_until })
      .where('leased_until', 'is not', null)
      .execute();
  }

  async function insist(url: string, name: string, input: object): Promise<Answer> {
    for (;;) {
      const answer = await mutate(url, name, input);
      if (!answer.errors?.some(({ extensions }) => extensions.retryable)) return answer;
      await delay(200);
    }
  }

  it.each([['hangsAfterEffect'], ['hangsBeforeEffect']] as const)(
    'has done each write once, killed while the vendors’ replies are held (%s) and asked again 25 hours later',
    async (fault) => {
      await using killed = await spawn('3600');
      const inputs = Object.entries(await inputsOf(killed.url)).map(
        ([name, input]) => [name, { ...input, idempotencyKey: crypto.randomUUID() }] as const,
      );
      const emulators = [...followed(), slack];
      for (const emulator of emulators) {
        emulator.takeRequests();
        emulator.faults.order({ fault, when: isWrite });
      }
      const asked = Promise.allSettled(inputs.map(([name, input]) => mutate(killed.url, name, input)));
      for (const [channel, to] of [
        ['SLACK', '#sales'],
        ['EMAIL', 'reader@example.com'],
      ]) {
        const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }';
        expect((await ask(killed.url, send, { input: { channel, to, text: 'Once' } })).errors).toBeUndefined();
      }
      const writes = new Set<string>();
      while (writes.size < inputs.length + 1 || smtp.received.length === 0) {
        const requests = emulators.flatMap((emulator) => emulator.takeRequests().filter(isWrite));
        for (const { path, body } of requests) writes.add(`${path} ${body}`);
        await delay(20);
      }
      await killed.end('SIGKILL');
      await asked;
      for (const emulator of emulators) emulator.faults.clear();
      await pass(25 * HOUR_MS);

      await using next = await spawn('3600');
      const answers = await Promise.all(inputs.map(([name, input]) => insist(next.url, name, input)));
      expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
      const [known, made] = hubspot.account.list('contacts');
      expect(hubspot.account.list('contacts')).toHaveLength(2);
      expect([known?.properties.lifecyclestage, made?.properties.email]).toEqual(['opportunity', 'new@example.com']);
      expect(hubspot.account.list('notes').map(({ properties }) => properties.hs_note_body)).toEqual(['Called.']);
      expect(zendesk.account.tickets.map(({ subject, status }) => [subject, status])).toEqual([
        ['Where is it?', 'open'],
        ['New', 'new'],
      ]);
      const comments = zendesk.account.ticket(1).audits.flatMap(({ comment }) => comment?.body ?? []);
      expect(comments).toEqual(['I wait.', 'Soon.']);
      expect([...stripe.payments.intents.values()].map(({ amount }) => amount)).toEqual([1_000, 2_000]);
      expect([...stripe.payments.refunds.values()].map(({ amount }) => amount)).toEqual([400]);

      const messages = async () =>
        (await ask(next.url, '{ messages { nodes { channel status failureCode } } }')).data.messages.nodes;
      await expect.poll(messages, { timeout: 20_000 }).toEqual([
        { channel: 'EMAIL', status: 'FAILED', failureCode: 'OUTCOME_UNKNOWN' },
        { channel: 'SLACK', status: 'SENT', failureCode: null },
      ]);
      expect(slack.workspace.channel('sales').messages).toHaveLength(1);
      expect(smtp.received).toHaveLength(1);
    },
    120_000,
  );

  it('loses nothing between the 200 for a webhook and the change, whichever vendor sent it', async () => {
    await using killed = await spawn('3600');
    const { changeCursor: began } = (await ask(killed.url, '{ changeCursor }')).data;
    const customer = stripe.payments.createCustomer({ email: 'payer@example.com' }).id;
    const lamps = [1, 2].map((n) => shopify.shop.addProduct({ title: 'Lamp', sku: `LAMP-${n}`, price: '10.00' }));

    // What the first webhook of each raises as a question is not answered, and the second's waits behind it.
    const isQuestion = ({ path, body }: VendorRequest) =>
      path.endsWith('/batch/read') ||
      path.startsWith('/api/v2/tickets/') ||
      path.startsWith('/v1/customers/') ||
      /query (OrderHistories|Levels)\b/.test(body);
    for (const emulator of followed()) emulator.faults.order({ fault: 'hangsBeforeEffect', when: isQuestion });
    hubspot.webhooks.url = `${killed.url}/webhooks/hubspot`;
    zendesk.webhooks.url = `${killed.url}/webhooks/zendesk`;
    stripe.webhooks.url = `${killed.url}/webhooks/stripe`;
    shopify.webhooks.url = `${killed.url}/webhooks/shopify`;
    const happen = (n: number) => ({
      contact: hubspot.account.create('contacts', { email: `c${n}@example.com` }, 'CRM_UI').id,
      ticket: String(zendesk.account.createTicket({ subject: `t${n}`, comment: { body: 'Hello' } }).id),
      payment: stripe.payments.createIntent({ amount: '1000', currency: 'eur', ...(n === 1 && { customer }) }).id,
      order: order(shopify, lamps[n - 1] as ShopVariant),
      level: stock(shopify, lamps[n - 1] as ShopVariant),
    });
    const first = happen(1);
    for (const emulator of followed()) {
      await emulator.webhooks.idle();
      while (!emulator.takeRequests().some(isQuestion)) await delay(20);
    }
    const second = happen(2);
    for (const { webhooks } of followed()) {
      await webhooks.idle();
      expect(new Set(webhooks.sent.flatMap(({ statuses }) => statuses))).toEqual(new Set([200]));
    }
    const told = (url: string) => createdAfter(url, began);
    expect(await told(killed.url)).toEqual([]);
    await killed.end('SIGKILL');

    // Polls find nothing out yet: what was stored is all there is.
    for (const { faults } of followed()) {
      faults.clear();
      faults.order({ fault: 'failsBeforeEffect', when: isPoll });
    }
    await using next = await spawn('1');
    const ids = ({ contact, ticket, payment, order, level }: typeof first) => [
      `ct_${contact}`,
      `tic_${ticket}`,
      `pay_${payment}`,
      `ord_${order}`,
      `stk_${level}`,
    ];
    await expect.poll(() => told(next.url), { timeout: 30_000 }).toEqual(expect.arrayContaining(ids(second)));
    // What the killed process had taken up is still its own on PostgreSQL for a while: the poll tells it late.
    for (const { faults } of followed()) faults.clear();
    await expect
      .poll(async () => (await told(next.url)).toSorted(), { timeout: 60_000 })
      .toEqual([...ids(first), ...ids(second)].toSorted());
  }, 120_000);
});

/** The records that were made since then, as the log has it. */
async function createdAfter(url: string, after: string): Promise<readonly string[]> {
  const records = ['crm.contact', 'support.ticket', 'payments.payment', 'commerce.order', 'inventory.stockLevel'];
  const types = records.map((record) => `sluice.${record}.*`);
  const query =
    'query ($after: Cursor, $type: [String!]) { changes(after: $after, type: $type, first: 100) { nodes { subject } } }';
  return (await ask(url, query, { after, type: types })).data.changes.nodes.map(
    ({ subject }: { subject: string }) => subject,
  );
}

/** Somebody orders in the shop. Returns the order's number at Shopify. */
function order({ shop }: ShopifyEmulator, { id: variantId, price }: ShopVariant): number {
  const nothing = { note: null, tags: [], customAttributes: [], metafields: [], customerId: null, email: null };
  const lines = [{ title: 'Lamp', variantId, quantity: 1, price }];
  const draft = { ...nothing, currency: 'EUR', financialStatus: 'PENDING', lines, claim: 'no' } as const;
  return legacyId(shop.createOrder(draft).id);
}

/** Somebody counts what is there. Returns the numbers of the level at Shopify, and of its item. */
function stock({ shop }: ShopifyEmulator, { inventoryItemId }: ShopVariant): string {
  const [level] = shop.levelsOf(inventoryItemId) as readonly [ShopLevel];
  shop.changeQuantities([{ level, name: 'available', delta: 5 }]);
  return `${legacyId(level.id)}_${legacyId(inventoryItemId)}`;
}
