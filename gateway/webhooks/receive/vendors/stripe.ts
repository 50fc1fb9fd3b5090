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

/**
 * Stripe's webhooks. `livemode` is the mode of the API key: an event of the other mode is about other records. Undefined
 * without a key; then both are taken.
 *
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function createStripeVerifier(secrets: readonly string[], livemode: boolean | undefined): WebhookVerifier {
  return {
    source: 'stripe',
    verify(request) {
      const parts = requireHeader(request, 'stripe-signature')
        .split(',')
        .map((part) => part.trim().split('=', 2));
      const valuesOf = (name: string) => parts.flatMap(([key, value = '']) => (key === name ? [value] : []));
      const [timestamp = ''] = valuesOf('t');
      const at = parseUnixTime(timestamp, 1_000);
      const signed = [`${timestamp}.`, request.body];
      requireSignature({ secrets, signed, given: valuesOf('v1'), encoding: 'hex' });
      requireFresh(at, request);
      const event = parseJsonBody(request);
      const mode = fieldOf(event, 'livemode');
      if (livemode !== undefined && mode !== livemode) {
        throw new WebhookRefusedError(
          'MODE',
          `The event's livemode is ${mode}, and that of STRIPE_API_KEY ${livemode}.`,
        );
      }
      return { events: [{ id: requireId(fieldOf(event, 'id')), body: request.body }] };
    },
  };
}
