import type { Cause } from '../../subgraphs/kit/changes/cause.ts';
import type { CausedChange, Change } from '../../subgraphs/kit/changes/change.ts';
import { flowRunType } from '../../subgraphs/kit/contracts/flowRunType.ts';
import type { FlowRunRecord } from '../../subgraphs/kit/contracts/flows.ts';
import type { Transactional } from '../../subgraphs/kit/database/database.ts';
import { causeOfRun } from './flowCaller.ts';

/** A run before and after something became of it; null before it was. */
export interface RunTransition {
  readonly before: FlowRunRecord | null;
  readonly after: FlowRunRecord;
  /** What made it so; null when an operator did. @default the run itself */
  readonly cause?: Cause | null;
}

/** Where changes of runs are recorded: `SqlChangeLog`. */
export interface RunChangeLog {
  recordCaused(transaction: Transactional, changes: readonly CausedChange[]): Promise<void>;
  committed(): void;
}

/**
 * Records what became of runs, in the transaction that wrote it, with one statement. Whatever a flow does about such a
 * change comes after the run in the chain, so that flows which set each other off by their runs stop at the hop limit.
 */
export async function recordRuns(
  log: RunChangeLog,
  transaction: Transactional,
  transitions: readonly RunTransition[],
): Promise<void> {
  const changes = transitions.flatMap(({ before, after, cause = causeOfRun(after) }) => {
    const change = flowRunType.toChange(before, after);
    return change ? [{ change, cause }] : [];
  });
  if (changes.length > 0) await log.recordCaused(transaction, changes);
}

/**
 * Whether it is a change of a run which was itself begun by a change of a run. It begins no other: two flows that watch
 * all runs would otherwise each multiply what the other does.
 */
export function isOfWatchingRun(change: Change): boolean {
  if (change.system !== flowRunType.system || change.recordType !== flowRunType.name) return false;
  return flowRunType.snapshot(change)?.change?.change.recordType === flowRunType.name;
}
