import { startEmulator, type VendorEmulator, type VendorRequest, type VendorResponse } from '../emulator.ts';
import { listOf, type Parameters, parseForm, textOf } from './formParameters.ts';
import { StripeInvoices } from './stripeInvoices.ts';
import { type StripeEvent, type StripePaymentIntent, type StripeRefund, StripeRefusal } from './stripeObjects.ts';
import { StripePayments } from './stripePayments.ts';
import { StripeStore } from './stripeStore.ts';

export interface StripeEmulator extends VendorEmulator {
  /** Secret key and webhook secret that it accepts and signs with. */
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly payments: StripePayments;
  readonly invoices: StripeInvoices;
  /** Everything that happened, in order. */
  readonly events: readonly StripeEvent[];
}

export interface StripeEmulatorOptions {
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/** How far back `GET /v1/events` goes. */
const EVENTS_KEPT_S = 30 * 24 * 3_600;

/** Stripe's API, as far as the payments need it: stateful, in Stripe's wire format, with signed webhooks. */
export async function startStripeEmulator({ now = Date.now }: StripeEmulatorOptions = {}): Promise<StripeEmulator> {
  const apiKey = 'sk_test_emulated';
  const webhookSecret = 'whsec_emulated';
  let vendor: { store: StripeStore; payments: StripePayments; invoices: StripeInvoices } | undefined;
  const emulator = await startEmulator((webhooks) => {
    const store = new StripeStore({ webhooks, webhookSecret, now });
    const payments = new StripePayments(store);
    const invoices = new StripeInvoices(store, payments);
    vendor = { store, payments, invoices };
    return {
      handle: (request) => answer(request, apiKey, store, payments, invoices),
      around: (request, respond) => {
        const response = store.answerOnce(request, respond);
        return { ...response, headers: { ...response.headers, date: new Date(now()).toUTCString() } };
      },
      throttled: () => ({
        status: 429,
        body: {
          error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests. Try again later.' },
        },
      }),
      failed: () => ({ status: 500, body: { error: { type: 'api_error', message: 'An unknown error occurred' } } }),
    };
  });
  const { store, payments, invoices } = vendor as NonNullable<typeof vendor>;
  return { ...emulator, apiKey, webhookSecret, payments, invoices, events: store.events };
}

function answer(
  request: VendorRequest,
  apiKey: string,
  store: StripeStore,
  payments: StripePayments,
  invoices: StripeInvoices,
): VendorResponse {
  try {
    if (request.headers.authorization !== `Bearer ${apiKey}`) {
      throw new StripeRefusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
    }
    return { status: 200, body: route(request, store, payments, invoices) };
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error;
    return { status: error.status, body: { error: error.error } };
  }
}

/** https://docs.stripe.com/api */
function route(
  { method, path, query, body }: VendorRequest,
  store: StripeStore,
  payments: StripePayments,
  invoices: StripeInvoices,
): object {
  const params = parseForm(method === 'GET' ? query : body);
  const expand = listOf(params, 'expand').map(String);
  const [, , resource, id, action] = path.split('/');
  const showIntent = (intent: StripePaymentIntent, names = expand) => expandIntent(payments, intent, names);
  const inList = expand.filter((name) => name.startsWith('data.')).map((name) => name.slice('data.'.length));
  switch (`${method} ${resource}${id ? '/:id' : ''}${action ? `/${action}` : ''}`) {
    case 'GET balance':
      return { object: 'balance', livemode: false, available: [], pending: [] };
    case 'GET events': {
      const types = listOf(params, 'types').map(String);
      const wanted = store.events.filter(
        ({ type, created }) => created > store.now() - EVENTS_KEPT_S && (types.length === 0 || types.includes(type)),
      );
      return store.list('/v1/events', wanted, params);
    }
    case 'POST customers':
      return payments.createCustomer(params);
    case 'GET customers':
      return store.list(
        '/v1/customers',
        [...payments.customers.values()].filter(({ email }) => is(email, params, 'email')),
        params,
      );
    case 'GET customers/:id':
      return payments.customer(id as string);
    case 'POST payment_intents':
      return showIntent(payments.createIntent(params));
    case 'GET payment_intents':
      return store.list(
        '/v1/payment_intents',
        [...payments.intents.values()].filter(({ customer }) => is(customer, params, 'customer')),
        params,
        (intent) => showIntent(intent, inList),
      );
    case 'GET payment_intents/:id':
      return showIntent(payments.intent(id as string));
    case 'POST payment_intents/:id':
      return showIntent(payments.updateIntent(payments.intent(id as string), params));
    case 'POST payment_intents/:id/confirm':
      return showIntent(payments.confirm(payments.intent(id as string), textOf(params, 'payment_method')));
    case 'POST payment_intents/:id/cancel':
      return showIntent(payments.cancel(payments.intent(id as string)));
    case 'POST refunds':
      return expandRefund(payments, payments.refund(params), expand);
    case 'GET refunds':
      return store.list(
        '/v1/refunds',
        [...payments.refunds.values()].filter(({ payment_intent }) => is(payment_intent, params, 'payment_intent')),
        params,
        (refund) => expandRefund(payments, refund, inList),
      );
    case 'POST invoices':
      return invoices.show(invoices.create(params), expand);
    case 'GET invoices':
      return store.list(
        '/v1/invoices',
        [...invoices.invoices.values()].filter(({ customer }) => is(customer, params, 'customer')),
        params,
        (invoice) => invoices.show(invoice, inList),
      );
    case 'GET invoices/:id':
      return invoices.show(invoices.invoice(id as string), expand);
    case 'DELETE invoices/:id':
      return invoices.delete(invoices.invoice(id as string));
    case 'GET invoices/:id/lines': {
      const lines = invoices
        .invoice(id as string)
        .lines.map((line) => ({ ...line, created: 0 }))
        .reverse();
      return store.list(path, lines, params);
    }
    case 'POST invoices/:id/add_lines':
      return invoices.show(invoices.addLines(invoices.invoice(id as string), params), expand);
    case 'POST invoices/:id/finalize':
      return invoices.show(invoices.finalize(invoices.invoice(id as string)), expand);
    case 'POST invoices/:id/pay':
      return invoices.show(invoices.pay(invoices.invoice(id as string), params), expand);
    case 'POST invoices/:id/void':
      return invoices.show(invoices.voidInvoice(invoices.invoice(id as string)), expand);
    case 'GET invoice_payments':
      return invoices.payments(params);
    default:
      throw new StripeRefusal(404, {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${method}: ${path}).`,
      });
  }
}

function is(value: string | null, params: Parameters, name: string): boolean {
  const wanted = textOf(params, name);
  return wanted === undefined || value === wanted;
}

function expandIntent(payments: StripePayments, intent: StripePaymentIntent, expand: readonly string[]): object {
  const charge = intent.latest_charge === null ? null : payments.charges.get(intent.latest_charge);
  return expand.includes('latest_charge') ? { ...intent, latest_charge: charge } : intent;
}

function expandRefund(payments: StripePayments, refund: StripeRefund, expand: readonly string[]): object {
  if (!expand.some((name) => name.startsWith('payment_intent'))) return refund;
  const inner = expand
    .filter((name) => name.startsWith('payment_intent.'))
    .map((name) => name.slice('payment_intent.'.length));
  return { ...refund, payment_intent: expandIntent(payments, payments.intent(refund.payment_intent), inner) };
}
