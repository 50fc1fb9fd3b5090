import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { sendError } from './jsonAnswer.ts';
import type { ErrorPresenter } from './presentError.ts';
import { PresentedError } from './presentEvents.ts';
import { refusal } from './refusal.ts';

/**
 * Makes every failure outside the pipeline a GraphQL error with a stable code too, so that a client reads one kind of
 * answer only: what Fastify refuses (body, media type, URL), paths and methods that are not served, faults of ours.
 */
export function answerErrorsAsGraphQL(fastify: FastifyInstance, present: ErrorPresenter): void {
  fastify.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, present));
  fastify.setNotFoundHandler((request, reply) => {
    const served = request.url.split('?', 1)[0] === '/graphql';
    const error = served
      ? refusal('METHOD_NOT_ALLOWED', 'GraphQL is served by GET and POST.', { allow: 'GET, POST' })
      : refusal('PATH_NOT_FOUND', 'Nothing is served at this path. GraphQL is at /graphql.');
    return sendFailure(error, request, reply, present);
  });
}

/**
 * Answers what Node's HTTP parser gave up on, for which there is no request yet.
 *
 * @see https://nodejs.org/api/http.html#event-clienterror
 */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, failure] = unreadable(error.code);
  const body = JSON.stringify({ errors: [{ message: failure.message, extensions: { code: failure.code } }] });
  const head = [
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`HTTP/1.1 ${status}\r\n${head.join('\r\n')}\r\n\r\n${body}`);
}

function unreadable(code: string | undefined): [status: string, failure: SluiceError] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [
        '431 Request Header Fields Too Large',
        refusal('PAYLOAD_TOO_LARGE', 'The URL and headers are too long. Send the query by POST.'),
      ];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', refusal('BAD_REQUEST', 'The request took too long to arrive.')];
    default:
      return ['400 Bad Request', refusal('BAD_REQUEST', 'The request is no HTTP that this server can read.')];
  }
}

/** Answers with the error that belongs to anything thrown while a request was handled. */
export function sendFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  present: ErrorPresenter,
): FastifyReply {
  const known = error instanceof SluiceError || error instanceof PresentedError ? error : (refusalOf(error) ?? error);
  const presented = known instanceof PresentedError ? known.presented : present(known);
  return sendError(request, reply, presented, known instanceof SluiceError ? headersOf(known) : undefined);
}

/** Fastify's own refusals, told apart by their codes. */
function refusalOf(error: unknown): SluiceError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refusal('PAYLOAD_TOO_LARGE', 'The body is larger than this server reads.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refusal('UNSUPPORTED_MEDIA_TYPE', 'A POST must have a body of `Content-Type: application/json`.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return refusal('BAD_REQUEST', 'The body is no valid JSON.');
    default:
      return 'statusCode' in error && error.statusCode === 400
        ? refusal('BAD_REQUEST', 'The request cannot be read.')
        : undefined;
  }
}

function headersOf(error: SluiceError): Map<string, string> | undefined {
  const http = error.extensions.http;
  return typeof http === 'object' && http !== null && 'headers' in http && http.headers instanceof Map
    ? http.headers
    : undefined;
}
