import { UpstreamUnavailableError } from '../errors.ts';

/** Why a vendor did not do what it was asked. */
export interface VendorFailureOptions {
  /** How long the vendor wants to be left alone. */
  readonly retryAfterMs?: number | undefined;
  /** The same call would be answered the same: a vendor that keeps its answers by key keeps a failure too. @default false */
  readonly isFinal?: boolean;
  readonly cause?: unknown;
}

/**
 * A vendor refused a call as one too many (`throttled`: nothing was done), answered with a fault of its own (`failed`: the
 * call has ended, and may have been done), or did not answer (`silent`: it may be done even now). Adapters turn what
 * their vendor's client throws into one of these; what else they throw is an answer, and no failure.
 */
export class VendorFailure extends Error {
  readonly kind: 'throttled' | 'failed' | 'silent';
  readonly retryAfterMs: number | undefined;
  readonly isFinal: boolean;

  constructor(
    kind: VendorFailure['kind'],
    message: string,
    { retryAfterMs, isFinal = false, cause }: VendorFailureOptions = {},
  ) {
    super(message, { cause });
    this.name = 'VendorFailure';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
    this.isFinal = isFinal;
  }
}

/** What is known of a call that got no answer. */
export type CallOutcome =
  /** It did not reach the vendor, or was refused. */
  | 'notDone'
  /** It may have been done; it is not going on any more. */
  | 'ended'
  /** It may have been done, or may yet be. */
  | 'unknown';

/** The vendor behind a system could not be used. */
export class VendorUnavailableError extends UpstreamUnavailableError {
  readonly vendor: string;
  readonly outcome: CallOutcome;

  constructor(system: string, vendor: string, reason: string, outcome: CallOutcome, cause: unknown) {
    super(system, reason, { cause });
    this.name = 'VendorUnavailableError';
    this.vendor = vendor;
    this.outcome = outcome;
  }
}
