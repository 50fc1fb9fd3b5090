import { setTimeout as delay } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../harness/engines.ts';
import { startSluice, type TestSluice } from '../../harness/startSluice.ts';
import { stripeVariables } from '../backends.ts';
import { startWebhookEndpoint } from '../webhookEndpoint.ts';
import { type StripeEmulator, startStripeEmulator } from './stripeEmulator.ts';

const CHANGES = `subscription ($after: Cursor) {
  paymentChanged(after: $after) { superseded changedFields payment { externalId status failureCode } }
}`;

/** What is at Stripe when somebody there takes a payment by card. */
const BY_CARD = { amount: '1000', currency: 'eur', confirm: 'true' };

describe.each(engines)("Stripe's webhooks, on $name", (engine) => {
  let stripe: StripeEmulator;
  let sluice: TestSluice;
  let changes: Awaited<ReturnType<TestSluice['subscribe']>>;
  beforeEach(async () => {
    stripe = await startStripeEmulator();
    const webhooks = { STRIPE_WEBHOOK_SECRET: stripe.webhookSecret, VENDOR_POLL_SECONDS: '3' };
    sluice = await startSluice({ engine, variables: { ...stripeVariables(stripe), ...webhooks } });
    sendWebhooks();
    changes = await sluice.subscribe(CHANGES, { after: await sluice.head() });
  });
  afterEach(async () => {
    await changes[Symbol.asyncDispose]();
    await sluice[Symbol.asyncDispose]();
    await stripe[Symbol.asyncDispose]();
  });

  function sendWebhooks(): void {
    stripe.webhooks.url = `${sluice.url}/webhooks/stripe`;
  }

  const told = async () => (await changes.take()).data.paymentChanged;

  it('tell of a payment that was authorised and let go of that it is cancelled, and not that it was given back', async () => {
    const authorised = { ...BY_CARD, payment_method: 'pm_card_visa', capture_method: 'manual' };
    for (const [end, status] of [
      ['cancel', 'CANCELLED'],
      ['capture', 'SUCCEEDED'],
    ] as const) {
      const intent = stripe.payments.createIntent(authorised);
      stripe.payments[end](intent);
      const statuses = [];
      for (let n = 0; n < 3; n++) statuses.push((await told()).payment.status);
      expect(statuses).toEqual(['PENDING', 'AUTHORIZED', status]);
      const read = 'query ($id: ID!) { payment(id: $id) { status amountRefunded { amount } } }';
      const { data } = await sluice.ask(read, { id: `pay_${intent.id}` });
      expect(data.payment).toEqual({ status, amountRefunded: { amount: '0.00' } });
    }
  });

  it('that are lost are made up for by the poll: a status that was left again, and the way back to it', async () => {
    stripe.payments.createIntent({ amount: '1000', currency: 'eur' });
    const [intent] = [...stripe.payments.intents.values()];
    if (!intent) throw new Error('The payment was made.');
    const step = async (move: () => unknown) => {
      await delay(1_100); // to be told apart by Stripe's times
      try {
        move();
      } catch {
        // declined, as it should be
      }
      await stripe.webhooks.idle();
    };
    await step(() => stripe.payments.confirm(intent, 'pm_card_chargeDeclined'));
    stripe.webhooks.url = null;
    await step(() => stripe.payments.confirm(intent, 'pm_card_authenticationRequired'));
    sendWebhooks();
    await step(() => stripe.payments.completeAction(intent.id, false));
    const statuses = [];
    while (statuses.length < 4) {
      const { changedFields, payment } = await told();
      if (changedFields.length === 0 || changedFields.includes('STATUS')) statuses.push(payment.status);
    }
    expect(statuses.toSorted()).toEqual(['FAILED', 'FAILED', 'PENDING', 'REQUIRES_ACTION']);
  }, 30_000);

  it("are taken when Stripe's SDK has signed them, and refused when it signed with another secret", async () => {
    stripe.webhooks.url = null;
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
    expect((await told()).payment).toMatchObject({ externalId: id, status: 'PENDING' });
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
