import type { DataObject } from './mergeData.ts';
import { type BatchWaits, batchKey } from './planBatches.ts';
import type { PreparedFetch } from './preparedPlan.ts';

/** One of the fetches that go out together, and the objects that it adds to. */
export interface BatchMember {
  readonly fetch: PreparedFetch;
  readonly objects: ReadonlySet<DataObject>;
}

/** Fetches of entities of one subgraph that can go out as one request. */
export type EntityBatch = readonly [BatchMember, ...BatchMember[]];

interface WaitingMember extends BatchMember {
  readonly settle: (answered: Promise<void>) => void;
}

/**
 * Collects fetches of entities during one run of a plan until nobody whom they wait for is missing (see
 * `planBatches`), and then sends them as one.
 */
export class EntityBatches {
  readonly #waits: BatchWaits;
  readonly #send: (batch: EntityBatch) => Promise<void>;
  readonly #arrived = new Set<PreparedFetch>();
  readonly #waiting = new Map<string, readonly WaitingMember[]>();

  constructor(waits: BatchWaits, send: (batch: EntityBatch) => Promise<void>) {
    this.#waits = waits;
    this.#send = send;
  }

  /** Resolves once the answer has been merged; at once when there is nothing to ask for. */
  async join(fetch: PreparedFetch, objects: ReadonlySet<DataObject>): Promise<void> {
    if (objects.size === 0) return this.leaveOut(fetch);
    return new Promise((settle) => {
      const key = batchKey(fetch);
      this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), { fetch, objects, settle }]);
      this.#arrive(fetch);
    });
  }

  /** The fetch has nothing to ask for in this run. */
  leaveOut(fetch: PreparedFetch): void {
    this.#arrive(fetch);
  }

  /** Whoever has nobody left to wait for goes, together with those who wait for it. */
  #arrive(fetch: PreparedFetch): void {
    this.#arrived.add(fetch);
    const key = batchKey(fetch);
    const waiting = this.#waiting.get(key) ?? [];
    const ready = waiting.filter((member) => this.#isReady(member));
    const goes = (member: WaitingMember) =>
      ready.includes(member) || ready.some((other) => this.#waits.get(member.fetch)?.has(other.fetch));
    const [first, ...others] = waiting.filter(goes);
    if (!first) return;
    this.#waiting.set(
      key,
      waiting.filter((member) => !goes(member)),
    );
    const answered = this.#send([first, ...others]);
    for (const { settle } of [first, ...others]) settle(answered);
  }

  #isReady({ fetch }: BatchMember): boolean {
    for (const other of this.#waits.get(fetch) ?? []) if (!this.#arrived.has(other)) return false;
    return true;
  }
}
