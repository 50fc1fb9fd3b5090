import type { Transactional } from '../kit/database/database.ts';
import { BadUserInputError, SluiceError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { parseOptionalText, parseOrderId } from '../kit/input.ts';
import { formatMoney, parseMoney } from '../kit/money.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { CreatePaymentInput, RefundPaymentInput, UpdatePaymentInput } from './generated/resolvers.ts';
import type { PaymentRecord } from './records.ts';
import { type PaymentRow, payments } from './sqlTables.ts';
import { DEFAULT_PAYMENT_METHOD, testOutcome } from './testPaymentMethods.ts';

const MAX_DESCRIPTION = 1_000;

/** The payment that the input describes, with the outcome of its test method. */
export async function createPayment(
  services: SubgraphServices,
  transaction: Transactional,
  input: CreatePaymentInput,
): Promise<PaymentRecord> {
  const { minor, currencyCode } = parseMoney('input.amount', input.amount);
  const paymentMethod = input.paymentMethod ?? DEFAULT_PAYMENT_METHOD;
  const { status, failureCode } = testOutcome(paymentMethod);
  const description = parseOptionalText('input.description', input.description, MAX_DESCRIPTION);
  const orderId = parseOrderId('input.orderId', input.orderId);
  const customerId = await services.customers.resolve(transaction, input);
  const now = new Date().toISOString();
  return payments.insert(services.changes, transaction, {
    id: newId('pay'),
    customer_id: customerId,
    order_id: orderId,
    amount_minor: minor,
    refunded_minor: 0,
    currency_code: currencyCode,
    status,
    failure_code: failureCode,
    payment_method: paymentMethod,
    description,
    created_at: now,
    updated_at: now,
  });
}

export async function updatePayment(
  { changes }: SubgraphServices,
  transaction: Transactional,
  input: UpdatePaymentInput,
): Promise<PaymentRecord> {
  const before = await payments.lock(transaction, input.id);
  const description =
    input.description === undefined
      ? before.description
      : parseOptionalText('input.description', input.description, MAX_DESCRIPTION);
  return payments.update(changes, transaction, before, { description });
}

/** Gives back the amount, or all that is left; never more than was taken. */
export async function refundPayment(
  { changes }: SubgraphServices,
  transaction: Transactional,
  input: RefundPaymentInput,
): Promise<PaymentRecord> {
  const before = await payments.lock(transaction, input.paymentId);
  if (before.status !== 'SUCCEEDED' && before.status !== 'PARTIALLY_REFUNDED') {
    throw new SluiceError(
      'INVALID_TRANSITION',
      `A payment that is ${before.status} cannot be refunded; only one that was taken can.`,
      {
        extensions: { from: before.status, to: 'REFUNDED' },
      },
    );
  }
  const left = before.amount_minor - before.refunded_minor;
  const refund = input.amount == null ? left : parseRefund(before, left, input.amount);
  return payments.update(changes, transaction, before, {
    refunded_minor: before.refunded_minor + refund,
    status: refund === left ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
  });
}

function parseRefund(payment: PaymentRow, left: number, input: NonNullable<RefundPaymentInput['amount']>): number {
  const { minor, currencyCode } = parseMoney('input.amount', input);
  if (currencyCode !== payment.currency_code) {
    throw new BadUserInputError(
      'input.amount.currencyCode',
      `The payment is in ${payment.currency_code}, not in ${currencyCode}.`,
    );
  }
  if (minor > left) {
    const { amount } = formatMoney({ minor: left, currencyCode });
    throw new BadUserInputError(
      'input.amount.amount',
      `Of this payment, ${amount} ${currencyCode} are left to refund; not ${input.amount}.`,
    );
  }
  return minor;
}
