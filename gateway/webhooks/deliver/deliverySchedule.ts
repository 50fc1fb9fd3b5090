/** Waits after the first failed try, the second, and so on; after the last try a delivery is given up. */
const WAITS_MS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((seconds) => seconds * 1_000);

/** However long an endpoint asks to be left alone. */
const MAX_RETRY_AFTER_MS = 86_400_000;

/**
 * When a delivery is tried again after its `failures`th failure (1 for the first), or null when it is given up: after
 * 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, some 28 hours in all. Each wait is up to a fifth longer at random, so that
 * what failed together does not come back together. What the endpoint asked for by `Retry-After` is waited for too.
 */
export function nextTry(failures: number, retryAfterMs = 0, random: () => number = Math.random): Date | null {
  const waitMs = WAITS_MS[failures - 1];
  if (waitMs === undefined) return null;
  return new Date(Date.now() + Math.max(waitMs, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS)) * (1 + random() / 5));
}

/**
 * Milliseconds to wait by a `Retry-After` header: seconds, or a date; 0 when there is none that can be read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function readRetryAfter(header: string | undefined, now: number = Date.now()): number {
  if (header === undefined) return 0;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
