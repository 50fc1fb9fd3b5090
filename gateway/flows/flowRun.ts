import type { ChangeEnvelope } from '../../subgraphs/kit/changes/change.ts';
import type { FlowRunRecord, RunFailure, StepState } from '../../subgraphs/kit/contracts/flows.ts';
import type { Bindings } from './bindings.ts';

export type { RunFailure, StepState };

/** A run that this process may work on until its lease ends. */
export interface ClaimedRun extends FlowRunRecord {
  readonly changeCursor: string;
  /** 1 for the first. The fencing token: who holds an older one can record nothing. */
  readonly attempt: number;
}

/** A change that concerns a flow, to become a run. */
export interface FlowEvent {
  readonly cursor: string;
  readonly change: ChangeEnvelope;
  /** Null when they could not be evaluated now; the run evaluates them. */
  readonly bindings: Bindings | null;
  readonly onceValue: string | null;
}
