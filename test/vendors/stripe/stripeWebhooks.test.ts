import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../harness/engines.ts';
import { spawnSluice } from '../../harness/spawnSluice.ts';
import { ask, startSluice, subscribe, type TestSluice } from '../../harness/startSluice.ts';
import { type TemporaryFolder, temporaryFolder } from '../../harness/temporaryFolder.ts';
import { stripeVariables } from '../backends.ts';
import { startWebhookEndpoint } from '../webhookEndpoint.ts';
import { type StripeEmulator, startStripeEmulator } from './stripeEmulator.ts';
import type { StripeCharge, StripeEvent } from './stripeObjects.ts';

const CREATE = `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id externalId status } } }`;
const UPDATE = `mutation ($id: ID!, $description: String) {
  updatePayment(input: { id: $id, description: $description }) { payment { description } }
}`;
const REFUND = `mutation ($id: ID!) {
  refundPayment(input: { paymentId: $id, amount: { amount: "4.00", currencyCode: "EUR" } }) { payment { status } }
}`;
const RECEIPT = `subscription Receipt @flow(scopes: ["messaging:write"]) {
  paymentChanged(status: [SUCCEEDED], changed: [STATUS]) { payment { externalId @export(as: "payment") } }
}
mutation Send($text: String! @template(text: "Paid {payment}")) {
  sendMessage(input: { channel: WEBHOOK, to: "https://example.com/", text: $text }) { message { id } }
}`;
const TOLD = `query ($after: Cursor) {
  changes(type: ["sluice.payments.payment.*"], after: $after, first: 100) { nodes { id } }
}`;
const CHANGES = `subscription ($after: Cursor) {
  paymentChanged(after: $after) { kind superseded changedFields payment { externalId status } }
}`;

/** What is at Stripe when somebody there takes a payment by card. */
const BY_CARD = { amount: '1000', currency: 'eur', confirm: 'true' };

/** One change of a payment. */
interface PaymentChange {
  readonly kind: string;
  readonly superseded: boolean;
  readonly changedFields: readonly string[];
  readonly payment: { readonly externalId: string; readonly status: string };
}

/** Starts the emulator's webhooks to a server's own address. */
function sendWebhooksTo(stripe: StripeEmulator, url: string): void {
  stripe.webhooks.url = `${url}/webhooks/stripe`;
}

function variablesOf(stripe: StripeEmulator, pollSeconds: string): Readonly<Record<string, string>> {
  return {
    ...stripeVariables(stripe),
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    VENDOR_POLL_SECONDS: pollSeconds,
  };
}

/** The status that a payment got by an event; undefined of an event that tells none. */
function statusAfter({ type, data }: StripeEvent): { readonly id: string; readonly status: string } | undefined {
  const object = data.object as { id: string };
  if (type === 'charge.refunded') {
    const { payment_intent, refunded } = object as StripeCharge;
    return { id: payment_intent, status: refunded ? 'REFUNDED' : 'PARTIALLY_REFUNDED' };
  }
  const statuses: Readonly<Record<string, string>> = {
    'payment_intent.created': 'PENDING',
    'payment_intent.requires_action': 'REQUIRES_ACTION',
    'payment_intent.payment_failed': 'FAILED',
    'payment_intent.succeeded': 'SUCCEEDED',
    'payment_intent.canceled': 'CANCELLED',
  };
  const status = statuses[type];
  return status === undefined ? undefined : { id: object.id, status };
}

/** Lists of statuses by payment, in the order in which the payments come first. */
function byPayment(told: readonly { readonly id: string; readonly status: string }[]): Record<string, string[]> {
  const statuses: Record<string, string[]> = {};
  for (const { id, status } of told) statuses[id] = [...(statuses[id] ?? []), status];
  return statuses;
}

function sorted(statuses: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(statuses).map(([id, list]) => [id, list.toSorted()]));
}

/** The changes of payments that the log has by now, as a subscriber sees them. */
async function readChanges(url: string, after: string): Promise<readonly PaymentChange[]> {
  const { length } = (await ask(url, TOLD, { after })).data.changes.nodes;
  await using subscription = await subscribe(url, CHANGES, { after });
  const changes: PaymentChange[] = [];
  while (changes.length < length) changes.push((await subscription.take()).data.paymentChanged);
  return changes;
}

