import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { readEnvironment } from '../../gateway/environment.ts';

/** Two secrets of each source, while one is rotated. */
export const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const NEW = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
/** Where webhooks are sent, as HubSpot signs it. */
export const URL = 'https://sluice.example.com/webhooks/hubspot?a=b%2Fc';

/** The environment in which all sources are taken. */
export const signedEnvironment = readEnvironment({
  STRIPE_API_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: `${OLD}, ${NEW}`,
  HUBSPOT_WEBHOOK_SECRET: `${OLD},${NEW}`,
  ZENDESK_WEBHOOK_SECRET: `${OLD},${NEW}`,
  SHOPIFY_WEBHOOK_SECRET: `${OLD},${NEW}`,
  SLACK_SIGNING_SECRET: `${OLD},${NEW}`,
  STANDARD_WEBHOOK_SECRETS: `erp=${OLD},erp=${NEW},crm=a-token-that-nobody-guesses`,
});

/** How a vendor signs a body at a time, and how old it may be. */
export interface SigningVendor {
  readonly body: string;
  readonly ids: readonly string[];
  readonly maxAgeMs: number;
  /** `url` is where it is sent, which HubSpot signs. */
  sign(body: string, secret: string, atMs: number, url?: string): Readonly<Record<string, string>>;
  /** The header that tells the time, and a time that is no number. */
  readonly badTime: readonly [header: string, value: string];
}

const hmac = (secret: string, text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', secret).update(text).digest(encoding);
const seconds = (ms: number) => String(Math.floor(ms / 1_000));

/** By source. */
export const signingVendors: Readonly<Record<string, SigningVendor>> = {
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
    sign: (body, secret, at, url = URL) => ({
      'x-hubspot-request-timestamp': String(at),
      'x-hubspot-signature-v3': hmac(secret, `POST${url.replace('%2F', '/')}${body}${at}`, 'base64'),
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
