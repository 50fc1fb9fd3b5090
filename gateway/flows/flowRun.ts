import type { Bindings } from './bindings.ts';

/** What became of one step of a run, or of one item of a step with `@each`. */
export interface StepState {
  readonly step: string;
  /** The item's key, in a step with `@each`. */
  readonly item?: string;
  readonly status: 'SUCCEEDED' | 'SKIPPED' | 'FAILED';
  /** Why it was skipped. */
  readonly because?: string;
  /** What it exported. */
  readonly exports?: Bindings;
  /** Why it failed; a later step handled it. */
  readonly failure?: RunFailure;
}

/** Why a try failed. */
export interface RunFailure {
  /** Stable, such as `UPSTREAM_UNAVAILABLE`. */
  readonly code: string;
  readonly message: string;
  /** The step that failed; absent when the change could not be read. */
  readonly step?: string;
  /** Whether the same may succeed later. */
  readonly retryable: boolean;
  /** How long the other side asked to be left alone. */
  readonly retryAfterMs?: number;
}

/** A run that this process may work on until its lease ends. */
export interface ClaimedRun {
  readonly id: string;
  readonly flow: string;
  readonly version: string;
  readonly changeCursor: string;
  readonly generation: number;
  /** Runs in the chain that led to the change: 0 when none did. */
  readonly hops: number;
  /** 1 for the first. The fencing token: who holds an older one can record nothing. */
  readonly attempt: number;
  /** Tries that have failed; a process that was killed is not the run's failure. */
  readonly failures: number;
  readonly bindings: Bindings | null;
  readonly steps: readonly StepState[];
}

/** A change that concerns a flow, to become a run. */
export interface FlowEvent {
  readonly cursor: string;
  readonly subject: string;
  readonly kind: string;
  readonly at: string;
  readonly hops: number;
  /** Null when they could not be evaluated now; the run evaluates them. */
  readonly bindings: Bindings | null;
  readonly onceValue: string | null;
}
