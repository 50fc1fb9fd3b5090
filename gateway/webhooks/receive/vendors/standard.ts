import { createHash, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { fieldOf, parseJsonBody, parseUnixTime, requireFresh, requireHeader, requireId } from '../signature.ts';
import { WebhookRefusedError, type WebhookRequest, type WebhookVerifier } from '../webhookVerifier.ts';

const SIGNING_PREFIX = 'whsec_';

/**
 * Webhooks of any sender that signs as Standard Webhooks has it, or sends CloudEvents with a token. A secret that begins
 * with `whsec_` signs; any other is the token of `Authorization: Bearer`.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#31-oauth-20-bearer-tokens
 */
export function createStandardVerifier(name: string, secrets: readonly string[]): WebhookVerifier {
  const signers = secrets.filter((secret) => secret.startsWith(SIGNING_PREFIX)).map((secret) => new Webhook(secret));
  const tokens = secrets.filter((secret) => !secret.startsWith(SIGNING_PREFIX)).map(digest);
  return {
    source: `standard/${name}`,
    verify(request) {
      const { body } = request;
      if (request.headers['webhook-signature'] === undefined && tokens.length > 0) {
        requireToken(tokens, requireHeader(request, 'authorization'));
        return { events: [{ id: cloudEventId(request), body }] };
      }
      const at = parseUnixTime(requireHeader(request, 'webhook-timestamp'), 1_000);
      const id = requireId(requireHeader(request, 'webhook-id'));
      if (!signers.some((signer) => isSignedBy(signer, request))) {
        throw new WebhookRefusedError('SIGNATURE', 'The signature is not one by a secret of this source.');
      }
      requireFresh(at, request);
      parseJsonBody(request);
      return { events: [{ id, body }] };
    },
  };
}

/** The library compares in constant time, and refuses what is five minutes old or ahead by the machine's clock. */
function isSignedBy(signer: Webhook, { body, headers }: WebhookRequest): boolean {
  try {
    signer.verify(body, { ...headers }, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
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
