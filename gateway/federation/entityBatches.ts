import type { DataObject } from './mergeData.ts';
import type { BatchWaits } from './planBatches.ts';
import type { PreparedFetch } from './preparedPlan.ts';

/** One of the fetches that go out together, and the objects that it adds to. */
export interface BatchMember {
  readonly fetch: PreparedFetch;
  readonly objects: ReadonlySet<DataObject>;
}

/** Fetches of one subgraph and one operation, about different places of the answer. */
export type EntityBatch = readonly [BatchMember, ...BatchMember[]];

interface OpenBatch {
  readonly members: BatchMember[];
  readonly answered: Promise<void>;
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
  readonly #open = new Map<string, OpenBatch>();

  constructor(waits: BatchWaits, send: (batch: EntityBatch) => Promise<void>) {
    this.#waits = waits;
    this.#send = send;
  }

  /** Resolves once the answer has been merged; at once when there is nothing to ask for. */
  async join(fetch: PreparedFetch, objects: ReadonlySet<DataObject>): Promise<void> {
    if (objects.size === 0) return this.leaveOut(fetch);
    const open = this.#open.get(fetch.operationKey) ?? newBatch();
    this.#open.set(fetch.operationKey, open);
    open.members.push({ fetch, objects });
    this.#arrive(fetch);
    return open.answered;
  }

  /** The fetch has nothing to ask for in this run. */
  leaveOut(fetch: PreparedFetch): void {
    this.#arrive(fetch);
  }

  #arrive(fetch: PreparedFetch): void {
    this.#arrived.add(fetch);
    const open = this.#open.get(fetch.operationKey);
    const [first, ...others] = open?.members ?? [];
    if (!open || !first || ![first, ...others].some((member) => this.#isReady(member))) return;
    this.#open.delete(fetch.operationKey);
    open.settle(this.#send([first, ...others]));
  }

  #isReady({ fetch }: BatchMember): boolean {
    for (const other of this.#waits.get(fetch) ?? []) if (!this.#arrived.has(other)) return false;
    return true;
  }
}

function newBatch(): OpenBatch {
  let settle: OpenBatch['settle'] = () => {};
  const answered = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { members: [], answered, settle };
}
