import { startEmulator, type VendorEmulator, type VendorRequest, type VendorResponse } from '../emulator.ts';
import { RateLimit } from '../rateLimit.ts';
import { defineRoutes } from '../routes.ts';
import { hastyClock, type VendorClock } from '../vendorClock.ts';
import { WebhookSender } from '../webhookSender.ts';
import { ZendeskAccount } from './zendeskAccount.ts';
import { internalError, recordNotFound, tooManyRequests, ZendeskError } from './zendeskErrors.ts';
import { ticketRoutes } from './zendeskTickets.ts';
import { userRoutes } from './zendeskUsers.ts';
import { createEventSender, zendeskRetries } from './zendeskWebhooks.ts';

export interface ZendeskOptions {
  /** @default `zendesk-emulated` */
  readonly apiToken?: string;
  /** What webhooks are signed with. @default `zendesk-signing-secret` */
  readonly signingSecret?: string;
  /** @default the real time; minutes between two tries of a webhook are milliseconds */
  readonly clock?: VendorClock;
  /** How long a change takes until the incremental export has it, in milliseconds. @default 60,000 */
  readonly exportLagMs?: number;
  /** @default 700 */
  readonly requestsPerMinute?: number;
  /** @default 10 */
  readonly exportsPerMinute?: number;
}

/** Zendesk's ticketing API with its state, which a test may change by hand as an agent would. */
export interface ZendeskEmulator extends VendorEmulator {
  readonly account: ZendeskAccount;
  /** Whose token it is: requests are authorised as `<email>/token:<apiToken>`. */
  readonly email: string;
  readonly apiToken: string;
  readonly signingSecret: string;
}

/** Starts Zendesk: tickets, comments, audits, users, the incremental export, and webhooks of tickets. */
export async function startZendesk(options: ZendeskOptions = {}): Promise<ZendeskEmulator> {
  const { apiToken = 'zendesk-emulated', signingSecret = 'zendesk-signing-secret', clock = hastyClock(200) } = options;
  const { exportLagMs = 60_000, requestsPerMinute = 700, exportsPerMinute = 10 } = options;
  const requests = new RateLimit(clock, requestsPerMinute, 60_000);
  const exports = new RateLimit(clock, exportsPerMinute, 60_000);
  const webhooks = new WebhookSender({ clock, retries: zendeskRetries });
  const account = new ZendeskAccount({ clock, onEvent: createEventSender(webhooks, clock, signingSecret) });
  const { email } = account.me;
  if (email === null) throw new Error('The account has an agent with an address.');
  const authorization = `Basic ${Buffer.from(`${email}/token:${apiToken}`).toString('base64')}`;
  const route = defineRoutes({ ...ticketRoutes(account, { clock, exportLagMs }), ...userRoutes(account) }, () =>
    recordNotFound().toResponse(),
  );

  function handle(request: VendorRequest): VendorResponse {
    if (request.headers.authorization !== authorization) {
      return { status: 401, body: { error: "Couldn't authenticate you" } };
    }
    if (requests.exceeds()) return tooManyRequests(requests.secondsLeft);
    if (request.path.startsWith('/api/v2/incremental/') && exports.exceeds())
      return tooManyRequests(exports.secondsLeft);
    const limits = {
      'x-rate-limit': String(requestsPerMinute),
      'x-rate-limit-remaining': String(requests.remaining),
    };
    try {
      const response = route({ ...request, path: request.path.replace(/\.json$/, '') });
      return { ...response, headers: { ...response.headers, ...limits } };
    } catch (error) {
      if (error instanceof ZendeskError) return error.toResponse();
      if (error instanceof SyntaxError) return { status: 400, body: { error: 'Unprocessable JSON' } };
      throw error;
    }
  }

  const emulator = await startEmulator(
    () => ({ handle, throttled: () => tooManyRequests(1), failed: internalError }),
    webhooks,
  );
  return Object.assign(emulator, { account, email, apiToken, signingSecret });
}
