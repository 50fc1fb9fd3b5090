import Stripe from 'stripe';
import type { FoundCustomer } from '../kit/contracts/customerDirectory.ts';
import type { Transactional } from '../kit/database/database.ts';
import { NotFoundError } from '../kit/errors.ts';
import { parseOptionalText, parseOrderId } from '../kit/input.ts';
import { type MinorUnits, parseMoney } from '../kit/money.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { LedgerCall } from '../kit/vendor/callLedger.ts';
import type { CreatePaymentInput, RefundPaymentInput, UpdatePaymentInput } from './generated/resolvers.ts';
import type { PaymentRecord } from './records.ts';
import { parseRefund } from './refundRules.ts';
import type { StripeAnswer } from './stripeClient.ts';
import { CALL_METADATA, externalPaymentId, idOf, ORDER_METADATA, paymentRank, toPayment } from './stripeRecords.ts';
import { orNotFound, refusing } from './stripeRefusals.ts';
import type { StripeSystem } from './stripeSystem.ts';

const MAX_DESCRIPTION = 1_000;

/** How far before its intent a call's effect is looked for: Stripe's clock may be behind ours. */
const CLOCK_MARGIN_S = 300;

/** What a write came to: the payment as Stripe had it then. */
type PaymentAnswer = StripeAnswer<Stripe.PaymentIntent>;

interface CreatePlan {
  readonly customer: FoundCustomer;
  readonly amount: MinorUnits;
  readonly orderId: string | null;
  readonly paymentMethod: string | null;
  readonly description: string | null;
}

const CREATE_ARGUMENTS = {
  payment_method: 'input.paymentMethod',
  amount: 'input.amount.amount',
  currency: 'input.amount.currencyCode',
  description: 'input.description',
};

export function defineCreatePayment(system: StripeSystem) {
  const { client, customers, writes } = system;
  return writes.define<CreatePaymentInput, CreatePlan, PaymentAnswer, PaymentRecord>({
    mutation: 'createPayment',
    async plan(services, transaction, input) {
      return {
        amount: parseMoney('input.amount', input.amount),
        paymentMethod: input.paymentMethod ?? null,
        description: parseOptionalText('input.description', input.description, MAX_DESCRIPTION),
        orderId: parseOrderId('input.orderId', input.orderId),
        customer: await services.customers.find(transaction, input),
      };
    },
    send: refusing(
      CREATE_ARGUMENTS,
      async ({ amount, description, orderId, paymentMethod, customer }, call, signal) => {
        const payer = await customers.ensure(customer, call, signal);
        const method = paymentMethod ?? (await customers.defaultMethod(payer, signal));
        return client
          .write(call.key('payment'), signal, (stripe, options) =>
            stripe.paymentIntents.create(
              {
                amount: amount.minor,
                currency: amount.currencyCode.toLowerCase(),
                customer: payer,
                ...(description !== null && { description }),
                ...(method !== null && { payment_method: method, confirm: true }),
                automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
                metadata: { [CALL_METADATA]: call.id, ...(orderId !== null && { [ORDER_METADATA]: orderId }) },
                expand: ['latest_charge'],
              },
              options,
            ),
          )
          .catch((error: unknown) => {
            const payment = declined(error);
            if (payment) return payment;
            throw error;
          });
      },
    ),
    async look({ customer }, call, signal) {
      for (const payer of await customers.candidates(customer, signal)) {
        const made = await findByCall(system, payer, call, signal);
        if (made) return made;
      }
      return null;
    },
    async record(services, transaction, { customer }, answer) {
      await customers.claim(services, transaction, customer, idOf(answer.value.customer));
      return observeAnswer(system, services, transaction, answer);
    },
  });
}

interface UpdatePlan {
  readonly externalId: string;
  readonly id: string;
  /** Undefined leaves it as it is. */
  readonly description?: string | null;
}

export function defineUpdatePayment(system: StripeSystem) {
  const { client, writes } = system;
  return writes.define<UpdatePaymentInput, UpdatePlan, PaymentAnswer, PaymentRecord>({
    mutation: 'updatePayment',
    async plan(_services, _transaction, { id, description }) {
      const plan = { id, externalId: requireExternalId(id) };
      if (description === undefined) return plan;
      return { ...plan, description: parseOptionalText('input.description', description, MAX_DESCRIPTION) };
    },
    send: refusing(CREATE_ARGUMENTS, async ({ id, externalId, description }, call, signal) => {
      const expand = ['latest_charge'];
      const asked =
        description === undefined
          ? client.read((stripe) => stripe.paymentIntents.retrieve(externalId, { expand }), { signal })
          : client.write(call.key('update'), signal, (stripe, options) =>
              stripe.paymentIntents.update(externalId, { description: description ?? '', expand }, options),
            );
      return orNotFound(asked, 'Payment', id);
    }),
    // Doing it again comes to the same.
    look: async () => null,
    record: (services, transaction, _plan, answer) => observeAnswer(system, services, transaction, answer),
  });
}

