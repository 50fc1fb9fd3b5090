import type { IncomingHttpHeaders } from 'node:http';

/** Picks the headers that subgraphs receive. `names` are in lower case, as Node gives the headers of a request. */
export function pickHeaders(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) picked[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return picked;
}
