import { KeyvAdapter } from '@apollo/utils.keyvadapter';
import Keyv from 'keyv';
import type { KeyValueCache } from './apolloTypes.ts';

/** A cache in memory that forgets what was not used longest once it holds about `maxChars` characters. */
export function createMemoryCache(maxChars = 16 * 1024 * 1024): KeyValueCache {
  const keyv = new Keyv<string>({ store: new BoundedMap(maxChars) });
  // The adapter is compiled against the CommonJS types of the same class.
  return new KeyvAdapter<string>(keyv as unknown as ConstructorParameters<typeof KeyvAdapter<string>>[0]);
}

/**
 * A Map of strings that drops its least recently used entries. Keyv's own store is a plain Map: whoever may register
 * persisted queries, which is everybody, could fill the memory with it.
 */
class BoundedMap extends Map<string, string> {
  readonly #maxChars: number;
  #chars = 0;

  constructor(maxChars: number) {
    super();
    this.#maxChars = maxChars;
  }

  override get(key: string): string | undefined {
    const value = super.get(key);
    if (value !== undefined) {
      super.delete(key);
      super.set(key, value);
    }
    return value;
  }

  override set(key: string, value: string): this {
    this.delete(key);
    this.#chars += key.length + value.length;
    super.set(key, value);
    for (const oldest of this.keys()) {
      if (this.#chars <= this.#maxChars) break;
      this.delete(oldest);
    }
    return this;
  }

  override delete(key: string): boolean {
    const value = super.get(key);
    if (value !== undefined) this.#chars -= key.length + value.length;
    return super.delete(key);
  }

  override clear(): void {
    this.#chars = 0;
    super.clear();
  }
}
