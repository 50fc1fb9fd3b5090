import type Stripe from 'stripe';
import type { WebhookMeaning } from '../kit/contracts/webhookHandler.ts';
import type { Transactional } from '../kit/database/database.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { callIdOf } from '../kit/vendor/callLedger.ts';
import type { Observation } from '../kit/vendor/shadow.ts';
import { withLines } from './stripeInvoices.ts';
import { readPayment } from './stripePayments.ts';
import {
  externalPaymentId,
  idOf,
  invoiceRank,
  paymentRank,
  type StripeInvoice,
  type StripePayment,
  toInvoice,
  toPayment,
  withRefund,
} from './stripeRecords.ts';
import type { StripeSystem } from './stripeSystem.ts';

/**
 * The events that tell a payment's or an invoice's state: https://docs.stripe.com/api/events/types. Others, such as
 * `charge.succeeded` and `invoice.payment_succeeded`, tell the same once more.
 */
export const EVENT_TYPES = [
  'payment_intent.created',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'payment_intent.payment_failed',
  'payment_intent.succeeded',
  'payment_intent.canceled',
  'charge.refunded',
  'invoice.created',
  'invoice.updated',
  'invoice.finalized',
  'invoice.paid',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'invoice.deleted',
] as const;

const IRRELEVANT: WebhookMeaning = { kind: 'irrelevant' };

type ToMeaning<Kind> = (
  system: StripeSystem,
  event: Stripe.Event,
  object: Kind,
  signal: AbortSignal,
) => Promise<WebhookMeaning>;

/**
 * What an event means for the payments, whether it came by webhook or by poll: each tells the state that a record had
 * then. Asks Stripe for what the event leaves out.
 */
export async function meaningOf(
  system: StripeSystem,
  event: Stripe.Event,
  signal: AbortSignal,
): Promise<WebhookMeaning> {
  if (event.livemode !== system.client.livemode) {
    const [theirs, ours] = [event.livemode, system.client.livemode].map((live) => (live ? 'live' : 'test'));
    return {
      kind: 'unmappable',
      reason: `The event is of Stripe's ${theirs} mode; STRIPE_API_KEY is of ${ours} mode.`,
    };
  }
  if (!(EVENT_TYPES as readonly string[]).includes(event.type)) return IRRELEVANT;
  // What a write of ours has brought about was recorded with its answer.
  const callId = callIdOf(event.request?.idempotency_key);
  if (callId !== undefined && (await system.ledger.isClosed(system.services.database.queries, callId)))
    return IRRELEVANT;
  const object = event.data.object as { object: string };
  if (object.object === 'payment_intent') return ofPayment(system, event, object as Stripe.PaymentIntent, signal);
  if (object.object === 'charge') return ofCharge(system, event, object as Stripe.Charge, signal);
  if (object.object === 'invoice') return ofInvoice(system, event, object as Stripe.Invoice, signal);
  return {
    kind: 'unmappable',
    reason: `${event.type} is expected to be about something else than a ${object.object}.`,
  };
}

const ofPayment: ToMeaning<Stripe.PaymentIntent> = async (system, event, intent, signal) => {
  const payer = await system.customers.learn(idOf(intent.customer), signal);
  return effect(system, event, async (services, transaction) => {
    const payment = toPayment(intent, await payer(services, transaction));
    await system.payments.observe(services.changes, transaction, {
      ...observed<StripePayment>(system, event, intent.id),
      rank: paymentRank(payment),
      state: () => payment,
      changed: ['status', 'backendStatus'],
    });
  });
};

/** A charge tells what was given back of its payment, and no more. */
const ofCharge: ToMeaning<Stripe.Charge> = async (system, event, charge, signal) => {
  const externalId = idOf(charge.payment_intent);
  // What was authorised and let go of was never taken: the payment's own event tells that it was cancelled.
  if (externalId === null || !charge.captured) return IRRELEVANT;
  const known = await system.payments.known(system.services.database.queries, [externalId]);
  const { value: intent } = known.has(externalId) ? { value: null } : await readPayment(system, externalId, signal);
  const payer = await system.customers.learn(idOf(intent?.customer ?? charge.customer), signal);
  return effect(system, event, async (services, transaction) => {
    const read = intent && toPayment(intent, await payer(services, transaction));
    const refunded = (payment: StripePayment | null) => payment && withRefund(payment, charge);
    const base = [...known.values()][0] ?? read;
    await system.payments.observe(services.changes, transaction, {
      ...observed<StripePayment>(system, event, externalId),
      rank: base ? paymentRank(withRefund(base, charge)) : 0,
      state: (now) => refunded(now ?? read),
      changed: ['amountRefunded', 'status'],
    });
  });
};

const ofInvoice: ToMeaning<Stripe.Invoice> = async (system, event, invoice, signal) => {
  const isDeleted = event.type === 'invoice.deleted';
  const { lines } = isDeleted ? { lines: [] } : await withLines(system, { value: invoice, atMs: 0 }, signal);
  const paid = invoice.status === 'paid' ? await paymentOf(system, invoice.id, signal) : null;
  const billed = await system.customers.learn(idOf(invoice.customer), signal);
  return effect(system, event, async (services, transaction) => {
    const customerId = await billed(services, transaction);
    const toRecord = (known: StripeInvoice | null) =>
      toInvoice(invoice, customerId, paid ?? externalPaymentId(known?.paymentId ?? '') ?? null, lines);
    await system.invoices.observe(services.changes, transaction, {
      ...observed<StripeInvoice>(system, event, invoice.id),
      rank: isDeleted ? Number.MAX_SAFE_INTEGER : invoiceRank(toRecord(null)),
      state: isDeleted ? () => null : toRecord,
      changed: ['status', 'backendStatus'],
    });
  });
};

/** The event's invoice does not tell which payment paid it. */
async function paymentOf({ client }: StripeSystem, invoice: string, signal: AbortSignal): Promise<string | null> {
  const { value } = await client.read((stripe) => stripe.invoicePayments.list({ invoice, status: 'paid' }), { signal });
  return idOf(value.data[0]?.payment.payment_intent ?? null);
}

function effect(
  { services, ledger }: StripeSystem,
  event: Stripe.Event,
  write: (services: SubgraphServices, transaction: Transactional) => Promise<void>,
): WebhookMeaning {
  const callId = callIdOf(event.request?.idempotency_key);
  return {
    kind: 'effect',
    async apply(transaction) {
      const cause = callId === undefined ? null : await ledger.causeOf(transaction, callId);
      await write(cause ? services.causedBy(cause) : services, transaction);
    },
  };
}

function observed<Stored>(
  { ledger }: StripeSystem,
  event: Stripe.Event,
  externalId: string,
): Pick<Observation<Stored>, 'externalId' | 'atMs' | 'eventId' | 'isEcho'> {
  const callId = callIdOf(event.request?.idempotency_key);
  return {
    externalId,
    atMs: event.created * 1_000,
    eventId: event.id,
    ...(callId !== undefined && { isEcho: (transaction) => ledger.isClosed(transaction, callId) }),
  };
}
