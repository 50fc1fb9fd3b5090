import {
  fieldOf,
  parseJsonBody,
  parseUnixTime,
  requireFresh,
  requireHeader,
  requireId,
  requireSignature,
} from '../signature.ts';
import type { WebhookVerifier } from '../webhookVerifier.ts';

/** Slack's events. @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function createSlackVerifier(secrets: readonly string[]): WebhookVerifier {
  return {
    source: 'slack',
    verify(request) {
      const timestamp = requireHeader(request, 'x-slack-request-timestamp');
      const at = parseUnixTime(timestamp, 1_000);
      const signature = requireHeader(request, 'x-slack-signature');
      requireSignature({
        secrets,
        signed: [`v0:${timestamp}:`, request.body],
        given: signature.startsWith('v0=') ? [signature.slice(3)] : [],
        encoding: 'hex',
      });
      requireFresh(at, request);
      const event = parseJsonBody(request);
      // Asked once, when the URL is entered: https://docs.slack.dev/reference/events/url_verification
      if (fieldOf(event, 'type') === 'url_verification') {
        return { events: [], answer: { challenge: fieldOf(event, 'challenge') } };
      }
      return { events: [{ id: requireId(fieldOf(event, 'event_id')), body: request.body }] };
    },
  };
}