const REFUND_ARGUMENTS = { amount: 'input.amount.amount' };

interface RefundPlan {
  readonly externalId: string;
  readonly id: string;
  readonly amount: RefundPaymentInput['amount'];
}

export function defineRefundPayment(system: StripeSystem) {
  const { client, writes } = system;
  return writes.define<RefundPaymentInput, RefundPlan, PaymentAnswer, PaymentRecord>({
    mutation: 'refundPayment',
    async plan(_services, _transaction, { paymentId: id, amount }) {
      if (amount != null) parseMoney('input.amount', amount);
      return { id, externalId: requireExternalId(id), amount: amount ?? null };
    },
    send: refusing(REFUND_ARGUMENTS, async ({ id, externalId, amount }, call, signal) => {
      const refundable = async () => {
        const { value } = await orNotFound(readPayment(system, externalId, signal), 'Payment', id);
        return parseRefund(toPayment(value, null), amount);
      };
      const minor = await refundable();
      const refunded = await client
        .write(call.key('refund'), signal, (stripe, options) =>
          stripe.refunds.create(
            {
              payment_intent: externalId,
              amount: minor,
              metadata: { [CALL_METADATA]: call.id },
              expand: ['payment_intent.latest_charge'],
            },
            options,
          ),
        )
        .catch(async (error: unknown) => {
          // Another refund may have come between: then the payment as it is now says why.
          if (error instanceof Stripe.errors.StripeInvalidRequestError) await refundable();
          throw error;
        });
      return { value: refunded.value.payment_intent as Stripe.PaymentIntent, atMs: refunded.atMs };
    }),
    async look({ externalId }, call, signal) {
      const { value } = await client.read((stripe) => stripe.refunds.list({ payment_intent: externalId, limit: 100 }), {
        signal,
      });
      const isDone = value.data.some(({ metadata }) => metadata?.[CALL_METADATA] === call.id);
      return isDone ? readPayment(system, externalId, signal) : null;
    },
    record: (services, transaction, _plan, answer) =>
      observeAnswer(system, services, transaction, answer, ['amountRefunded', 'status']),
  });
}

/** One payment as it is now, with what was given back. */
export function readPayment(
  { client }: StripeSystem,
  externalId: string,
  signal?: AbortSignal,
): Promise<PaymentAnswer> {
  return client.read((stripe) => stripe.paymentIntents.retrieve(externalId, { expand: ['latest_charge'] }), { signal });
}

/** Records a payment as Stripe has just given it. */
export async function observeAnswer(
  { payments }: StripeSystem,
  services: SubgraphServices,
  transaction: Transactional,
  { value, atMs }: PaymentAnswer,
  changed?: readonly (keyof PaymentRecord & string)[],
): Promise<PaymentRecord> {
  const payer = idOf(value.customer);
  const owners = await services.customers.customersOf(transaction, 'payments', payer === null ? [] : [payer]);
  const payment = toPayment(value, owners.get(payer ?? '') ?? null);
  const observed = await payments.observe(services.changes, transaction, {
    externalId: value.id,
    atMs,
    rank: paymentRank(payment),
    state: () => payment,
    changed,
  });
  return observed ?? payment;
}

async function findByCall(
  { client }: StripeSystem,
  customer: string,
  call: LedgerCall,
  signal: AbortSignal,
): Promise<PaymentAnswer | null> {
  const since = Math.floor(call.begunMs / 1_000) - CLOCK_MARGIN_S;
  for (let after: string | undefined; ; ) {
    const { value: page, atMs } = await client.read(
      (stripe) =>
        stripe.paymentIntents.list({
          customer,
          created: { gte: since },
          limit: 100,
          expand: ['data.latest_charge'],
          ...(after !== undefined && { starting_after: after }),
        }),
      { signal },
    );
    const made = page.data.find(({ metadata }) => metadata[CALL_METADATA] === call.id);
    if (made) return { value: made, atMs };
    after = page.data.at(-1)?.id;
    if (!page.has_more || after === undefined) return null;
  }
}

/** A payment that is declined is a payment too: Stripe gives it with the refusal. */
function declined(error: unknown): PaymentAnswer | undefined {
  if (!(error instanceof Stripe.errors.StripeCardError) || !error.payment_intent) return undefined;
  const date = Date.parse(error.headers?.date ?? '');
  return { value: error.payment_intent, atMs: Number.isNaN(date) ? Date.now() : date };
}

function requireExternalId(id: string): string {
  const externalId = externalPaymentId(id);
  if (externalId === undefined) throw new NotFoundError('Payment', id);
  return externalId;
}
