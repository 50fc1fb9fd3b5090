import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';

/** Turns any failure into what a client may see of it. */
export type ErrorPresenter = (error: unknown) => GraphQLFormattedError;

/**
 * Decides, here and nowhere else, what a client sees of an error. An error with a code of its own was meant for the
 * client and passes, without the parts that are ours (HTTP status, stack traces that a subgraph let out). All others
 * are faults of ours: logged whole, and shown as nothing but an `errorId` that finds the entry in the log.
 */
export function createErrorPresenter(logger: Logger): ErrorPresenter {
  return (error) => {
    const formatted = formatError(error);
    const code = formatted?.extensions?.code;
    if (formatted && typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return withoutInternals(formatted);
    const errorId = randomUUID();
    logger.error(
      { err: originOf(error), path: formatted?.path?.join('.'), errorId },
      'An operation failed unexpectedly',
    );
    return {
      message: 'Internal server error',
      ...(formatted?.locations ? { locations: formatted.locations } : {}),
      ...(formatted?.path ? { path: formatted.path } : {}),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId, retryable: true },
    };
  };
}

function formatError(error: unknown): GraphQLFormattedError | undefined {
  if (error instanceof GraphQLError) return error.toJSON();
  return isFormattedError(error) ? error : undefined;
}

/** Results of remote subgraphs and of Apollo Server hold errors that are formatted already, hence plain objects. */
function isFormattedError(error: unknown): error is GraphQLFormattedError {
  return (
    typeof error === 'object' &&
    error !== null &&
    !(error instanceof Error) &&
    'message' in error &&
    typeof error.message === 'string'
  );
}

function withoutInternals(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { http: _http, stacktrace: _stacktrace, exception: _exception, ...extensions } = formatted.extensions ?? {};
  return { ...formatted, extensions };
}

/** A resolver's own exception rather than the GraphQL error around it, which adds the document and no insight. */
function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? error.originalError : error;
}
