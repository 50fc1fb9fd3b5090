/**
 * A map that forgets what was read or written longest ago once its entries weigh more than `capacity` together. It rests
 * on the insertion order of `Map`, which the language guarantees.
 */
export class LeastRecentlyUsed<Key, Value> {
  readonly #entries = new Map<Key, { readonly value: Value; readonly weight: number }>();
  readonly #capacity: number;
  readonly #weigh: (key: Key, value: Value) => number;
  #weight = 0;

  /**
   * @param capacity a whole number, from 1
   * @param weigh what an entry weighs; one that is heavier than `capacity` is not kept. @default 1 each
   */
  constructor(capacity: number, weigh: (key: Key, value: Value) => number = () => 1) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`The capacity of a cache is a whole number from 1, not ${capacity}.`);
    }
    this.#capacity = capacity;
    this.#weigh = weigh;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** From the one that was used last. */
  keys(): readonly Key[] {
    return [...this.#entries.keys()].reverse();
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: Key, value: Value): void {
    this.#delete(key);
    const weight = this.#weigh(key, value);
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#capacity) return;
      this.#delete(oldest);
    }
  }

  #delete(key: Key): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }
}
