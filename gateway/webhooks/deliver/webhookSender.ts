import type { IncomingHttpHeaders } from 'node:http';
import { CloudEvent, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { Agent, type Dispatcher, request } from 'undici';
import type { AllowedPrivateAddresses } from '../../../subgraphs/kit/addressPolicy.ts';
import type { ChangeEvent } from '../../../subgraphs/kit/changes/changeEvent.ts';
import type {
  ClaimedWebhook,
  WebhookFailure,
  WebhookOutcome,
} from '../../../subgraphs/kit/contracts/webhookDeliveries.ts';
import { readRetryAfter } from './deliverySchedule.ts';
import { AddressRefusedError, guardedConnector } from './guardedConnector.ts';

export interface WebhookSenderOptions {
  readonly allowedPrivateAddresses: AllowedPrivateAddresses;
  /** How long an endpoint may take to answer; then the request is aborted. @default 15 000 */
  readonly timeoutMs?: number;
}

/** What became of a try, and how long the endpoint wants to be left alone. */
export interface SentWebhook extends WebhookOutcome {
  readonly retryAfterMs: number;
}

/** Sends webhooks over HTTP. */
export interface WebhookSender {
  /** Never rejects, unless the signal cut it off: whatever goes wrong is an outcome. */
  send(
    webhook: Pick<ClaimedWebhook, 'id' | 'url' | 'secrets'>,
    event: ChangeEvent,
    signal: AbortSignal,
  ): Promise<SentWebhook>;
  close(): Promise<void>;
}

/** What of an answer is read and kept; nobody is made to read more. */
const MAX_RESPONSE_BYTES = 16_384;
const KEPT_RESPONSE_CHARACTERS = 1_000;

/** Sends CloudEvents in structured mode, signed as Standard Webhooks has it; follows no redirect. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { allowedPrivateAddresses, timeoutMs = 15_000 } = options;
  const agent = new Agent({ connect: guardedConnector(allowedPrivateAddresses), headersTimeout: 0, bodyTimeout: 0 });
  return {
    async send({ id, url, secrets }, event, signal) {
      const { headers, body } = HTTP.structured(new CloudEvent({ ...event }));
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, {
          method: 'POST',
          headers: { ...(headers as IncomingHttpHeaders), ...signatureHeaders(id, secrets, String(body)) },
          body: String(body),
          dispatcher: agent,
          signal: AbortSignal.any([signal, timeout]),
        });
        return outcomeOf(answer, await readBeginning(answer.body));
      } catch (error) {
        signal.throwIfAborted();
        const failure = timeout.aborted ? timedOut(timeoutMs) : failureOf(error);
        return { httpStatus: null, response: null, failure, retryAfterMs: 0 };
      }
    },
    close: () => agent.destroy(),
  };
}

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers */
function signatureHeaders(id: string, secrets: readonly string[], body: string): Readonly<Record<string, string>> {
  const at = new Date();
  return {
    'user-agent': 'Sluice',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

function outcomeOf({ statusCode, headers }: Dispatcher.ResponseData, response: string | null): SentWebhook {
  const answered = { httpStatus: statusCode, response, retryAfterMs: 0 };
  if (statusCode >= 200 && statusCode < 300) return answered;
  const retryAfter = headers['retry-after'];
  const retryAfterMs = readRetryAfter(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter);
  const isRedirect = statusCode >= 300 && statusCode < 400;
  const message = isRedirect
    ? `The endpoint answered with ${statusCode}; redirects are not followed. Give the URL that it leads to.`
    : `The endpoint answered with ${statusCode}.`;
  return { ...answered, retryAfterMs, failure: { code: `HTTP_${statusCode}`, message, gone: statusCode === 410 } };
}

/** An answer whose status is known is an answer, whatever becomes of its body. */
async function readBeginning(body: Dispatcher.ResponseData['body']): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes >= MAX_RESPONSE_BYTES) break;
    }
  } catch {
    // Cut off, or too slow: what has come is kept.
  }
  const text = Buffer.concat(chunks).toString('utf8').replaceAll('\0', '').slice(0, KEPT_RESPONSE_CHARACTERS);
  return text === '' ? null : text;
}

function timedOut(timeoutMs: number): WebhookFailure {
  return { code: 'TIMEOUT', message: `The endpoint did not answer within ${timeoutMs / 1_000} s.` };
}

function failureOf(error: unknown): WebhookFailure {
  if (error instanceof AddressRefusedError) {
    return { code: 'ADDRESS_REFUSED', message: `${error.message}. WEBHOOK_ALLOW_PRIVATE can allow it.` };
  }
  const reason = error instanceof Error ? ('code' in error ? `${error.code}: ${error.message}` : error.message) : error;
  return { code: 'CONNECTION_FAILED', message: `The endpoint could not be reached (${reason}).` };
}
