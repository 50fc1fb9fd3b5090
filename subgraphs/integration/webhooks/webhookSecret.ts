import { randomBytes } from 'node:crypto';
import { BadUserInputError } from '../../kit/errors.ts';

const PREFIX = 'whsec_';
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** A new secret. @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** A secret that the caller gave. The message of a refusal does not repeat it. @throws BadUserInputError */
export function parseWebhookSecret(field: string, value: string): string {
  const encoded = value.startsWith(PREFIX) ? value.slice(PREFIX.length) : '';
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded || bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
    throw new BadUserInputError(
      field,
      `A secret is ${PREFIX} and ${MIN_BYTES} to ${MAX_BYTES} random bytes in base64. Leave it out to have one made.`,
    );
  }
  return value;
}
