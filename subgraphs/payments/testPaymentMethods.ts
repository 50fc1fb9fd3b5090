import { BadUserInputError } from '../kit/errors.ts';
import type { PaymentStatus } from './generated/resolvers.ts';

/** What becomes of a payment by one of the test methods. */
export interface PaymentOutcome {
  readonly status: PaymentStatus;
  readonly failureCode: string | null;
}

const SUCCEEDED: PaymentOutcome = { status: 'SUCCEEDED', failureCode: null };
const declined = (failureCode: string): PaymentOutcome => ({ status: 'FAILED', failureCode });

/** Stripe's test methods, as far as their outcome is at once: https://docs.stripe.com/testing */
const OUTCOMES: ReadonlyMap<string, PaymentOutcome> = new Map([
  ['pm_card_visa', SUCCEEDED],
  ['pm_card_mastercard', SUCCEEDED],
  ['pm_card_amex', SUCCEEDED],
  ['pm_card_authenticationRequired', { status: 'REQUIRES_ACTION', failureCode: null }],
  ['pm_card_chargeDeclined', declined('card_declined')],
  ['pm_card_chargeDeclinedInsufficientFunds', declined('insufficient_funds')],
  ['pm_card_chargeDeclinedExpiredCard', declined('expired_card')],
]);

/** The default payment method. */
export const DEFAULT_PAYMENT_METHOD = 'pm_card_visa';

/** What our own tables, which move no money, do with a payment method. @throws BadUserInputError when unknown */
export function testOutcome(paymentMethod: string): PaymentOutcome {
  const outcome = OUTCOMES.get(paymentMethod);
  if (outcome) return outcome;
  throw new BadUserInputError(
    'input.paymentMethod',
    `The own-tables backend knows the payment methods ${[...OUTCOMES.keys()].join(', ')}; not ${JSON.stringify(paymentMethod)}.`,
  );
}
