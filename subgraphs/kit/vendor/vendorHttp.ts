import { request } from 'undici';
import { VendorFailure } from './vendorFailure.ts';

/** A request to a vendor's HTTP API that speaks JSON. */
export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. @default no body */
  readonly body?: unknown;
}

/** An answer that is neither a fault of the vendor's nor "too many". */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What the JSON says; undefined when the answer has no body. */
  readonly body: unknown;
}

/**
 * Asks a vendor once. What it refuses (4xx) is an answer, for the caller to read.
 *
 * @throws VendorFailure `silent` without an answer, `throttled` after a 429, `failed` after a 5xx or what is no JSON
 */
export async function askVendor(
  { method, url, headers, body }: VendorRequest,
  signal: AbortSignal,
): Promise<VendorAnswer> {
  const { statusCode: status, ...answer } = await asking(
    request(url, {
      method,
      signal,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
    signal,
  );
  const text = await asking(answer.body.text(), signal);
  const retryAfterMs = readRetryAfter(answer.headers['retry-after']);
  if (status === 429) throw new VendorFailure('throttled', 'too many calls', { retryAfterMs });
  if (status >= 500) throw new VendorFailure('failed', `status ${status}`, { retryAfterMs });
  return { status, headers: answer.headers, body: text === '' ? undefined : parseJson(text, status) };
}

async function asking<Answer>(asked: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return asked.catch((cause: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw new VendorFailure('silent', 'no answer', { cause });
  });
}

/** In seconds or as a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function readRetryAfter(header: string | string[] | undefined): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1_000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new VendorFailure('failed', `status ${status} with a body that is no JSON`, { cause });
  }
}
