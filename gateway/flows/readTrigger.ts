import type { ExecutionResult } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { Flow } from './flow.ts';
import { callerOf } from './flowCaller.ts';
import type { FlowOperations } from './flowOperations.ts';
import type { ClaimedRun } from './flowRun.ts';

/** The change of a run, read anew: the first that the flow's subscription delivers after the one before it. */
export async function readTrigger(
  operations: FlowOperations,
  flow: Flow,
  run: ClaimedRun,
  signal: AbortSignal,
): Promise<ExecutionResult> {
  const { trigger } = flow;
  const variables = { sluice_after: run.afterCursor };
  const ending = new AbortController();
  const events = operations.subscribe(
    {
      operation: trigger.operation,
      variables,
      caller: callerOf(flow),
      signal: AbortSignal.any([signal, ending.signal]),
    },
    () => {},
  );
  try {
    for await (const event of events) {
      const payload = event.data?.[trigger.rootName] as { sluice_cursor?: string } | null | undefined;
      if (event.errors || payload?.sluice_cursor === run.changeCursor) return event;
      break;
    }
  } finally {
    ending.abort();
  }
  throw new SluiceError('NOT_FOUND', `The change of the run ${run.id} is not delivered any more.`);
}
