import { type Parameters, textOf, within } from './formParameters.ts';
import {
  invalid,
  missing,
  type StripeCharge,
  type StripeCustomer,
  type StripePaymentIntent,
  type StripeRefund,
  StripeRefusal,
} from './stripeObjects.ts';
import { newId, type StripeStore } from './stripeStore.ts';

/** What becomes of a payment by a test method: https://docs.stripe.com/testing */
const METHODS: Readonly<
  Record<string, { code: string; decline_code: string | null } | 'succeeds' | 'requires_action'>
> = {
  pm_card_visa: 'succeeds',
  pm_card_mastercard: 'succeeds',
  pm_card_amex: 'succeeds',
  pm_card_authenticationRequired: 'requires_action',
  pm_card_chargeDeclined: { code: 'card_declined', decline_code: 'generic_decline' },
  pm_card_chargeDeclinedInsufficientFunds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  pm_card_chargeDeclinedExpiredCard: { code: 'expired_card', decline_code: null },
};

/** https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, the currencies that tests use. */
const MINIMUM: Readonly<Record<string, number>> = { usd: 50, eur: 50, gbp: 30, jpy: 50 };

/** Customers, payment intents, charges and refunds. */
export class StripePayments {
  readonly customers = new Map<string, StripeCustomer>();
  readonly intents = new Map<string, StripePaymentIntent>();
  readonly charges = new Map<string, StripeCharge>();
  readonly refunds = new Map<string, StripeRefund>();
  /** A test method becomes a method of its own once it is used, as on Stripe. */
  readonly #methods = new Map<string, string>();
  readonly #store: StripeStore;

  constructor(store: StripeStore) {
    this.#store = store;
  }

  createCustomer(params: Parameters): StripeCustomer {
    const method = textOf(within(params, 'invoice_settings'), 'default_payment_method');
    const customer: StripeCustomer = {
      ...this.#store.base('cus', 'customer'),
      email: textOf(params, 'email') ?? null,
      name: textOf(params, 'name') ?? null,
      metadata: { ...(within(params, 'metadata') as Record<string, string>) },
      invoice_settings: { default_payment_method: method === undefined ? null : this.#use(method) },
    };
    this.customers.set(customer.id, customer);
    this.#store.emit('customer.created', customer);
    return customer;
  }

  customer(id: string, param?: string): StripeCustomer {
    const customer = this.customers.get(id);
    if (!customer) throw missing('customer', id, param);
    return customer;
  }

  intent(id: string, param?: string): StripePaymentIntent {
    const intent = this.intents.get(id);
    if (!intent) throw missing('payment_intent', id, param);
    return intent;
  }

  /** @throws StripeRefusal 402 with the intent, when it is to be confirmed and is declined */
  createIntent(params: Parameters): StripePaymentIntent {
    const [amount, customer] = [Number(textOf(params, 'amount')), textOf(params, 'customer') ?? null];
    if (!Number.isInteger(amount) || amount < 1) throw invalid('Invalid positive integer', { param: 'amount' });
    if (amount > 99_999_999)
      throw invalid('Amount must be no more than 999,999.99', { param: 'amount', code: 'amount_too_large' });
    if (amount < (MINIMUM[textOf(params, 'currency') ?? ''] ?? 1)) {
      throw invalid('Amount must convert to at least 50 cents.', { param: 'amount', code: 'amount_too_small' });
    }
    if (customer !== null) this.customer(customer, 'customer');
    const method = textOf(params, 'payment_method');
    const intent: StripePaymentIntent = {
      ...this.#store.base('pi', 'payment_intent'),
      amount,
      currency: textOf(params, 'currency') ?? '',
      customer,
      status: method === undefined ? 'requires_payment_method' : 'requires_confirmation',
      description: textOf(params, 'description') ?? null,
      metadata: { ...(within(params, 'metadata') as Record<string, string>) },
      payment_method: method === undefined ? null : this.#use(method),
      latest_charge: null,
      capture_method: textOf(params, 'capture_method') ?? 'automatic',
      last_payment_error: null,
    };
    this.intents.set(intent.id, intent);
    this.#store.emit('payment_intent.created', intent);
    if (textOf(params, 'confirm') === 'true') this.confirm(intent);
    return intent;
  }

  updateIntent(intent: StripePaymentIntent, params: Parameters): StripePaymentIntent {
    const description = textOf(params, 'description');
    if (description !== undefined) intent.description = description === '' ? null : description;
    Object.assign(intent.metadata, within(params, 'metadata'));
    return intent;
  }

  /** Tries to take the payment, with another method when one is given. */
  confirm(intent: StripePaymentIntent, method?: string): StripePaymentIntent {
    if (method !== undefined) intent.payment_method = this.#use(method);
    if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status) || !intent.payment_method) {
      throw invalid(`This PaymentIntent's status is ${intent.status}.`, { code: 'payment_intent_unexpected_state' });
    }
    const outcome = METHODS[this.#methods.get(intent.payment_method) ?? ''] ?? 'succeeds';
    if (outcome === 'requires_action') return this.#move(intent, 'requires_action', 'payment_intent.requires_action');
    if (outcome === 'succeeds') return this.#succeed(intent);
    return this.#decline(intent, outcome);
  }

