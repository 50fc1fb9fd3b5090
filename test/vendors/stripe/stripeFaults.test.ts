import { stripeVariables } from '../backends.ts';
import { describeVendorFaults } from '../describeVendorFaults.ts';
import type { VendorUnderFaults } from '../vendorUnderFaults.ts';
import { startStripeEmulator } from './stripeEmulator.ts';
import type { StripeCharge, StripeEvent } from './stripeObjects.ts';

const CREATE = 'mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id externalId } } }';
const UPDATE = 'mutation ($input: UpdatePaymentInput!) { updatePayment(input: $input) { payment { id } } }';
const REFUND = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { payment { id } } }';

const euros = (amount: string) => ({ amount, currencyCode: 'EUR' });

/** What is at Stripe when somebody there takes a payment by card. */
const byCard = (payment_method: string) => ({ amount: '1000', currency: 'eur', confirm: 'true', payment_method });

async function start(): Promise<VendorUnderFaults> {
  const emulator = await startStripeEmulator();
  const { payments } = emulator;
  /** Payments that mutations of ours have made. */
  const made = new Set<string>();
  let count = 0;

  function happened(): Record<string, string[]> {
    const statuses: Record<string, string[]> = {};
    for (const event of emulator.events) {
      const { id, status } = statusAfter(event) ?? {};
      if (id !== undefined && status !== undefined) statuses[id] = [...(statuses[id] ?? []), status];
    }
    return statuses;
  }

  const create = (paymentMethod: string) => {
    count += 1;
    return { customerEmail: `payer${count % 4}@example.com`, amount: euros('10.00'), paymentMethod };
  };

  return {
    emulator,
    variables: { ...stripeVariables(emulator), STRIPE_WEBHOOK_SECRET: emulator.webhookSecret },
    source: 'stripe',
    changeType: 'sluice.payments.payment.*',
    subscription: `subscription ($after: Cursor) {
      change: paymentChanged(after: $after) { kind superseded changedFields id record: payment { status } }
    }`,
    statusField: 'STATUS',
    flow: `subscription Receipt @flow(scopes: ["messaging:write"]) {
      paymentChanged(status: [SUCCEEDED], changed: [STATUS]) { payment { externalId @export(as: "payment") } }
    }
    mutation Send($text: String! @template(text: "Paid {payment}")) {
      sendMessage(input: { channel: WEBHOOK, to: "https://example.com/", text: $text }) { message { id } }
    }`,
    isPoll: ({ path }) => path === '/v1/events',
    async ours(insist) {
      const methods = ['pm_card_visa', 'pm_card_chargeDeclined', 'pm_card_authenticationRequired', 'pm_card_visa'];
      const answers = await Promise.all(
        methods.map(async (method) => (await insist(CREATE, create(method))).data.createPayment.payment),
      );
      for (const { externalId } of answers) made.add(externalId);
      const [first, , waiting, last] = answers;
      await Promise.all([first, last].map(({ id }) => insist(REFUND, { paymentId: id, amount: euros('4.00') })));
      payments.completeAction(waiting.externalId, true);
    },
    async theirs() {
      const [refunded, waiting] = ['pm_card_visa', 'pm_card_authenticationRequired'].map(
        (method) => payments.createIntent(byCard(method)).id,
      ) as [string, string];
      payments.completeAction(waiting, true);
      payments.refund({ payment_intent: refunded, amount: '400' });
      payments.refund({ payment_intent: refunded });
      payments.cancel(payments.createIntent({ amount: '1000', currency: 'eur' }));
    },
    twoSteps() {
      let id = '';
      return [
        () => {
          id = payments.createIntent({ amount: '1000', currency: 'eur' }).id;
        },
        () => payments.confirm(payments.intent(id), 'pm_card_visa'),
      ];
    },
    async editThrice(insist) {
      const { id, externalId } = (await insist(CREATE, create('pm_card_visa'))).data.createPayment.payment;
      made.add(externalId);
      for (const description of ['One', 'Two']) await insist(UPDATE, { id, description });
      payments.updateIntent(payments.intent(externalId), { metadata: { round: '3' } });
    },
    happened,
    // What our own write went through may be heard before its answer, or not at all: PENDING is no outcome.
    isOptional: (externalId, status) => made.has(externalId) && status === 'PENDING',
    async effects(ask) {
      const { data } = await ask('{ messages(first: 100) { nodes { text } } }');
      return data.messages.nodes.map(({ text }: { text: string }) => text);
    },
    dueEffects: () =>
      Object.entries(happened()).flatMap(([id, statuses]) => (statuses.includes('SUCCEEDED') ? [`Paid ${id}`] : [])),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

/** The status that a payment got by an event; undefined of an event that tells none. */
function statusAfter({ type, data }: StripeEvent): { readonly id: string; readonly status: string } | undefined {
  const object = data.object as { id: string };
  if (type === 'charge.refunded') {
    const { payment_intent, refunded } = object as StripeCharge;
    return { id: payment_intent, status: refunded ? 'REFUNDED' : 'PARTIALLY_REFUNDED' };
  }
  const status = STATUSES[type];
  return status === undefined ? undefined : { id: object.id, status };
}

const STATUSES: Readonly<Record<string, string>> = {
  'payment_intent.created': 'PENDING',
  'payment_intent.requires_action': 'REQUIRES_ACTION',
  'payment_intent.payment_failed': 'FAILED',
  'payment_intent.succeeded': 'SUCCEEDED',
  'payment_intent.canceled': 'CANCELLED',
};

describeVendorFaults('Stripe', start);
