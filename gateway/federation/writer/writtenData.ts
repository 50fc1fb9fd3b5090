import type { Written } from './responseWriter.ts';

/** Data that has been written as JSON. */
export type WrittenText = Pick<Written, 'isAscii'> & { readonly text: string };

const texts = new WeakMap<object, WrittenText>();

/**
 * Data that is JSON already, and that looks like any other to who reads or changes it, such as a plugin of Apollo
 * Server: it is parsed when it is first touched. Left alone, it goes out as it was written: {@link textOf} tells.
 */
export function writtenData(written: WrittenText): Record<string, unknown> {
  const data = new Proxy<Record<string, unknown>>(Object.create(null), new ParseWhenTouched(written));
  texts.set(data, written);
  return data;
}

/** The JSON of data that nobody has touched; undefined of all other. */
export function textOf(data: unknown): WrittenText | undefined {
  const written = typeof data === 'object' && data !== null ? texts.get(data) : undefined;
  return written && !touched.has(written) ? written : undefined;
}

const touched = new WeakSet<WrittenText>();

class ParseWhenTouched implements ProxyHandler<Record<string, unknown>> {
  readonly #written: WrittenText;
  #isParsed = false;

  constructor(written: WrittenText) {
    this.#written = written;
  }

  #parse(target: Record<string, unknown>): Record<string, unknown> {
    if (!this.#isParsed) Object.assign(target, JSON.parse(this.#written.text));
    this.#isParsed = true;
    // What a reader gets may be changed inside, without this being told.
    touched.add(this.#written);
    return target;
  }

  get(target: Record<string, unknown>, name: string | symbol): unknown {
    return Reflect.get(this.#parse(target), name);
  }

  set(target: Record<string, unknown>, name: string | symbol, value: unknown): boolean {
    return Reflect.set(this.#parse(target), name, value);
  }

  has(target: Record<string, unknown>, name: string | symbol): boolean {
    return Reflect.has(this.#parse(target), name);
  }

  ownKeys(target: Record<string, unknown>): (string | symbol)[] {
    return Reflect.ownKeys(this.#parse(target));
  }

  getOwnPropertyDescriptor(target: Record<string, unknown>, name: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.#parse(target), name);
  }

  defineProperty(target: Record<string, unknown>, name: string | symbol, attributes: PropertyDescriptor): boolean {
    return Reflect.defineProperty(this.#parse(target), name, attributes);
  }

  deleteProperty(target: Record<string, unknown>, name: string | symbol): boolean {
    return Reflect.deleteProperty(this.#parse(target), name);
  }
}
