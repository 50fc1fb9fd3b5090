/** A record as lists of what changed name it. */
export interface ShopifyListed {
  readonly id: string;
  readonly updatedAt: string;
}

/** Shopify's times are whole seconds, by its own clock: so soon after its time, a record may change again within it. */
const SETTLED_AFTER_MS = 10_000;
const MAX_KEPT = 20_000;

/** The records that polls have read in this process: they overlap, and what has not changed since need not be read again. */
export class ShopifyReadings {
  readonly #read = new Map<string, string>();

  /** Those that have changed since they were read, or were not read long enough after their change. */
  unread(listed: readonly ShopifyListed[]): readonly ShopifyListed[] {
    return listed.filter(({ id, updatedAt }) => this.#read.get(id) !== updatedAt);
  }

  /** Notes what was read, and recorded, at a time. */
  note(listed: readonly ShopifyListed[], readMs: number): void {
    if (this.#read.size > MAX_KEPT) this.#read.clear();
    for (const { id, updatedAt } of listed) {
      if (readMs - Date.parse(updatedAt) > SETTLED_AFTER_MS) this.#read.set(id, updatedAt);
    }
  }
}
