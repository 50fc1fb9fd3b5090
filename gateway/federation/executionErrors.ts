import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../../subgraphs/kit/errors.ts';
import type { DataObject } from './mergeData.ts';
import { clientResponseName } from './responseNames.ts';
import type { DataPath, Target } from './targets.ts';

/** A fetch that brought nothing: which names its objects lack, and why. */
interface Failure {
  readonly error: GraphQLError;
  readonly responseNames: ReadonlySet<string>;
}

/**
 * What went wrong while a plan was executed. Errors of single fields are reported with their path; a fetch that fails
 * as a whole is noted at the objects it was for, and becomes an error at exactly the fields of the client's operation
 * that lack their value, as if each had been resolved by itself.
 */
export class ExecutionErrors {
  readonly #reported: GraphQLError[] = [];
  readonly #failures = new Map<DataObject, Failure[]>();
  readonly #failedAt = new Map<GraphQLError, DataPath>();

  get reported(): readonly GraphQLError[] {
    return this.#reported;
  }

  /** Every failure, with the path of the first object that it left incomplete. */
  get failedAt(): ReadonlyMap<GraphQLError, DataPath> {
    return this.#failedAt;
  }

  /** Reports an error, once even when the plan asks twice for the field that it is about. */
  report(error: GraphQLError): void {
    const isKnown =
      error.path !== undefined &&
      this.#reported.some(
        ({ message, path }) => message === error.message && path !== undefined && isSamePath(path, error.path ?? []),
      );
    if (!isKnown) this.#reported.push(error);
  }

  fail(targets: readonly Target[], responseNames: ReadonlySet<string>, error: GraphQLError): void {
    const [first] = targets;
    if (!first) return;
    this.#failedAt.set(error, first.path);
    for (const { object } of targets) {
      const failures = this.#failures.get(object) ?? [];
      failures.push({ error, responseNames });
      this.#failures.set(object, failures);
    }
  }

  /** The same failures, and those of the errors that stand where `belongs` says. */
  within(belongs: (path: DataPath | undefined) => boolean): ExecutionErrors {
    const part = new ExecutionErrors();
    part.#reported.push(...this.#reported.filter(({ path }) => belongs(path)));
    for (const [object, failures] of this.#failures) part.#failures.set(object, [...failures]);
    for (const [error, path] of this.#failedAt)
      if (belongs(path.map(clientResponseName))) part.#failedAt.set(error, path);
    return part;
  }

  /**
   * Why `object` has nothing under `responseName`. A field that no failed fetch would have brought lacks because its
   * own fetch needed what a failed one would have brought.
   */
  failureOf(object: DataObject, responseName: string): GraphQLError | undefined {
    const failures = this.#failures.get(object);
    return (failures?.find((failure) => failure.responseNames.has(responseName)) ?? failures?.[0])?.error;
  }
}

function isSamePath(one: DataPath, other: DataPath): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

/**
 * Stands in for a code where a subgraph's error has none. It is the code that clients of Apollo's gateway know.
 */
const CODE_WHEN_NONE: ErrorCode = 'DOWNSTREAM_SERVICE_ERROR';

/**
 * An error that a subgraph answered, as the client gets it. The subgraph's message and extensions stay. What a
 * resolver in the same process threw unexpectedly stays in `originalError`, so that it is logged and masked.
 */
export function subgraphError(
  error: GraphQLError | GraphQLFormattedError,
  subgraph: string,
  path?: DataPath,
): GraphQLError {
  const thrown = error instanceof GraphQLError ? (error.originalError ?? error) : undefined;
  const isFault = thrown !== undefined && !(thrown instanceof GraphQLError);
  const code: ErrorCode = isFault ? 'INTERNAL_SERVER_ERROR' : CODE_WHEN_NONE;
  return new GraphQLError(error.message || `The subgraph ${JSON.stringify(subgraph)} reported an error.`, {
    ...(path ? { path } : {}),
    ...(thrown ? { originalError: thrown } : {}),
    extensions: { code, ...error.extensions, subgraph },
  });
}

/** Whatever a transport threw, as the reason why a fetch failed. */
export function transportError(thrown: unknown, subgraph: string): GraphQLError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code: ErrorCode = 'INTERNAL_SERVER_ERROR';
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { code, ...(error instanceof GraphQLError ? error.extensions : {}), subgraph },
  });
}
