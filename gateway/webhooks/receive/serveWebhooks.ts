import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SluiceError } from '../../../subgraphs/kit/errors.ts';
import { refusal } from '../../server/refusal.ts';
import { TooManyWebhooksError } from './webhookGroups.ts';
import type { WebhookReceiver } from './webhookReceiver.ts';
import { WebhookRefusedError } from './webhookVerifier.ts';

/** Longest body of a webhook. */
const MAX_BODY_BYTES = 1024 * 1024;
const RETRY_AFTER_SECONDS = '5';

/**
 * Serves `POST /webhooks/<vendor>` and `POST /webhooks/standard/<source>`: 200 once the webhook is committed, and also when
 * it has come before. `publicUrl` is how senders write this server's URL, where that is not what `Host` says.
 */
export function serveWebhooks(fastify: FastifyInstance, receiver: WebhookReceiver, publicUrl?: string): void {
  const mount = async (scope: FastifyInstance): Promise<void> => {
    // The very bytes are what was signed, whatever media type they are said to have.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post('/*', { bodyLimit: MAX_BODY_BYTES, logLevel: 'warn' }, async (request) => {
      const source = sourceOf(request);
      if (!receiver.knows(source)) {
        throw refusal('PATH_NOT_FOUND', 'No webhooks are taken here: no secret is configured for this source.');
      }
      return answer(receiver, source, request, publicUrl);
    });
    scope.addHook('onRequest', async () => {
      // Before the body is read, which would wait in memory too.
      if (receiver.full) throw tooMany();
    });
    scope.addHook('onError', async (request, _reply, error) => {
      if ('code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
        receiver.refused(sourceOf(request), 'TOO_LARGE');
    });
  };
  fastify.register(mount, { prefix: '/webhooks' });
}

async function answer(
  receiver: WebhookReceiver,
  source: string,
  request: FastifyRequest,
  publicUrl: string | undefined,
): Promise<object> {
  const base = publicUrl ?? `${request.protocol}://${request.host}`;
  try {
    return await receiver.receive(source, {
      method: request.method,
      url: base + request.url,
      headers: singleHeaders(request),
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      nowMs: Date.now(),
    });
  } catch (error) {
    if (error instanceof WebhookRefusedError) throw refusal('WEBHOOK_REFUSED', error.message);
    throw error instanceof TooManyWebhooksError ? tooMany() : error;
  }
}

function tooMany(): SluiceError {
  const message = 'More webhooks wait to be stored than can be. Send it again.';
  return refusal('TOO_MANY_WEBHOOKS', message, { 'retry-after': RETRY_AFTER_SECONDS });
}

function sourceOf({ params }: FastifyRequest): string {
  return (params as { '*'?: string })['*'] ?? '';
}

/** A header that comes twice has no one value to rely on; Node joins those that may be joined. */
function singleHeaders({ headers }: FastifyRequest): Readonly<Record<string, string>> {
  const single: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') single[name] = value;
  }
  return single;
}
