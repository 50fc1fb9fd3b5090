import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../harness/engines.ts';
import { runSluice } from '../../harness/spawnSluice.ts';
import { startSluice } from '../../harness/startSluice.ts';
import { stripeVariables } from '../backends.ts';
import { type StripeEmulator, startStripeEmulator } from './stripeEmulator.ts';

describe('Commands about a vendor', () => {
  let stripe: StripeEmulator;
  let now: number;
  beforeEach(async () => {
    now = Date.parse('2026-02-01T12:00:00.000Z');
    stripe = await startStripeEmulator({ now: () => now });
  });
  afterEach(() => stripe[Symbol.asyncDispose]());

  it.each(engines)('npm run import brings in what was there before, as history, once, on $name', async (engine) => {
    const customer = stripe.payments.createCustomer({ email: 'old@example.com', name: 'Old' });
    const base = { amount: '1000', currency: 'eur', customer: customer.id, confirm: 'true' };
    const { id } = stripe.payments.createIntent({ ...base, payment_method: 'pm_card_visa' });
    stripe.invoices.create({ customer: customer.id, currency: 'eur' });
    now = Date.now();
    await using storage = await engine.create({ SEED: 'none', ...stripeVariables(stripe) });

    const args = ['import', 'payments', '--since', '2020-01-01'];
    const imported = await runSluice({ args, variables: storage.variables });
    expect(imported).toMatchObject({
      code: 0,
      stdout: '2 records of payments since 2020-01-01T00:00:00.000Z were read from stripe.\n',
    });
    expect((await runSluice({ args, variables: storage.variables })).code).toBe(0);

    await using sluice = await startSluice({ storage });
    const { data } = await sluice.ask(
      `query ($id: ID!) {
        changes(system: ["payments"], first: 10) { nodes { kind imported type customer { email name } } }
        payment(id: $id) { status customer { email } }
      }`,
      { id: `pay_${id}` },
    );
    const change = { kind: 'CREATED', imported: true, customer: { email: 'old@example.com', name: 'Old' } };
    expect(data).toEqual({
      changes: {
        nodes: [
          { ...change, type: 'sluice.payments.payment.created' },
          { ...change, type: 'sluice.payments.invoice.created' },
        ],
      },
      payment: { status: 'SUCCEEDED', customer: { email: 'old@example.com' } },
    });
  });
});
