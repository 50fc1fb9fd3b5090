import type { ExecutionResult } from 'graphql';
import { isPlainAnswer, markPlainAnswer } from './plainAnswer.ts';

/** Copies an answer so that its objects and lists can be added to; what is in them besides is the same. */
export function cloneAnswer(answer: ExecutionResult): ExecutionResult {
  const copy = { ...answer, ...(answer.data ? { data: clone(answer.data) as typeof answer.data } : {}) };
  return isPlainAnswer(answer) ? markPlainAnswer(copy) : copy;
}

function clone(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(clone);
  // A value that a subgraph in the same process answered, such as a `Date`.
  if ('toJSON' in value && typeof value.toJSON === 'function') return value;
  const copy: Record<string, unknown> = { ...value };
  for (const name of Object.keys(copy)) {
    const member = copy[name];
    // The name that a plain assignment takes for the prototype is left as the spread has put it there.
    if (typeof member === 'object' && member !== null && name !== '__proto__') copy[name] = clone(member);
  }
  return copy;
}
