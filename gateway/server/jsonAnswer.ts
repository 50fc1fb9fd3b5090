import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { textOf, type WrittenText } from '../federation/writer/writtenData.ts';
import { negotiateFormat } from './acceptHeader.ts';
import { refusalStatus } from './refusal.ts';
import { resultText } from './resultText.ts';

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

function resultBytes(result: FormattedExecutionResult): Buffer {
  const written = result.errors || result.extensions ? undefined : textOf(result.data);
  if (!written) return encode(resultText(result));
  written.answer ??= encode(resultText(result));
  return written.answer;
}

/** Encoding text as UTF-8 takes several times as long as latin1, also where it comes to the same. */
function encode({ text, isAscii }: WrittenText): Buffer {
  return Buffer.from(text, isAscii ? 'latin1' : 'utf8');
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
