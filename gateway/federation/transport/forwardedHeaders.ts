/**
 * Headers that belong to one connection or one message, and so are never passed on: the transport sets its own.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-message-forwarding
 */
const NOT_FORWARDED = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The client's headers that may go to a subgraph. */
export function forwardedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => mayBeForwarded(name)));
}

export function mayBeForwarded(name: string): boolean {
  const lower = name.toLowerCase();
  return !NOT_FORWARDED.has(lower) && !lower.startsWith('sec-websocket-');
}
