import { BadUserInputError, SluiceError } from '../kit/errors.ts';
import { formatMoney, parseMoney } from '../kit/money.ts';
import type { RefundPaymentInput } from './generated/resolvers.ts';
import type { PaymentRecord } from './records.ts';

/**
 * How much is to be given back, in minor units: the amount, or all that is left; never more than was taken.
 *
 * @throws SluiceError `INVALID_TRANSITION` unless the payment has been taken and is not given back in full;
 * BadUserInputError
 */
export function parseRefund(payment: PaymentRecord, input: RefundPaymentInput['amount']): number {
  if (payment.status !== 'SUCCEEDED' && payment.status !== 'PARTIALLY_REFUNDED') {
    throw new SluiceError(
      'INVALID_TRANSITION',
      `A payment that is ${payment.status} cannot be refunded; only one that was taken can.`,
      { extensions: { from: payment.status, to: 'REFUNDED' } },
    );
  }
  const left = payment.amount.minor - payment.amountRefunded.minor;
  if (input == null) return left;
  const { minor, currencyCode } = parseMoney('input.amount', input);
  if (currencyCode !== payment.amount.currencyCode) {
    throw new BadUserInputError(
      'input.amount.currencyCode',
      `The payment is in ${payment.amount.currencyCode}, not in ${currencyCode}.`,
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
