import { setTimeout as delay } from 'node:timers/promises';
import { Disposal } from '../../test/harness/disposal.ts';
import type { Mutator } from './mutator.ts';
import { Subscriber } from './subscriber.ts';

/** Without an event for so long, all that was under way counts as having arrived. */
const QUIET_MS = 100;
/** How many changes are made, so far apart, before a subscription counts as one that never begins. */
const ATTEMPTS = 100;

/** Some equal subscriptions, a socket each. */
export class Subscribers implements AsyncDisposable {
  readonly all: readonly Subscriber[];
  readonly #disposal: Disposal;

  private constructor(all: readonly Subscriber[], disposal: Disposal) {
    this.all = all;
    this.#disposal = disposal;
  }

  /** Resolves when each has received an event of the changes that `mutator` makes for it, and nothing more comes. */
  static async open(url: string, query: string, count: number, mutator: Mutator): Promise<Subscribers> {
    const disposal = new Disposal();
    try {
      const all: Subscriber[] = [];
      for (let n = 0; n < count; n++) all.push(disposal.use(await Subscriber.open(url, query)));
      await untilAllReceive(all, mutator);
      return new Subscribers(all, disposal);
    } catch (error) {
      await disposal[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** How many events each has received. */
  get events(): readonly number[] {
    return this.all.map((subscriber) => subscriber.events);
  }

  /** When the last event of any arrived, as `performance.now()` tells it. */
  get lastEventAt(): number {
    return Math.max(...this.all.map((subscriber) => subscriber.lastEventAt));
  }

  /** Resolves when each has received `more` events since {@link events} were `before`. */
  async received(before: readonly number[], more: number): Promise<void> {
    await Promise.all(this.all.map((subscriber, index) => subscriber.received((before[index] ?? 0) + more)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#disposal[Symbol.asyncDispose]();
  }
}

async function untilAllReceive(all: readonly Subscriber[], mutator: Mutator): Promise<void> {
  for (let attempt = 0; all.some(({ events }) => events === 0); attempt++) {
    if (attempt === ATTEMPTS) throw new Error(`Not every subscription of ${all.length} has received an event.`);
    await mutator.change();
    await delay(QUIET_MS);
  }
  while (all.some(({ lastEventAt }) => performance.now() - lastEventAt < QUIET_MS)) await delay(QUIET_MS);
}
