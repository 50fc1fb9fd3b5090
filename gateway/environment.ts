import { z } from 'zod';
import { parseAllowedPrivateAddresses } from '../subgraphs/kit/addressPolicy.ts';
import { SluiceError } from '../subgraphs/kit/errors.ts';

export const port = z.coerce.number().int().min(0).max(65_535);
export const httpUrl = z.url({ protocol: /^https?$/ });
const apiBase = httpUrl.transform((url) => url.replace(/\/+$/, ''));
const seconds = (maximum: number) =>
  z.coerce.number().positive().max(maximum).describe(`a number of seconds up to ${maximum}`);

/** Several secrets, separated by commas, are all good: while one is rotated, the old one and the new one. */
const secrets = z
  .string()
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .refine((list) => list.every((secret) => secret.length >= 8))
  .optional()
  .describe('a secret of at least 8 characters, or several separated by commas while one is rotated');

const sourceName = /^[a-z][a-z0-9-]{0,49}$/;

/** `erp=whsec_…,erp=whsec_…,forms=…` by name. */
function parseSourceSecrets(text: string): ReadonlyMap<string, readonly string[]> {
  const pairs = text.split(',').map((pair) => pair.trim().match(/^([^=]+)=(.+)$/));
  const byName = new Map<string, string[]>();
  for (const [, name = '', secret = ''] of pairs.map((pair) => pair ?? [])) {
    const isSecret = secret.startsWith('whsec_')
      ? Buffer.from(secret.slice(6), 'base64').length >= 16
      : secret.length >= 24;
    if (!sourceName.test(name) || !isSecret) throw new Error(`No source with a secret: ${name}`);
    byName.set(name, [...(byName.get(name) ?? []), secret]);
  }
  return byName;
}

/** What a parser makes of the text of a variable; what it throws at is refused. */
function parsedBy<Value>(parse: (text: string) => Value) {
  return z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch {
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }
  });
}

/**
 * Every environment variable that Sluice reads. This is the only place that reads the environment; what each is for is
 * in `docs/configuration.md`.
 */
