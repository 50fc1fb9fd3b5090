import { isAscii } from 'node:buffer';
import type { ExecutionResult } from 'graphql';

const plainAnswers = new WeakSet<ExecutionResult>();

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
  plainAnswers.add(result);
  return result;
}

export function isPlainAnswer(result: ExecutionResult): boolean {
  return plainAnswers.has(result);
}
