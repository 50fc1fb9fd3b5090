import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

/** What a client can rely on for one code of {@link ERROR_CODES}. */
interface ErrorCodeDefinition {
  /** One sentence for the reference in `docs/errors.md`: when it is raised, what to do. */
  readonly meaning: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
}

/**
 * The registry of every `extensions.code` that Sluice itself raises. A code is never renamed or reused: clients match
 * on it. The codes that Apollo Server raises (`GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`,
 * `PERSISTED_QUERY_NOT_FOUND`, …) keep their meaning and are listed in `docs/errors.md` beside these.
 */
export const ERROR_CODES = {
  BAD_USER_INPUT: {
    meaning: 'An argument has a value that cannot be accepted; `field` names it. Correct it.',
    retryable: false,
  },
  NOT_FOUND: { meaning: 'No record has the id that was given.', retryable: false },
  ALREADY_EXISTS: { meaning: 'A record with the same unique value exists; `id` names it.', retryable: false },
  INVALID_TRANSITION: { meaning: 'The record is in a state from which this step is not possible.', retryable: false },
  OUT_OF_STOCK: {
    meaning: 'There is less in stock than was asked for; `sku`, `requested` and `available` tell of what.',
    retryable: false,
  },
  RESERVATION_CLOSED: {
    meaning: "The order's stock has been released for good; nothing more is reserved for it.",
    retryable: false,
  },
  ADDRESS_REFUSED: {
    meaning: 'The address is not public, and no setting allows others to have it called from here.',
    retryable: false,
  },
  PAYMENT_DECLINED: {
    meaning: 'The payment was declined; `failureCode` tells why. Another payment method may succeed.',
    retryable: false,
  },
  NOT_SUPPORTED_BY_BACKEND: {
    meaning: 'The vendor that keeps the system has nothing of the kind; `docs/vendors.md` lists what each lacks.',
    retryable: false,
  },
  PAGE_TOO_LARGE: {
    meaning: 'A page holds at most 100 records. Ask for fewer and follow `pageInfo.endCursor`.',
    retryable: false,
  },
  IDEMPOTENCY_KEY_REUSED: {
    meaning: 'The idempotency key was used before with another input. Take a new key.',
    retryable: false,
  },
  IDEMPOTENCY_IN_PROGRESS: {
    meaning: 'The first request with this idempotency key is still running. Repeat it shortly.',
    retryable: true,
  },
  CURSOR_INVALID: { meaning: 'The cursor was not issued by this server, or was altered.', retryable: false },
  CURSOR_OF_ANOTHER_LOG: {
    meaning: 'The cursor belongs to another change log, or to one since replaced by a backup.',
    retryable: false,
  },
  CURSOR_EXPIRED: {
    meaning: 'Changes after this cursor are no longer kept; `earliest` is the first cursor to resume from.',
    retryable: false,
  },
  NOT_ACCEPTABLE: {
    meaning: 'The `Accept` header allows no media type that this operation can be answered in.',
    retryable: false,
  },
  UNSUPPORTED_MEDIA_TYPE: { meaning: 'The request body must be `application/json`.', retryable: false },
  METHOD_NOT_ALLOWED: { meaning: 'The operation cannot be sent by this HTTP method.', retryable: false },
  CSRF_PREVENTED: {
    meaning: 'A browser could have been tricked into sending this request; send the `apollo-require-preflight` header.',
    retryable: false,
  },
  PAYLOAD_TOO_LARGE: { meaning: 'The request body is larger than the server reads.', retryable: false },
  PATH_NOT_FOUND: { meaning: 'Nothing is served at this path; GraphQL is at `/graphql`.', retryable: false },
  WEBHOOK_REFUSED: {
    meaning: 'The webhook is not signed by a secret of its source, or too old, from the future, or malformed.',
    retryable: false,
  },
  TOO_MANY_WEBHOOKS: {
    meaning: 'More webhooks wait to be stored than can be. Send it again, as `Retry-After` says.',
    retryable: true,
  },
  BAD_REQUEST: { meaning: 'The request is not a GraphQL request: no valid JSON, or no `query`.', retryable: false },
  UPSTREAM_UNAVAILABLE: {
    meaning: 'The system that owns the field did not answer; `subgraph` names it.',
    retryable: true,
  },
  UPSTREAM_INVALID_RESPONSE: {
    meaning: 'The system that owns the field answered with something that is no GraphQL result.',
    retryable: true,
  },
  UPSTREAM_INVALID_VALUE: {
    meaning: 'The system that owns the field answered with a value that the schema does not allow there.',
    retryable: false,
  },
  DOWNSTREAM_SERVICE_ERROR: {
    meaning: 'The system that owns the field reported an error without a code; `subgraph` names it.',
    retryable: false,
  },
  QUERY_PLAN_EMPTY: {
    meaning: 'No subgraph can resolve the selected fields; the supergraph needs correcting.',
    retryable: false,
  },
  DEFER_IN_SUBSCRIPTION: {
    meaning: 'A subscription cannot defer parts of its events. Leave `@defer` out.',
    retryable: false,
  },
  UNAUTHORIZED_FIELD_OR_TYPE: {
    meaning:
      'The caller may not see the field, or its type; it was not asked for. `path` has `@` for the items of a list.',
    retryable: false,
  },
  OPERATION_TOO_COMPLEX: {
    meaning:
      'The operation, with its fragments, selects too much to be planned. Select less, or ask in several requests.',
    retryable: false,
  },
  SUBSCRIPTION_OUTDATED: {
    meaning: 'The supergraph was reloaded and the subscription cannot go on. Subscribe again, after the last cursor.',
    retryable: true,
  },
  SUBSCRIBER_TOO_SLOW: {
    meaning: 'More events waited for the client than are kept for one. Subscribe again, after the last cursor.',
    retryable: true,
  },
  SHUTTING_DOWN: {
    meaning: 'The server is going away. Connect again, and resume subscriptions after their last cursor.',
    retryable: true,
  },
  INTERNAL_SERVER_ERROR: { meaning: 'A fault in the server; `errorId` finds it in the log.', retryable: true },
  CONFIGURATION_INVALID: {
    meaning: 'A setting, flag or file given at start cannot be used; the message names it.',
    retryable: false,
  },
  COMPOSITION_FAILED: {
    meaning: 'The subgraphs do not compose into one supergraph; the message says where.',
    retryable: false,
  },
  FLOW_INVALID: {
    meaning: 'A flow file cannot run; the message has each fault with file, line and column, and what to do.',
    retryable: false,
  },
  FLOW_HOP_LIMIT: {
    meaning:
      'A flow was set off by a chain of flows that is as long as `FLOWS_MAX_HOPS` allows; perhaps they set each other off.',
    retryable: false,
  },
  NOT_SERVED_HERE: {
    meaning: 'This server is not connected with what was asked for; the message says what to connect it with.',
    retryable: false,
  },
  DATABASE_NEWER: {
    meaning: 'The database was written by a newer Sluice. Start that version, or restore a backup.',
    retryable: false,
  },
  DATABASE_UNAVAILABLE: { meaning: 'The database did not answer.', retryable: true },
  DATA_DIR_IN_USE: { meaning: 'Another server runs on the same `DATA_DIR`.', retryable: false },
  PORT_IN_USE: { meaning: 'Another program listens on the port.', retryable: false },
} as const satisfies Record<string, ErrorCodeDefinition>;

