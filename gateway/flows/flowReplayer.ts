import type { Change } from '../../subgraphs/kit/changes/change.ts';
import { ClaimedWork } from '../../subgraphs/kit/claimedWork.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { CONSUMER_LEASE_MS, consumeTrigger, TriggerFailed } from './consumeTrigger.ts';
import type { Flow } from './flow.ts';
import type { FlowChanges } from './flowChanges.ts';
import type { FlowOperations } from './flowOperations.ts';
import type { RunFailure } from './flowRun.ts';
import type { ClaimedReplay, ReplayOutcome, ReplayStore } from './replayStore.ts';
import { failureOf, failureOfThrown } from './runFailure.ts';

export interface FlowReplayerOptions {
  readonly store: ReplayStore;
  readonly operations: FlowOperations;
  readonly changes: FlowChanges;
  /** Told that there are new runs. */
  readonly onRuns: () => void;
  readonly onError: (error: unknown) => void;
}

/** Replays at once, in one process. */
const CONCURRENCY = 4;
/** How soon a replay that broke off is tried again. */
const RETRY_MS = 1_000;

/**
 * Carries out the replays that were asked for: a consumer of a stretch of the log beside the flow's own, by the same
 * subscription. One that is cut off goes on where it was, here or elsewhere.
 */
export class FlowReplayer {
  readonly #options: FlowReplayerOptions;
  readonly #work: ClaimedWork<ClaimedReplay>;
  #flows: readonly Flow[] = [];
  #changing = new AbortController();

  constructor(options: FlowReplayerOptions) {
    this.#options = options;
    const { store, onError } = options;
    const claim = (limit: number) =>
      store.claim(
        this.#flows.map(({ name }) => name),
        limit,
        CONSUMER_LEASE_MS,
      );
    this.#work = new ClaimedWork({
      lanes: async () => [{ name: 'replays', concurrency: CONCURRENCY, claim }],
      execute: (replay, signal) => this.#execute(replay, signal),
      onError,
    });
  }

  /** The flows that are replayed. What is under way begins anew where it is. */
  use(flows: readonly Flow[]): void {
    this.#flows = flows;
    this.#changing.abort();
    this.#changing = new AbortController();
    this.#work.wake();
  }

  /** What is under way is left to whoever comes next. */
  async close(): Promise<void> {
    await this.#work.close();
  }

  async #execute(replay: ClaimedReplay, closing: AbortSignal): Promise<void> {
    const { store, onError } = this.#options;
    const signal = AbortSignal.any([closing, this.#changing.signal]);
    let outcome: ReplayOutcome;
    try {
      const isDone = await this.#replay(replay, signal);
      const dueAt = new Date(Date.now() + (signal.aborted ? 0 : RETRY_MS));
      outcome = isDone ? { state: 'DONE' } : { state: 'RUNNING', dueAt, failure: null };
    } catch (error) {
      onError(error);
      const failure = failureOfReplay(error);
      const dueAt = new Date(Date.now() + RETRY_MS);
      outcome = failure.retryable ? { state: 'RUNNING', dueAt, failure } : { state: 'FAILED', failure };
    }
    await store.release(replay, outcome);
  }

  /** Resolves with whether the end of the stretch has been reached. */
  async #replay(replay: ClaimedReplay, signal: AbortSignal): Promise<boolean> {
    const { store, changes } = this.#options;
    const flow = this.#flows.find(({ name }) => name === replay.flow);
    if (!flow) return false;
    const end = changes.positionOf(replay.until);
    const isEnd = (cursor: string) => changes.positionOf(cursor) >= end;
    let isDone = isEnd(replay.cursor);
    if (isDone) return true;
    await consumeTrigger({
      ...this.#options,
      flow,
      after: replay.cursor,
      signal,
      isWanted: (change) => isWanted(flow, replay, change) && change.position <= end,
      isEnd,
      renew: () => store.renew(replay, CONSUMER_LEASE_MS),
      async save(events, cursor) {
        const hasEnded = isEnd(cursor);
        const isSaved = await store.save(replay, flow, events, hasEnded ? replay.until : cursor);
        isDone = isSaved && hasEnded;
        return isSaved && !hasEnded;
      },
    });
    return isDone;
  }
}

/** Whatever their age: who asks for a stretch means its changes. History that was imported is still for flows that ask for it. */
function isWanted({ options }: Flow, { sinceTime, beforeTime }: ClaimedReplay, { at, imported }: Change): boolean {
  if (imported && !options.imports) return false;
  return (sinceTime === null || at >= sinceTime) && (beforeTime === null || at < beforeTime);
}

function failureOfReplay(error: unknown): RunFailure {
  if (error instanceof TriggerFailed) return error.failure;
  return error instanceof SluiceError ? failureOf([error]) : failureOfThrown(error);
}
