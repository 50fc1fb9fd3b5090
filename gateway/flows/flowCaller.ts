import type { Caller } from '../../subgraphs/kit/caller.ts';
import type { Cause } from '../../subgraphs/kit/changes/cause.ts';
import type { Flow } from './flow.ts';
import type { ClaimedRun } from './flowRun.ts';

/** Who a flow's operations run as: the namespace of its idempotency keys, with the scopes that the flow asks for. */
export function callerOf(flow: Flow): Caller {
  return { id: `flow:${flow.name}`, scopes: flow.options.scopes, claims: {} };
}

/** The caller of a run's steps: what they change is recorded as made by it. */
export function callerOfRun(flow: Flow, run: ClaimedRun): Caller {
  return { ...callerOf(flow), cause: causeOfRun(run) };
}

/** What a run changes, and what becomes of itself, is caused by it. */
export function causeOfRun({ flow, id, hops }: Pick<ClaimedRun, 'flow' | 'id' | 'hops'>): Cause {
  return { flow, runId: id, hops: hops + 1 };
}