/** A stable error code, as clients see it in `extensions.code`. */
export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * An expected failure, safe to show to the client as it is. Whatever is thrown and is not one of these (or a
 * GraphQL error of another subgraph) is a fault of ours: it is logged whole and shown as `INTERNAL_SERVER_ERROR`.
 */
export class SluiceError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options: GraphQLErrorOptions & { cause?: unknown } = {}) {
    const { cause, extensions, ...rest } = options;
    super(message, {
      ...rest,
      extensions: { ...extensions, code, ...(ERROR_CODES[code].retryable ? { retryable: true } : {}) },
    });
    this.name = 'SluiceError';
    this.code = code;
    if (cause !== undefined) this.cause = cause;
  }
}

/** An argument cannot be accepted. `field` is its path as the client wrote it, such as `input.email`. */
export class BadUserInputError extends SluiceError {
  constructor(field: string, message: string, options: { cause?: unknown } = {}) {
    super('BAD_USER_INPUT', message, { ...options, extensions: { field } });
    this.name = 'BadUserInputError';
  }
}

/** No record of `type` has the id `id`. */
export class NotFoundError extends SluiceError {
  constructor(type: string, id: string) {
    super('NOT_FOUND', `There is no ${type} with the id ${JSON.stringify(id)}.`, { extensions: { type, id } });
    this.name = 'NotFoundError';
  }
}

/** The subgraph `subgraph` could not be reached, or broke off. */
export class UpstreamUnavailableError extends SluiceError {
  constructor(subgraph: string, reason: string, options: { cause?: unknown } = {}) {
    super('UPSTREAM_UNAVAILABLE', `The subgraph ${JSON.stringify(subgraph)} did not answer: ${reason}.`, {
      ...options,
      extensions: { subgraph },
    });
    this.name = 'UpstreamUnavailableError';
  }
}
