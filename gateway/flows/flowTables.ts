import type { Generated } from 'kysely';
import type { ReplayMode, ReplayState, RunStatus } from '../../subgraphs/kit/contracts/flows.ts';

/** The version of an entry that stands for a file which has been broken from the beginning. */
export const NEVER_GOOD = '';

/** The tables of the flows, as SQL sees them. Times are ISO 8601 in UTC. */
export type FlowTables = {
  /** One row for each flow there has ever been. */
  sluice_flow: {
    name: string;
    /** Digest of its text, or {@link NEVER_GOOD}. */
    version: string;
    /** BROKEN: its file is, and no good version of it is known; it keeps its place. */
    state: 'ACTIVE' | 'BROKEN' | 'REMOVED';
    /** What is wrong with its file. */
    fault: string | null;
    /** Also of a flow that is removed: it comes back as it was. */
    paused_at: string | null;
    file: string;
    description: string | null;
    /** JSON */
    options: string;
    /** Where its consumer is in the log. */
    cursor: string;
    /** Who consumes, fencing: raised by each taking over. */
    consumer: number;
    consumer_until: string | null;
    at: string;
  };
  /** Which processes have which flows loaded, and until when they have said so. */
  sluice_flow_loader: { loader: string; flow: string; until: string };
  /** What runs keep of the versions that they began with. */
  sluice_flow_version: { flow: string; version: string; source: string; at: string };
  /** A run is its own queue entry. */
  sluice_flow_run: {
    /** Order of the runs of a flow. */
    seq: Generated<number>;
    id: string;
    flow: string;
    version: string;
    /** The change's cursor; with `generation` its identity in the flow. */
    change_cursor: string;
    /** 0 for the change's own run, above for each replay that does it again. */
    generation: number;
    /** The value of the flow's `once`, taken for ever, and once in each generation. */
    once_value: string | null;
    /** Id of the changed record. */
    subject: string;
    /** JSON: {@link import('../../subgraphs/kit/changes/change.ts').ChangeEnvelope}; null of runs from before it was kept. */
    change: string | null;
    /** Runs in the chain that led to the change. */
    hops: number;
    status: RunStatus;
    /** Raised by each claim. */
    attempt: number;
    /** Tries that failed since a step was last done. */
    failures: number;
    due_at: string;
    leased_until: string | null;
    /** JSON; null until they could be evaluated. */
    bindings: string | null;
    /** JSON: {@link import('./flowRun.ts').StepState} by step and item. */
    steps: string;
    /** JSON of the last failure. */
    error: string | null;
    created_at: string;
    updated_at: string;
  };
  sluice_flow_attempt: {
    run_id: string;
    attempt: number;
    started_at: string;
    ended_at: string | null;
    error: string | null;
    /** Host and process id of who claimed it. */
    worker: string | null;
  };
  /** A replay is its own queue entry. */
  sluice_flow_replay: {
    id: string;
    flow: string;
    mode: ReplayMode;
    /** Of the runs that it makes. */
    generation: number;
    state: ReplayState;
    /** Up to where its changes have become runs. */
    cursor: string;
    until: string;
    since_time: string | null;
    before_time: string | null;
    /** Runs that it has made. */
    runs: number;
    /** Raised by each claim. */
    attempt: number;
    due_at: string;
    leased_until: string | null;
    /** JSON of the last failure. */
    error: string | null;
    created_at: string;
    updated_at: string;
  };
};
