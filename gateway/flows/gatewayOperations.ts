import type { FederationGateway } from '../federation/federationGateway.ts';
import { STREAM } from '../federation/subscriptions/eventStream.ts';
import { pullEvents } from '../federation/subscriptions/pullEvents.ts';
import type { FlowExecution, FlowOperations } from './flowOperations.ts';

/** The flows' way to the graph: the gateway's executor itself. Their operations were validated when they were loaded. */
export function createGatewayOperations(gateway: FederationGateway): FlowOperations {
  function run({ operation, variables, caller, signal }: FlowExecution, onProgress?: (cursor: string) => void) {
    const context = { caller, forwardedHeaders: {}, signal, ...(onProgress && { onProgress }) };
    return gateway.run({ document: operation.document, operationName: operation.name, variables, context });
  }
  return {
    execute: (execution) => run(execution),
    async *subscribe(execution, onProgress) {
      const { [STREAM]: events, ...refused } = await run(execution, onProgress);
      if (!events) {
        yield { result: refused };
        return;
      }
      yield* pullEvents(events, execution.signal);
    },
  };
}
