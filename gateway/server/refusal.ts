import { HeaderMap } from '@apollo/server';
import { SluiceError } from '../../subgraphs/kit/errors.ts';

/**
 * The HTTP status of each failure that is about the HTTP request rather than about the GraphQL in it. Such a failure is
 * answered by its status whatever the `Accept` header says: inside an event stream with status 200 no HTTP client,
 * proxy or cache would see it.
 */
const REFUSAL_STATUS = {
  BAD_REQUEST: 400,
  CSRF_PREVENTED: 400,
  WEBHOOK_REFUSED: 401,
  PATH_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  SHUTTING_DOWN: 503,
  TOO_MANY_WEBHOOKS: 503,
} as const;

type RefusalCode = keyof typeof REFUSAL_STATUS;

/** Makes the error that refuses a request before anything of it runs; Apollo Server takes status and headers from it. */
export function refusal(
  code: RefusalCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): SluiceError {
  const http = { status: REFUSAL_STATUS[code], headers: new HeaderMap(Object.entries(headers)) };
  return new SluiceError(code, message, { extensions: { http } });
}

/** The status that a presented error demands, when it refuses the whole request. */
export function refusalStatus(code: unknown): number | undefined {
  return typeof code === 'string' && Object.hasOwn(REFUSAL_STATUS, code)
    ? REFUSAL_STATUS[code as RefusalCode]
    : undefined;
}
