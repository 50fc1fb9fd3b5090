import { createHmac } from 'node:crypto';
import type { VendorClock } from '../vendorClock.ts';
import type { WebhookRetries, WebhookSender } from '../webhookSender.ts';
import type { SlackChannel } from './slackWorkspace.ts';

export const TEAM_ID = 'T0SLUICE';
const APP_ID = 'A0SLUICE';

/**
 * Three times more: at once, after a minute, after five; an answer has three seconds.
 *
 * @see https://docs.slack.dev/apis/events-api/#retries
 */
export const slackRetries: WebhookRetries = { delaysMs: [0, 60_000, 300_000], answerTimeoutMs: 3_000 };

/** Sends events in Slack's envelope, signed. The event's id stays when it is repeated; headers count the repeats. */
export function createEventSender(webhooks: WebhookSender, clock: VendorClock, signingSecret: string) {
  let count = 0;
  return ({ id: channelId }: SlackChannel, event: object) => {
    count += 1;
    const eventId = `Ev0SLUICE${String(count).padStart(6, '0')}`;
    const body = JSON.stringify({
      token: 'deprecated-verification-token',
      team_id: TEAM_ID,
      context_team_id: TEAM_ID,
      api_app_id: APP_ID,
      event: { ...event, channel_type: 'channel' },
      type: 'event_callback',
      event_id: eventId,
      event_time: Math.floor(clock.now() / 1000),
      authorizations: [{ enterprise_id: null, team_id: TEAM_ID, user_id: 'U0SLUICEBOT', is_bot: true }],
      is_ext_shared_channel: false,
      event_context: `4-${channelId}`,
    });
    webhooks.send({
      id: eventId,
      body,
      headers: (attempt) => ({
        ...signatureHeaders(signingSecret, body, clock),
        ...(attempt > 1 && { 'x-slack-retry-num': String(attempt - 1), 'x-slack-retry-reason': 'http_error' }),
      }),
    });
  };
}

/**
 * What Slack does when the address for events is entered: the endpoint has to answer with the challenge. Returns whether it
 * does.
 *
 * @see https://docs.slack.dev/reference/events/url_verification
 */
export async function verifyEventUrl(url: string, signingSecret: string, clock: VendorClock): Promise<boolean> {
  const challenge = '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P';
  const body = JSON.stringify({ token: 'deprecated-verification-token', challenge, type: 'url_verification' });
  const headers = { 'content-type': 'application/json', ...signatureHeaders(signingSecret, body, clock) };
  const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(3_000) });
  return (await response.text()).includes(challenge);
}

/** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signatureHeaders(signingSecret: string, body: string, clock: VendorClock): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(clock.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}
