import { parseIsoTime, parseJsonBody, requireFresh, requireHeader, requireId, requireSignature } from '../signature.ts';
import type { WebhookVerifier } from '../webhookVerifier.ts';

/** Shopify tries for four hours, and each try tells when the event was: https://shopify.dev/docs/apps/build/webhooks */
const MAX_AGE_MS = 5 * 3_600_000;

/**
 * Shopify's webhooks. Only the body is signed: an old one under a new id would be taken, and changes nothing, since what it
 * tells is known.
 */
export function createShopifyVerifier(secrets: readonly string[]): WebhookVerifier {
  return {
    source: 'shopify',
    verify(request) {
      requireSignature({
        secrets,
        signed: [request.body],
        given: [requireHeader(request, 'x-shopify-hmac-sha256')],
        encoding: 'base64',
      });
      requireFresh(parseIsoTime(requireHeader(request, 'x-shopify-triggered-at')), request, MAX_AGE_MS);
      parseJsonBody(request);
      const id = request.headers['x-shopify-webhook-id'] ?? request.headers['x-shopify-event-id'];
      return { events: [{ id: requireId(id), body: request.body }] };
    },
  };
}
