import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { negotiateFormat } from './acceptHeader.ts';
import { refusalStatus } from './refusal.ts';

/** Answers with one JSON document, as `application/graphql-response+json` when the client prefers that. */
export function sendResult(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  headers: ReadonlyMap<string, string>,
  { errors, data, extensions }: FormattedExecutionResult,
): FastifyReply {
  const type =
    negotiateFormat(request.headers.accept, undefined) === 'graphql-response+json'
      ? 'application/graphql-response+json'
      : 'application/json';
  return (
    reply
      .code(status)
      .header('cache-control', 'no-store')
      .headers(Object.fromEntries(headers))
      .type(`${type}; charset=utf-8`)
      // Errors first, so that they are seen without scrolling; the specification asks servers to do so.
      .send(JSON.stringify({ errors, data, extensions }))
  );
}

/** Answers with nothing but an error. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: GraphQLFormattedError,
  headers = new Map<string, string>(),
): FastifyReply {
  return sendResult(request, reply, refusalStatus(error.extensions?.code) ?? 500, headers, { errors: [error] });
}
