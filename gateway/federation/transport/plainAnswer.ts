import { isAscii } from 'node:buffer';
import type { ExecutionResult } from 'graphql';

/**
 * A hidden property rather than a WeakSet: what is a key of a weak collection outlives the collections of young garbage,
 * and whole answers did; half of the processor time went to copying them.
 */
const PLAIN: unique symbol = Symbol('sluice.plain');

const BACKSLASH = 0x5c;

/**
 * Whether no string in a JSON text has anything to escape when it is written again, or anything but ASCII: so it is
 * when the text holds no escape itself, since JSON knows no other way to write a quote, a backslash or a control
 * character.
 */
export function isPlainJson(bytes: Uint8Array): boolean {
  return isAscii(bytes) && !bytes.includes(BACKSLASH);
}

/** Notes that a result comes from such a text. */
export function markPlainAnswer(result: ExecutionResult): ExecutionResult {
  return Object.defineProperty(result, PLAIN, { value: true });
}

export function isPlainAnswer(result: ExecutionResult): boolean {
  return PLAIN in result;
}
