import { GraphQLError, locatedError } from 'graphql';
import { SluiceError } from '../../../subgraphs/kit/errors.ts';
import type { ExecutionErrors } from '../executionErrors.ts';
import { clientResponseName } from '../responseNames.ts';
import type { DataPath } from '../targets.ts';
import type { CompletionProblem } from './writeState.ts';

/**
 * The errors of an answer: those that subgraphs reported, failed fetches at exactly the fields that lack their value,
 * and values that the schema does not allow.
 *
 * A problem of completion that merely follows from a reported error of a subgraph, because it is at, under or above
 * the same place, is not reported a second time.
 */
export function completionErrors(errors: ExecutionErrors, problems: readonly CompletionProblem[]): GraphQLError[] {
  const places = new ReportedPlaces();
  const collected = [...errors.reported];
  for (const error of errors.reported) if (error.path) places.add(error.path);
  const surfaced = new Set<GraphQLError>();
  for (const problem of problems) {
    if (problem.failure) {
      surfaced.add(problem.failure);
      collected.push(locatedError(problem.failure, problem.position.nodes, problem.path));
      places.add(problem.path);
    } else if (!places.areNear(problem.path)) {
      collected.push(invalidValue(problem));
    }
  }
  for (const [failure, path] of errors.failedAt) {
    const clientPath = path.map(clientResponseName);
    if (!surfaced.has(failure) && !places.areNear(clientPath)) collected.push(placed(failure, clientPath));
  }
  return collected;
}

/**
 * The message keeps to what the API schema knows: it does not quote the value, which may be an `@inaccessible` member
 * of an enum.
 */
function invalidValue({ kind, path, position }: CompletionProblem): GraphQLError {
  const { coordinate, nodes } = position;
  const message =
    kind === 'missing'
      ? `Cannot return null for non-nullable field ${coordinate}.`
      : `The field ${JSON.stringify(nodes[0]?.name.value)} was answered with a value that the schema does not allow.`;
  return new SluiceError('UPSTREAM_INVALID_VALUE', message, { nodes, path });
}

function placed({ message, extensions, originalError }: GraphQLError, path: DataPath): GraphQLError {
  return new GraphQLError(message, {
    ...(path.length > 0 ? { path } : {}),
    ...(originalError ? { originalError } : {}),
    extensions,
  });
}

/** Paths of errors, searchable by places at, under and above them. */
class ReportedPlaces {
  readonly #exact = new Set<string>();
  readonly #above = new Set<string>();

  add(path: DataPath): void {
    this.#exact.add(JSON.stringify(path));
    for (let length = 0; length <= path.length; length++) this.#above.add(JSON.stringify(path.slice(0, length)));
  }

  /** Whether some error is at `path`, under it, or above it. */
  areNear(path: DataPath): boolean {
    if (this.#above.has(JSON.stringify(path))) return true;
    for (let length = 0; length < path.length; length++) {
      if (this.#exact.has(JSON.stringify(path.slice(0, length)))) return true;
    }
    return false;
  }
}
