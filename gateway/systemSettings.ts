import type { SubgraphSettings } from '../subgraphs/kit/subgraph.ts';
import type { Environment } from './config.ts';

/** What the environment says about the systems, as their adapters know it. */
export function systemSettings(environment: Environment): SubgraphSettings {
  return {
    smtpUrl: environment.SMTP_URL,
    allowedPrivateAddresses: environment.WEBHOOK_ALLOW_PRIVATE,
    vendors: {
      ...(environment.PAYMENTS_BACKEND === 'stripe' &&
        environment.STRIPE_API_KEY !== undefined && {
          payments: { vendor: 'stripe', apiBase: environment.STRIPE_API_BASE, apiKey: environment.STRIPE_API_KEY },
        }),
    },
    vendorPollMs: environment.VENDOR_POLL_SECONDS * 1_000,
    vendorTimeoutMs: environment.VENDOR_TIMEOUT_SECONDS * 1_000,
    vendorDeadlineMs: environment.VENDOR_DEADLINE_SECONDS * 1_000,
  };
}