describe.each(engines)("Stripe's webhooks, on $name", (engine) => {
  let stripe: StripeEmulator;
  let folder: TemporaryFolder;
  let sluice: TestSluice;
  let began: string;
  beforeEach(async () => {
    stripe = await startStripeEmulator();
    folder = await temporaryFolder();
    const flows = join(folder.path, 'flows');
    await mkdir(flows);
    await writeFile(join(flows, 'receipt.graphql'), RECEIPT);
    sluice = await startSluice({ engine, flows, variables: variablesOf(stripe, '3') });
    sendWebhooksTo(stripe, sluice.url);
    began = await sluice.head();
    await polled();
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await stripe[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  /** A poll that begins from now on has ended. */
  async function polled(): Promise<void> {
    const polls = () => stripe.takeRequests().filter(({ path }) => path === '/v1/events').length;
    polls();
    await expect.poll(polls, { timeout: 20_000 }).toBeGreaterThan(0);
    await delay(300);
  }

  const changes = () => readChanges(sluice.url, began);
  const told = async () =>
    byPayment((await changes()).map(({ payment: { externalId: id, status } }) => ({ id, status })));
  /** The statuses that payments have had at Stripe. */
  const atStripe = () => byPayment(stripe.events.flatMap((event) => statusAfter(event) ?? []));
  const receipts = async (): Promise<readonly string[]> => {
    const { data } = await sluice.ask('{ messages(first: 100) { nodes { text } } }');
    return data.messages.nodes.map(({ text }: { text: string }) => text).toSorted();
  };

  async function create(paymentMethod = 'pm_card_visa', n = 0): Promise<{ id: string; externalId: string }> {
    const input = {
      customerEmail: `payer${n}@example.com`,
      amount: { amount: '10.00', currencyCode: 'EUR' },
      paymentMethod,
    };
    return (await sluice.ask(CREATE, { input })).data.createPayment.payment;
  }

  it.each([
    ['every third is lost', { dropEvery: 3 }],
    ['every fifth comes twice', { duplicateEvery: 5 }],
    ['they come in reversed groups', { reverseGroupsOf: 4 }],
    ['all of that happens', { dropEvery: 3, duplicateEvery: 5, reverseGroupsOf: 4 }],
  ])(
    'tell each transition once and leave the state that Stripe has, when %s',
    async (_name, faults) => {
      stripe.webhooks.setFaults(faults);
      const ours = await Promise.all(
        ['pm_card_visa', 'pm_card_chargeDeclined', 'pm_card_authenticationRequired', 'pm_card_visa'].map(create),
      );
      const theirs = ['pm_card_visa', 'pm_card_visa', 'pm_card_authenticationRequired', 'pm_card_visa'].map(
        (payment_method) => stripe.payments.createIntent({ ...BY_CARD, payment_method }).id,
      );
      await sluice.ask(REFUND, { id: ours[0]?.id });
      stripe.payments.completeAction(ours[2]?.externalId as string, true);
      stripe.payments.completeAction(theirs[2] as string, true);
      stripe.payments.refund({ payment_intent: theirs[0] as string, amount: '400' });
      stripe.payments.refund({ payment_intent: theirs[0] as string });
      stripe.payments.cancel(stripe.payments.createIntent({ amount: '1000', currency: 'eur' }));
      stripe.webhooks.setFaults({});
      await stripe.webhooks.idle();
      await polled();
      await polled();

      const happened = atStripe();
      expect(Object.keys(happened)).toHaveLength(9);
      // What our own write went through may be heard before its answer, or not at all: PENDING is no outcome.
      const isOurs = (id: string) => ours.some(({ externalId }) => externalId === id);
      const outcomes = (statuses: Record<string, string[]>) =>
        Object.fromEntries(
          Object.entries(sorted(statuses)).map(([id, list]) => [
            id,
            isOurs(id) ? list.filter((status) => status !== 'PENDING') : list,
          ]),
        );
      await expect.poll(async () => outcomes(await told()), { timeout: 15_000 }).toEqual(outcomes(happened));
      for (const statuses of Object.values(await told())) expect(new Set(statuses).size).toBe(statuses.length);
      const last = (await changes()).filter(({ superseded }) => !superseded);
      expect(Object.fromEntries(last.map(({ payment: { externalId, status } }) => [externalId, status]))).toEqual(
        Object.fromEntries(Object.entries(happened).map(([id, statuses]) => [id, statuses.at(-1)])),
      );
      const paid = Object.entries(happened).filter(([, statuses]) => statuses.includes('SUCCEEDED'));
      await expect.poll(receipts).toEqual(paid.map(([id]) => `Paid ${id}`).toSorted());
      const { data } = await sluice.ask('{ webhookSources { refused { count } } parkedWebhooks { nodes { reason } } }');
      const [{ refused }] = data.webhookSources;
      expect(refused.map(({ count }: { count: number }) => count)).toEqual(refused.map(() => 0));
      expect(data.parkedWebhooks.nodes).toEqual([]);
    },
    60_000,
  );

  it('that tell of our own writes make no second change', async () => {
    stripe.webhooks.setFaults({ reverseGroupsOf: 1_000 }); // held until the writes have ended
    const payment = await create();
    await sluice.ask(REFUND, { id: payment.id });
    const before = await changes();
    await stripe.webhooks.idle();
    await polled();
    expect(before.map(({ payment: { status } }) => status)).toEqual(['SUCCEEDED', 'PARTIALLY_REFUNDED']);
    expect(await changes()).toEqual(before);
    expect(stripe.webhooks.sent.length).toBeGreaterThan(3);
    await expect.poll(receipts).toEqual([`Paid ${payment.externalId}`]);
  }, 30_000);

  it('are made up for by the poll, when the first is lost and the second arrives', async () => {
    await polled(); // the next one is seconds away
    stripe.webhooks.url = null;
    const { id } = stripe.payments.createIntent({ amount: '1000', currency: 'eur' });
    sendWebhooksTo(stripe, sluice.url);
    stripe.payments.confirm(stripe.payments.intent(id), 'pm_card_visa');
    await stripe.webhooks.idle();

    await expect
      .poll(async () => (await changes()).map(({ superseded, payment: { status } }) => ({ superseded, status })), {
        timeout: 15_000,
      })
      .toEqual([
        { superseded: false, status: 'SUCCEEDED' },
        { superseded: true, status: 'PENDING' },
      ]);
    await polled();
    expect(await changes()).toHaveLength(2);
    await expect.poll(receipts).toEqual([`Paid ${id}`]);
  }, 40_000);

  it('send one receipt for a payment that is then described three times', async () => {
    const { id, externalId } = await create();
    for (const description of ['One', 'Two', 'Three']) {
      expect((await sluice.ask(UPDATE, { id, description })).errors).toBeUndefined();
    }
    for (const round of ['1', '2', '3'])
      stripe.payments.updateIntent(stripe.payments.intent(externalId), { metadata: { round } });
    stripe.payments.refund({ payment_intent: externalId, amount: '400' });
    await stripe.webhooks.idle();
    await polled();

    const described = (await changes()).filter(({ changedFields }) => changedFields.includes('DESCRIPTION'));
    expect(described).toHaveLength(3);
    expect((await told())[externalId]?.at(-1)).toBe('PARTIALLY_REFUNDED');
    expect(await receipts()).toEqual([`Paid ${externalId}`]);
  }, 30_000);

  it('tell of a payment that was authorised and let go of that it is cancelled, and not that it was given back', async () => {
    const authorised = { ...BY_CARD, payment_method: 'pm_card_visa', capture_method: 'manual' };
    const cancelled = stripe.payments.createIntent(authorised);
    const captured = stripe.payments.createIntent(authorised);
    stripe.payments.cancel(cancelled);
    stripe.payments.capture(captured);
    await stripe.webhooks.idle();
    await expect.poll(told).toEqual({
      [cancelled.id]: ['PENDING', 'AUTHORIZED', 'CANCELLED'],
      [captured.id]: ['PENDING', 'AUTHORIZED', 'SUCCEEDED'],
    });
    const read = `query ($id: ID!) { payment(id: $id) { status amountRefunded { amount } } }`;
    const { data } = await sluice.ask(read, { id: `pay_${cancelled.id}` });
    expect(data.payment).toEqual({ status: 'CANCELLED', amountRefunded: { amount: '0.00' } });
    await expect.poll(receipts).toEqual([`Paid ${captured.id}`]);
  });

  it("are taken when Stripe's SDK has signed them, and refused when it signed with another secret", async () => {
    const { id } = stripe.payments.createIntent({ amount: '1000', currency: 'eur' });
    const payload = JSON.stringify(stripe.events.at(-1));
    const post = (secret: string) =>
      fetch(`${sluice.url}/webhooks/stripe`, {
        method: 'POST',
        body: payload,
        headers: { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret }) },
      });
    expect((await post('whsec_of_somebody_else')).status).toBe(401);
    expect((await post(stripe.webhookSecret)).status).toBe(200);
    await stripe.webhooks.idle();
    await expect.poll(told).toEqual({ [id]: ['PENDING'] });
  });
});

describe("The emulator's webhooks", () => {
  it("are accepted by Stripe's SDK", async () => {
    await using stripe = await startStripeEmulator();
    await using endpoint = await startWebhookEndpoint();
    stripe.webhooks.url = endpoint.url;
    stripe.payments.createIntent({ ...BY_CARD, payment_method: 'pm_card_visa' });
    await stripe.webhooks.idle();
    const events = endpoint.received.map(({ body, headers }) =>
      Stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), stripe.webhookSecret),
    );
    expect(events.map(({ id, type }) => ({ id, type }))).toEqual(stripe.events.map(({ id, type }) => ({ id, type })));
    expect(events).toHaveLength(3);
  });
});

