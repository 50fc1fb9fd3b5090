import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../gateway/environment.ts';
import { createVerifiers } from '../../gateway/webhooks/receive/createVerifiers.ts';
import { WebhookRefusedError, type WebhookRequest } from '../../gateway/webhooks/receive/webhookVerifier.ts';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const URL = 'https://sluice.example.com/webhooks/hubspot?a=b%2Fc';

const verifiers = createVerifiers(
  readEnvironment({
    STRIPE_API_KEY: 'sk_test_1',
    STRIPE_WEBHOOK_SECRET: `${OLD}, ${NEW}`,
    HUBSPOT_WEBHOOK_SECRET: `${OLD},${NEW}`,
    ZENDESK_WEBHOOK_SECRET: `${OLD},${NEW}`,
    SHOPIFY_WEBHOOK_SECRET: `${OLD},${NEW}`,
    SLACK_SIGNING_SECRET: `${OLD},${NEW}`,
    STANDARD_WEBHOOK_SECRETS: `erp=${OLD},erp=${NEW},crm=a-token-that-nobody-guesses`,
  }),
);

/** How a vendor signs a body at a time, and how old it may be. */
interface Vendor {
  readonly body: string;
  readonly ids: readonly string[];
  readonly maxAgeMs: number;
  sign(body: string, secret: string, atMs: number): Readonly<Record<string, string>>;
  /** The header that tells the time, and a time that is no number. */
  readonly badTime: readonly [header: string, value: string];
}

const hmac = (secret: string, text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', secret).update(text).digest(encoding);
const seconds = (ms: number) => String(Math.floor(ms / 1_000));

const vendors: Readonly<Record<string, Vendor>> = {
  stripe: {
    body: '{"id":"evt_1","livemode":false}',
    ids: ['evt_1'],
    maxAgeMs: 300_000,
    sign: (payload, secret, at) => ({
      'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: Number(seconds(at)) }),
    }),
    badTime: ['stripe-signature', `t=now,v1=${hmac(OLD, 'now.{"id":"evt_1","livemode":false}', 'hex')}`],
  },
  hubspot: {
    body: '[{"eventId":7,"subscriptionId":1},{"eventId":8,"subscriptionId":1}]',
    ids: ['7-1', '8-1'],
    maxAgeMs: 300_000,
    sign: (body, secret, at) => ({
      'x-hubspot-request-timestamp': String(at),
      'x-hubspot-signature-v3': hmac(secret, `POST${URL.replace('%2F', '/')}${body}${at}`, 'base64'),
    }),
    badTime: ['x-hubspot-request-timestamp', 'NaN'],
  },
  zendesk: {
    body: '{"type":"zen:event-type:ticket.created"}',
    ids: ['inv_1'],
    maxAgeMs: 300_000,
    sign: (body, secret, at) => ({
      'x-zendesk-webhook-invocation-id': 'inv_1',
      'x-zendesk-webhook-signature-timestamp': new Date(at).toISOString(),
      'x-zendesk-webhook-signature': hmac(secret, new Date(at).toISOString() + body, 'base64'),
    }),
    badTime: ['x-zendesk-webhook-signature-timestamp', '0'],
  },
  shopify: {
    body: '{"id":1}',
    ids: ['wh_1'],
    maxAgeMs: 5 * 3_600_000,
    sign: (body, secret, at) => ({
      'x-shopify-hmac-sha256': hmac(secret, body, 'base64'),
      'x-shopify-triggered-at': new Date(at).toISOString(),
      'x-shopify-webhook-id': 'wh_1',
    }),
    badTime: ['x-shopify-triggered-at', 'yesterday'],
  },
  slack: {
    body: '{"type":"event_callback","event_id":"Ev1"}',
    ids: ['Ev1'],
    maxAgeMs: 300_000,
    sign: (body, secret, at) => ({
      'x-slack-request-timestamp': seconds(at),
      'x-slack-signature': `v0=${hmac(secret, `v0:${seconds(at)}:${body}`, 'hex')}`,
    }),
    badTime: ['x-slack-request-timestamp', '1e9'],
  },
  'standard/erp': {
    body: '{"type":"order.paid","data":{}}',
    ids: ['msg_1'],
    maxAgeMs: 300_000,
    sign: (body, secret, at) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': seconds(at),
      'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at), body),
    }),
    badTime: ['webhook-timestamp', '12.5'],
  },
};

/** The library that verifies Standard Webhooks has no clock but the machine's. */
const NOW = Date.now();

function request(body: string, headers: Readonly<Record<string, string>>, nowMs = NOW): WebhookRequest {
  return { method: 'POST', url: URL, headers, body: Buffer.from(body), nowMs };
}

function verify(source: string, given: WebhookRequest) {
  const verifier = verifiers.get(source);
  if (!verifier) throw new Error(`No verifier of ${source}.`);
  return verifier.verify(given);
}

