import type { ExecutionResult } from 'graphql';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import type { FlowOperation } from './flow.ts';

/** What an operation of a flow runs with. */
export interface FlowExecution {
  readonly operation: FlowOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/** What a flow's subscription delivers. */
export interface TriggerEvent {
  readonly result: ExecutionResult;
  /** The change's, whatever became of the event's fields; absent when the subscription itself failed. */
  readonly cursor?: string;
}

/** How the flows reach the graph: the gateway's executor, past caches and shared fetches. */
export interface FlowOperations {
  execute(execution: FlowExecution): Promise<ExecutionResult>;
  /**
   * The events of a subscription, as they come. `onProgress` is told cursors up to which there was nothing for it, so
   * that a rare event's consumer does not stay behind in the log.
   */
  subscribe(execution: FlowExecution, onProgress: (cursor: string) => void): AsyncIterable<TriggerEvent>;
}
