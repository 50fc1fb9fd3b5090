import type { Cause } from './changes/cause.ts';

/**
 * Who an operation runs for. Every execution carries one, and it is part of every key under which anything is shared
 * between operations, so that nobody is answered with what somebody else may see.
 */
export interface Caller {
  /** Stable identity, the namespace of this caller's idempotency keys. */
  readonly id: string;
  /** OAuth-style scopes granted to the caller. */
  readonly scopes: readonly string[];
  /** Verified claims about the caller, by name. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The run of a flow that acts; what it changes is recorded with it. */
  readonly cause?: Cause;
}

/** The caller of a request that brought no credentials. */
export const ANONYMOUS: Caller = Object.freeze({
  id: 'anonymous',
  scopes: Object.freeze([]),
  claims: Object.freeze({}),
});
