import { Rounds } from './rounds.ts';

/** Work of one kind that must not be held up by the others. */
export interface Lane<Claimed> {
  readonly name: string;
  /** Pieces under way at once. */
  readonly concurrency: number;
  /** Claims up to `limit` pieces that are due, which are then this process's until their leases run out. */
  claim(limit: number): Promise<readonly Claimed[]>;
}

export interface ClaimedWorkOptions<Claimed> {
  /** The lanes that may have something to claim. Asked for at each round. */
  readonly lanes: () => Promise<readonly Lane<Claimed>[]>;
  /** Does one piece and records what became of it. The signal cuts it off when the work is closed. */
  readonly execute: (claimed: Claimed, signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** How often it looks for what nobody woke it for: retries that are due, work of processes that died. */
const LOOK_INTERVAL_MS = 1_000;

/** Claims the work that is due and does it, each lane's up to its `concurrency` at once. */
export class ClaimedWork<Claimed> {
  readonly #options: ClaimedWorkOptions<Claimed>;
  readonly #running = new Map<string, Set<Promise<void>>>();
  readonly #cuttingOff = new AbortController();
  readonly #look: NodeJS.Timeout;
  readonly #claiming: Rounds;
  /** The lanes that the next round looks at; null for all. */
  #woken: Set<string> | null = null;

  constructor(options: ClaimedWorkOptions<Claimed>) {
    this.#options = options;
    this.#claiming = new Rounds(() => this.#claimAll(), options.onError);
    this.#look = setInterval(() => this.wake(), LOOK_INTERVAL_MS);
    this.wake();
  }

  /** To be called when there may be something that is due, in one lane or in any. */
  wake(lane?: string): void {
    if (lane === undefined) this.#woken = null;
    else this.#woken?.add(lane);
    this.#claiming.wake();
  }

  /** Claims nothing more. What is under way may finish within `graceMs`; then it is cut off. */
  async close(graceMs = 0): Promise<void> {
    clearInterval(this.#look);
    const patience = setTimeout(() => this.#cuttingOff.abort(), graceMs);
    await this.#claiming.close();
    await Promise.all([...this.#running.values()].flatMap((lane) => [...lane]));
    clearTimeout(patience);
  }

  async #claimAll(): Promise<void> {
    const { lanes, onError } = this.#options;
    const woken = this.#woken;
    this.#woken = new Set();
    for (const lane of await lanes()) {
      if (woken && !woken.has(lane.name)) continue;
      const running = this.#running.get(lane.name) ?? new Set();
      const room = lane.concurrency - running.size;
      if (room <= 0) continue;
      try {
        for (const claimed of await lane.claim(room)) this.#begin(lane.name, running, claimed);
      } catch (error) {
        onError(error);
      }
    }
  }

  #begin(lane: string, running: Set<Promise<void>>, claimed: Claimed): void {
    this.#running.set(lane, running);
    const { execute, onError } = this.#options;
    const working = execute(claimed, this.#cuttingOff.signal)
      .catch(onError)
      .finally(() => {
        running.delete(working);
        if (running.size === 0) this.#running.delete(lane);
        this.wake(lane);
      });
    running.add(working);
  }
}
