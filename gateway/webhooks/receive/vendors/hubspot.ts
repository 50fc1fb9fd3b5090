import {
  fieldOf,
  parseJsonBody,
  parseUnixTime,
  requireFresh,
  requireHeader,
  requireId,
  requireSignature,
} from '../signature.ts';
import { WebhookRefusedError, type WebhookVerifier } from '../webhookVerifier.ts';

/** What HubSpot signs of a URL has these decoded: https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests */
const DECODED = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** HubSpot's webhooks, signed by version 3. One request has an array of events, each of which is kept by itself. */
export function createHubSpotVerifier(secrets: readonly string[]): WebhookVerifier {
  return {
    source: 'hubspot',
    verify(request) {
      const timestamp = requireHeader(request, 'x-hubspot-request-timestamp');
      const at = parseUnixTime(timestamp, 1);
      const url = request.url.replace(DECODED, (escaped) => decodeURIComponent(escaped));
      requireSignature({
        secrets,
        signed: [request.method, url, request.body, timestamp],
        given: [requireHeader(request, 'x-hubspot-signature-v3')],
        encoding: 'base64',
      });
      requireFresh(at, request);
      const events = parseJsonBody(request);
      if (!Array.isArray(events)) throw new WebhookRefusedError('MALFORMED', 'The body is no array of events.');
      return {
        events: events.map((event) => ({
          id: `${requireId(fieldOf(event, 'eventId'))}-${requireId(fieldOf(event, 'subscriptionId'))}`,
          body: Buffer.from(JSON.stringify(event)),
        })),
      };
    },
  };
}