const refusedAs = (reason: string) => expect.objectContaining({ constructor: WebhookRefusedError, reason });

describe.each(Object.entries(vendors))('A webhook of %s', (source, { body, ids, maxAgeMs, sign, badTime }) => {
  it.each([OLD, NEW])('is taken when it is signed by either secret of a rotation', (secret) => {
    const { events } = verify(source, request(body, sign(body, secret, NOW)));
    expect(events.map(({ id }) => id)).toEqual(ids);
  });

  it('is refused when it is signed by another secret, or by none', () => {
    const other = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    expect(() => verify(source, request(body, sign(body, other, NOW)))).toThrow(refusedAs('SIGNATURE'));
    expect(() => verify(source, request(body, {}))).toThrow(refusedAs('SIGNATURE'));
  });

  it('is refused when a byte of it was changed', () => {
    const signed = sign(body, OLD, NOW);
    expect(() => verify(source, request(body.replace(':', ': '), signed))).toThrow(refusedAs('SIGNATURE'));
    expect(() => verify(source, request(`${body} `, signed))).toThrow(refusedAs('SIGNATURE'));
  });

  it('is refused when it is too old, or from the future', () => {
    expect(() => verify(source, request(body, sign(body, OLD, NOW - maxAgeMs - 2_000)))).toThrow(WebhookRefusedError);
    expect(() => verify(source, request(body, sign(body, OLD, NOW + 302_000)))).toThrow(WebhookRefusedError);
    expect(verify(source, request(body, sign(body, OLD, NOW - maxAgeMs + 10_000))).events).toHaveLength(ids.length);
    expect(verify(source, request(body, sign(body, OLD, NOW + 290_000))).events).toHaveLength(ids.length);
  });

  it('is refused when its time is no number or date', () => {
    const headers = { ...sign(body, OLD, NOW), [badTime[0]]: badTime[1] };
    expect(() => verify(source, request(body, headers))).toThrow(refusedAs('TIMESTAMP'));
  });

  it('is refused when what was signed is no JSON', () => {
    expect(() => verify(source, request('{', sign('{', OLD, NOW)))).toThrow(refusedAs('MALFORMED'));
  });

  it('is refused whatever comes that is not signed, and nothing else is thrown', () => {
    const names = [...Object.keys(sign(body, OLD, NOW)), 'content-type'];
    const headers = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(fc.string(), fc.constantFrom(...Object.values(sign(body, NEW, NOW)))),
    );
    fc.assert(
      fc.property(headers, fc.uint8Array({ minLength: 1 }), (given, bytes) => {
        const forged = { ...request('', given), body: Buffer.concat([Buffer.from(bytes), Buffer.from('x')]) };
        expect(() => verify(source, forged)).toThrow(WebhookRefusedError);
      }),
      { numRuns: 300 },
    );
  });

  it('is taken or refused whatever was signed, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        try {
          for (const { id } of verify(source, request(json, sign(json, OLD, NOW))).events) expect(id).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(WebhookRefusedError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('A webhook of Stripe', () => {
  it('is refused when it is of the other mode than the key', () => {
    const live = '{"id":"evt_1","livemode":true}';
    const signed = vendors.stripe?.sign(live, OLD, NOW) ?? {};
    expect(() => verify('stripe', request(live, signed))).toThrow(refusedAs('MODE'));
  });
});

describe('A webhook of Slack', () => {
  it('that asks whether somebody is there is answered with its challenge, and is no event', () => {
    const body = '{"type":"url_verification","challenge":"3eZbrw1a"}';
    const signed = vendors.slack?.sign(body, OLD, NOW) ?? {};
    expect(verify('slack', request(body, signed))).toEqual({ events: [], answer: { challenge: '3eZbrw1a' } });
  });
});

describe('A CloudEvent with a token', () => {
  const body = JSON.stringify({ specversion: '1.0', id: '7', source: '/crm', type: 'made', data: 1 });
  const headers = {
    'content-type': 'application/cloudevents+json',
    authorization: 'Bearer a-token-that-nobody-guesses',
  };

  it('is taken, and known by its source and id', () => {
    expect(verify('standard/crm', request(body, headers)).events.map(({ id }) => id)).toEqual(['/crm 7']);
  });

  it('is refused with another token, and where only signatures count', () => {
    const wrong = { ...headers, authorization: 'Bearer a-token-that-nobody-guesse' };
    expect(() => verify('standard/crm', request(body, wrong))).toThrow(refusedAs('SIGNATURE'));
    expect(() => verify('standard/erp', request(body, headers))).toThrow(refusedAs('SIGNATURE'));
    expect(() => verify('standard/crm', request('{}', headers))).toThrow(refusedAs('MALFORMED'));
  });
});
