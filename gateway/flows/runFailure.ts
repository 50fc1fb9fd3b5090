import type { GraphQLError } from 'graphql';
import { ERROR_CODES } from '../../subgraphs/kit/errors.ts';
import type { RunFailure } from './flowRun.ts';

/** Codes that Apollo's packages raise for what no repetition mends. */
const PERMANENT = new Set(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'UNAUTHENTICATED', 'FORBIDDEN']);

/**
 * What the errors of an answer mean for a run. Several errors fail it for good when one of them does.
 *
 * A code that is not ours may mean anything: it is tried again, until the tries are used up.
 */
export function failureOf(errors: readonly GraphQLError[], step?: string): RunFailure {
  const failures = errors.map((error) => toFailure(error, step));
  return failures.find(({ retryable }) => !retryable) ?? (failures[0] as RunFailure);
}

/** A failure that did not come as an answer: the call was cut, or took too long. */
export function failureOfThrown(thrown: unknown, step?: string): RunFailure {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'UPSTREAM_UNAVAILABLE', message, retryable: true, ...(step && { step }) };
}

function toFailure({ message, extensions }: GraphQLError, step?: string): RunFailure {
  const code = typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR';
  const { retryAfterMs } = extensions ?? {};
  return {
    code,
    message,
    retryable: isRetryable(code, extensions?.retryable),
    ...(step && { step }),
    ...(typeof retryAfterMs === 'number' && { retryAfterMs }),
  };
}

function isRetryable(code: string, said: unknown): boolean {
  if (typeof said === 'boolean') return said;
  if (PERMANENT.has(code)) return false;
  // A fault that a subgraph gave no code for may pass; the registry says so of the client's own repetition only.
  if (code === 'DOWNSTREAM_SERVICE_ERROR') return true;
  return ERROR_CODES[code as keyof typeof ERROR_CODES]?.retryable ?? true;
}
