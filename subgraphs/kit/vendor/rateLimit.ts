import { setTimeout as delay } from 'node:timers/promises';

export interface RateLimitOptions {
  /** Calls begun in a second, on average. */
  readonly perSecond: number;
  /** Calls begun at once after a pause. @default perSecond */
  readonly burst?: number;
  /** @default Date.now */
  readonly now?: () => number;
}

/** Gives each call its time to begin, so that a vendor's limit is not met; in the order in which they ask. */
export class RateLimit {
  readonly #intervalMs: number;
  readonly #burstMs: number;
  readonly #now: () => number;
  /** When the next call may begin, had there been no pause. */
  #next: number;

  constructor({ perSecond, burst = perSecond, now = Date.now }: RateLimitOptions) {
    this.#intervalMs = 1_000 / perSecond;
    this.#burstMs = this.#intervalMs * (burst - 1);
    this.#now = now;
    this.#next = now() - this.#burstMs;
  }

  /** How long a call that asked now would wait. */
  waitMs(): number {
    return Math.max(0, this.#next - this.#now());
  }

  /** Resolves when the call may begin. */
  async take(signal: AbortSignal): Promise<void> {
    const now = this.#now();
    const begins = Math.max(this.#next, now - this.#burstMs);
    this.#next = begins + this.#intervalMs;
    if (begins > now) await delay(begins - now, undefined, { signal });
  }

  /** Begins no call for so long, as a vendor asked. */
  hold(ms: number): void {
    this.#next = Math.max(this.#next, this.#now() + ms);
  }
}
