import { setMaxListeners } from 'node:events';
import { executeFetch } from './executeFetch.ts';
import { ExecutionErrors } from './executionErrors.ts';
import type { GatewayContext } from './gatewayContext.ts';
import { type DataObject, emptyData } from './mergeData.ts';
import type { PreparedNode } from './preparedPlan.ts';
import { findTargets, type Target } from './targets.ts';
import type { SubgraphTransport } from './transport/subgraphTransport.ts';
import type { TypeConditions } from './typeConditions.ts';

/** One run of a plan: what it may use, and what it has found so far. */
export interface PlanExecution {
  readonly context: GatewayContext;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly typeConditions: TypeConditions;
  /** Variables as the client gave them, only those that its operation declares. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same with defaults, for conditions. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  /** All answers merged, under the plan's response names. */
  readonly data: DataObject;
  readonly errors: ExecutionErrors;
}

/** A run that has found nothing yet. */
export function newExecution(parameters: Omit<PlanExecution, 'data' | 'errors'>): PlanExecution {
  return { ...parameters, data: emptyData(), errors: new ExecutionErrors() };
}

/**
 * Executes a plan: fills `execution.data` and `execution.errors`. A failing subgraph is an error there, never a
 * rejection; what does not depend on it goes on. When the context's signal is aborted, no further fetch is started.
 */
export async function executePlan(execution: PlanExecution, plan: PreparedNode | undefined): Promise<void> {
  // Each running fetch listens to it; Node would warn of a leak from the eleventh on.
  setMaxListeners(0, execution.context.signal);
  if (plan) await executeNode(execution, plan, [{ object: execution.data, path: [] }]);
}

async function executeNode(execution: PlanExecution, node: PreparedNode, targets: readonly Target[]): Promise<void> {
  switch (node.kind) {
    case 'Fetch':
      return executeFetch(execution, node, targets);
    case 'Sequence':
      for (const child of node.nodes) await executeNode(execution, child, targets);
      return;
    case 'Parallel':
      await Promise.all(node.nodes.map((child) => executeNode(execution, child, targets)));
      return;
    case 'Flatten':
      return executeNode(execution, node.node, findTargets(targets, node.path));
    case 'Condition': {
      const chosen = execution.coercedVariables[node.variable] === true ? node.ifTrue : node.ifFalse;
      if (chosen) await executeNode(execution, chosen, targets);
    }
  }
}
