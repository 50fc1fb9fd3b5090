import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { textOf } from '../federation/writer/writtenData.ts';
import { negotiateFormat } from './acceptHeader.ts';
import { refusalStatus } from './refusal.ts';

/** Answers with one JSON document, as `application/graphql-response+json` when the client prefers that. */
export function sendResult(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  headers: ReadonlyMap<string, string>,
  result: FormattedExecutionResult,
): FastifyReply {
  const type =
    negotiateFormat(request.headers.accept, undefined) === 'graphql-response+json'
      ? 'application/graphql-response+json'
      : 'application/json';
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .headers(Object.fromEntries(headers))
    .type(`${type}; charset=utf-8`)
    .send(resultBytes(result));
}

/** Errors first, so that they are seen without scrolling; the specification asks servers to do so. */
function resultBytes({ errors, data, extensions }: FormattedExecutionResult): Buffer {
  const written = textOf(data);
  if (!written) return Buffer.from(JSON.stringify({ errors, data, extensions }));
  const before = errors ? `{"errors":${JSON.stringify(errors)},"data":` : '{"data":';
  const after = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : '}';
  const isAscii = written.isAscii && !errors && !extensions;
  // Encoding text as UTF-8 takes several times as long, also where it comes to the same.
  return Buffer.from(before + written.text + after, isAscii ? 'latin1' : 'utf8');
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
