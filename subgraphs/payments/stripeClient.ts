import { AsyncLocalStorage } from 'node:async_hooks';
import Stripe from 'stripe';
import { KeyRefusedError } from '../kit/vendor/keyRefused.ts';
import type { VendorActivity } from '../kit/vendor/vendorActivity.ts';
import { VendorFailure } from '../kit/vendor/vendorFailure.ts';
import { type VendorCall, VendorPolicy } from '../kit/vendor/vendorPolicy.ts';

export interface StripeClientOptions {
  readonly apiBase: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  /** See {@link VendorPolicy}. */
  readonly activity?: VendorActivity;
}

/** Of 100 in live mode and 25 in test mode: https://docs.stripe.com/rate-limits */
const CALLS_PER_SECOND = { live: 80, test: 20 };

const KEY = { system: 'payments', vendor: 'Stripe', variable: 'STRIPE_API_KEY', lacks: 'lacks a permission' };

/** An answer, and when it was given by Stripe's clock. */
export interface StripeAnswer<Value> {
  readonly value: Value;
  /** Milliseconds since 1970, in whole seconds. */
  readonly atMs: number;
}

/**
 * Stripe's API through its SDK. The SDK's own retries and waits are off: when a call is repeated, and when it is given
 * up, is the policy's to say. https://docs.stripe.com/api
 */
export class StripeClient {
  readonly livemode: boolean;
  readonly #stripe: Stripe;
  readonly #policy: VendorPolicy;
  /** The SDK takes no signal: its requests find the one of the call that they belong to here. */
  readonly #ending = new AsyncLocalStorage<AbortSignal>();

  constructor({ apiBase, apiKey, timeoutMs, activity }: StripeClientOptions) {
    const { protocol, hostname, port } = new URL(apiBase);
    const isHttp = protocol === 'http:';
    this.livemode = /^[rs]k_live_/.test(apiKey);
    this.#stripe = new Stripe(apiKey, {
      host: hostname,
      port: port || (isHttp ? 80 : 443),
      protocol: isHttp ? 'http' : 'https',
      maxNetworkRetries: 0,
      telemetry: false,
      timeout: timeoutMs * 2, // the policy's own is the first to end it
      httpClient: Stripe.createFetchHttpClient((url, init) => this.#fetch(url, init)),
    });
    this.#policy = new VendorPolicy({
      system: 'payments',
      vendor: 'Stripe',
      callsPerSecond: CALLS_PER_SECOND[this.livemode ? 'live' : 'test'],
      concurrency: 20,
      timeoutMs,
      activity,
    });
  }

  /** @throws VendorUnavailableError; SluiceError for what Stripe refuses; StripeError for refusals that callers look at */
  async read<Value extends StripeObject>(
    ask: (stripe: Stripe) => Promise<Value>,
    call: Pick<VendorCall, 'signal' | 'patienceMs'> = {},
  ): Promise<StripeAnswer<Value>> {
    return this.#call({ ...call, repeatable: true }, false, ask);
  }

  /** A write under an idempotency key, with which it may be repeated. @throws as {@link read} */
  async write<Value extends StripeObject>(
    key: string,
    signal: AbortSignal,
    ask: (stripe: Stripe, options: Stripe.RequestOptions) => Promise<Value>,
  ): Promise<StripeAnswer<Value>> {
    return this.#call({ repeatable: true, signal }, true, (stripe) => ask(stripe, { idempotencyKey: key }));
  }

  async #call<Value extends StripeObject>(
    call: VendorCall,
    isWrite: boolean,
    ask: (stripe: Stripe) => Promise<Value>,
  ): Promise<StripeAnswer<Value>> {
    return this.#policy.call(call, (signal) =>
      this.#ending.run(signal, async () => {
        const value = await ask(this.#stripe).catch((error: unknown) => {
          throw toFailure(error, isWrite);
        });
        // The SDK takes a 404 of whatever stands before Stripe for an object, when it is JSON without an `error`.
        if (typeof value.object !== 'string') throw new VendorFailure('failed', 'the answer is no object of Stripe');
        return { value, atMs: answeredAt(value) };
      }),
    );
  }

  #fetch(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const signals = [init.signal, this.#ending.getStore()].flatMap((signal) => signal ?? []);
    // The SDK says how long the body is, and so does fetch: twice said, undici, once it is loaded, sends nothing.
    const headers = new Headers(init.headers);
    headers.delete('content-length');
    return fetch(url, { ...init, headers, signal: AbortSignal.any(signals) });
  }
}

interface StripeObject {
  readonly object: string;
  readonly lastResponse?: unknown;
}

/** By the answer's `Date` header, so that all times of a record are of one clock. */
function answeredAt({ lastResponse }: StripeObject): number {
  const headers = (lastResponse as { headers?: Headers } | undefined)?.headers;
  const date = Date.parse(headers?.get('date') ?? '');
  return Number.isNaN(date) ? Date.now() : date;
}

/** https://docs.stripe.com/error-low-level */
function toFailure(error: unknown, isWrite: boolean): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { statusCode, message } = error;
  if (error instanceof Stripe.errors.StripeConnectionError || statusCode === undefined) {
    return new VendorFailure('silent', 'no answer', { cause: error });
  }
  const retryAfterMs = Number(error.headers?.['retry-after'] ?? 0) * 1_000;
  if (statusCode === 429) return new VendorFailure('throttled', 'too many calls', { retryAfterMs, cause: error });
  // The same key is under way, or what it concerns is locked: https://docs.stripe.com/error-low-level#http-status-codes
  if (statusCode === 409)
    return new VendorFailure('silent', 'another call holds the object', { retryAfterMs, cause: error });
  if (statusCode >= 500) {
    // Stripe keeps what it answered to a key, a 500 too: https://docs.stripe.com/api/idempotent_requests
    return new VendorFailure('failed', `status ${statusCode}`, { retryAfterMs, isFinal: isWrite, cause: error });
  }
  if (statusCode === 401 || statusCode === 403) {
    return new KeyRefusedError(KEY, statusCode, error);
  }
  if (message === '') return new VendorFailure('failed', `status ${statusCode}`, { cause: error });
  return error;
}
