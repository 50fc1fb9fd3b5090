import type { ExecutionResult } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { Flow } from './flow.ts';
import { callerOf } from './flowCaller.ts';
import type { FlowChanges } from './flowChanges.ts';
import type { FlowOperations } from './flowOperations.ts';
import type { ClaimedRun } from './flowRun.ts';

/**
 * The change of a run, read anew: what the flow's subscription delivers first after the change before it.
 *
 * @throws SluiceError `NOT_FOUND` when it delivers another: the change is no longer kept, or no longer concerns the flow
 */
export async function readTrigger(
  operations: FlowOperations,
  changes: Pick<FlowChanges, 'cursorBefore'>,
  flow: Flow,
  run: ClaimedRun,
  signal: AbortSignal,
): Promise<ExecutionResult> {
  const { operation } = flow.trigger;
  const ending = new AbortController();
  const events = operations.subscribe(
    {
      operation,
      variables: { sluice_after: changes.cursorBefore(run.changeCursor) },
      caller: callerOf(flow),
      signal: AbortSignal.any([signal, ending.signal]),
    },
    () => {},
  );
  try {
    for await (const { result, cursor } of events) {
      // What brings no cursor is the subscription's own failure.
      if (cursor === undefined || cursor === run.changeCursor) return result;
      break;
    }
  } finally {
    ending.abort();
  }
  throw new SluiceError('NOT_FOUND', `The change of the run ${run.id} is not delivered any more.`);
}
