/** Tries of one e-mail, over about two hours: a greylisting server wants to be asked again after minutes. */
export const MAX_ATTEMPTS = 8;

const FIRST_DELAY_MS = 1_000;
const FACTOR = 4;

/**
 * How long to wait after the `attempt`th try (1 for the first): 1 s, 4 s, 16 s and so on, less up to a half at random, so
 * that e-mails that failed together do not come back together.
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  return Math.round(FIRST_DELAY_MS * FACTOR ** (attempt - 1) * (1 - random() / 2));
}
