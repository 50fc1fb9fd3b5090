import type { Environment } from '../../environment.ts';
import { createHubSpotVerifier } from './vendors/hubspot.ts';
import { createShopifyVerifier } from './vendors/shopify.ts';
import { createSlackVerifier } from './vendors/slack.ts';
import { createStandardVerifier } from './vendors/standard.ts';
import { createStripeVerifier } from './vendors/stripe.ts';
import { createZendeskVerifier } from './vendors/zendesk.ts';
import type { WebhookVerifier } from './webhookVerifier.ts';

/** The sources whose secrets the environment has, by name; webhooks of others are not taken. */
export function createVerifiers(environment: Environment): ReadonlyMap<string, WebhookVerifier> {
  const { STRIPE_WEBHOOK_SECRET: stripe, STRIPE_API_KEY: stripeKey } = environment;
  const { HUBSPOT_WEBHOOK_SECRET: hubspot, ZENDESK_WEBHOOK_SECRET: zendesk } = environment;
  const { SHOPIFY_WEBHOOK_SECRET: shopify, SLACK_SIGNING_SECRET: slack } = environment;
  const verifiers = [
    stripe && createStripeVerifier(stripe, stripeKey === undefined ? undefined : /^.k_live_/.test(stripeKey)),
    hubspot && createHubSpotVerifier(hubspot),
    zendesk && createZendeskVerifier(zendesk),
    shopify && createShopifyVerifier(shopify),
    slack && createSlackVerifier(slack),
    ...[...environment.STANDARD_WEBHOOK_SECRETS].map(([name, secrets]) => createStandardVerifier(name, secrets)),
  ].filter((verifier) => verifier !== undefined);
  return new Map(verifiers.map((verifier) => [verifier.source, verifier]));
}
