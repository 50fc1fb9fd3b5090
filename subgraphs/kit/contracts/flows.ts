import type { ChangeEnvelope } from '../changes/change.ts';
import type { NamedStretch, Stretch } from '../changes/changeLog.ts';
import type { Transactional } from '../database/database.ts';
import type { Page, Slice } from '../pages.ts';

/** Whether a flow's changes become runs, and its runs are carried on. */
export type FlowState = 'RUNNING' | 'PAUSED' | 'BROKEN' | 'REMOVED';

/** WAITING: to be run when it is due. DEAD: a dead letter. */
export type RunStatus = 'WAITING' | 'RUNNING' | 'SUCCEEDED' | 'DEAD';

/** The arguments of `@flow`. */
export interface FlowOptions {
  /** Name of an export: one run ever for each of its values. @default null, one run for each change */
  readonly once: string | null;
  /** Tries of a run before it is a dead letter. @default 12 */
  readonly maxAttempts: number;
  /** For one step. Below the lease of a claim. @default 30 000 */
  readonly timeoutMs: number;
  /** Runs of this flow at once, in one process. @default 8 */
  readonly concurrency: number;
  /** No later change of a record passes one that retries. @default false */
  readonly ordered: boolean;
  /** What the flow's operations are allowed. */
  readonly scopes: readonly string[];
  /** Whether changes that were imported as history begin runs. @default false */
  readonly imports: boolean;
  /** A change older than this begins no run. @default null, whatever its age */
  readonly maxAgeSeconds: number | null;
}

