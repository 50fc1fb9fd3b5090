import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { VendorRequest, VendorResponse } from '../emulator.ts';
import type { WebhookSender } from '../webhookSender.ts';
import { type Parameters, textOf, within } from './formParameters.ts';
import { invalid, type StripeEvent } from './stripeObjects.ts';

const STRIPE_API_VERSION = '2026-10-28.endive';

/** For how long Stripe replays an answer: https://docs.stripe.com/api/idempotent_requests */
const KEY_LIFETIME_S = 24 * 3_600;

/** What happens in the dashboard, or by itself, comes of no request. */
const NOBODYS_REQUEST = { id: null, idempotency_key: null };

interface StoredAnswer {
  readonly params: string;
  readonly at: number;
  readonly response: VendorResponse;
}

export interface StripeStoreOptions {
  readonly webhooks: WebhookSender;
  readonly webhookSecret: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What all of Stripe's objects share: ids, lists, events, webhooks, answers by idempotency key. */
export class StripeStore {
  readonly events: StripeEvent[] = [];
  readonly #options: StripeStoreOptions;
  readonly #answers = new Map<string, StoredAnswer>();
  #request: StripeEvent['request'] = NOBODYS_REQUEST;

  constructor(options: StripeStoreOptions) {
    this.#options = options;
  }

  /** Stripe's time: whole seconds. */
  now(): number {
    return Math.floor(this.#options.now() / 1_000);
  }

  base<Kind extends string>(prefix: string, object: Kind) {
    return { id: newId(prefix), object, created: this.now(), livemode: false } as const;
  }

  /** Says what happened to an object: kept for `GET /v1/events`, and sent. */
  emit(type: string, object: object): void {
    const event: StripeEvent = {
      ...this.base('evt', 'event'),
      type,
      api_version: STRIPE_API_VERSION,
      data: { object: structuredClone(object) },
      request: this.#request,
    };
    this.events.push(event);
    const body = JSON.stringify(event, null, 2);
    const { webhooks, webhookSecret, now } = this.#options;
    webhooks.send({
      id: event.id,
      body,
      headers: () => ({
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': sign(body, webhookSecret, Math.floor(now() / 1_000)),
      }),
    });
  }

  /** Answers once per key, and after that with the same, a 500 too. */
  answerOnce(request: VendorRequest, respond: () => VendorResponse): VendorResponse {
    const key = request.method === 'POST' ? (request.headers['idempotency-key'] ?? null) : null;
    const known = key === null ? undefined : this.#answers.get(key);
    const params = createHash('sha256').update(`${request.path}?${request.body}`).digest('hex');
    if (known && known.at + KEY_LIFETIME_S > this.now()) {
      if (known.params === params) {
        return { ...known.response, headers: { ...known.response.headers, 'idempotent-replayed': 'true' } };
      }
      const message =
        'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      return { status: 400, body: { error: { type: 'idempotency_error', message } } };
    }
    const id = newId('req');
    this.#request = { id, idempotency_key: key };
    const response = respond();
    this.#request = NOBODYS_REQUEST;
    const headers = { ...response.headers, 'request-id': id, ...(key && { 'idempotency-key': key }) };
    const answered = { ...response, headers };
    if (key !== null) this.#answers.set(key, { params, at: this.now(), response: answered });
    return answered;
  }

  /** A list as Stripe pages it, newest first: https://docs.stripe.com/api/pagination */
  list<Kept extends { id: string; created: number }>(
    url: string,
    kept: Iterable<Kept>,
    query: Parameters,
    show: (object: Kept) => object = (object) => object,
  ): object {
    const limit = Number(textOf(query, 'limit') ?? 10);
    if (!(limit >= 1 && limit <= 100))
      throw invalid('Invalid integer: limit must be from 1 to 100', { param: 'limit' });
    const all = [...kept].filter((object) => isCreatedWithin(object, within(query, 'created'))).reverse();
    const [after, before] = [textOf(query, 'starting_after'), textOf(query, 'ending_before')];
    const place = (id: string) => {
      const index = all.findIndex((object) => object.id === id);
      if (index < 0) throw invalid(`No such object: '${id}'`, { code: 'resource_missing' });
      return index;
    };
    const page =
      before !== undefined
        ? all.slice(0, place(before)).slice(-limit)
        : all.slice(after === undefined ? 0 : place(after) + 1).slice(0, limit);
    const rest =
      before !== undefined
        ? all.slice(0, place(before)).length
        : all.slice(after === undefined ? 0 : place(after) + 1).length;
    return { object: 'list', url, has_more: rest > page.length, data: page.map(show) };
  }
}

function isCreatedWithin({ created }: { created: number }, range: Parameters): boolean {
  const bound = (name: string) => (textOf(range, name) === undefined ? undefined : Number(textOf(range, name)));
  const [gt, gte, lt, lte] = [bound('gt'), bound('gte'), bound('lt'), bound('lte')];
  return !(
    (gt !== undefined && created <= gt) ||
    (gte !== undefined && created < gte) ||
    (lt !== undefined && created >= lt) ||
    (lte !== undefined && created > lte)
  );
}

/** https://docs.stripe.com/webhooks#verify-manually */
function sign(body: string, secret: string, at: number): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}
