import type { IncomingHttpHeaders } from 'node:http';
import { pickHeaders } from './forwardedHeaders.ts';

/**
 * Picks the headers that subgraphs receive for the operations of a socket: those of its upgrade request, overridden by
 * the object `headers` in the payload of `connection_init`, which is the only place where a browser can set them.
 *
 * When the upgrade came from a page of another origin, its own headers do not count: the browser attaches cookies
 * without asking, and whoever made that page must not act, or read, with them. What the page itself knew to put into
 * the payload does count.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6455#section-10.2
 */
export function webSocketHeaders(
  upgradeHeaders: IncomingHttpHeaders,
  connectionParams: Readonly<Record<string, unknown>> | undefined,
  names: readonly string[],
): Record<string, string> {
  const ambient = isForeign(upgradeHeaders) ? {} : pickHeaders(upgradeHeaders, names);
  return { ...ambient, ...pickHeaders(headersOfPayload(connectionParams), names) };
}

/**
 * Whether a page of another origin opened the socket. CORS does not cover WebSockets: a browser connects any page to any
 * server, so that the server has to look itself. A proxy may rewrite `Host`, and then says the original in
 * `X-Forwarded-Host`, which no page can set.
 */
export function isForeign({ origin, host, 'x-forwarded-host': forwardedHost }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || ![host, forwardedHost].includes(new URL(origin).host);
}

function headersOfPayload(connectionParams: Readonly<Record<string, unknown>> | undefined): IncomingHttpHeaders {
  const headers = connectionParams?.headers;
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}
