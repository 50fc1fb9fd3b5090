import { describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice } from '../harness/startSluice.ts';
import { stripeVariables } from './backends.ts';
import { startStripeEmulator } from './stripe/stripeEmulator.ts';

const DAY_MS = 86_400_000;
const WITHIN = { timeout: 20_000 };
const TIMES = { VENDOR_POLL_SECONDS: '0.2' };
const SYSTEM = `{ systems {
  name
  warnings { code message }
  vendor {
    name state lastAnswerAt lastFailureAt lastFailure followedSince polledTo lastPollAt pollError lastWebhookAt
    parkedWebhooks openCalls gap { from to bridgedAt }
  }
} }`;
const PAID = { amount: '1000', currency: 'eur', confirm: 'true', payment_method: 'pm_card_visa' };

describe.each(engines)(
  'A system with a vendor behind it, as operators see it, on $name',
  { timeout: 90_000 },
  (engine) => {
    it('shows an outage that was longer than the vendor remembers, and has all records as they are after it', async () => {
      let behindMs = 40 * DAY_MS;
      const now = () => Date.now() - behindMs;
      await using stripe = await startStripeEmulator({ now });
      const variables = { SEED: 'none', ...stripeVariables(stripe), ...TIMES };
      await using storage = await engine.create(variables);
      const payments =
        '{ payments { nodes { externalId status } } changes(system: ["payments"], last: 50) { nodes { subject } } }';
      let before = '';
      {
        await using sluice = await startSluice({ storage, now });
        before = stripe.payments.createIntent(PAID).id;
        const known = async () => (await sluice.ask(payments)).data.changes.nodes.length;
        await expect.poll(known, WITHIN).toBeGreaterThan(0);
        const { data } = await sluice.ask(SYSTEM);
        const system = data.systems.find(({ name }: { name: string }) => name === 'payments');
        expect(system.vendor.gap).toBeNull();
        expect(system.warnings).toEqual([]);
      }
      // Nobody listens when this happens, and by the next start Stripe has forgotten the events.
      behindMs = 38 * DAY_MS;
      stripe.payments.refund({ payment_intent: before, amount: '400' });
      const meanwhile = stripe.payments.createIntent(PAID);
      behindMs = 0;
      const after = stripe.payments.createIntent(PAID);

      await using sluice = await startSluice({ storage, now });
      const ask = async () =>
        (await sluice.ask(SYSTEM)).data.systems.find(({ name }: { name: string }) => name === 'payments');
      await expect.poll(async () => (await ask()).vendor?.gap?.bridgedAt, WITHIN).toEqual(expect.any(String));
      const { vendor, warnings } = await ask();
      const { from, to } = vendor.gap;
      expect(Date.now() - Date.parse(from)).toBeGreaterThan(39 * DAY_MS);
      expect(Date.now() - Date.parse(to)).toBeGreaterThan(28 * DAY_MS);
      expect(Date.now() - Date.parse(to)).toBeLessThan(31 * DAY_MS);
      expect(warnings).toEqual([
        {
          code: 'RECONCILIATION_GAP',
          message: expect.stringContaining(`from ${from} to ${to}. All records were compared`),
        },
      ]);

      const CHANGES =
        '{ changes(system: ["payments"], last: 50) { nodes { record { payment { externalId status } } } } }';
      const states = async () => {
        const { nodes } = (await sluice.ask(CHANGES)).data.changes;
        return Object.fromEntries(
          nodes.map(({ record }: { record: { payment: { externalId: string; status: string } } }) => [
            record.payment.externalId,
            record.payment.status,
          ]),
        );
      };
      await expect
        .poll(states, WITHIN)
        .toEqual({ [before]: 'PARTIALLY_REFUNDED', [meanwhile.id]: 'SUCCEEDED', [after.id]: 'SUCCEEDED' });
      const last = `{ payment(id: "pay_${before}") { amountRefunded { amount } } }`;
      expect((await sluice.ask(last)).data.payment.amountRefunded.amount).toBe('4.00');
    });

    it('shows how the last calls and polls went, and is well again once the vendor is', async () => {
      await using stripe = await startStripeEmulator();
      await using sluice = await startSluice({ engine, variables: { ...stripeVariables(stripe), ...TIMES } });
      const ask = async () =>
        (await sluice.ask(SYSTEM)).data.systems.find(({ name }: { name: string }) => name === 'payments');
      await expect.poll(async () => (await ask()).vendor?.lastPollAt, WITHIN).toEqual(expect.any(String));
      expect(await ask()).toEqual({
        name: 'payments',
        warnings: [],
        vendor: {
          name: 'stripe',
          state: 'ANSWERING',
          lastAnswerAt: expect.any(String),
          lastFailureAt: null,
          lastFailure: null,
          followedSince: expect.any(String),
          polledTo: expect.any(String),
          lastPollAt: expect.any(String),
          pollError: null,
          lastWebhookAt: null,
          parkedWebhooks: 0,
          openCalls: 0,
          gap: null,
        },
      });
      const { systems } = (await sluice.ask(SYSTEM)).data;
      expect(systems.find(({ name }: { name: string }) => name === 'crm')).toEqual({
        name: 'crm',
        warnings: [],
        vendor: null,
      });

      stripe.setDown(true);
      await expect.poll(async () => (await ask()).vendor.state, WITHIN).toBe('LEFT_ALONE');
      const codes = async () => (await ask()).warnings.map(({ code }: { code: string }) => code);
      await expect.poll(codes, { timeout: 40_000 }).toEqual(['VENDOR_FAILING', 'POLL_FAILING']);
      expect(await ask()).toMatchObject({
        vendor: {
          lastFailureAt: expect.any(String),
          lastFailure: 'no answer',
          pollError: expect.stringContaining('Stripe'),
        },
      });
      stripe.setDown(false);
      await expect.poll(codes, { timeout: 40_000 }).toEqual([]);
      expect((await ask()).vendor).toMatchObject({ state: 'ANSWERING', pollError: null });
    });
  },
);
