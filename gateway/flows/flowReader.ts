import type { Selectable } from 'kysely';
import type { ChangeEnvelope } from '../../subgraphs/kit/changes/change.ts';
import type {
  FlowAttemptRecord,
  FlowOptions,
  FlowReader,
  FlowRecord,
  FlowReplayRecord,
  FlowRunRecord,
  FlowState,
  RunFailure,
  StepState,
} from '../../subgraphs/kit/contracts/flows.ts';
import type { Database, Queries } from '../../subgraphs/kit/database/database.ts';
import { readPage } from '../../subgraphs/kit/database/sqlPages.ts';
import { mapSlice } from '../../subgraphs/kit/pages.ts';
import type { Bindings } from './bindings.ts';
import type { FlowTables } from './flowTables.ts';

type RunRow = Selectable<FlowTables['sluice_flow_run']>;
type ReplayRow = Selectable<FlowTables['sluice_flow_replay']>;

/** Reads the flows' tables. */
export function createFlowReader({ queries }: Pick<Database, 'queries'>): FlowReader {
  const tables = queries.withTables<FlowTables>();
  return {
    flows: (names) => readFlows(queries, names),
    async countsByFlow(names) {
      const rows = await tables
        .selectFrom('sluice_flow_run')
        .where('flow', 'in', names)
        .groupBy(['flow', 'status'])
        .select(['flow', 'status', ({ fn }) => fn.countAll<number>().as('runs')])
        .execute();
      return names.map((flow) => {
        const count = (status: RunRow['status']) =>
          Number(rows.find((row) => row.flow === flow && row.status === status)?.runs ?? 0);
        return {
          flow,
          waiting: count('WAITING'),
          running: count('RUNNING'),
          succeeded: count('SUCCEEDED'),
          dead: count('DEAD'),
        };
      });
    },
    async runs(where, page) {
      return mapSlice(await readPage<RunRow>(queries, { table: 'sluice_flow_run', where: { ...where } }, page), toRun);
    },
    async runsById(ids) {
      return (await tables.selectFrom('sluice_flow_run').selectAll().where('id', 'in', ids).execute()).map(toRun);
    },
    async replays(where, page) {
      const list = { table: 'sluice_flow_replay', where: { ...where } };
      return mapSlice(await readPage<ReplayRow>(queries, list, page), toReplay);
    },
    async replaysById(ids) {
      return (await tables.selectFrom('sluice_flow_replay').selectAll().where('id', 'in', ids).execute()).map(toReplay);
    },
    async attemptsByRun(runIds) {
      const rows = await tables
        .selectFrom('sluice_flow_attempt')
        .selectAll()
        .where('run_id', 'in', runIds)
        .orderBy('run_id')
        .orderBy('attempt')
        .execute();
      return rows.map(toAttempt);
    },
  };
}

/** The flows as they are in the database, or in a transaction that has changed them. By name. */
export async function readFlows(queries: Queries, names?: readonly string[]): Promise<readonly FlowRecord[]> {
  let flows = queries
    .withTables<FlowTables>()
    .selectFrom('sluice_flow as flow')
    .leftJoin('sluice_flow_version as text', (join) =>
      join.onRef('text.flow', '=', 'flow.name').onRef('text.version', '=', 'flow.version'),
    )
    .selectAll('flow')
    .select(({ fn, val }) => fn.coalesce('text.source', val('')).as('source'))
    .orderBy('flow.name');
  if (names) flows = flows.where('flow.name', 'in', names);
  return (await flows.execute()).map(toFlow);
}

function toFlow(row: Selectable<FlowTables['sluice_flow']> & { readonly source: string }): FlowRecord {
  return {
    name: row.name,
    description: row.description,
    file: row.file,
    version: row.version,
    source: row.source,
    options: JSON.parse(row.options) as FlowOptions,
    state: stateOf(row),
    fault: row.fault,
    pausedAt: row.paused_at,
    cursor: row.cursor,
    createdAt: row.at,
  };
}

function stateOf({ state, paused_at }: Selectable<FlowTables['sluice_flow']>): FlowState {
  if (state === 'REMOVED') return 'REMOVED';
  if (paused_at !== null) return 'PAUSED';
  return state === 'BROKEN' ? 'BROKEN' : 'RUNNING';
}

/** A run as its row has it. */
export function toRun(row: Omit<RunRow, 'seq'>): FlowRunRecord {
  const change = row.change === null ? null : (JSON.parse(row.change) as ChangeEnvelope);
  return {
    id: row.id,
    flow: row.flow,
    version: row.version,
    change: change && { cursor: row.change_cursor, change },
    generation: row.generation,
    status: row.status,
    attempt: row.attempt,
    failures: row.failures,
    hops: row.hops,
    customerId: change?.customerId ?? null,
    dueAt: row.status === 'WAITING' ? row.due_at : null,
    bindings: row.bindings === null ? null : (JSON.parse(row.bindings) as Bindings),
    steps: JSON.parse(row.steps) as StepState[],
    failure: toFailure(row.error),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** A replay as its row has it. */
export function toReplay(row: ReplayRow): FlowReplayRecord {
  return {
    id: row.id,
    flow: row.flow,
    mode: row.mode,
    generation: row.generation,
    state: row.state,
    cursor: row.cursor,
    until: row.until,
    runs: row.runs,
    failure: toFailure(row.error),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toAttempt(row: Selectable<FlowTables['sluice_flow_attempt']>): FlowAttemptRecord {
  return {
    runId: row.run_id,
    attempt: row.attempt,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    failure: toFailure(row.error),
  };
}

function toFailure(error: string | null): RunFailure | null {
  return error === null ? null : (JSON.parse(error) as RunFailure);
}