const environment = z.object({
  PORT: port.default(4000).describe('a port from 0 (any that is free) to 65535'),
  HOST: z.string().min(1).default('127.0.0.1').describe('an address or host name to listen on'),
  DATA_DIR: z.string().min(1).default('./.data').describe('a folder'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('a PostgreSQL URL such as postgres://user@host:5432/sluice'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('fatal, error, warn, info, debug, trace or silent'),
  SEED: z.enum(['demo', 'none']).default('demo').describe('demo or none'),
  CURSOR_SECRET: z.string().min(32).optional().describe('a secret of at least 32 characters'),
  CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .refine((origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin))
    .default([])
    .describe('origins, separated by commas, such as https://studio.apollographql.com,http://localhost:3000'),
  MAX_QUEUED_BYTES: z.coerce
    .number()
    .int()
    .min(16_384)
    .max(2 ** 30)
    .default(2 ** 20)
    .describe(`a number of bytes from 16384 to ${2 ** 30}`),
  OVERRIDE_LABELS: z
    .string()
    .transform((list) => list.split(',').map((label) => label.trim()))
    .default([])
    .describe('labels of @override, separated by commas'),
  FLOWS_DIR: z.string().min(1).default('./flows').describe('a folder'),
  FLOWS_MAX_HOPS: z.coerce.number().int().min(1).max(1000).default(16).describe('a number from 1 to 1000'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('an SMTP URL such as smtp://user:password@host:587, when MESSAGING_BACKEND has smtp'),
  PUBLIC_URL: httpUrl
    .refine((url) => new URL(url).origin === url)
    .optional()
    .describe('a URL without a path, such as https://sluice.example.com'),
  STRIPE_WEBHOOK_SECRET: secrets,
  HUBSPOT_WEBHOOK_SECRET: secrets,
  ZENDESK_WEBHOOK_SECRET: secrets,
  SHOPIFY_WEBHOOK_SECRET: secrets,
  SLACK_SIGNING_SECRET: secrets,
  STANDARD_WEBHOOK_SECRETS: parsedBy(parseSourceSecrets)
    .default(new Map())
    .describe(
      'sources and their secrets, such as erp=whsec_…,forms=whsec_…, where a secret is whsec_ and base64, or a token of at least 24 characters',
    ),
  WEBHOOK_ALLOW_PRIVATE: parsedBy(parseAllowedPrivateAddresses)
    .default(false)
    .describe('true, false, or networks separated by commas, such as 10.0.0.0/8,fd00::/8'),
  CHANGE_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('a number of days from 1 to 3650'),
  PAYMENTS_BACKEND: z.enum(['sql', 'stripe']).default('sql').describe('sql or stripe'),
  STRIPE_API_BASE: apiBase
    .default('https://api.stripe.com')
    .describe('the URL of the API, such as https://api.stripe.com'),
  STRIPE_API_KEY: z
    .string()
    .regex(/^[rs]k_(test|live)_\w+$/)
    .optional()
    .describe('a secret or restricted key of Stripe, such as sk_test_…, when PAYMENTS_BACKEND is stripe'),
  MESSAGING_BACKEND: z
    .string()
    .transform((list) => list.split(',').map((channel) => channel.trim()))
    .pipe(z.array(z.enum(['slack', 'smtp'])))
    .optional()
    .describe('slack, smtp, or both, separated by a comma'),
  SLACK_API_BASE: apiBase
    .default('https://slack.com/api')
    .describe('the URL of the API, such as https://slack.com/api'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-[\w-]+$/)
    .optional()
    .describe("a bot's token, such as xoxb-…, when MESSAGING_BACKEND has slack"),
  CRM_BACKEND: z.enum(['sql', 'hubspot']).default('sql').describe('sql or hubspot'),
  HUBSPOT_API_BASE: apiBase
    .default('https://api.hubapi.com')
    .describe('the URL of the API, such as https://api.hubapi.com'),
  HUBSPOT_ACCESS_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('the access token of a private app of HubSpot, when CRM_BACKEND is hubspot'),
  SUPPORT_BACKEND: z.enum(['sql', 'zendesk']).default('sql').describe('sql or zendesk'),
  ZENDESK_API_BASE: apiBase
    .optional()
    .describe('the URL of the account, such as https://acme.zendesk.com, when SUPPORT_BACKEND is zendesk'),
  ZENDESK_EMAIL: z
    .email()
    .optional()
    .describe('the address of the agent whose token ZENDESK_API_TOKEN is, when SUPPORT_BACKEND is zendesk'),
  ZENDESK_API_TOKEN: z.string().min(1).optional().describe('an API token of Zendesk, when SUPPORT_BACKEND is zendesk'),
  COMMERCE_BACKEND: z.enum(['sql', 'shopify']).default('sql').describe('sql or shopify'),
  INVENTORY_BACKEND: z.enum(['sql', 'shopify']).default('sql').describe('sql or shopify'),
  SHOPIFY_API_BASE: apiBase
    .optional()
    .describe(
      'the URL of the shop, such as https://acme.myshopify.com, when COMMERCE_BACKEND or INVENTORY_BACKEND is shopify',
    ),
  SHOPIFY_ACCESS_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('the Admin API access token of an app, when COMMERCE_BACKEND or INVENTORY_BACKEND is shopify'),
  LINK_BY_EMAIL: z
    .string()
    .transform((list) => (list === 'none' ? [] : list.split(',').map((system) => system.trim())))
    .refine((systems) => systems.every((system) => /^[a-z][a-z0-9-]*$/.test(system)))
    .default(['crm', 'payments', 'commerce'])
    .describe('systems, separated by commas, such as crm,payments, or none'),
  VENDOR_POLL_SECONDS: seconds(86_400).default(120),
  VENDOR_TIMEOUT_SECONDS: seconds(60).default(5),
  VENDOR_DEADLINE_SECONDS: seconds(600).default(30),
});

/** Variables that must be there when another has such a value, or has it in its list. */
const NEEDED: readonly { variable: keyof Environment; value: string; needs: keyof Environment }[] = [
  { variable: 'PAYMENTS_BACKEND', value: 'stripe', needs: 'STRIPE_API_KEY' },
  { variable: 'MESSAGING_BACKEND', value: 'slack', needs: 'SLACK_BOT_TOKEN' },
  { variable: 'MESSAGING_BACKEND', value: 'smtp', needs: 'SMTP_URL' },
  { variable: 'CRM_BACKEND', value: 'hubspot', needs: 'HUBSPOT_ACCESS_TOKEN' },
  { variable: 'SUPPORT_BACKEND', value: 'zendesk', needs: 'ZENDESK_API_BASE' },
  { variable: 'SUPPORT_BACKEND', value: 'zendesk', needs: 'ZENDESK_EMAIL' },
  { variable: 'SUPPORT_BACKEND', value: 'zendesk', needs: 'ZENDESK_API_TOKEN' },
  { variable: 'COMMERCE_BACKEND', value: 'shopify', needs: 'SHOPIFY_API_BASE' },
  { variable: 'COMMERCE_BACKEND', value: 'shopify', needs: 'SHOPIFY_ACCESS_TOKEN' },
  { variable: 'INVENTORY_BACKEND', value: 'shopify', needs: 'SHOPIFY_API_BASE' },
  { variable: 'INVENTORY_BACKEND', value: 'shopify', needs: 'SHOPIFY_ACCESS_TOKEN' },
];

/** The environment, checked. */
export type Environment = z.infer<typeof environment>;

/**
 * Reads the environment.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` with each wrong variable, what it was and what was expected
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  // A variable that is set to nothing is how shells and container files say "not set".
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  const wrong = parsed.success
    ? NEEDED.filter(
        ({ variable, value, needs }) =>
          [parsed.data[variable]].flat().includes(value) && parsed.data[needs] === undefined,
      ).map(({ needs }) => needs)
    : parsed.error.issues.map((issue) => String(issue.path[0]));
  if (parsed.success && wrong.length === 0) return parsed.data;
  throw new SluiceError(
    'CONFIGURATION_INVALID',
    [...new Set(wrong)].map((name) => describeWrong(name, given[name])).join('\n'),
  );
}

/** The environment variables that flows see by `@env`: those that begin with `FLOW_`. */
export function readFlowEnvironment(variables: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const given = Object.entries(variables).filter(([name, value]) => name.startsWith('FLOW_') && value);
  return Object.fromEntries(given.map(([name, value = '']) => [name, value]));
}

function describeWrong(name: string, value: string | undefined): string {
  const { description } = environment.shape[name as keyof Environment];
  const shown =
    value === undefined
      ? 'left out'
      : /SECRET|URL|KEY|TOKEN/.test(name)
        ? 'its value (not shown)'
        : JSON.stringify(value);
  return `The environment variable ${name} must be ${description}, not ${shown}.`;
}
