import { setMaxListeners } from 'node:events';
import { EntityBatches } from './entityBatches.ts';
import { executeEntityBatch } from './executeEntities.ts';
import { executeRootFetch } from './executeFetch.ts';
import { ExecutionErrors } from './executionErrors.ts';
import type { GatewayContext } from './gatewayContext.ts';
import { type DataObject, emptyData } from './mergeData.ts';
import { fetchesOf } from './planNodes.ts';
import type { PlanRules, PreparedNode } from './preparedPlan.ts';
import { findObjects } from './targets.ts';
import type { SubgraphTransport } from './transport/subgraphTransport.ts';
import type { TypeConditions } from './typeConditions.ts';

/** One run of a plan: what it may use, and what it has found so far. */
export interface PlanExecution {
  readonly context: GatewayContext;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly typeConditions: TypeConditions;
  readonly rules: PlanRules;
  /** Variables as the client gave them, only those that its operation declares. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same with defaults, for conditions. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  /** All answers merged, under the plan's response names. */
  readonly data: DataObject;
  readonly errors: ExecutionErrors;
  /** Whether all strings of the data are known to need no escaping in JSON. */
  isPlain: boolean;
}

/** A run that has found nothing yet. */
export function newExecution(parameters: Omit<PlanExecution, 'data' | 'errors' | 'isPlain'>): PlanExecution {
  return { ...parameters, data: emptyData(), errors: new ExecutionErrors(), isPlain: true };
}

/**
 * Executes a plan: fills `execution.data` and `execution.errors`. A failing subgraph is an error there, never a
 * rejection; what does not depend on it goes on. When the context's signal is aborted, no further fetch is started.
 */
export async function executePlan(execution: PlanExecution, plan: PreparedNode | undefined): Promise<void> {
  // Each running fetch listens to it; Node would warn of a leak from the eleventh on.
  setMaxListeners(0, execution.context.signal);
  const batches = new EntityBatches(execution.rules.waits, (batch) => executeEntityBatch(execution, batch));
  if (plan) await executeNode(execution, plan, batches);
}

async function executeNode(execution: PlanExecution, node: PreparedNode, batches: EntityBatches): Promise<void> {
  switch (node.kind) {
    case 'Fetch': {
      const objects = findObjects(execution.data, node.path);
      return node.requires ? batches.join(node, objects) : executeRootFetch(execution, node, objects);
    }
    case 'Sequence':
      for (const child of node.nodes) await executeNode(execution, child, batches);
      return;
    case 'Parallel':
      await Promise.all(node.nodes.map((child) => executeNode(execution, child, batches)));
      return;
    case 'Condition': {
      const isTrue = execution.coercedVariables[node.variable] === true;
      const [chosen, other] = isTrue ? [node.ifTrue, node.ifFalse] : [node.ifFalse, node.ifTrue];
      if (other) for (const fetch of fetchesOf(other)) batches.leaveOut(fetch);
      if (chosen) await executeNode(execution, chosen, batches);
    }
  }
}
