import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookRefusedError, type WebhookRequest } from './webhookVerifier.ts';

/** How far a vendor's clock, and the way of a webhook, may be from ours, in either direction. */
const TOLERANCE_MS = 300_000;

const MAX_ID_LENGTH = 255;

/** One of the secrets signed these bytes with HMAC-SHA256. */
export interface SignatureCheck {
  readonly secrets: readonly (string | Buffer)[];
  readonly signed: readonly (string | Buffer)[];
  /** The signatures that came, any of which may be the right one. */
  readonly given: readonly string[];
  readonly encoding: 'hex' | 'base64';
}

/**
 * Compares in constant time, each secret with each signature: which of them fits is for nobody to measure.
 *
 * @throws WebhookRefusedError
 */
export function requireSignature({ secrets, signed, given, encoding }: SignatureCheck): void {
  const digests = secrets.map((secret) => {
    const hmac = createHmac('sha256', secret);
    for (const part of signed) hmac.update(part);
    return hmac.digest();
  });
  let isSigned = false;
  for (const text of given) {
    const bytes = Buffer.from(text, encoding);
    for (const digest of digests) {
      if (bytes.length === digest.length && timingSafeEqual(bytes, digest)) isSigned = true;
    }
  }
  if (!isSigned) throw new WebhookRefusedError('SIGNATURE', 'The signature is not one by a secret of this source.');
}

/** A header that must be there. @throws WebhookRefusedError */
export function requireHeader({ headers }: WebhookRequest, name: string): string {
  const value = headers[name];
  if (value === undefined || value === '') throw new WebhookRefusedError('SIGNATURE', `The header ${name} is missing.`);
  return value;
}

/** A whole number of seconds or milliseconds, in milliseconds. @throws WebhookRefusedError */
export function parseUnixTime(text: string, unitMs: 1 | 1_000): number {
  if (!/^\d{1,15}$/.test(text)) throw new WebhookRefusedError('TIMESTAMP', 'The timestamp is no whole number.');
  return Number(text) * unitMs;
}

/** A date in ISO 8601, in milliseconds. @throws WebhookRefusedError */
export function parseIsoTime(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new WebhookRefusedError('TIMESTAMP', 'The timestamp is no date in ISO 8601.');
  return ms;
}

/** The webhook was signed not long ago, and not in the future. @throws WebhookRefusedError */
export function requireFresh(atMs: number, { nowMs }: WebhookRequest, maxAgeMs: number = TOLERANCE_MS): void {
  if (atMs < nowMs - maxAgeMs) throw new WebhookRefusedError('TIMESTAMP', 'The timestamp is too old.');
  if (atMs > nowMs + TOLERANCE_MS) throw new WebhookRefusedError('TIMESTAMP', 'The timestamp is in the future.');
}

/** The body as JSON, of which nothing else is known. @throws WebhookRefusedError */
export function parseJsonBody({ body }: WebhookRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new WebhookRefusedError('MALFORMED', 'The body is no JSON.');
  }
}

/** A field of a JSON object; undefined of anything else. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** What identifies an event: a text, or a number. @throws WebhookRefusedError */
export function requireId(value: unknown): string {
  const id = typeof value === 'number' ? String(value) : value;
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID_LENGTH || id.includes('\0')) {
    throw new WebhookRefusedError('MALFORMED', 'The event has no id by which it could be told from others.');
  }
  return id;
}
