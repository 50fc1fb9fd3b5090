import { SluiceError } from '../errors.ts';
import { ShopifyBudget, type ShopifyCost } from './shopifyBudget.ts';
import type { VendorActivity } from './vendorActivity.ts';
import { VendorFailure } from './vendorFailure.ts';
import { askVendor } from './vendorHttp.ts';
import { type VendorCall, VendorPolicy } from './vendorPolicy.ts';

export interface ShopifyAccount {
  /** Such as `https://acme.myshopify.com`. */
  readonly apiBase: string;
  readonly accessToken: string;
}

/** A failure of a mutation that is the caller's to mend: https://shopify.dev/docs/api/usage/response-codes */
export interface ShopifyUserError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code?: string | null;
}

/** Shopify refused a call, in its own words. */
export class ShopifyRefusal extends Error {
  /** Such as `TAKEN`. */
  readonly code: string;
  /** The argument that it refused, such as `order.lineItems.0.quantity`. */
  readonly field: string;

  constructor({ message, code, field }: ShopifyUserError) {
    super(message);
    this.name = 'ShopifyRefusal';
    this.code = code ?? '';
    this.field = field?.join('.') ?? '';
  }
}

/** A page of a connection. */
export interface ShopifyPage<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** What was answered, and when the try began, in milliseconds since 1970. */
interface ShopifyReading<Data> {
  readonly data: Data;
  readonly readMs: number;
}

export type ShopifyCall = Pick<VendorCall, 'signal' | 'patienceMs'>;

interface ShopifyAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[] | string;
  readonly extensions?: { readonly cost?: ShopifyCost };
}

/** Supported for a year; from this one on, stock is changed under an idempotency key only. */
const API_VERSION = '2026-04';

const ASK_SHOP = 'query Shop { shop { myshopifyDomain currencyCode } }';

/** Cost is what Shopify counts; this bounds the small ones. */
const CALLS_PER_SECOND = 100;
/** How long a key that is at work keeps it from being asked for again. */
const CONCURRENT_MS = 500;

export interface ShopifyClientOptions {
  /** Such as `commerce`; errors name it. */
  readonly system: string;
  readonly timeoutMs: number;
  /** Is told what comes of the calls. */
  readonly activity?: VendorActivity;
}

/**
 * Shopify's Admin API. The SDK waits seconds as milliseconds, and takes a `THROTTLED` answer for a result. Everything that
 * is sent here may be sent twice: reads, writes that set what they set, and those that a key of ours keeps unique.
 */
export class ShopifyClient {
  readonly #account: ShopifyAccount;
  readonly #system: string;
  readonly #policy: VendorPolicy;
  readonly #budget = new ShopifyBudget();

  constructor(account: ShopifyAccount, { system, timeoutMs, activity }: ShopifyClientOptions) {
    this.#account = account;
    this.#system = system;
    this.#policy = new VendorPolicy({
      system,
      vendor: 'Shopify',
      timeoutMs,
      activity,
      callsPerSecond: CALLS_PER_SECOND,
    });
  }

  /**
   * Runs an operation.
   *
   * @throws VendorUnavailableError; ShopifyRefusal
   */
  async ask<Data>(document: string, variables: object = {}, call: ShopifyCall = {}): Promise<Data> {
    return (await this.read<Data>(document, variables, call)).data;
  }

  /** {@link ShopifyClient.ask Asks}, and tells when the try began that was answered: what came before it is in the answer. */
  async read<Data>(document: string, variables: object, call: ShopifyCall): Promise<ShopifyReading<Data>> {
    const { apiBase, accessToken } = this.#account;
    const request = {
      method: 'POST',
      url: `${apiBase}/admin/api/${API_VERSION}/graphql.json`,
      headers: { 'x-shopify-access-token': accessToken },
      body: { query: document, variables },
    } as const;
    return this.#policy.call({ ...call, repeatable: true }, async (signal) => {
      const waitMs = this.#budget.waitMs();
      if (waitMs > 0) throw throttled(waitMs);
      const readMs = Date.now();
      const { status, body } = await askVendor(request, signal);
      if (status >= 400) throw this.#unusable(status);
      return { data: this.#dataOf<Data>(body as ShopifyAnswer), readMs };
    });
  }

  #dataOf<Data>({ data, errors, extensions }: ShopifyAnswer): Data {
    if (extensions?.cost) this.#budget.learn(extensions.cost);
    if (errors === undefined || errors.length === 0) return data as Data;
    const [error] = typeof errors === 'string' ? [{ message: errors }] : errors;
    const code = error?.extensions?.code ?? '';
    const message = error?.message ?? 'an error without a message';
    if (code === 'THROTTLED') throw throttled(this.#budget.waitMs(extensions?.cost?.requestedQueryCost));
    if (code === 'IDEMPOTENCY_CONCURRENT_REQUEST') throw throttled(CONCURRENT_MS);
    if (code === 'INTERNAL_SERVER_ERROR') throw new VendorFailure('failed', message);
    if (code === 'ACCESS_DENIED') {
      throw this.#notAllowed(`Shopify refuses it to the app of SHOPIFY_ACCESS_TOKEN: ${message}`);
    }
    throw new ShopifyRefusal({ message, code, field: null });
  }

  #unusable(status: number): SluiceError {
    return this.#notAllowed(
      status === 401 || status === 403
        ? `Shopify refuses SHOPIFY_ACCESS_TOKEN (${status}): it is not valid, or lacks a scope.`
        : `Shopify answers with status ${status}. Check SHOPIFY_API_BASE, and whether the shop is open.`,
    );
  }

  #notAllowed(reason: string): SluiceError {
    return new SluiceError('DOWNSTREAM_SERVICE_ERROR', reason, { extensions: { subgraph: this.#system } });
  }
}

/** One cheap call, and what to tell of its answer. @throws VendorUnavailableError; SluiceError */
export async function askShop(
  account: ShopifyAccount,
  options: ShopifyClientOptions,
  signal: AbortSignal,
): Promise<string> {
  const client = new ShopifyClient(account, options);
  type Answer = { shop: { myshopifyDomain: string; currencyCode: string } };
  const { shop } = await client.ask<Answer>(ASK_SHOP, {}, { signal, patienceMs: 0 });
  return `Shopify answers: the shop ${shop.myshopifyDomain}, in ${shop.currencyCode}`;
}

/** What a mutation resulted in. @throws ShopifyRefusal the first of its user errors */
export function accepted<Payload extends { readonly userErrors: readonly ShopifyUserError[] }>(
  payload: Payload,
): Payload {
  const [error] = payload.userErrors;
  if (error) throw new ShopifyRefusal(error);
  return payload;
}

function throttled(retryAfterMs: number): VendorFailure {
  return new VendorFailure('throttled', 'its points are used up', { retryAfterMs });
}
