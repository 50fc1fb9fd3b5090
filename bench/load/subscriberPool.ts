import type { HeldFigures } from './holdSubscribers.ts';
import { LoadGenerator } from './loadGenerator.ts';

/** A process receives for so many at most, so that none is what limits the server. */
const PROCESSES = 4;

/** Equal subscriptions, a socket each, over several processes. */
export class SubscriberPool implements AsyncDisposable {
  readonly #processes: readonly LoadGenerator[];
  #used: readonly LoadGenerator[] = [];

  constructor(signal: AbortSignal) {
    this.#processes = Array.from({ length: PROCESSES }, () => new LoadGenerator(signal));
  }

  /** Resolves when the operation of each is sent. The protocol does not say when the server has begun to send events. */
  async open(url: string, query: string, count: number): Promise<void> {
    this.#used = this.#processes.slice(0, count);
    const share = Math.ceil(count / this.#used.length);
    await Promise.all(
      this.#used.map((load, index) =>
        load.run('openSubscribers', { url, query, count: Math.min(share, count - index * share) }),
      ),
    );
  }

  async figures(): Promise<HeldFigures> {
    return sum(await Promise.all(this.#used.map((load) => load.run('countEvents', undefined))));
  }

  /** From now on {@link receive} counts anew. */
  async mark(): Promise<void> {
    await Promise.all(this.#used.map((load) => load.run('markEvents', undefined)));
  }

  /** Resolves when each subscription has received so many events since {@link mark}. */
  async receive(events: number): Promise<HeldFigures> {
    return sum(await Promise.all(this.#used.map((load) => load.run('receiveEvents', { events }))));
  }

  async close(): Promise<void> {
    await Promise.all(this.#used.map((load) => load.run('closeSubscribers', undefined)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processes.map((load) => load[Symbol.asyncDispose]()));
  }
}

function sum(figures: readonly HeldFigures[]): HeldFigures {
  return {
    events: figures.reduce((total, { events }) => total + events, 0),
    begun: figures.reduce((total, { begun }) => total + begun, 0),
    lastEventAt: Math.max(...figures.map(({ lastEventAt }) => lastEventAt)),
    message: figures[0]?.message ?? '',
  };
}
