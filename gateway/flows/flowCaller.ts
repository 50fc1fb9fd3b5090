import type { Caller } from '../../subgraphs/kit/caller.ts';
import type { Flow } from './flow.ts';

/** Who a flow's operations run as: the namespace of its idempotency keys, with the scopes that the flow asks for. */
export function callerOf(flow: Flow): Caller {
  return { id: `flow:${flow.name}`, scopes: flow.options.scopes, claims: {} };
}
