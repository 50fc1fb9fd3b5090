import type { Written } from './responseWriter.ts';

/** Data that has been written as JSON. */
export interface WrittenText extends Pick<Written, 'isAscii'> {
  readonly text: string;
  /** The bytes of an answer that is nothing but this, once one has gone out: those who share the data share them. */
  answer?: Buffer;
}

/** Asks written data for its text. Not a WeakMap: its keys, and the texts with them, would outlive young garbage. */
const WRITTEN: unique symbol = Symbol('sluice.written');

/**
 * Data that is JSON already, and that looks like any other to who reads or changes it, such as a plugin of Apollo
 * Server: it is parsed when it is first touched. Left alone, it goes out as it was written: {@link textOf} tells.
 */
export function writtenData(written: WrittenText): Record<string, unknown> {
  return new Proxy<Record<string, unknown>>(Object.create(null), new ParseWhenTouched(written));
}

/** The JSON of data that nobody has touched; undefined of all other. */
export function textOf(data: unknown): WrittenText | undefined {
  return typeof data === 'object' && data !== null
    ? (data as { readonly [WRITTEN]?: WrittenText })[WRITTEN]
    : undefined;
}

class ParseWhenTouched implements ProxyHandler<Record<string, unknown>> {
  readonly #written: WrittenText;
  /** What a reader got may be changed inside, without this being told. */
  #isTouched = false;

  constructor(written: WrittenText) {
    this.#written = written;
  }

  #parse(target: Record<string, unknown>): Record<string, unknown> {
    if (!this.#isTouched) Object.assign(target, JSON.parse(this.#written.text));
    this.#isTouched = true;
    return target;
  }

  get(target: Record<string, unknown>, name: string | symbol): unknown {
    if (name === WRITTEN) return this.#isTouched ? undefined : this.#written;
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
