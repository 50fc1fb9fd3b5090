import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type OperationDefinitionNode, type OperationTypeNode } from 'graphql';
import { negotiateFormat } from './acceptHeader.ts';
import type { ClientRequest, PipelineContext } from './clientRequest.ts';
import { refusal } from './refusal.ts';

/** A browser never sends one of these across origins without asking first. The names are Apollo's. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Refuses what must not run, once the operation is known and before anything of it runs. Apollo Server itself looks at
 * `Accept` only when the answer is there, after a mutation has had its effect, and its CSRF rule lies on a path that
 * `executeOperation` does not take. A WebSocket's frames have neither method nor `Accept` and come past no rule.
 */
export const requestRules: ApolloServerPlugin<PipelineContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, request, contextValue }) {
        const kind = operationKind(operation, request.operationName);
        if (contextValue.clientRequest.transport === 'http') checkHttpRequest(kind, contextValue.clientRequest);
      },
    };
  },
};

/** Apollo Server calls the executor even when no operation was found, and expects the error from there. */
function operationKind(
  operation: OperationDefinitionNode | undefined,
  operationName: string | undefined,
): OperationTypeNode {
  if (operation) return operation.operation;
  const message = operationName
    ? `The document has no operation named ${JSON.stringify(operationName)}.`
    : 'The document has several operations, or none: `operationName` must say which to run.';
  throw new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } });
}

function checkHttpRequest(kind: OperationTypeNode, { method, headers }: ClientRequest): void {
  const format = negotiateFormat(headers.accept, kind);
  if (method === 'GET' && kind === 'mutation') {
    throw refusal('METHOD_NOT_ALLOWED', 'A mutation has effects and cannot be sent by GET. Send it by POST.', {
      allow: 'POST',
    });
  }
  if (format === undefined) throw refusal('NOT_ACCEPTABLE', notAcceptable(kind));
  if (method === 'GET' && kind === 'subscription' && format !== 'event-stream') {
    throw refusal(
      'METHOD_NOT_ALLOWED',
      'A subscription by GET needs `Accept: text/event-stream`. Send others by POST.',
      { allow: 'POST' },
    );
  }
  // What EventSource sends has no effect, and a page of another origin cannot read the answer; it can set no header.
  if (format !== 'event-stream' || method !== 'GET') checkCsrf(headers);
}

function notAcceptable(kind: OperationTypeNode): string {
  return kind === 'subscription'
    ? 'A subscription is answered as a stream. Send `Accept: text/event-stream`, or ' +
        '`Accept: multipart/mixed;subscriptionSpec=1.0`, or use a WebSocket with the subprotocol `graphql-transport-ws`.'
    : 'The `Accept` header must allow `application/graphql-response+json`, `application/json` or `text/event-stream`.';
}

/**
 * A page of another origin can make a browser send a "simple" request, cookies and all, without asking the server. A
 * request that the browser asks about first proves that it is none: one with a JSON body, or with one of our headers.
 *
 * @see https://www.apollographql.com/docs/apollo-server/security/cors#preventing-cross-site-request-forgery-csrf
 */
function checkCsrf(headers: ClientRequest['headers']): void {
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/json' || PREFLIGHT_HEADERS.some((name) => headers[name])) return;
  throw refusal(
    'CSRF_PREVENTED',
    `This request could have been sent by a page of another origin. Send one of the headers ${PREFLIGHT_HEADERS.join(', ')} ` +
      'with any value, or `Content-Type: application/json`.',
  );
}