describe.each(engines)("Stripe's webhooks, when the process is killed after the 200, on $name", (engine) => {
  it('become changes after the next start', async () => {
    await using stripe = await startStripeEmulator();
    await using storage = await engine.create({ SEED: 'none' });
    const spawn = (pollSeconds: string) =>
      spawnSluice({ variables: { ...storage.variables, ...variablesOf(stripe, pollSeconds) } });
    await using killed = await spawn('3600');
    const { changeCursor: began } = (await ask(killed.url, '{ changeCursor }')).data;
    await expect.poll(() => stripe.takeRequests().map(({ path }) => path), { timeout: 10_000 }).toContain('/v1/events');
    await delay(1_000); // the poll has ended, and gives the system to whoever polls next
    const customer = stripe.payments.createCustomer({ email: 'payer@example.com' }).id;

    // Stripe tells nobody who pays the first: its webhook is taken up, and the second's waits behind it.
    const stopHanging = stripe.faults.order({
      fault: 'hangsBeforeEffect',
      when: ({ path }) => path.startsWith('/v1/customers'),
    });
    sendWebhooksTo(stripe, killed.url);
    const first = stripe.payments.createIntent({ ...BY_CARD, customer, payment_method: 'pm_card_visa' }).id;
    await stripe.webhooks.idle();
    await expect.poll(() => stripe.takeRequests().map(({ path }) => path)).toContain(`/v1/customers/${customer}`);
    const second = stripe.payments.createIntent({ ...BY_CARD, payment_method: 'pm_card_visa' }).id;
    await stripe.webhooks.idle();
    expect(new Set(stripe.webhooks.sent.flatMap(({ statuses }) => statuses))).toEqual(new Set([200]));
    expect(await readChanges(killed.url, began)).toEqual([]);
    await killed.end('SIGKILL');

    // Polls find nothing out yet: what was stored is all there is.
    stopHanging();
    const stopFailing = stripe.faults.order({ fault: 'failsBeforeEffect', when: ({ path }) => path === '/v1/events' });
    await using next = await spawn('1');
    const told = async () =>
      byPayment(
        (await readChanges(next.url, began)).map(({ payment: { externalId: id, status } }) => ({ id, status })),
      );
    await expect.poll(async () => (await told())[second], { timeout: 20_000 }).toEqual(['PENDING', 'SUCCEEDED']);
    // What the killed process had taken up is still its own on PostgreSQL for a while: the poll tells it late.
    stopFailing();
    await expect
      .poll(async () => sorted(await told()), { timeout: 60_000 })
      .toEqual({ [first]: ['PENDING', 'SUCCEEDED'], [second]: ['PENDING', 'SUCCEEDED'] });
  }, 120_000);
});
