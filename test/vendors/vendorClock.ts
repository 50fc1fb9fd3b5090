import { setTimeout as delay } from 'node:timers/promises';

/** The time as a vendor has it. What it signs carries the real time; what it waits for may pass faster. */
export interface VendorClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds of the vendor's waiting, or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The real time, in which waits are so many times shorter: with 200, ten seconds between two tries are 50 ms. */
export function hastyClock(speed: number): VendorClock {
  return {
    now: Date.now,
    wait: (ms, signal) => delay(ms / speed, undefined, { signal }).catch(() => {}), // aborted: nothing is left to wait for
  };
}

/** The real time, which a test moves on by hand; waits are 200 times shorter. */
export class MovableClock implements VendorClock {
  #movedMs = 0;
  readonly wait = hastyClock(200).wait;

  now(): number {
    return Date.now() + this.#movedMs;
  }

  advance(ms: number): void {
    this.#movedMs += ms;
  }
}

/** A clock that a test moves on by hand. */
export class ManualClock implements VendorClock {
  #now: number;
  readonly #waiting = new Set<{ readonly until: number; readonly resolve: () => void }>();

  constructor(now = Date.now()) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiter = { until: this.#now + ms, resolve };
      this.#waiting.add(waiter);
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
  }

  /** How many are waiting for a later time. */
  get waiting(): number {
    return this.#waiting.size;
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const waiter of this.#waiting) {
      if (waiter.until > this.#now) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }
}
