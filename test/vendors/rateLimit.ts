import type { VendorClock } from './vendorClock.ts';

/** Counts requests in windows of the vendor's time. */
export class RateLimit {
  readonly #clock: VendorClock;
  readonly #max: number;
  readonly #windowMs: number;
  #windowStart = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** @param max so many requests within `windowMs` milliseconds */
  constructor(clock: VendorClock, max: number, windowMs: number) {
    this.#clock = clock;
    this.#max = max;
    this.#windowMs = windowMs;
  }

  /** Counts a request. Returns whether it is too many; such are not counted. */
  exceeds(): boolean {
    const now = this.#clock.now();
    if (now - this.#windowStart >= this.#windowMs) {
      this.#windowStart = now;
      this.#count = 0;
    }
    if (this.#count >= this.#max) return true;
    this.#count += 1;
    return false;
  }

  /** How many more there may be in this window. */
  get remaining(): number {
    return this.#max - this.#count;
  }

  /** Seconds until the window ends, at least one. */
  get secondsLeft(): number {
    return Math.max(1, Math.ceil((this.#windowStart + this.#windowMs - this.#clock.now()) / 1000));
  }
}
