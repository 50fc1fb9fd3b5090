import type { Selectable } from 'kysely';
import type { Transactional } from '../../subgraphs/kit/database/database.ts';
import { newId } from '../../subgraphs/kit/ids.ts';
import type { Flow } from './flow.ts';
import { toRun } from './flowReader.ts';
import type { FlowEvent } from './flowRun.ts';
import type { FlowTables } from './flowTables.ts';
import { type RunChangeLog, recordRuns } from './runChanges.ts';

/**
 * Stores runs, and records that they are there. In a generation there is one for each change, and for each value of `once`: a second one is not stored.
 * Resolves with how many were.
 */
export async function insertRuns(
  transaction: Transactional,
  log: RunChangeLog,
  flow: Flow,
  events: readonly FlowEvent[],
  generation: number,
): Promise<number> {
  if (events.length === 0) return 0;
  const rows = events.map((event) => newRun(flow, event, generation));
  const inserted = await transaction
    .withTables<FlowTables>()
    .insertInto('sluice_flow_run')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const ids = new Set(inserted.map(({ id }) => id));
  const stored = rows.filter(({ id }) => ids.has(id));
  await recordRuns(
    log,
    transaction,
    stored.map((row) => ({ before: null, after: toRun(row) })),
  );
  return stored.length;
}

function newRun(
  flow: Flow,
  event: FlowEvent,
  generation: number,
): Omit<Selectable<FlowTables['sluice_flow_run']>, 'seq'> {
  const now = new Date().toISOString();
  return {
    id: newId('run'),
    flow: flow.name,
    version: flow.version,
    change_cursor: event.cursor,
    generation,
    once_value: event.onceValue,
    subject: event.change.recordId,
    change: JSON.stringify(event.change),
    hops: event.change.cause?.hops ?? 0,
    status: 'WAITING',
    attempt: 0,
    failures: 0,
    due_at: now,
    leased_until: null,
    bindings: event.bindings && JSON.stringify(event.bindings),
    steps: '[]',
    error: null,
    created_at: now,
    updated_at: now,
  };
}
