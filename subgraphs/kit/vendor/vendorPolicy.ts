import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IPolicy,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import { retryDelayMs } from '../retryDelay.ts';
import { RateLimit } from './rateLimit.ts';
import type { VendorActivity } from './vendorActivity.ts';
import { type CallOutcome, VendorFailure, VendorUnavailableError } from './vendorFailure.ts';

export interface VendorPolicyOptions {
  /** Such as `payments`; errors name it. */
  readonly system: string;
  /** Such as `Stripe`, for messages. */
  readonly vendor: string;
  /** Calls begun in a second, below the vendor's limit. */
  readonly callsPerSecond: number;
  /** Calls under way at once. @default 10 */
  readonly concurrency?: number;
  /** Told what comes of calls. @default nobody is */
  readonly activity?: VendorActivity | undefined;
  /** How long the vendor may take for one try. @default 5000 */
  readonly timeoutMs?: number;
  /** Failures in a row after which the vendor is left alone for a while. @default 5 */
  readonly failuresToBreak?: number;
  /** For how long. @default 5000 */
  readonly breakMs?: number;
}

/** How one call may be made. */
export interface VendorCall {
  /** Whether it may be sent again when its outcome is unknown: a read, or a write under a key that the vendor honours. */
  readonly repeatable: boolean;
  /** Begins no further try after so long; somebody waits for the answer. @default 8000 */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Calls that wait for one of the concurrent places; beyond them, calls are refused at once. */
const MAX_WAITING = 1_000;
const MAX_TRIES = 6;
const RETRY_DELAY = { firstMs: 200, factor: 2, maxMs: 4_000 };

/**
 * How Sluice calls one vendor: no faster than it allows, not too many at once, each try aborted after a time, tried again
 * when that can do no harm and somebody still waits, and not at all while it is down.
 */
export class VendorPolicy {
  readonly #options: Required<Omit<VendorPolicyOptions, 'activity'>> & Pick<VendorPolicyOptions, 'activity'>;
  readonly #rateLimit: RateLimit;
  readonly #places: IPolicy;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #timeout: IPolicy;

  constructor(options: VendorPolicyOptions) {
    const { concurrency = 10, timeoutMs = 5_000, failuresToBreak = 5, breakMs = 5_000, callsPerSecond } = options;
    this.#options = { ...options, concurrency, timeoutMs, failuresToBreak, breakMs };
    this.#rateLimit = new RateLimit({ perSecond: callsPerSecond });
    this.#places = bulkhead(concurrency, MAX_WAITING);
    this.#timeout = timeout(timeoutMs, TimeoutStrategy.Aggressive);
    this.#breaker = circuitBreaker(
      handleWhen((error) => error instanceof VendorFailure && error.kind !== 'throttled'),
      { halfOpenAfter: breakMs, breaker: new ConsecutiveBreaker(failuresToBreak) },
    );
    const { activity, system } = options;
    this.#breaker.onStateChange((state) => activity?.breaker(system, this, state === CircuitState.Open));
  }

  /**
   * Runs `run`, whose VendorFailures are what decides whether it is run again.
   *
   * @throws VendorUnavailableError when the vendor cannot be used; whatever else `run` throws, at once
   */
  async call<Result>(call: VendorCall, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { signal = new AbortController().signal, patienceMs = 8_000, repeatable } = call;
    const patientUntil = Date.now() + patienceMs;
    let outcome: CallOutcome = 'notDone';
    const retrying = retry(
      handleWhen((error) => {
        if (!(error instanceof VendorFailure)) return false;
        outcome = outcomeAfter(outcome, error);
        const harmless = (repeatable && !error.isFinal) || error.kind === 'throttled';
        return harmless && Date.now() + this.#rateLimit.waitMs() < patientUntil;
      }),
      {
        maxAttempts: MAX_TRIES - 1,
        backoff: new DelegateBackoff(({ attempt, result }) => {
          // What a vendor asks for holds up all calls, in the rate limit: waiting for it here as well would be twice.
          if ('error' in result && result.error instanceof VendorFailure && result.error.retryAfterMs) return 0;
          return Math.min(retryDelayMs(RETRY_DELAY, attempt), Math.max(0, patientUntil - Date.now()));
        }),
      },
    );
    try {
      return await retrying.execute(() => this.#places.execute(() => this.#tryOnce(run, signal), signal), signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw this.#explain(error, outcome);
    }
  }

  async #tryOnce<Result>(run: (signal: AbortSignal) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    return this.#breaker.execute(async () => {
      await this.#rateLimit.take(signal);
      const { activity, system } = this.#options;
      try {
        const result = await this.#timeout.execute(({ signal: ending }) => run(ending), signal);
        activity?.answered(system);
        return result;
      } catch (thrown) {
        const error = this.#failureOf(thrown, signal);
        if (error instanceof VendorFailure) activity?.failed(system, error.message);
        if (error instanceof VendorFailure && error.retryAfterMs) this.#rateLimit.hold(error.retryAfterMs);
        throw error;
      }
    });
  }

  #failureOf(error: unknown, signal: AbortSignal): unknown {
    if (!(error instanceof TaskCancelledError) || signal.aborted) return error;
    return new VendorFailure('silent', `no answer within ${this.#options.timeoutMs} ms`, { cause: error });
  }

  #explain(error: unknown, outcome: CallOutcome): unknown {
    const { system, vendor } = this.#options;
    const reason =
      error instanceof VendorFailure
        ? `${vendor}: ${error.message}`
        : error instanceof BrokenCircuitError
          ? `${vendor} failed repeatedly and is left alone for a moment`
          : error instanceof BulkheadRejectedError
            ? `too many calls wait for ${vendor}`
            : undefined;
    return reason === undefined ? error : new VendorUnavailableError(system, vendor, reason, outcome, error);
  }
}

/** A call that was not made says nothing about the tries before it. */
function outcomeAfter(before: CallOutcome, { kind }: VendorFailure): CallOutcome {
  return kind === 'silent' ? 'unknown' : kind === 'failed' ? 'ended' : before;
}
