import type { FlowControl, FlowRecord } from '../../subgraphs/kit/contracts/flows.ts';
import type { Transactional } from '../../subgraphs/kit/database/database.ts';
import { NotFoundError } from '../../subgraphs/kit/errors.ts';
import { readFlows } from './flowReader.ts';
import type { FlowTables } from './flowTables.ts';

/** What an operator does with the flows, in their tables. The processes that run flows look there. */
export function createFlowControl(): FlowControl {
  return {
    async pause(transaction, flow) {
      await transaction
        .withTables<FlowTables>()
        .updateTable('sluice_flow')
        .where('name', '=', flow)
        .where('paused_at', 'is', null)
        // Whoever consumes is cut off by its token: it can store no run more.
        .set(({ eb }) => ({
          paused_at: new Date().toISOString(),
          consumer: eb('consumer', '+', 1),
          consumer_until: null,
        }))
        .execute();
      return requireFlow(transaction, flow);
    },
    async resume(transaction, flow) {
      await transaction
        .withTables<FlowTables>()
        .updateTable('sluice_flow')
        .where('name', '=', flow)
        .set({ paused_at: null })
        .execute();
      return requireFlow(transaction, flow);
    },
  };
}

async function requireFlow(transaction: Transactional, name: string): Promise<FlowRecord> {
  const [flow] = await readFlows(transaction, [name]);
  if (!flow) throw new NotFoundError('Flow', name);
  return flow;
}
