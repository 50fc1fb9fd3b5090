import { setTimeout as delay } from 'node:timers/promises';
import { flowRunType } from '../../subgraphs/kit/contracts/flowRunType.ts';
import type { FlowChanges } from './flowChanges.ts';

/** How soon to begin anew when the log could not be read: meanwhile the runner looks by itself. */
const RETRY_MS = 1_000;

/**
 * Calls `onRetried` with the flow of each run that an operator has set back, in whichever process that was, as soon as
 * it is in the log. Resolves when the signal is aborted.
 */
export async function watchRetries(
  changes: Pick<FlowChanges, 'follow'>,
  signal: AbortSignal,
  onRetried: (flow: string) => void,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const retried = await changes.follow({
        system: flowRunType.system,
        recordType: flowRunType.name,
        // What becomes of a run by itself is caused by the run.
        select: ({ change }) => (change.cause === null ? flowRunType.snapshot(change)?.flow : undefined),
        signal,
      });
      for await (const flow of retried) onRetried(flow);
    } catch (error) {
      onError(error);
    }
    await delay(RETRY_MS, undefined, { signal }).catch(() => 'closed');
  }
}
