import type { RetryDelay } from '../kit/retryDelay.ts';

/** Tries of one e-mail, over about two hours: a greylisting server wants to be asked again after minutes. */
export const MAX_ATTEMPTS = 8;

/** 1 s, 4 s, 16 s and so on. */
export const RETRY_DELAY: RetryDelay = { firstMs: 1_000, factor: 4, maxMs: Number.POSITIVE_INFINITY };
