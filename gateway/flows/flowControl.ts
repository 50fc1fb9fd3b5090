import type { FlowControl, FlowRecord, RunStatus } from '../../subgraphs/kit/contracts/flows.ts';
import type { Transactional } from '../../subgraphs/kit/database/database.ts';
import { NotFoundError, SluiceError } from '../../subgraphs/kit/errors.ts';
import { readFlows, toRun } from './flowReader.ts';
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
    async retryRun(transaction, runId) {
      // What is under way is not touched, however the two race: its row is locked by whoever comes first.
      const row = await transaction
        .withTables<FlowTables>()
        .updateTable('sluice_flow_run')
        .where('id', '=', runId)
        .where('status', 'in', ['WAITING', 'DEAD'])
        .set(anew())
        .returningAll()
        .executeTakeFirst();
      return row ? toRun(row) : refuseRetry(transaction, runId);
    },
    async retryDeadLetters(transaction, flow) {
      await requireFlow(transaction, flow);
      const { numUpdatedRows } = await transaction
        .withTables<FlowTables>()
        .updateTable('sluice_flow_run')
        .where('flow', '=', flow)
        .where('status', '=', 'DEAD')
        .set(anew())
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },
  };
}

/** Due now, and with all its tries. What its steps have done stays done. */
function anew() {
  const now = new Date().toISOString();
  return { status: 'WAITING', failures: 0, due_at: now, updated_at: now } as const;
}

async function refuseRetry(transaction: Transactional, id: string): Promise<never> {
  const run = await transaction
    .withTables<FlowTables>()
    .selectFrom('sluice_flow_run')
    .where('id', '=', id)
    .select('status')
    .executeTakeFirst();
  if (!run) throw new NotFoundError('FlowRun', id);
  throw new SluiceError('INVALID_TRANSITION', REFUSED[run.status] ?? `The run changed meanwhile. Look at it again.`, {
    extensions: { from: run.status, to: 'WAITING' },
  });
}

const REFUSED: Partial<Record<RunStatus, string>> = {
  RUNNING: 'The run is under way. It can be retried once it has failed.',
  SUCCEEDED: 'The run has succeeded, and there is nothing left to do.',
};

async function requireFlow(transaction: Transactional, name: string): Promise<FlowRecord> {
  const [flow] = await readFlows(transaction, [name]);
  if (!flow) throw new NotFoundError('Flow', name);
  return flow;
}
