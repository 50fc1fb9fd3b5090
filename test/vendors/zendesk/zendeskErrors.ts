import type { VendorResponse } from '../emulator.ts';

/** A failure in Zendesk's words. */
export class ZendeskError extends Error {
  readonly status: number;
  readonly error: string;
  readonly details: object | undefined;

  constructor(status: number, error: string, description: string, details?: object) {
    super(description);
    this.status = status;
    this.error = error;
    this.details = details;
  }

  toResponse(): VendorResponse {
    const { status, error, message, details } = this;
    return { status, body: { error, description: message, ...(details && { details }) } };
  }
}

export const recordNotFound = () => new ZendeskError(404, 'RecordNotFound', 'Not found');

export const recordInvalid = (field: string, description: string, error?: string) =>
  new ZendeskError(422, 'RecordInvalid', 'Record validation errors', {
    [field]: [{ description, ...(error && { error }) }],
  });

/**
 * Too many requests.
 *
 * @see https://developer.zendesk.com/api-reference/introduction/rate-limits/
 */
export function tooManyRequests(retryAfterSeconds: number): VendorResponse {
  return {
    status: 429,
    headers: { 'content-type': 'text/html; charset=UTF-8', 'retry-after': String(retryAfterSeconds) },
    body: 'Number of allowed API requests per minute exceeded',
  };
}

export function internalError(): VendorResponse {
  return { status: 500, body: { error: 'InternalError', description: 'Something went wrong on our side.' } };
}