/** A flow that there is or was, as every process over the same database sees it. */
export interface FlowRecord {
  /** Name of the subscription; the identity of the flow. */
  readonly name: string;
  readonly description: string | null;
  /** Path of the file that it was last read from. */
  readonly file: string;
  /** Digest of {@link source}. */
  readonly version: string;
  /** The file's text, normalised. */
  readonly source: string;
  readonly options: FlowOptions;
  readonly state: FlowState;
  /** What is wrong with its file: the flow runs on with its last good version, or waits when none is known. */
  readonly fault: string | null;
  /** ISO 8601 in UTC; null unless the flow is paused, which it also stays while it is removed. */
  readonly pausedAt: string | null;
  /** Up to where in the change log its changes have become runs. */
  readonly cursor: string;
  /** When it was first read, ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** Why a try of a run failed. */
export interface RunFailure {
  /** Stable, such as `UPSTREAM_UNAVAILABLE`. */
  readonly code: string;
  readonly message: string;
  /** The step that failed; absent when the change could not be read. */
  readonly step?: string;
  /** Whether the same may succeed later. */
  readonly retryable: boolean;
  /** How long the other side asked to be left alone. */
  readonly retryAfterMs?: number;
}

/** What became of one step of a run, or of one item of a step with `@each`. */
export interface StepState {
  readonly step: string;
  /** The item's key, in a step with `@each`. */
  readonly item?: string;
  readonly status: 'SUCCEEDED' | 'SKIPPED' | 'FAILED';
  /** Why it was skipped. */
  readonly because?: string;
  /** What it exported. */
  readonly exports?: Readonly<Record<string, unknown>>;
  /** Why it failed; a later step handled it. */
  readonly failure?: RunFailure;
}

/** One execution of one flow for one change. Times are ISO 8601 in UTC. */
export interface FlowRunRecord {
  readonly id: string;
  readonly flow: string;
  /** Version of the flow that the run began with, and keeps. */
  readonly version: string;
  /** The change that set it off; null of a run from before it was kept. */
  readonly change: { readonly cursor: string; readonly change: ChangeEnvelope } | null;
  /** 0 for the change's own run, above for each replay that does it again. */
  readonly generation: number;
  readonly status: RunStatus;
  /** Times that a process has taken it up. */
  readonly attempt: number;
  /** Tries that failed since a step was last done, or it was begun or set back. */
  readonly failures: number;
  /** Runs in the chain that led to the change. */
  readonly hops: number;
  /** Whose record the change was of; null when nobody's, or when it was not kept. */
  readonly customerId: string | null;
  /** When it is next taken up; null unless it is waiting. */
  readonly dueAt: string | null;
  /** The exported values of the change; null until they could be read. */
  readonly bindings: Readonly<Record<string, unknown>> | null;
  readonly steps: readonly StepState[];
  /** Why the last try failed; null when it did not. */
  readonly failure: RunFailure | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One time that a process took up a run. Times are ISO 8601 in UTC. */
export interface FlowAttemptRecord {
  readonly runId: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly startedAt: string;
  /** Null while it goes on, and when its process was killed. */
  readonly endedAt: string | null;
  /** Why it failed; null when it did not. */
  readonly failure: RunFailure | null;
}

/** How many runs of a flow there are in each status. */
export interface FlowRunCounts {
  readonly flow: string;
  readonly waiting: number;
  readonly running: number;
  readonly succeeded: number;
  readonly dead: number;
}

/** MISSING: the changes that have no run get one. AGAIN: all get a new one. */
export type ReplayMode = 'MISSING' | 'AGAIN';

/** RUNNING: under way, or about to be. FAILED: it could not be ended, and is not tried again. */
export type ReplayState = 'RUNNING' | 'DONE' | 'FAILED';

/** A stretch of the log whose changes become runs of a flow, beside those that its consumer makes. */
export interface FlowReplayRecord {
  readonly id: string;
  readonly flow: string;
  readonly mode: ReplayMode;
  /** Of its runs: 0 when it is MISSING, above when it is AGAIN. */
  readonly generation: number;
  readonly state: ReplayState;
  /** Up to where its changes have become runs. */
  readonly cursor: string;
  /** Where it ends. */
  readonly until: string;
  /** Runs that it has made so far. */
  readonly runs: number;
  /** Why its last try failed; null when it did not. */
  readonly failure: RunFailure | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What is to be replayed. */
export interface ReplayRequest {
  readonly flow: string;
  readonly mode: ReplayMode;
  readonly stretch: Stretch;
  /** Of the stretch only the changes that happened between these times, ISO 8601 in UTC; null is no restriction. */
  readonly times: Pick<NamedStretch, 'since' | 'before'>;
}

/** Which replays a list has; null is no restriction. */
export interface ReplayFilter {
  readonly flow: string | null;
  readonly state: readonly ReplayState[] | null;
}

/** Which runs a list has; null is no restriction. */
export interface RunFilter {
  readonly flow: string | null;
  readonly status: readonly RunStatus[] | null;
}

/** What is known of the flows and their runs. */
export interface FlowReader {
  /** By name; with `names`, those of them that there are. */
  flows(names?: readonly string[]): Promise<readonly FlowRecord[]>;
  countsByFlow(names: readonly string[]): Promise<readonly FlowRunCounts[]>;
  /** Newest first. */
  runs(filter: RunFilter, page: Page): Promise<Slice<FlowRunRecord>>;
  runsById(ids: readonly string[]): Promise<readonly FlowRunRecord[]>;
  /** Newest first. */
  replays(filter: ReplayFilter, page: Page): Promise<Slice<FlowReplayRecord>>;
  replaysById(ids: readonly string[]): Promise<readonly FlowReplayRecord[]>;
  /** In their order. */
  attemptsByRun(runIds: readonly string[]): Promise<readonly FlowAttemptRecord[]>;
}

/**
 * What an operator does with the flows, in the operator's transaction. It holds for every process over the database, and
 * across restarts.
 */
export interface FlowControl {
  /**
   * Begins no more runs of the flow, and carries on none but those that are under way. It keeps its position in the log.
   *
   * @throws NotFoundError
   */
  pause(transaction: Transactional, flow: string): Promise<FlowRecord>;
  /** Goes on from where it was paused. @throws NotFoundError */
  resume(transaction: Transactional, flow: string): Promise<FlowRecord>;
  /**
   * Has a run that is waiting, or a dead letter, tried again now, from its last finished step on, with all its tries.
   *
   * @throws NotFoundError; SluiceError `INVALID_TRANSITION` when it is under way, or has succeeded
   */
  retryRun(transaction: Transactional, runId: string): Promise<FlowRunRecord>;
  /** The same of all dead letters of a flow; resolves with how many. @throws NotFoundError */
  retryDeadLetters(transaction: Transactional, flow: string): Promise<number>;
  /**
   * Has the changes of a stretch of the log become runs of the flow. Of the processes that run flows one does it
   * at a time.
   *
   * @throws NotFoundError; SluiceError `INVALID_TRANSITION` when the flow was removed
   */
  replay(transaction: Transactional, request: ReplayRequest): Promise<FlowReplayRecord>;
}

/** The flows, as the `integration` subgraph knows them. `gateway/flows` implements it. */
export type Flows = FlowReader & FlowControl;
