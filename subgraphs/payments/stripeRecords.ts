import type Stripe from 'stripe';
import type { InvoiceStatus, PaymentStatus } from './generated/resolvers.ts';
import type { InvoiceRecord, PaymentRecord } from './records.ts';

/** Our id of a record of Stripe's is made of its own, so that no table is needed to find one by the other. */
const paymentId = (externalId: string) => `pay_${externalId}`;
const invoiceId = (externalId: string) => `inv_${externalId}`;

/** The inverse of {@link paymentId}; undefined when it is no payment of Stripe's. */
export const externalPaymentId = (id: string) => (id.startsWith('pay_pi_') ? id.slice('pay_'.length) : undefined);
/** The inverse of {@link invoiceId}; undefined when it is no invoice of Stripe's. */
export const externalInvoiceId = (id: string) => (id.startsWith('inv_in_') ? id.slice('inv_'.length) : undefined);

/** Metadata by which Sluice finds again what it has made, and what belongs to an order. */
export const CALL_METADATA = 'sluice_call';
export const ORDER_METADATA = 'sluice_order';

/** What a charge adds to its payment. */
export interface Refunded {
  readonly amount_refunded: number;
}

/** Nothing of it was given back. */
const NOT_REFUNDED: Refunded = { amount_refunded: 0 };

/** A payment as it is known of Stripe: the record, and Stripe's customer. */
export interface StripePayment extends PaymentRecord {
  readonly payer: string | null;
}

/** An invoice, as {@link StripePayment}. */
export interface StripeInvoice extends InvoiceRecord {
  readonly payer: string | null;
}

/** A payment as Stripe has it. Of a charge that was not expanded, `refunded` is what is known. */
export function toPayment(
  intent: Stripe.PaymentIntent,
  customerId: string | null,
  refunded: Refunded = refundedOf(intent),
): StripePayment {
  const currencyCode = intent.currency.toUpperCase();
  const createdAt = isoOfSeconds(intent.created);
  const method = intent.payment_method ?? intent.last_payment_error?.payment_method ?? null;
  return {
    id: paymentId(intent.id),
    externalId: intent.id,
    customerId,
    payer: idOf(intent.customer),
    orderId: intent.metadata[ORDER_METADATA] ?? null,
    amount: { minor: intent.amount, currencyCode },
    amountRefunded: { minor: refunded.amount_refunded, currencyCode },
    status: paymentStatus(intent, refunded.amount_refunded),
    backendStatus: intent.status,
    failureCode: failureCode(intent),
    paymentMethod: idOf(method),
    description: intent.description,
    createdAt,
    updatedAt: createdAt,
  };
}

/** The payment after a part of it was given back. It had been taken before, also where that has not been heard of yet. */
export function withRefund(payment: StripePayment, { amount_refunded: minor }: Refunded): StripePayment {
  const { currencyCode } = payment.amount;
  return {
    ...payment,
    amountRefunded: { minor, currencyCode },
    status: takenStatus(payment.amount.minor, minor),
    backendStatus: 'succeeded',
    failureCode: null,
  };
}

/**
 * Orders the states of a payment within one second, which is all that Stripe's times tell apart: how far it is, and of
 * two that are equally far, how much was given back.
 */
export function paymentRank({ status, amountRefunded }: PaymentRecord): number {
  const order: readonly PaymentStatus[] = [
    'PENDING',
    'REQUIRES_ACTION',
    'FAILED',
    'AUTHORIZED',
    'CANCELLED',
    'SUCCEEDED',
  ];
  const place = order.indexOf(status);
  return (place < 0 ? order.length : place) * 1e13 + amountRefunded.minor;
}

/** An invoice as Stripe has it. `paymentId` is not part of it, and neither are more than its first lines. */
export function toInvoice(
  invoice: Stripe.Invoice,
  customerId: string | null,
  paidBy: string | null,
  lines: readonly Stripe.InvoiceLineItem[] = invoice.lines.data,
): StripeInvoice {
  const currencyCode = invoice.currency.toUpperCase();
  const createdAt = isoOfSeconds(invoice.created);
  return {
    id: invoiceId(invoice.id),
    externalId: invoice.id,
    customerId,
    payer: idOf(invoice.customer),
    orderId: invoice.metadata?.[ORDER_METADATA] ?? null,
    paymentId: paidBy === null ? null : paymentId(paidBy),
    lines: lines.map(({ description, amount }) => ({
      description: description ?? '',
      amount: { minor: amount, currencyCode },
    })),
    total: { minor: invoice.total, currencyCode },
    status: INVOICE_STATUS[invoice.status ?? ''] ?? 'OTHER',
    backendStatus: invoice.status,
    dueAt: invoice.due_date === null ? null : isoOfSeconds(invoice.due_date),
    createdAt,
    updatedAt: createdAt,
  };
}

/** As {@link paymentRank}. */
export function invoiceRank({ status, lines }: InvoiceRecord): number {
  const order: readonly InvoiceStatus[] = ['DRAFT', 'OPEN', 'UNCOLLECTIBLE', 'VOID', 'PAID'];
  return order.indexOf(status) * 1e6 + lines.length;
}

/** The payment that paid the invoice, as far as it was expanded. */
export function paidBy({ payments }: Stripe.Invoice): string | null {
  const paid = payments?.data.find(({ status }) => status === 'paid');
  return idOf(paid?.payment.payment_intent ?? null);
}

/** The id of what Stripe gives as an id or, expanded, as an object. */
export function idOf(reference: string | { readonly id: string } | null): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}

/** Stripe calls an amount refunded, too, that it lets go of without having taken it: when an authorisation is cancelled. */
function refundedOf({ latest_charge: charge }: Stripe.PaymentIntent): Refunded {
  return charge !== null && typeof charge !== 'string' && charge.captured ? charge : NOT_REFUNDED;
}

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
function paymentStatus({ status, amount, last_payment_error }: Stripe.PaymentIntent, refunded: number): PaymentStatus {
  switch (status) {
    case 'requires_payment_method':
      return last_payment_error ? 'FAILED' : 'PENDING';
    case 'requires_confirmation':
    case 'processing':
      return 'PENDING';
    case 'requires_action':
      return 'REQUIRES_ACTION';
    case 'requires_capture':
      return 'AUTHORIZED';
    case 'canceled':
      return 'CANCELLED';
    case 'succeeded':
      return takenStatus(amount, refunded);
    default:
      return 'OTHER';
  }
}

function takenStatus(amount: number, refunded: number): PaymentStatus {
  return refunded === 0 ? 'SUCCEEDED' : refunded < amount ? 'PARTIALLY_REFUNDED' : 'REFUNDED';
}

/** The bank's reason where it gave one, such as `insufficient_funds`; else Stripe's, such as `card_declined`. */
function failureCode({ status, last_payment_error: error }: Stripe.PaymentIntent): string | null {
  if (!error || status === 'succeeded') return null;
  const { code, decline_code } = error;
  return decline_code && decline_code !== 'generic_decline' ? decline_code : (code ?? null);
}

const INVOICE_STATUS: Readonly<Record<string, InvoiceStatus>> = {
  draft: 'DRAFT',
  open: 'OPEN',
  paid: 'PAID',
  void: 'VOID',
  uncollectible: 'UNCOLLECTIBLE',
};

function isoOfSeconds(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
