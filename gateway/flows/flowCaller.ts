import type { Caller } from '../../subgraphs/kit/caller.ts';
import type { Flow } from './flow.ts';
import type { ClaimedRun } from './flowRun.ts';

/** Who a flow's operations run as: the namespace of its idempotency keys, with the scopes that the flow asks for. */
export function callerOf(flow: Flow): Caller {
  return { id: `flow:${flow.name}`, scopes: flow.options.scopes, claims: {} };
}

/** The caller of a run's steps: what they change is recorded as made by it. */
export function callerOfRun(flow: Flow, { id, hops }: ClaimedRun): Caller {
  return { ...callerOf(flow), cause: { flow: flow.name, runId: id, hops: hops + 1 } };
}
