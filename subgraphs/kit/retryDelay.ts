/** How the waits between tries grow. */
export interface RetryDelay {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
}

/**
 * How long to wait after the `attempt`th try (1 for the first): the first wait, then each `factor` times as long, up to a
 * bound, less up to a half at random, so that what failed together does not come back together.
 */
export function retryDelayMs(
  { firstMs, factor, maxMs }: RetryDelay,
  attempt: number,
  random: () => number = Math.random,
): number {
  return Math.round(Math.min(firstMs * factor ** (attempt - 1), maxMs) * (1 - random() / 2));
}
