import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { SluiceError } from '../../../subgraphs/kit/errors.ts';
import { isPlainJson, markPlainAnswer } from './plainAnswer.ts';

/**
 * Reads what a subgraph sent as a GraphQL result.
 *
 * @throws SluiceError `UPSTREAM_INVALID_RESPONSE` when it is none; `origin` tells where it came from.
 * @see https://spec.graphql.org/October2021/#sec-Response-Format
 */
export function parseGraphQLResult(text: string, subgraph: string, origin: string): ExecutionResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidResponse(subgraph, `${origin} is no JSON`, cause);
  }
  return asGraphQLResult(value, subgraph, origin);
}

/** The same of bytes, which tell more: whether strings can be written again as they are. */
export function parseGraphQLBytes(bytes: Buffer, subgraph: string, origin: string): ExecutionResult {
  if (!isPlainJson(bytes)) return parseGraphQLResult(bytes.toString('utf8'), subgraph, origin);
  return markPlainAnswer(parseGraphQLResult(bytes.toString('latin1'), subgraph, origin));
}

/** The same of a value that has been parsed. */
export function asGraphQLResult(value: unknown, subgraph: string, origin: string): ExecutionResult {
  if (!isObject(value)) throw invalidResponse(subgraph, `${origin} is no GraphQL result`);
  const { data, errors } = value;
  const hasData = data !== undefined && (data === null || isObject(data));
  const hasErrors = Array.isArray(errors) && errors.length > 0 && errors.every(isGraphQLError);
  if ((data !== undefined && !hasData) || (errors !== undefined && errors !== null && !isErrorList(errors))) {
    throw invalidResponse(subgraph, `${origin} is no GraphQL result`);
  }
  if (!hasData && !hasErrors) throw invalidResponse(subgraph, `${origin} has neither data nor errors`);
  return value as ExecutionResult;
}

/** A failure that is the subgraph's own, not the network's. */
export function invalidResponse(subgraph: string, reason: string, cause?: unknown): SluiceError {
  return new SluiceError('UPSTREAM_INVALID_RESPONSE', `The subgraph ${JSON.stringify(subgraph)}: ${reason}.`, {
    extensions: { subgraph },
    ...(cause === undefined ? {} : { cause }),
  });
}

function isErrorList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isGraphQLError);
}

function isGraphQLError(value: unknown): value is GraphQLFormattedError {
  return isObject(value) && typeof value.message === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
