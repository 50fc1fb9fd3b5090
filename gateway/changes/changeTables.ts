import type { Generated } from 'kysely';

/** The tables of the change log, as SQL sees them. */
export type ChangeTables = {
  sluice_change: {
    /** Drawn by the writer, under the record's lock. Order of commits it is not: a reader goes by `position`. */
    seq: Generated<number>;
    /** Given by the sequencer after the commit; on SQLite, where one writes at a time, by the writer. */
    position: number | null;
    id: string;
    system: string;
    record_type: string;
    record_id: string;
    kind: string;
    /** JSON */
    changed_fields: string;
    /** JSON */
    snapshot: string | null;
    snapshot_version: number;
    superseded: number;
    imported: number;
    at: string;
    customer_id: string | null;
    /** The run of a flow that made it. */
    cause_flow: string | null;
    cause_run: string | null;
    /** Runs in the chain that led to it. */
    hops: number;
  };
  /** One row: the state of the log. */
  sluice_change_log: {
    id: number;
    /** Names this log among all others; part of each cursor. */
    epoch: string;
    cursor_secret: string;
    head: number;
    /** Changes up to this position are no longer kept. */
    pruned_to: number;
  };
};
