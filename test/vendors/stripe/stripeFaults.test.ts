import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../harness/engines.ts';
import { type Answer, startSluice, type TestSluice } from '../../harness/startSluice.ts';
import { type TemporaryFolder, temporaryFolder } from '../../harness/temporaryFolder.ts';
import { stripeVariables } from '../backends.ts';
import type { RequestFault } from '../faults.ts';
import { type StripeEmulator, startStripeEmulator } from './stripeEmulator.ts';

const CREATE = `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id externalId status } } }`;
const REFUND = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { payment { id status } } }`;
const RECEIPT = `subscription Receipt @flow(scopes: ["messaging:write"]) {
  paymentChanged(status: [SUCCEEDED], changed: [STATUS]) { payment { externalId @export(as: "payment") } }
}
mutation Send($text: String! @template(text: "Paid {payment}")) {
  sendMessage(input: { channel: WEBHOOK, to: "https://example.com/", text: $text }) { message { id } }
}`;

const CHANGES = `subscription ($after: Cursor) {
  paymentChanged(after: $after) { kind superseded payment { externalId status amountRefunded { amount } } }
}`;

/** What Sluice says of a payment in one change. */
interface PaymentChange {
  readonly kind: string;
  readonly superseded: boolean;
  readonly payment: {
    readonly externalId: string;
    readonly status: string;
    readonly amountRefunded: { readonly amount: string };
  };
}

describe.each(engines)('Payments over a Stripe that misbehaves, on $name', (engine) => {
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
    sluice = await startSluice({
      engine,
      flows,
      variables: {
        ...stripeVariables(stripe),
        VENDOR_POLL_SECONDS: '0.5',
        VENDOR_TIMEOUT_SECONDS: '1',
        VENDOR_DEADLINE_SECONDS: '8',
      },
    });
    began = await sluice.head();
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await stripe[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  /** A client that repeats with the same key for as long as it is told that this may help. */
  async function insist(mutation: string, input: object): Promise<Answer> {
    const keyed = { ...input, idempotencyKey: crypto.randomUUID() };
    for (;;) {
      const answer = await sluice.ask(mutation, { input: keyed });
      if (!answer.errors?.some(({ extensions }) => extensions.retryable)) return answer;
      await delay(200);
    }
  }

  /** Changes of payments as a subscriber sees them, from the beginning on. */
  async function watch(): Promise<{ readonly changes: readonly PaymentChange[]; stop(): Promise<void> }> {
    const subscription = await sluice.subscribe(CHANGES, { after: began });
    const changes: PaymentChange[] = [];
    const reading = (async () => {
      for await (const { data } of subscription) changes.push(data.paymentChanged);
    })().catch(() => undefined); // the server may go first, when the test has failed
    return {
      changes,
      async stop() {
        await subscription[Symbol.asyncDispose]();
        await reading;
      },
    };
  }

  /** Each payment as Stripe has it, in the words of the graph. */
  function atStripe(): Record<string, string> {
    const { intents, charges } = stripe.payments;
    return Object.fromEntries(
      [...intents.values()].map(({ id, status, last_payment_error, latest_charge, amount }) => {
        const refunded = charges.get(latest_charge ?? '')?.amount_refunded ?? 0;
        const taken = refunded === 0 ? 'SUCCEEDED' : refunded < amount ? 'PARTIALLY_REFUNDED' : 'REFUNDED';
        const words: Record<string, string> = {
          succeeded: taken,
          requires_action: 'REQUIRES_ACTION',
          canceled: 'CANCELLED',
          requires_payment_method: last_payment_error ? 'FAILED' : 'PENDING',
        };
        return [id, words[status] ?? status];
      }),
    );
  }

  const lastOf = (changes: readonly PaymentChange[]) =>
    Object.fromEntries(
      changes.filter(({ superseded }) => !superseded).map(({ payment }) => [payment.externalId, payment.status]),
    );
  const receipts = async (): Promise<readonly string[]> => {
    const { data } = await sluice.ask('{ messages(first: 100) { nodes { text } } }');
    return data.messages.nodes.map(({ text }: { text: string }) => text);
  };
  /** Polls that began from now on have ended, twice. */
  async function polled(): Promise<void> {
    for (let polls = 0; polls < 2; ) {
      polls += stripe.takeRequests().filter(({ path }) => path === '/v1/events').length;
      await delay(100);
    }
    await delay(500);
  }

  it.each<[string, { readonly fault: RequestFault; readonly every: number; readonly method?: string }[]]>([
    ['answers 429 in bursts', [{ fault: 'throttled', every: 3 }]],
    [
      'answers 500 before and after the effect',
      [
        { fault: 'failsAfterEffect', every: 3, method: 'POST' },
        { fault: 'failsBeforeEffect', every: 5 },
      ],
    ],
    ['hangs after the effect', [{ fault: 'hangsAfterEffect', every: 4, method: 'POST' }]],
    ['cuts connections after the effect', [{ fault: 'cutAfterEffect', every: 3, method: 'POST' }]],
  ])(
    'does each thing once, and ends with the state that Stripe has, when it %s and no webhook arrives',
    async (_name, faults) => {
      for (const { method, ...rule } of faults)
        stripe.faults.order({ ...rule, when: (request) => method === undefined || request.method === method });
      const watched = await watch();

      const methods = ['pm_card_visa', 'pm_card_authenticationRequired', 'pm_card_chargeDeclined'];
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          insist(CREATE, {
            customerEmail: `payer${index % 4}@example.com`,
            amount: { amount: '10.00', currencyCode: 'EUR' },
            paymentMethod: methods[index % methods.length],
          }),
        ),
      );
      const made = answers.map(({ data }) => data?.createPayment.payment);
      const withStatus = (status: string) => made.filter((payment) => payment?.status === status);
      await Promise.all(
        withStatus('SUCCEEDED').map(({ id }) =>
          insist(REFUND, { paymentId: id, amount: { amount: '4.00', currencyCode: 'EUR' } }),
        ),
      );
      // What happens at Stripe by itself: customers pass their bank's check, and the dashboard refunds.
      for (const { externalId } of withStatus('REQUIRES_ACTION')) {
        stripe.payments.completeAction(externalId, true);
        await delay(1_100); // to be told apart by Stripe's times
        stripe.payments.refund({ payment_intent: externalId });
      }
      stripe.faults.clear();

      await expect.poll(() => lastOf(watched.changes), { timeout: 30_000 }).toEqual(atStripe());
      await polled();
      await watched.stop();

      expect(stripe.payments.intents.size).toBe(6);
      expect(stripe.payments.refunds.size).toBe(4);
      const told = (id: string) =>
        watched.changes.filter(({ payment }) => payment.externalId === id).map(({ payment }) => payment.status);
      const expected = {
        SUCCEEDED: ['PARTIALLY_REFUNDED', 'SUCCEEDED'],
        REQUIRES_ACTION: ['REFUNDED', 'REQUIRES_ACTION', 'SUCCEEDED'],
        FAILED: ['FAILED'],
      };
      // A write whose answer was lost may be heard of step by step, from its first: then it was pending first.
      const steps = made.map(({ externalId, status }) => [
        status,
        told(externalId)
          .filter((told) => told !== 'PENDING')
          .sort(),
      ]);
      expect(steps).toEqual(made.map(({ status }) => [status, expected[status as keyof typeof expected]]));
      for (const { externalId } of made) expect(new Set(told(externalId)).size).toBe(told(externalId).length);
      await expect
        .poll(async () => [...(await receipts())].sort())
        .toEqual(
          [...withStatus('SUCCEEDED'), ...withStatus('REQUIRES_ACTION')]
            .map(({ externalId }) => `Paid ${externalId}`)
            .sort(),
        );
    },
    90_000,
  );
});
