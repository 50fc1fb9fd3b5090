import type { ChangeEnvelope } from '../../subgraphs/kit/changes/change.ts';
import type { RunFailure, StepState } from '../../subgraphs/kit/contracts/flows.ts';
import type { Bindings } from './bindings.ts';

export type { RunFailure, StepState };

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
  readonly change: ChangeEnvelope;
  /** Null when they could not be evaluated now; the run evaluates them. */
  readonly bindings: Bindings | null;
  readonly onceValue: string | null;
}
