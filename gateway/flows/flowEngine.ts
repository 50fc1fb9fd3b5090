import type { Flow } from './flow.ts';
import type { FlowChanges } from './flowChanges.ts';
import { FlowConsumer } from './flowConsumer.ts';
import type { FlowOperations } from './flowOperations.ts';
import { FlowReplayer } from './flowReplayer.ts';
import { FlowRunner } from './flowRunner.ts';
import type { FlowStore } from './flowStore.ts';
import type { ReplayStore } from './replayStore.ts';

export interface FlowEngineOptions {
  readonly store: FlowStore;
  readonly replays: ReplayStore;
  readonly operations: FlowOperations;
  /** The `FLOW_*` variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly changes: FlowChanges;
  /** Runs that a chain may have. */
  readonly maxHops: number;
  /** Makes a flow of the text that a run began with. */
  readonly read: (source: string, name: string) => Flow;
  readonly onError: (error: unknown) => void;
  /** @default 15 000 */
  readonly leaseMs?: number;
  /** @default 1 000 */
  readonly firstRetryMs?: number;
}

/** The flows at work: for each a consumer that makes runs of changes, one replayer beside them, one runner for all runs. */
export class FlowEngine {
  readonly #options: FlowEngineOptions;
  readonly #runner: FlowRunner;
  readonly #replayer: FlowReplayer;
  readonly #consumers = new Map<Flow, FlowConsumer>();
  #flows: readonly Flow[] = [];
  #using: Promise<void> = Promise.resolve();

  constructor(options: FlowEngineOptions) {
    this.#options = options;
    const { store, replays, operations, changes, environment, maxHops, onError, leaseMs, firstRetryMs } = options;
    this.#runner = new FlowRunner({
      store,
      operations,
      changes,
      environment,
      maxHops,
      onError,
      ...(leaseMs !== undefined && { leaseMs }),
      ...(firstRetryMs !== undefined && { firstRetryMs }),
      flowOf: async ({ flow, version }) => this.#flowOf(flow, version),
    });
    const onRuns = () => this.#runner.wake();
    this.#replayer = new FlowReplayer({ store: replays, operations, changes, onRuns, onError });
  }

  /**
   * Works with these flows from now on; one that is the same object goes on as it is. Those that are gone end; their runs
   * stay, and go on when the flow is back.
   */
  use(flows: readonly Flow[]): Promise<void> {
    this.#using = this.#using.then(() => this.#use(flows));
    return this.#using;
  }

  async close(): Promise<void> {
    await this.#using;
    await Promise.all([this.#replayer, ...this.#consumers.values()].map((consumer) => consumer.close()));
    await this.#runner.close();
  }

  async #use(flows: readonly Flow[]): Promise<void> {
    const { store, changes } = this.#options;
    const cursor = await changes.head();
    await store.retire(flows.map(({ name }) => name));
    for (const flow of flows) await store.register(flow, cursor);
    this.#flows = flows;
    for (const [flow, consumer] of this.#consumers) {
      if (flows.includes(flow)) continue;
      this.#consumers.delete(flow);
      await consumer.close();
    }
    for (const flow of flows) if (!this.#consumers.has(flow)) this.#consume(flow);
    this.#replayer.use(flows);
    this.#runner.use(flows);
  }

  #consume(flow: Flow): void {
    const { store, operations, changes, onError } = this.#options;
    const onRuns = () => this.#runner.wake(flow.name);
    this.#consumers.set(flow, new FlowConsumer({ flow, store, operations, changes, onError, onRuns }));
  }

  async #flowOf(name: string, version: string): Promise<Flow> {
    const present = this.#flows.find((flow) => flow.name === name && flow.version === version);
    if (present) return present;
    const source = await this.#options.store.source(name, version);
    if (source === undefined) throw new Error(`The version ${version} of the flow ${name} is not stored.`);
    return this.#options.read(source, name);
  }
}