  /** What a customer does in a browser: passes or fails the bank's check. */
  completeAction(id: string, passes: boolean): StripePaymentIntent {
    const intent = this.intent(id);
    if (intent.status !== 'requires_action') throw new Error(`${id} waits for no action.`);
    if (passes) return this.#succeed(intent);
    intent.last_payment_error = {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      decline_code: null,
      message: 'The provided PaymentMethod has failed authentication.',
    };
    return this.#move(intent, 'requires_payment_method', 'payment_intent.payment_failed');
  }

  cancel(intent: StripePaymentIntent): StripePaymentIntent {
    if (['succeeded', 'canceled'].includes(intent.status)) {
      throw invalid(`You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`);
    }
    const charge = this.charges.get(intent.latest_charge ?? '');
    if (intent.status === 'requires_capture' && charge) {
      // What is no longer authorised counts as refunded, though it was never taken.
      Object.assign(charge, { refunded: true, amount_refunded: charge.amount });
      this.#store.emit('charge.refunded', charge);
    }
    return this.#move(intent, 'canceled', 'payment_intent.canceled');
  }

  /** Takes what was authorised. */
  capture(intent: StripePaymentIntent): StripePaymentIntent {
    const charge = this.charges.get(intent.latest_charge ?? '');
    if (intent.status !== 'requires_capture' || !charge) {
      throw invalid(`This PaymentIntent could not be captured because it has a status of ${intent.status}.`);
    }
    charge.captured = true;
    this.#store.emit('charge.captured', charge);
    return this.#move(intent, 'succeeded', 'payment_intent.succeeded');
  }

  refund(params: Parameters): StripeRefund {
    const intent = this.intent(textOf(params, 'payment_intent') ?? '', 'payment_intent');
    const charge = intent.latest_charge === null ? undefined : this.charges.get(intent.latest_charge);
    if (!charge?.paid) throw invalid('This PaymentIntent does not have a successful charge to refund.');
    const left = charge.amount - charge.amount_refunded;
    const amount = Number(textOf(params, 'amount') ?? left);
    if (left === 0)
      throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
    if (amount > left) {
      throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
        param: 'amount',
      });
    }
    const refund: StripeRefund = {
      ...this.#store.base('re', 'refund'),
      amount,
      currency: intent.currency,
      charge: charge.id,
      payment_intent: intent.id,
      status: 'succeeded',
      metadata: { ...(within(params, 'metadata') as Record<string, string>) },
    };
    this.refunds.set(refund.id, refund);
    charge.amount_refunded += amount;
    charge.refunded = charge.amount_refunded === charge.amount;
    this.#store.emit('charge.refunded', charge);
    return refund;
  }

  #succeed(intent: StripePaymentIntent): StripePaymentIntent {
    const charge = this.#charge(intent, null);
    intent.latest_charge = charge.id;
    intent.last_payment_error = null;
    this.#store.emit('charge.succeeded', charge);
    if (!charge.captured) return this.#move(intent, 'requires_capture', 'payment_intent.amount_capturable_updated');
    return this.#move(intent, 'succeeded', 'payment_intent.succeeded');
  }

  #decline(intent: StripePaymentIntent, { code, decline_code }: { code: string; decline_code: string | null }): never {
    const charge = this.#charge(intent, code);
    intent.latest_charge = charge.id;
    const error = { type: 'card_error', code, decline_code, message: 'Your card was declined.' };
    intent.last_payment_error = error;
    this.#store.emit('charge.failed', charge);
    this.#move(intent, 'requires_payment_method', 'payment_intent.payment_failed');
    throw new StripeRefusal(402, { ...error, charge: charge.id, payment_intent: intent });
  }

  #charge(intent: StripePaymentIntent, failureCode: string | null): StripeCharge {
    const charge: StripeCharge = {
      ...this.#store.base('ch', 'charge'),
      payment_intent: intent.id,
      customer: intent.customer,
      amount: intent.amount,
      currency: intent.currency,
      status: failureCode === null ? 'succeeded' : 'failed',
      paid: failureCode === null,
      captured: failureCode === null && intent.capture_method === 'automatic',
      refunded: false,
      amount_refunded: 0,
      payment_method: intent.payment_method ?? '',
      failure_code: failureCode,
    };
    this.charges.set(charge.id, charge);
    return charge;
  }

  #move(intent: StripePaymentIntent, status: string, event: string): StripePaymentIntent {
    intent.status = status;
    // A method that failed is taken off again.
    if (status === 'requires_payment_method') intent.payment_method = null;
    this.#store.emit(event, intent);
    return intent;
  }

  #use(method: string): string {
    if (this.#methods.has(method)) return method;
    if (!Object.hasOwn(METHODS, method)) throw missing('PaymentMethod', method, 'payment_method');
    const id = newId('pm');
    this.#methods.set(id, method);
    return id;
  }
}
