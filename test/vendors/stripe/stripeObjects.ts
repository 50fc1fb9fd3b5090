/** The parts of Stripe's objects that the emulator keeps: https://docs.stripe.com/api. Amounts in minor units. */
interface StripeObject {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly livemode: boolean;
}

export interface StripeCustomer extends StripeObject {
  email: string | null;
  name: string | null;
  metadata: Record<string, string>;
  invoice_settings: { default_payment_method: string | null };
}

export interface StripeCharge extends StripeObject {
  readonly payment_intent: string;
  readonly customer: string | null;
  readonly amount: number;
  readonly currency: string;
  status: 'succeeded' | 'failed';
  paid: boolean;
  /** Whether the amount was taken; else it is only authorised. */
  captured: boolean;
  refunded: boolean;
  amount_refunded: number;
  readonly payment_method: string;
  readonly failure_code: string | null;
}

export interface StripePaymentIntent extends StripeObject {
  amount: number;
  readonly currency: string;
  readonly customer: string | null;
  status: string;
  description: string | null;
  metadata: Record<string, string>;
  payment_method: string | null;
  latest_charge: string | null;
  readonly capture_method: string;
  last_payment_error: { type: string; code: string; decline_code: string | null; message: string } | null;
}

export interface StripeRefund extends StripeObject {
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly status: 'succeeded';
  readonly metadata: Record<string, string>;
}

export interface StripeInvoiceLine {
  readonly id: string;
  readonly object: 'line_item';
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
}

export interface StripeInvoice extends StripeObject {
  readonly customer: string;
  readonly currency: string;
  status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  readonly due_date: number | null;
  total: number;
  metadata: Record<string, string>;
  lines: StripeInvoiceLine[];
  /** Shown as the expandable list `payments`. */
  paidBy: string | null;
}

export interface StripeEvent extends StripeObject {
  readonly type: string;
  readonly api_version: string;
  readonly data: { readonly object: unknown };
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
}

/** An answer that is an error, as Stripe words it. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;

  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(String(error.message));
    this.status = status;
    this.error = error;
  }
}

export function invalid(message: string, more: Readonly<Record<string, unknown>> = {}): StripeRefusal {
  return new StripeRefusal(400, { type: 'invalid_request_error', message, ...more });
}

export function missing(kind: string, id: string, param = 'id'): StripeRefusal {
  const message = `No such ${kind}: '${id}'`;
  return new StripeRefusal(param === 'id' ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message,
    param,
  });
}
