import { ClaimedWork } from '../../subgraphs/kit/claimedWork.ts';
import { retryDelayMs } from '../../subgraphs/kit/retryDelay.ts';
import { executeRun, outcomeOf, type RunServices } from './executeRun.ts';
import type { Flow } from './flow.ts';
import type { ClaimedRun, RunFailure } from './flowRun.ts';
import type { FlowStore } from './flowStore.ts';

export interface FlowRunnerOptions extends Omit<RunServices, 'retryAt' | 'leaseMs'> {
  readonly store: FlowStore;
  /** The flow as a run began with it: its version may be older than the present one. */
  readonly flowOf: (run: ClaimedRun) => Promise<Flow>;
  readonly onError: (error: unknown) => void;
  /** How long a claim lasts without being renewed, as a process that was killed cannot. @default 15 000 */
  readonly leaseMs?: number;
  /** First wait after a failed try. @default 1 000 */
  readonly firstRetryMs?: number;
}

const RETRY_FACTOR = 3;
const MAX_RETRY_MS = 3_600_000;
/** Tries of a run that fails by a fault of ours, whatever its flow says. */
const MAX_FAULTS = 12;

/** Claims the runs that are due and carries them on, each flow's up to its `concurrency` at once. */
export class FlowRunner {
  readonly #options: Required<FlowRunnerOptions>;
  #flows: readonly Flow[] = [];
  readonly #work: ClaimedWork<ClaimedRun>;

  constructor(options: FlowRunnerOptions) {
    this.#options = { leaseMs: 15_000, firstRetryMs: 1_000, ...options };
    const { store, leaseMs, onError } = this.#options;
    this.#work = new ClaimedWork({
      lanes: async () =>
        this.#flows.map((flow) => ({
          name: flow.name,
          concurrency: flow.options.concurrency,
          claim: (limit) => store.claim(flow, limit, leaseMs),
        })),
      execute: (run, signal) => this.#execute(run, signal),
      onError,
    });
  }

  /** The flows whose runs are carried on. */
  use(flows: readonly Flow[]): void {
    this.#flows = flows;
    this.wake();
  }

  /** To be called when there may be a run that is due, of one flow or of any. */
  wake(flow?: string): void {
    this.#work.wake(flow);
  }

  /** Claims nothing more; what runs is cut off, and goes on elsewhere or after the next start. */
  async close(): Promise<void> {
    await this.#work.close();
  }

  async #execute(run: ClaimedRun, signal: AbortSignal): Promise<void> {
    const { flowOf, onError } = this.#options;
    const services: RunServices = { ...this.#options, retryAt: (tries, failure) => this.#retryAt(tries, failure) };
    try {
      await executeRun(services, await flowOf(run), run, signal);
    } catch (error) {
      onError(error);
      await this.#fail(services, run, error);
    }
  }

  /** A fault of ours, or a version that cannot be read any more: tried again like any failure, and not for ever. */
  async #fail(services: RunServices, run: ClaimedRun, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    const failure: RunFailure = { code: 'INTERNAL_SERVER_ERROR', message, retryable: true };
    try {
      await services.store.release(run, outcomeOf(services, MAX_FAULTS, run.failures, failure));
    } catch (unrecorded) {
      // The claim stays until its lease ends; then the run is tried again.
      this.#options.onError(unrecorded);
    }
  }

  /** What was asked for by the other side, or else back-off. */
  #retryAt(tries: number, { retryAfterMs = 0 }: RunFailure): Date {
    const { firstRetryMs } = this.#options;
    const backOffMs = retryDelayMs({ firstMs: firstRetryMs, factor: RETRY_FACTOR, maxMs: MAX_RETRY_MS }, tries);
    return new Date(Date.now() + Math.max(backOffMs, retryAfterMs));
  }
}
