import { hostname } from 'node:os';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { claimDue } from '../../subgraphs/kit/database/claimDue.ts';
import type { Database, Transactional } from '../../subgraphs/kit/database/database.ts';
import { writeLater } from '../../subgraphs/kit/database/laterWrites.ts';
import type { Bindings } from './bindings.ts';
import type { Flow } from './flow.ts';
import { toRun } from './flowReader.ts';
import type { ClaimedRun, FlowEvent, RunFailure, StepState } from './flowRun.ts';
import type { FlowTables } from './flowTables.ts';
import { insertRuns } from './insertRuns.ts';
import { type RunChangeLog, recordRuns } from './runChanges.ts';

/** The right to consume the log for one flow: one process at a time has it. */
export interface ConsumerLease {
  readonly flow: string;
  readonly token: number;
  readonly cursor: string;
}

/** What the flows remember. Every write of a run is conditioned by its attempt, every write of a consumer by its token. */
export interface FlowStore {
  /** Frees what a process held that has died. Only for one that knows that no other is alive. */
  freeAll(): Promise<void>;
  /** Takes or keeps the consumer of a flow for `leaseMs`; undefined when another has it, or the flow is paused or removed. */
  acquireConsumer(flow: string, leaseMs: number, held?: ConsumerLease): Promise<ConsumerLease | undefined>;
  /** Lets go of a consumer, so that nobody has to wait for its lease to end. */
  releaseConsumer(lease: ConsumerLease): Promise<void>;
  /**
   * Stores runs for the events and moves the consumer to `cursor`, at once. False, and nothing is stored, when the
   * consumer is another's by now.
   */
  saveEvents(lease: ConsumerLease, flow: Flow, events: readonly FlowEvent[], cursor: string): Promise<boolean>;
  /** Takes up to `limit` runs that are due; none of a flow that is paused. */
  claim(flow: Flow, limit: number, leaseMs: number): Promise<readonly ClaimedRun[]>;
  /** Keeps a claim, and stores what has been learnt. False when the run is another's by now. */
  save(
    run: ClaimedRun,
    leaseMs: number,
    learnt: { bindings?: Bindings; steps?: readonly StepState[] },
  ): Promise<boolean>;
  /** Takes a value of the flow's `once` for this run. False when another run of its generation has it. */
  takeOnce(run: ClaimedRun, onceValue: string): Promise<boolean>;
  /**
   * Ends a claim, and stores what has become of the steps, where that is given: the run has succeeded, waits for
   * `dueAt`, is a dead letter, or goes on elsewhere.
   */
  release(run: ClaimedRun, outcome: RunOutcome, steps?: readonly StepState[]): Promise<boolean>;
  source(flow: string, version: string): Promise<string | undefined>;
}

export type RunOutcome =
  | { readonly status: 'SUCCEEDED' }
  | { readonly status: 'WAITING'; readonly dueAt: Date; readonly failures: number; readonly failure: RunFailure }
  | { readonly status: 'DEAD'; readonly failures: number; readonly failure: RunFailure }
  /** Cut off, which is no failure: whoever is next carries the run on at once. */
  | { readonly status: 'CUT_OFF' };

/** Whom an operator asks about a claim that does not end. */
const WORKER = `${hostname()}:${process.pid}`;

const now = () => new Date().toISOString();
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

