import type { SubgraphSettings } from '../subgraphs/kit/subgraph.ts';
import type { Environment } from './environment.ts';

/** What the environment says about the systems, as their adapters know it. */
export function systemSettings(environment: Environment): SubgraphSettings {
  const { SHOPIFY_API_BASE, SHOPIFY_ACCESS_TOKEN } = environment;
  const shopify =
    SHOPIFY_API_BASE === undefined || SHOPIFY_ACCESS_TOKEN === undefined
      ? undefined
      : { vendor: 'shopify' as const, apiBase: SHOPIFY_API_BASE, accessToken: SHOPIFY_ACCESS_TOKEN };
  // Named alone, an SMTP server is enough to have e-mail sent.
  const { MESSAGING_BACKEND: channels = ['smtp'], SLACK_BOT_TOKEN: botToken } = environment;
  return {
    smtpUrl: channels.includes('smtp') ? environment.SMTP_URL : undefined,
    allowedPrivateAddresses: environment.WEBHOOK_ALLOW_PRIVATE,
    vendors: {
      ...(environment.PAYMENTS_BACKEND === 'stripe' &&
        environment.STRIPE_API_KEY !== undefined && {
          payments: { vendor: 'stripe', apiBase: environment.STRIPE_API_BASE, apiKey: environment.STRIPE_API_KEY },
        }),
      ...(channels.includes('slack') &&
        botToken !== undefined && { slack: { apiBase: environment.SLACK_API_BASE, botToken } }),
      ...(environment.CRM_BACKEND === 'hubspot' &&
        environment.HUBSPOT_ACCESS_TOKEN !== undefined && {
          crm: {
            vendor: 'hubspot',
            apiBase: environment.HUBSPOT_API_BASE,
            accessToken: environment.HUBSPOT_ACCESS_TOKEN,
          },
        }),
      ...(environment.SUPPORT_BACKEND === 'zendesk' &&
        environment.ZENDESK_API_BASE !== undefined &&
        environment.ZENDESK_EMAIL !== undefined &&
        environment.ZENDESK_API_TOKEN !== undefined && {
          support: {
            vendor: 'zendesk',
            apiBase: environment.ZENDESK_API_BASE,
            email: environment.ZENDESK_EMAIL,
            apiToken: environment.ZENDESK_API_TOKEN,
          },
        }),
      ...(environment.COMMERCE_BACKEND === 'shopify' && shopify && { commerce: shopify }),
      ...(environment.INVENTORY_BACKEND === 'shopify' && shopify && { inventory: shopify }),
    },
    linkByEmail: environment.LINK_BY_EMAIL,
    vendorPollMs: environment.VENDOR_POLL_SECONDS * 1_000,
    vendorTimeoutMs: environment.VENDOR_TIMEOUT_SECONDS * 1_000,
    vendorDeadlineMs: environment.VENDOR_DEADLINE_SECONDS * 1_000,
  };
}
