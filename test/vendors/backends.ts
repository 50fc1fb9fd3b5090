import { startSmtpServer } from '../systems/smtpServer.ts';
import { type HubspotEmulator, startHubspot } from './hubspot/hubspotEmulator.ts';
import { type ShopifyEmulator, startShopify } from './shopify/shopifyEmulator.ts';
import { type SlackEmulator, startSlack } from './slack/slackEmulator.ts';
import { startStripeEmulator } from './stripe/stripeEmulator.ts';
import { startZendesk, type ZendeskEmulator } from './zendesk/zendeskEmulator.ts';

/** What stands behind a system in a conformance suite, with the variables that make Sluice use it. */
export interface TestBackend extends AsyncDisposable {
  readonly variables: Readonly<Record<string, string>>;
  /** How many messages have arrived there; of what carries messages only. */
  delivered?(): number;
}

/** How to start what stands behind a system. */
export interface BackendUnderTest {
  readonly name: string;
  start(): Promise<TestBackend>;
}

/** Sluice's own tables. */
export const ownTables: BackendUnderTest = {
  name: 'own tables',
  start: async () => ({ variables: {}, [Symbol.asyncDispose]: async () => {} }),
};

/** Stripe, emulated, behind the payments. */
export const stripe: BackendUnderTest = {
  name: 'Stripe',
  async start() {
    const emulator = await startStripeEmulator();
    return { variables: stripeVariables(emulator), [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]() };
  },
};

/** The variables that put a Stripe emulator behind the payments. */
export function stripeVariables({ url, apiKey }: { url: string; apiKey: string }): Readonly<Record<string, string>> {
  return { PAYMENTS_BACKEND: 'stripe', STRIPE_API_BASE: url, STRIPE_API_KEY: apiKey };
}

/** HubSpot, emulated, behind the CRM. Its index lags by nothing: how long is the emulator's own test's. */
export const hubspot: BackendUnderTest = {
  name: 'HubSpot',
  async start() {
    const emulator = await startHubspot({ searchLagMs: 0, requestsPerTenSeconds: 10_000, searchesPerSecond: 1_000 });
    for (const name of ['tove', 'marek']) emulator.account.addOwner(`${name}@sluice.example`);
    return { variables: hubspotVariables(emulator), [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]() };
  },
};

/** The variables that put a HubSpot emulator behind the CRM. */
export function hubspotVariables({ url, accessToken }: HubspotEmulator): Readonly<Record<string, string>> {
  return { CRM_BACKEND: 'hubspot', HUBSPOT_API_BASE: url, HUBSPOT_ACCESS_TOKEN: accessToken };
}

/** Zendesk, emulated, behind the support desk. */
export const zendesk: BackendUnderTest = {
  name: 'Zendesk',
  async start() {
    const emulator = await startZendesk({ requestsPerMinute: 100_000, exportsPerMinute: 10_000 });
    return { variables: zendeskVariables(emulator), [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]() };
  },
};

/** The variables that put a Zendesk emulator behind the support desk. */
export function zendeskVariables({ url, email, apiToken }: ZendeskEmulator): Readonly<Record<string, string>> {
  return {
    SUPPORT_BACKEND: 'zendesk',
    ZENDESK_API_BASE: url,
    ZENDESK_EMAIL: email,
    ZENDESK_API_TOKEN: apiToken,
  };
}

/** Shopify, emulated, behind the shop and its stock, which is in three places. */
export const shopify: BackendUnderTest = {
  name: 'Shopify',
  async start() {
    const emulator = await startShopify({ maximumCost: 1_000_000, restoreRate: 100_000 });
    for (const place of ['berlin', 'lyon', 'oslo']) emulator.shop.addLocation(place);
    return { variables: shopifyVariables(emulator), [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]() };
  },
};

/** The variables that put a Shopify emulator behind the shop and its stock. */
export function shopifyVariables({ url, accessToken }: ShopifyEmulator): Readonly<Record<string, string>> {
  return {
    COMMERCE_BACKEND: 'shopify',
    INVENTORY_BACKEND: 'shopify',
    SHOPIFY_API_BASE: url,
    SHOPIFY_ACCESS_TOKEN: accessToken,
  };
}

/** The variables that have messages posted at a Slack emulator. */
export function slackVariables({ url, botToken }: SlackEmulator): Readonly<Record<string, string>> {
  return { MESSAGING_BACKEND: 'slack', SLACK_API_BASE: `${url}/api`, SLACK_BOT_TOKEN: botToken };
}

/** Slack, emulated, and a real SMTP server behind the messaging. */
export const slackAndSmtp: BackendUnderTest = {
  name: 'Slack and SMTP',
  async start() {
    const slack = await startSlack({ messagesPerTenSeconds: 1_000 });
    slack.workspace.addChannel('purchasing');
    const smtp = await startSmtpServer();
    return {
      variables: { ...slackVariables(slack), MESSAGING_BACKEND: 'slack,smtp', SMTP_URL: smtp.url },
      delivered: () =>
        slack.workspace.channels.reduce((sum, { messages }) => sum + messages.length, smtp.received.length),
      async [Symbol.asyncDispose]() {
        await smtp[Symbol.asyncDispose]();
        await slack[Symbol.asyncDispose]();
      },
    };
  },
};