/** The flows' tables, on either engine. What becomes of runs is recorded in the log. */
export function createFlowStore(database: Database, log: RunChangeLog): FlowStore {
  const tables = database.queries.withTables<FlowTables>();
  const recording = async <Result>(work: (transaction: Transactional) => Promise<Result>): Promise<Result> => {
    const result = await database.transaction(work);
    log.committed();
    return result;
  };
  return {
    async freeAll() {
      await tables.deleteFrom('sluice_flow_loader').execute();
      await tables.updateTable('sluice_flow').set({ consumer_until: null }).execute();
      await tables.updateTable('sluice_flow_replay').set({ leased_until: null }).execute();
      await tables
        .updateTable('sluice_flow_run')
        .set({ status: 'WAITING', leased_until: null })
        .where('status', '=', 'RUNNING')
        .execute();
    },
    async acquireConsumer(flow, leaseMs, held) {
      let taken = tables
        .updateTable('sluice_flow')
        .where('name', '=', flow)
        .where('state', '=', 'ACTIVE')
        .where('paused_at', 'is', null)
        .set({ consumer_until: inMs(leaseMs) });
      taken = held
        ? taken.where('consumer', '=', held.token)
        : taken
            .set(({ eb }) => ({ consumer: eb('consumer', '+', 1) }))
            .where(({ eb }) => eb.or([eb('consumer_until', 'is', null), eb('consumer_until', '<', now())]));
      const row = await taken.returning(['consumer', 'cursor']).executeTakeFirst();
      return row && { flow, token: row.consumer, cursor: row.cursor };
    },
    async releaseConsumer({ flow, token }) {
      await tables
        .updateTable('sluice_flow')
        .set({ consumer_until: null })
        .where('name', '=', flow)
        .where('consumer', '=', token)
        .execute();
    },
    saveEvents: (lease, flow, events, cursor) =>
      recording(async (transaction) => {
        if (!(await moveConsumer(transaction, lease, cursor))) return false;
        await insertRuns(transaction, log, flow, events, 0);
        return true;
      }),
    claim: (flow, limit, leaseMs) =>
      database.transaction(async (transaction) => {
        const claimed = await claimRuns(transaction, flow, limit, leaseMs);
        await noteAttempts(transaction, claimed);
        return claimed;
      }),
    async save(run, leaseMs, { bindings, steps }) {
      const { numUpdatedRows } = await tables
        .updateTable('sluice_flow_run')
        .set({
          leased_until: inMs(leaseMs),
          updated_at: now(),
          ...(bindings && { bindings: JSON.stringify(bindings) }),
          ...(steps && { steps: JSON.stringify(steps) }),
        })
        .where('id', '=', run.id)
        .where('attempt', '=', run.attempt)
        .where('status', '=', 'RUNNING')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async takeOnce(run, onceValue) {
      const taken = await sql`
        update sluice_flow_run set once_value = ${onceValue}
        where id = ${run.id} and attempt = ${run.attempt} and status = 'RUNNING' and not exists (
          select 1 from sluice_flow_run as other
          where other.flow = ${run.flow} and other.once_value = ${onceValue}
            and other.generation = ${run.generation} and other.id <> ${run.id})`.execute(database.queries);
      return (taken.numAffectedRows ?? 0n) > 0n;
    },
    release: (run, outcome, steps) => recording((transaction) => releaseRun(transaction, log, run, outcome, steps)),
    async source(flow, version) {
      const row = await tables
        .selectFrom('sluice_flow_version')
        .select('source')
        .where('flow', '=', flow)
        .where('version', '=', version)
        .executeTakeFirst();
      return row?.source;
    },
  };
}

async function moveConsumer(transaction: Transactional, lease: ConsumerLease, cursor: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .withTables<FlowTables>()
    .updateTable('sluice_flow')
    .set({ cursor })
    .where('name', '=', lease.flow)
    .where('consumer', '=', lease.token)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function claimRuns(
  transaction: Transactional,
  flow: Flow,
  limit: number,
  leaseMs: number,
): Promise<readonly ClaimedRun[]> {
  const rows = await claimDue<Selectable<FlowTables['sluice_flow_run']>>(transaction, {
    table: 'sluice_flow_run',
    key: 'id',
    isDue: sql`flow = ${flow.name} and due_at <= ${now()}
      and (status = 'WAITING' or (status = 'RUNNING' and leased_until < ${now()})) ${inOrder(flow)}
      and not exists (select 1 from sluice_flow where name = ${flow.name} and paused_at is not null)`,
    set: sql`, status = 'RUNNING', updated_at = ${now()}`,
    limit,
    leasedUntil: inMs(leaseMs),
  });
  return rows.map((row) => ({ ...toRun(row), changeCursor: row.change_cursor }));
}

/** With `ordered`, only the first unfinished run of a record is due. */
function inOrder({ options }: Flow): RawBuilder<unknown> {
  if (!options.ordered) return sql``;
  return sql`and not exists (
    select 1 from sluice_flow_run as earlier where earlier.flow = work.flow and earlier.subject = work.subject
      and earlier.seq < work.seq and earlier.status in ('WAITING', 'RUNNING'))`;
}

async function noteAttempts(transaction: Transactional, claimed: readonly ClaimedRun[]): Promise<void> {
  if (claimed.length === 0) return;
  const attempts = claimed.map(({ id, attempt }) => ({
    run_id: id,
    attempt,
    started_at: now(),
    ended_at: null,
    error: null,
    worker: WORKER,
  }));
  const noted = transaction.withTables<FlowTables>().insertInto('sluice_flow_attempt').values(attempts);
  await writeLater(transaction, noted);
}

async function releaseRun(
  transaction: Transactional,
  log: RunChangeLog,
  run: ClaimedRun,
  outcome: RunOutcome,
  steps: readonly StepState[] | undefined,
): Promise<boolean> {
  const tables = transaction.withTables<FlowTables>();
  const error = 'failure' in outcome ? JSON.stringify(outcome.failure) : null;
  const released = await tables
    .updateTable('sluice_flow_run')
    .set({
      status: outcome.status === 'CUT_OFF' ? 'WAITING' : outcome.status,
      ...('failures' in outcome && { failures: outcome.failures }),
      leased_until: null,
      // What is cut off has not failed, and why it failed before stays.
      ...(outcome.status !== 'CUT_OFF' && { error }),
      updated_at: now(),
      ...(steps && { steps: JSON.stringify(steps) }),
      ...(outcome.status === 'WAITING' && { due_at: outcome.dueAt.toISOString() }),
    })
    .where('id', '=', run.id)
    .where('attempt', '=', run.attempt)
    .where('status', '=', 'RUNNING')
    .returningAll()
    .executeTakeFirst();
  if (!released) return false;
  const { failures, failure } = run;
  const after = toRun(released);
  await recordRuns(log, transaction, [{ before: { ...after, status: 'WAITING', failures, failure }, after }]);
  const ended = tables
    .updateTable('sluice_flow_attempt')
    .set({ ended_at: now(), error })
    .where('run_id', '=', run.id)
    .where('attempt', '=', run.attempt);
  await writeLater(transaction, ended);
  return true;
}
