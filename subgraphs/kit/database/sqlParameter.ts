/**
 * What SQLite stores for `value`: a string, finite number, bigint, bytes or null as it is, a boolean as 0 or 1.
 *
 * @throws TypeError on anything else. SQLite would store NaN as null, an object not at all, and would cut a text at
 * its first NUL in comparisons: each of these is lost data, noticed late.
 */
export function bindParameter(value: unknown): string | number | bigint | Uint8Array | null {
  if (value === null || typeof value === 'bigint' || value instanceof Uint8Array) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && !value.includes('\0')) return value;
  const shown = typeof value === 'string' ? 'a text with a NUL character' : `${typeof value} ${String(value)}`;
  throw new TypeError(
    `A SQL parameter must be a text without NUL, finite number, bigint, boolean, bytes or null, not ${shown}.`,
  );
}
