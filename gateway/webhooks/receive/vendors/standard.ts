import { createHash, timingSafeEqual } from 'node:crypto';
import {
  fieldOf,
  parseJsonBody,
  parseUnixTime,
  requireFresh,
  requireHeader,
  requireId,
  requireSignature,
} from '../signature.ts';
import { WebhookRefusedError, type WebhookRequest, type WebhookVerifier } from '../webhookVerifier.ts';

const SIGNING_PREFIX = 'whsec_';
const SIGNATURE_PREFIX = 'v1,';

/**
 * Webhooks of any sender that signs as Standard Webhooks has it, or sends CloudEvents with a token. A secret that begins
 * with `whsec_` signs; any other is the token of `Authorization: Bearer`.
 *
 * The library's own `verify` signs the body as text, in which bytes that are no UTF-8 are all the same, and takes a third of
 * the time that a webhook takes here; it is the oracle of the tests.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#31-oauth-20-bearer-tokens
 */
export function createStandardVerifier(name: string, secrets: readonly string[]): WebhookVerifier {
  const keys = secrets
    .filter((secret) => secret.startsWith(SIGNING_PREFIX))
    .map((secret) => Buffer.from(secret.slice(SIGNING_PREFIX.length), 'base64'));
  const tokens = secrets.filter((secret) => !secret.startsWith(SIGNING_PREFIX)).map(digest);
  return {
    source: `standard/${name}`,
    verify(request) {
      const { body } = request;
      if (request.headers['webhook-signature'] === undefined && tokens.length > 0) {
        requireToken(tokens, requireHeader(request, 'authorization'));
        return { events: [{ id: cloudEventId(request), body }] };
      }
      const timestamp = requireHeader(request, 'webhook-timestamp');
      const at = parseUnixTime(timestamp, 1_000);
      const id = requireId(requireHeader(request, 'webhook-id'));
      requireSignature({
        secrets: keys,
        signed: [`${id}.${timestamp}.`, body],
        given: requireHeader(request, 'webhook-signature')
          .split(' ')
          .flatMap((signature) =>
            signature.startsWith(SIGNATURE_PREFIX) ? [signature.slice(SIGNATURE_PREFIX.length)] : [],
          ),
        encoding: 'base64',
      });
      requireFresh(at, request);
      parseJsonBody(request);
      return { events: [{ id, body }] };
    },
  };
}

function requireToken(tokens: readonly Buffer[], authorization: string): void {
  const [scheme = '', token = ''] = authorization.split(' ', 2);
  const given = digest(token);
  const isKnown = tokens.map((known) => timingSafeEqual(known, given)).includes(true);
  if (scheme.toLowerCase() !== 'bearer' || !isKnown) {
    throw new WebhookRefusedError('SIGNATURE', 'The token is not one of this source.');
  }
}

/**
 * A producer's ids are unique within its `source`. Both are looked for before the library reads the event: it would make
 * up an id where there is none.
 */
function cloudEventId(request: WebhookRequest): string {
  const { 'ce-id': id, 'ce-source': source } = request.headers;
  if (id !== undefined) return requireId(`${requireId(source)} ${requireId(id)}`);
  const event = parseJsonBody(request);
  return requireId(`${requireId(fieldOf(event, 'source'))} ${requireId(fieldOf(event, 'id'))}`);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
