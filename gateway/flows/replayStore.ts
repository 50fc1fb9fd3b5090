import { sql } from 'kysely';
import type { ReplayMode } from '../../subgraphs/kit/contracts/flows.ts';
import { claimDue } from '../../subgraphs/kit/database/claimDue.ts';
import type { Database, Transactional } from '../../subgraphs/kit/database/database.ts';
import type { Flow } from './flow.ts';
import type { FlowEvent, RunFailure } from './flowRun.ts';
import type { FlowTables } from './flowTables.ts';
import { insertRuns } from './insertRuns.ts';
import type { RunChangeLog } from './runChanges.ts';

/** A replay that this process may carry on until its lease ends. */
export interface ClaimedReplay {
  readonly id: string;
  readonly flow: string;
  readonly mode: ReplayMode;
  readonly generation: number;
  readonly cursor: string;
  readonly until: string;
  /** Only changes that happened at this time or later; null is no restriction. */
  readonly sinceTime: string | null;
  /** Only changes that happened before this time; null is no restriction. */
  readonly beforeTime: string | null;
  /** The fencing token: who holds an older one can record nothing. */
  readonly attempt: number;
}

/** What is remembered of replays. None is carried on while its flow is paused. */
export interface ReplayStore {
  /** Takes up to `limit` replays of these flows that are due, for `leaseMs`. */
  claim(flows: readonly string[], limit: number, leaseMs: number): Promise<readonly ClaimedReplay[]>;
  /** Keeps a claim. False when the replay is another's by now, or its flow is paused or gone. */
  renew(replay: ClaimedReplay, leaseMs: number): Promise<boolean>;
  /** Stores runs for the events and moves the replay to `cursor`, at once. False, and nothing is stored, as with `renew`. */
  save(replay: ClaimedReplay, flow: Flow, events: readonly FlowEvent[], cursor: string): Promise<boolean>;
  /** Lets go of a replay: it is due again at a time, or at its end, or has failed for good. */
  release(replay: ClaimedReplay, outcome: ReplayOutcome): Promise<void>;
}

export type ReplayOutcome =
  | { readonly state: 'DONE' }
  | { readonly state: 'RUNNING'; readonly dueAt: Date; readonly failure: RunFailure | null }
  | { readonly state: 'FAILED'; readonly failure: RunFailure };

/** The replays' table, on either engine. The runs that they make are recorded in the log. */
export function createReplayStore(database: Database, log: RunChangeLog): ReplayStore {
  return {
    claim: (flows, limit, leaseMs) =>
      database.transaction((transaction) => claimReplays(transaction, flows, limit, leaseMs)),
    renew: async (replay, leaseMs) => {
      const { numUpdatedRows } = await claimed(database.queries, replay)
        .where(flowIsActive)
        .set({ leased_until: inMs(leaseMs) })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async save(replay, flow, events, cursor) {
      const isSaved = await database.transaction(async (transaction) => {
        const { numUpdatedRows } = await claimed(transaction, replay)
          .where(flowIsActive)
          .set({ cursor, error: null, updated_at: inMs(0) })
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        const missing = await wanted(transaction, replay, events);
        const runs = await insertRuns(transaction, log, flow, missing, replay.generation);
        if (runs > 0) {
          await claimed(transaction, replay)
            .set(({ eb }) => ({ runs: eb('runs', '+', runs) }))
            .execute();
        }
        return true;
      });
      log.committed();
      return isSaved;
    },
    async release(replay, outcome) {
      await claimed(database.queries, replay)
        .set({
          state: outcome.state,
          leased_until: null,
          updated_at: inMs(0),
          ...(outcome.state === 'RUNNING' && { due_at: outcome.dueAt.toISOString() }),
          ...('failure' in outcome && outcome.failure && { error: JSON.stringify(outcome.failure) }),
        })
        .execute();
    },
  };
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

const flowIsActive = sql<boolean>`exists (
  select 1 from sluice_flow where name = flow and sluice_flow.state = 'ACTIVE' and paused_at is null)`;

function claimed(queries: Database['queries'] | Transactional, { id, attempt }: ClaimedReplay) {
  return queries
    .withTables<FlowTables>()
    .updateTable('sluice_flow_replay')
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('state', '=', 'RUNNING');
}

async function claimReplays(
  transaction: Transactional,
  flows: readonly string[],
  limit: number,
  leaseMs: number,
): Promise<readonly ClaimedReplay[]> {
  if (flows.length === 0) return [];
  const rows = await claimDue<FlowTables['sluice_flow_replay']>(transaction, {
    table: 'sluice_flow_replay',
    key: 'id',
    isDue: sql`state = 'RUNNING' and due_at <= ${inMs(0)} and flow in (${sql.join(flows)})
      and (leased_until is null or leased_until < ${inMs(0)}) and ${flowIsActive}`,
    limit,
    leasedUntil: inMs(leaseMs),
  });
  return rows.map(({ since_time: sinceTime, before_time: beforeTime, ...row }) => ({ ...row, sinceTime, beforeTime }));
}

/** With MISSING, what has no run yet, in whatever generation. */
async function wanted(
  transaction: Transactional,
  { flow, mode }: ClaimedReplay,
  events: readonly FlowEvent[],
): Promise<readonly FlowEvent[]> {
  if (mode === 'AGAIN' || events.length === 0) return events;
  const onceValues = events.flatMap(({ onceValue }) => onceValue ?? []);
  const known = await transaction
    .withTables<FlowTables>()
    .selectFrom('sluice_flow_run')
    .select(['change_cursor', 'once_value'])
    .where('flow', '=', flow)
    .where(({ eb, or }) =>
      or([
        eb(
          'change_cursor',
          'in',
          events.map(({ cursor }) => cursor),
        ),
        ...(onceValues.length > 0 ? [eb('once_value', 'in', onceValues)] : []),
      ]),
    )
    .execute();
  const cursors = new Set(known.map(({ change_cursor }) => change_cursor));
  const taken = new Set(known.map(({ once_value }) => once_value));
  return events.filter(
    ({ cursor, onceValue }) => !cursors.has(cursor) && (onceValue === null || !taken.has(onceValue)),
  );
}
