import { randomUUID } from 'node:crypto';
import { basename, join, sep } from 'node:path';
import { sql } from 'kysely';
import type { Database, Transactional } from '../../subgraphs/kit/database/database.ts';
import type { Flow } from './flow.ts';
import type { FlowChanges } from './flowChanges.ts';
import { DEFAULT_OPTIONS } from './flowMigrations.ts';
import { type FlowTables, NEVER_GOOD } from './flowTables.ts';

/** Which flows there are, over all processes on the database, of which each may have a folder of its own. */
export interface FlowRegistry {
  /** Notes a flow and its version; a flow that is new begins at `cursor`. */
  register(flow: Flow, cursor: string): Promise<void>;
  /**
   * Notes which files of the folder are broken, and why; all its others are not. To be told before {@link register} and
   * {@link retire}. A file that was never good has an entry under its own name for as long.
   */
  noteFaults(faults: ReadonlyMap<string, string>): Promise<void>;
  /** Says that this process has these flows, and no others, for `leaseMs`. */
  hold(names: readonly string[], leaseMs: number): Promise<void>;
  /**
   * Ends the flows of the folder that are not among `names`, which this process has, and that no other process has; their
   * runs stay. One whose file is broken waits where it is. A process whose folder never had a file ends none: it
   * may be one that is not to run any.
   */
  retire(names: readonly string[]): Promise<void>;
  /** This process has no flows any more, which ends none. */
  leave(): Promise<void>;
}

const now = () => new Date().toISOString();

/** The registry of one process. */
export function createFlowRegistry(
  database: Database,
  folder: string,
  changes: Pick<FlowChanges, 'head'>,
): FlowRegistry {
  const tables = database.queries.withTables<FlowTables>();
  const loader = randomUUID();
  const prefix = join(folder, sep);
  /** Whether a file is directly in the folder, as all that are read from it. */
  const isHere = sql<boolean>`substr(file, 1, ${sql.lit(prefix.length)}) = ${prefix}`;
  // Nobody else is at work on a SQLite database: whatever its folder was before, what is not here now is gone.
  const isAlone = database.engine === 'sqlite';
  let hasHadFiles = isAlone;
  return {
    async register(flow, cursor) {
      await database.transaction((transaction) => register(transaction, flow, cursor));
    },
    async noteFaults(faults) {
      const cursor = await changes.head();
      const files = [...faults.keys()];
      hasHadFiles ||= files.length > 0;
      await database.transaction(async (transaction) => {
        const written = transaction.withTables<FlowTables>();
        await written
          .updateTable('sluice_flow')
          .set({ fault: null })
          .where('fault', 'is not', null)
          .where(isHere)
          .execute();
        let mended = written.deleteFrom('sluice_flow').where('version', '=', NEVER_GOOD).where(isHere);
        if (files.length > 0) mended = mended.where('file', 'not in', files);
        await mended.execute();
        for (const [file, fault] of faults) await noteFault(transaction, file, fault, cursor);
      });
    },
    async hold(names, leaseMs) {
      hasHadFiles ||= names.length > 0;
      const until = new Date(Date.now() + leaseMs).toISOString();
      await database.transaction(async (transaction) => {
        const written = transaction.withTables<FlowTables>();
        await written.deleteFrom('sluice_flow_loader').where('loader', '=', loader).execute();
        if (names.length === 0) return;
        const rows = names.map((flow) => ({ loader, flow, until }));
        await written.insertInto('sluice_flow_loader').values(rows).execute();
      });
    },
    async retire(names) {
      if (!hasHadFiles) return;
      const held = sql<boolean>`exists (
        select 1 from sluice_flow_loader where flow = sluice_flow.name and until > ${now()})`;
      let ended = tables
        .updateTable('sluice_flow')
        .where('state', '<>', 'REMOVED')
        .where('version', '<>', NEVER_GOOD)
        .where(({ not }) => not(held))
        .set(({ eb }) => ({
          state: eb
            .case()
            .when('fault', 'is', null)
            .then('REMOVED' as const)
            .else('BROKEN' as const)
            .end(),
          consumer_until: null,
        }));
      if (!isAlone) ended = ended.where(isHere);
      if (names.length > 0) ended = ended.where('name', 'not in', names);
      await ended.execute();
      await tables.deleteFrom('sluice_flow_loader').where('until', '<', now()).execute();
    },
    async leave() {
      await tables.deleteFrom('sluice_flow_loader').where('loader', '=', loader).execute();
    },
  };
}

async function register(transaction: Transactional, flow: Flow, cursor: string): Promise<void> {
  const { name, version, file, description } = flow;
  const told = { version, file, description, options: JSON.stringify(flow.options) };
  const written = transaction.withTables<FlowTables>();
  await written
    .insertInto('sluice_flow_version')
    .values({ flow: name, version, source: flow.source, at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await written
    .insertInto('sluice_flow')
    .values({ ...told, ...unconsumed(cursor), name, state: 'ACTIVE', fault: null })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(told))
    .execute();
  // A flow that comes back goes on from now: what happened while it was away begins no run.
  await written
    .updateTable('sluice_flow')
    .set({ state: 'ACTIVE', cursor })
    .where('name', '=', name)
    .where('state', '=', 'REMOVED')
    .execute();
  await written
    .updateTable('sluice_flow')
    .set({ state: 'ACTIVE' })
    .where('name', '=', name)
    .where('state', '=', 'BROKEN')
    .execute();
}

/** Of the flow of the file; without one, of an entry that stands for it. */
async function noteFault(transaction: Transactional, file: string, fault: string, cursor: string): Promise<void> {
  const written = transaction.withTables<FlowTables>();
  const { numUpdatedRows } = await written
    .updateTable('sluice_flow')
    .set({ fault })
    .where('file', '=', file)
    .where('state', '<>', 'REMOVED')
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  // No flow has such a name, since a subscription's has no dot.
  const name = basename(file);
  const told = { file, fault };
  await written
    .insertInto('sluice_flow')
    .values({
      ...told,
      ...unconsumed(cursor),
      name,
      version: NEVER_GOOD,
      state: 'BROKEN',
      description: null,
      options: DEFAULT_OPTIONS,
    })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(told))
    .execute();
}

function unconsumed(cursor: string) {
  return { paused_at: null, cursor, consumer: 0, consumer_until: null, at: now() };
}
