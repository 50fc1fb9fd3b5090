import { randomUUID } from 'node:crypto';
import type { VendorResponse } from '../emulator.ts';

/** A failure in HubSpot's words. */
export class HubspotError extends Error {
  readonly status: number;
  readonly category: string;

  constructor(status: number, category: string, message: string) {
    super(message);
    this.status = status;
    this.category = category;
  }

  toResponse(): VendorResponse {
    const { status, category, message } = this;
    return { status, body: { status: 'error', message, correlationId: randomUUID(), category } };
  }
}

export const notFound = () => new HubspotError(404, 'OBJECT_NOT_FOUND', 'resource not found');

export const conflict = (message: string) => new HubspotError(409, 'CONFLICT', message);

export const validationError = (message: string) => new HubspotError(400, 'VALIDATION_ERROR', message);

/**
 * Too many requests.
 *
 * @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export function rateLimited(policyName: 'SECONDLY' | 'TEN_SECONDLY_ROLLING'): VendorResponse {
  return {
    status: 429,
    headers: { 'retry-after': '1' },
    body: {
      status: 'error',
      message: `You have reached your ${policyName.toLowerCase()} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: randomUUID(),
      policyName,
      requestId: randomUUID(),
    },
  };
}

export function internalError(): VendorResponse {
  return {
    status: 500,
    body: { status: 'error', message: 'internal error', correlationId: randomUUID() },
  };
}
