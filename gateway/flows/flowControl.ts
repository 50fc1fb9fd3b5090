import { type Selectable, sql } from 'kysely';
import type { FlowControl, FlowRecord } from '../../subgraphs/kit/contracts/flows.ts';
import type { Transactional } from '../../subgraphs/kit/database/database.ts';
import { forUpdate, lockRow } from '../../subgraphs/kit/database/lockRow.ts';
import { NotFoundError, SluiceError } from '../../subgraphs/kit/errors.ts';
import { newId } from '../../subgraphs/kit/ids.ts';
import { readFlows, toReplay, toRun } from './flowReader.ts';
import { type FlowTables, NEVER_GOOD } from './flowTables.ts';
import { type RunChangeLog, recordRuns } from './runChanges.ts';

type RunRow = Selectable<FlowTables['sluice_flow_run']>;

/** Dead letters that one statement sets back. */
const BATCH = 500;

/** What an operator does with the flows, in their tables. The processes that run flows look there. */
export function createFlowControl(log: RunChangeLog): FlowControl {
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
      const row = await lockRow<RunRow>(transaction, 'sluice_flow_run', runId);
      if (!row) throw new NotFoundError('FlowRun', runId);
      if (row.status === 'RUNNING' || row.status === 'SUCCEEDED') throw refusedRetry(row.status);
      await setBack(transaction, log, [row]);
      return toRun({ ...row, ...anew() });
    },
    async retryDeadLetters(transaction, flow) {
      await requireFlow(transaction, flow);
      for (let retried = 0; ; ) {
        const { rows } = await sql<RunRow>`select * from sluice_flow_run where flow = ${flow} and status = 'DEAD'
          order by id limit ${BATCH} ${forUpdate(transaction)}`.execute(transaction);
        if (rows.length === 0) return retried;
        await setBack(transaction, log, rows);
        retried += rows.length;
      }
    },
    async replay(transaction, { flow, mode, stretch, times }) {
      // Locked, so that of replays that are asked for at once each has a generation of its own.
      await sql`select name from sluice_flow where name = ${flow} ${forUpdate(transaction)}`.execute(transaction);
      const { state } = await requireFlow(transaction, flow);
      if (state === 'REMOVED') throw removed(flow);
      const now = new Date().toISOString();
      const row = await transaction
        .withTables<FlowTables>()
        .insertInto('sluice_flow_replay')
        .values({
          id: newId('rpl'),
          flow,
          mode,
          generation: mode === 'AGAIN' ? await nextGeneration(transaction, flow) : 0,
          state: 'RUNNING',
          cursor: stretch.after,
          until: stretch.until,
          since_time: times.since ?? null,
          before_time: times.before ?? null,
          runs: 0,
          attempt: 0,
          due_at: now,
          leased_until: null,
          error: null,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toReplay(row);
    },
  };
}

/** Due now, and with all its tries. What its steps have done stays done. */
function anew() {
  const now = new Date().toISOString();
  return { status: 'WAITING', failures: 0, due_at: now, updated_at: now } as const;
}

/** Sets runs that are locked back to their beginning. */
async function setBack(transaction: Transactional, log: RunChangeLog, rows: readonly RunRow[]): Promise<void> {
  const set = anew();
  await transaction
    .withTables<FlowTables>()
    .updateTable('sluice_flow_run')
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .set(set)
    .execute();
  await recordRuns(
    log,
    transaction,
    rows.map((row) => ({ before: toRun(row), after: toRun({ ...row, ...set }), cause: null })),
  );
}

async function nextGeneration(transaction: Transactional, flow: string): Promise<number> {
  const { last } = await transaction
    .withTables<FlowTables>()
    .selectFrom('sluice_flow_replay')
    .where('flow', '=', flow)
    .select(({ fn }) => fn.max('generation').as('last'))
    .executeTakeFirstOrThrow();
  return Number(last ?? 0) + 1;
}

function removed(flow: string): SluiceError {
  const message = `The flow ${flow} was removed, and begins no runs. Put its file back, and replay it then.`;
  return new SluiceError('INVALID_TRANSITION', message, { extensions: { from: 'REMOVED' } });
}

const REFUSED = {
  RUNNING: 'The run is under way. It can be retried once it has failed.',
  SUCCEEDED: 'The run has succeeded, and there is nothing left to do.',
};

function refusedRetry(status: keyof typeof REFUSED): SluiceError {
  return new SluiceError('INVALID_TRANSITION', REFUSED[status], { extensions: { from: status, to: 'WAITING' } });
}

async function requireFlow(transaction: Transactional, name: string): Promise<FlowRecord> {
  const [flow] = await readFlows(transaction, [name]);
  if (!flow || flow.version === NEVER_GOOD) throw new NotFoundError('Flow', name);
  return flow;
}
