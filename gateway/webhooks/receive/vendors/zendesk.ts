import { parseIsoTime, parseJsonBody, requireFresh, requireHeader, requireId, requireSignature } from '../signature.ts';
import type { WebhookVerifier } from '../webhookVerifier.ts';

/** Zendesk's webhooks. @see https://developer.zendesk.com/documentation/webhooks/verifying/ */
export function createZendeskVerifier(secrets: readonly string[]): WebhookVerifier {
  return {
    source: 'zendesk',
    verify(request) {
      const timestamp = requireHeader(request, 'x-zendesk-webhook-signature-timestamp');
      const at = parseIsoTime(timestamp);
      requireSignature({
        secrets,
        signed: [timestamp, request.body],
        given: [requireHeader(request, 'x-zendesk-webhook-signature')],
        encoding: 'base64',
      });
      requireFresh(at, request);
      parseJsonBody(request);
      return { events: [{ id: requireId(request.headers['x-zendesk-webhook-invocation-id']), body: request.body }] };
    },
  };
}
