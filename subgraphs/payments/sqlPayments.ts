import type { Transactional } from '../kit/database/database.ts';
import { newId } from '../kit/ids.ts';
import { parseOptionalText, parseOrderId } from '../kit/input.ts';
import { parseMoney } from '../kit/money.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { CreatePaymentInput, RefundPaymentInput, UpdatePaymentInput } from './generated/resolvers.ts';
import type { PaymentRecord } from './records.ts';
import { parseRefund } from './refundRules.ts';
import { payments } from './sqlTables.ts';
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
  const refund = parseRefund(payments.toRecord(before), input.amount);
  const refunded = before.refunded_minor + refund;
  return payments.update(changes, transaction, before, {
    refunded_minor: refunded,
    status: refunded === before.amount_minor ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
  });
}
