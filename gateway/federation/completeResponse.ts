import {
  type DocumentNode,
  type ExecutionResult,
  executeSync,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { ExecutionErrors } from './executionErrors.ts';
import { type DataObject, isDataObject, ownValue } from './mergeData.ts';
import { typenameResolver } from './resolveTypename.ts';
import { clientResponseName, type PlannedNames, plannedResponseName } from './responseNames.ts';
import type { DataPath } from './targets.ts';

/** Merged data and what it is to become. */
export interface ResponseParts {
  /** The API schema; what it lacks never reaches the client. */
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client gave them; they have been coerced once without an error. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Under which names the data holds the fields. */
  readonly names: PlannedNames;
  readonly data: DataObject;
  readonly errors: ExecutionErrors;
}

/**
 * Turns merged data into the client's answer: its response names in its order, values completed by the API schema,
 * nulls propagated, introspection answered.
 *
 * An error of completion that merely follows from a reported error of a subgraph, because it is at, under or above
 * the same place, is not reported a second time.
 *
 * @see https://spec.graphql.org/October2021/#sec-Value-Completion
 */
export function completeResponse(parts: ResponseParts): ExecutionResult {
  const completed = executeSync({
    schema: parts.schema,
    document: parts.document,
    operationName: parts.operation.name?.value ?? null,
    rootValue: parts.data,
    variableValues: parts.variables,
    fieldResolver: readField(parts),
    typeResolver: typenameResolver(parts.errors),
  });
  if (completed.data === undefined) return completed;
  const errors = collectErrors(parts.errors, completed.errors ?? []);
  return { data: completed.data, ...(errors.length > 0 ? { errors } : {}) };
}

function readField({ names, errors }: ResponseParts): GraphQLFieldResolver<unknown, unknown> {
  return (source, _arguments, _context, { fieldNodes: [field] }) => {
    if (!isDataObject(source) || !field) return null;
    const name = plannedResponseName(field, names);
    const value = ownValue(source, name);
    if (value !== undefined) return value;
    const failure = errors.failureOf(source, name);
    if (failure) throw failure;
    return null;
  };
}

function collectErrors(errors: ExecutionErrors, completionErrors: readonly GraphQLError[]): GraphQLError[] {
  const places = new ReportedPlaces();
  const collected = [...errors.reported];
  for (const error of errors.reported) if (error.path) places.add(error.path);
  const surfaced = new Set<unknown>();
  for (const error of completionErrors) {
    const failure = error.originalError;
    if (failure instanceof GraphQLError && errors.failedAt.has(failure)) {
      surfaced.add(failure);
      collected.push(error);
      if (error.path) places.add(error.path);
    } else if (!error.path || !places.areNear(error.path)) {
      collected.push(invalidValue(error));
    }
  }
  for (const [failure, path] of errors.failedAt) {
    const clientPath = path.map(clientResponseName);
    if (surfaced.has(failure) || places.areNear(clientPath)) continue;
    const { message, extensions, originalError } = failure;
    collected.push(
      new GraphQLError(message, {
        ...(clientPath.length > 0 ? { path: clientPath } : {}),
        ...(originalError ? { originalError } : {}),
        extensions,
      }),
    );
  }
  return collected;
}

/**
 * The message keeps to what the API schema knows: graphql-js would quote the value, which may be an `@inaccessible`
 * member of an enum.
 */
function invalidValue(error: GraphQLError): GraphQLError {
  const isMissing = error.message.startsWith('Cannot return null for non-nullable field ');
  const field = error.nodes?.[0]?.kind === 'Field' ? error.nodes[0].name.value : 'unknown';
  const message = isMissing
    ? error.message
    : `The field ${JSON.stringify(field)} was answered with a value that the schema does not allow.`;
  return new SluiceError('UPSTREAM_INVALID_VALUE', message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    ...(error.path ? { path: error.path } : {}),
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
