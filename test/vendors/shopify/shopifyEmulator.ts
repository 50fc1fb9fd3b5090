import { randomUUID } from 'node:crypto';
import { type DocumentNode, executeSync, GraphQLError, parse, validate } from 'graphql';
import { startEmulator, type VendorEmulator, type VendorRequest, type VendorResponse } from '../emulator.ts';
import { hastyClock, type VendorClock } from '../vendorClock.ts';
import { WebhookSender } from '../webhookSender.ts';
import { CostBucket, requestedCost } from './shopifyCost.ts';
import { createMutationRoot } from './shopifyMutations.ts';
import { createQueryRoot } from './shopifyQueries.ts';
import { shopifySchema } from './shopifySchema.ts';
import { ShopifyShop } from './shopifyShop.ts';
import { API_VERSION, createEventSender, shopifyRetries } from './shopifyWebhooks.ts';

export interface ShopifyOptions {
  /** @default `shpat_emulated` */
  readonly accessToken?: string;
  /** What webhooks are signed with. @default `shopify-client-secret` */
  readonly clientSecret?: string;
  /** @default the real time; four hours of tries of a webhook pass in seconds */
  readonly clock?: VendorClock;
  /** The points of the cost bucket. @default 2,000 */
  readonly maximumCost?: number;
  /** Points that come back each second. @default 100 */
  readonly restoreRate?: number;
}

/** Shopify's Admin API with its state, which a test may change by hand as a merchant would. */
export interface ShopifyEmulator extends VendorEmulator {
  readonly shop: ShopifyShop;
  readonly accessToken: string;
  readonly clientSecret: string;
  /** Where the API is: `<url>/admin/api/2026-04/graphql.json`. */
  readonly endpoint: string;
}

/** A single request may cost no more, whatever the bucket holds. */
const MAX_REQUEST_COST = 1_000;

/** Starts Shopify: orders, products, stock, customers, and webhooks of them. */
export async function startShopify(options: ShopifyOptions = {}): Promise<ShopifyEmulator> {
  const {
    accessToken = 'shpat_emulated',
    clientSecret = 'shopify-client-secret',
    clock = hastyClock(20_000),
  } = options;
  const { maximumCost = 2_000, restoreRate = 100 } = options;
  const path = `/admin/api/${API_VERSION}/graphql.json`;
  const bucket = new CostBucket(clock, maximumCost, restoreRate);
  const webhooks = new WebhookSender({ clock, retries: shopifyRetries });
  const topics = new Set<string>();
  const shop: ShopifyShop = new ShopifyShop({
    clock,
    onEvent: createEventSender({ webhooks, clock, secret: clientSecret, topics }, () => shop),
  });
  const queries = createQueryRoot(shop, webhooks, topics);
  const rootValue = { ...queries.fields, ...createMutationRoot({ shop, queries, webhooks, topics, clock }) };

  function handle(request: VendorRequest): VendorResponse {
    if (request.path !== path) return { status: 404, body: { errors: 'Not Found' } };
    if (request.headers['x-shopify-access-token'] !== accessToken) {
      const errors = '[API] Invalid API key or access token (unrecognized login or wrong password)';
      return { status: 401, body: { errors } };
    }
    const { query = '', variables = {} } = JSON.parse(request.body) as RequestBody;
    const document = parseDocument(query);
    if (!document.ok) return { status: 200, body: { errors: document.errors } };
    const cost = requestedCost(shopifySchema, document.node, variables ?? {});
    if (cost > MAX_REQUEST_COST) return { status: 200, body: { errors: [tooExpensive(cost)] } };
    if (!bucket.spend(cost)) return throttled(cost, bucket);
    const result = executeSync({
      schema: shopifySchema,
      document: document.node,
      rootValue,
      variableValues: variables,
    });
    const extensions = {
      cost: { requestedQueryCost: cost, actualQueryCost: cost, throttleStatus: bucket.status },
    };
    return { status: 200, headers: { 'x-request-id': randomUUID() }, body: { ...result, extensions } };
  }

  // Shopify throttles in two ways: an app that asks too much by cost, and whoever asks too often.
  let refusals = 0;
  function refuse(): VendorResponse {
    refusals += 1;
    return refusals % 2 === 1 ? throttled(MAX_REQUEST_COST, bucket) : tooManyRequests();
  }

  const failed = () => ({ status: 500, body: { errors: 'Internal Server Error' } });
  const emulator = await startEmulator(() => ({ handle, throttled: refuse, failed }), webhooks);
  return Object.assign(emulator, { shop, accessToken, clientSecret, endpoint: `${emulator.url}${path}` });
}

interface RequestBody {
  readonly query?: string;
  readonly variables?: Record<string, unknown> | null;
}

function parseDocument(query: string) {
  try {
    const node: DocumentNode = parse(query);
    const errors = validate(shopifySchema, node);
    return errors.length > 0 ? { ok: false as const, errors } : { ok: true as const, node };
  } catch (error) {
    if (error instanceof GraphQLError) return { ok: false as const, errors: [error] };
    throw error;
  }
}

function tooExpensive(cost: number): object {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_REQUEST_COST}).`,
    extensions: { code: 'MAX_COST_EXCEEDED', cost, maxCost: MAX_REQUEST_COST },
  };
}

/** @see https://shopify.dev/docs/api/usage/limits */
function throttled(requestedQueryCost: number, bucket: CostBucket): VendorResponse {
  const documentation = 'https://shopify.dev/api/usage/rate-limits';
  return {
    status: 200,
    body: {
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation } }],
      extensions: { cost: { requestedQueryCost, actualQueryCost: null, throttleStatus: bucket.status } },
    },
  };
}

function tooManyRequests(): VendorResponse {
  const errors = 'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.';
  return { status: 429, headers: { 'retry-after': '2.0' }, body: { errors } };
}
