import type { Flow } from './flow.ts';
import type { FlowChanges } from './flowChanges.ts';
import { FlowConsumer } from './flowConsumer.ts';
import type { FlowOperations } from './flowOperations.ts';
import type { FlowRegistry } from './flowRegistry.ts';
import { FlowReplayer } from './flowReplayer.ts';
import { FlowRunner } from './flowRunner.ts';
import type { FlowStore } from './flowStore.ts';
import type { ReplayStore } from './replayStore.ts';
import { watchRetries } from './watchRetries.ts';

export interface FlowEngineOptions {
  readonly registry: FlowRegistry;
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

/** How long this process is known to have its flows without saying so again, as one that was killed cannot. */
const HOLD_MS = 30_000;
const HOLD_AGAIN_MS = 10_000;

/** The flows at work: for each a consumer that makes runs of changes, one replayer beside them, one runner for all runs. */
export class FlowEngine {
  readonly #options: FlowEngineOptions;
  readonly #runner: FlowRunner;
  readonly #replayer: FlowReplayer;
  readonly #consumers = new Map<Flow, FlowConsumer>();
  readonly #holding: NodeJS.Timeout;
  #flows: readonly Flow[] | undefined;
  readonly #closing = new AbortController();
  readonly #watching: Promise<void>;
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
    this.#holding = setInterval(() => this.#holdAgain(), HOLD_AGAIN_MS);
    this.#watching = watchRetries(changes, this.#closing.signal, (flow) => this.#runner.wake(flow), onError);
  }

  /**
   * Works with these flows from now on; one that is the same object goes on as it is. Those that are gone end; their runs
   * stay, and go on when the flow is back.
   */
  use(flows: readonly Flow[]): Promise<void> {
    const used = this.#using.then(() => this.#use(flows));
    // Told to who asked, and no reason to refuse what comes next.
    this.#using = used.catch(() => undefined);
    return used;
  }

  async close(): Promise<void> {
    clearInterval(this.#holding);
    await this.#using;
    this.#closing.abort();
    await this.#watching;
    await Promise.all([this.#replayer, ...this.#consumers.values()].map((consumer) => consumer.close()));
    await this.#runner.close();
    await this.#options.registry.leave();
  }

  async #use(flows: readonly Flow[]): Promise<void> {
    const { registry, changes } = this.#options;
    const cursor = await changes.head();
    await this.#hold(flows);
    for (const flow of flows) await registry.register(flow, cursor);
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

  /** Also ends the flows that the last process which had them has let go of, or has died with. */
  async #hold(flows: readonly Flow[]): Promise<void> {
    const { registry } = this.#options;
    const names = flows.map(({ name }) => name);
    await registry.hold(names, HOLD_MS);
    await registry.retire(names);
  }

  #holdAgain(): void {
    const { onError } = this.#options;
    this.#using = this.#using.then(() => this.#flows && this.#hold(this.#flows).catch(onError));
  }

  #consume(flow: Flow): void {
    const { store, operations, changes, onError } = this.#options;
    const onRuns = () => this.#runner.wake(flow.name);
    this.#consumers.set(flow, new FlowConsumer({ flow, store, operations, changes, onError, onRuns }));
  }

  async #flowOf(name: string, version: string): Promise<Flow> {
    const present = this.#flows?.find((flow) => flow.name === name && flow.version === version);
    if (present) return present;
    const source = await this.#options.store.source(name, version);
    if (source === undefined) throw new Error(`The version ${version} of the flow ${name} is not stored.`);
    return this.#options.read(source, name);
  }
}
