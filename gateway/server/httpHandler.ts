import type { IncomingHttpHeaders } from 'node:http';
import { fastifyCors } from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import type { GatewayContext } from '../federation/gatewayContext.ts';
import { type AnswerFormat, acceptsDeferred, negotiateFormat } from './acceptHeader.ts';
import { respondInOnePart, respondInParts } from './deferredResponse.ts';
import { type EventFormat, respondWithEvents, respondWithOneEvent } from './eventResponse.ts';
import { pickHeaders } from './forwardedHeaders.ts';
import { sendResult } from './jsonAnswer.ts';
import { multipart } from './multipart.ts';
import type { OpenWork } from './openWork.ts';
import type { Pipeline, PipelineAnswer } from './pipeline.ts';
import { PresentedEvent } from './presentEvents.ts';
import { refusal, refusalStatus } from './refusal.ts';
import { paramsFromBody, paramsFromUrl } from './requestParams.ts';
import { sse } from './sse.ts';

const EVENT_FORMATS: Partial<Record<AnswerFormat, EventFormat>> = { 'event-stream': sse, multipart };

export interface HttpHandlerOptions {
  readonly pipeline: Pipeline;
  readonly work: OpenWork;
  /** See `ServerOptions.maxQueuedBytes`. */
  readonly maxQueuedBytes: number;
  /** Names, in lower case, of the headers that subgraphs receive. */
  readonly forwardHeaders: readonly string[];
  /** Origins whose pages may read the answers. */
  readonly corsOrigins: readonly string[];
  /** Who sends a request with these headers. */
  readonly callerOf: (headers: IncomingHttpHeaders) => Caller;
}

/** How long a browser may keep that an origin is allowed. */
const CORS_MAX_AGE_SECONDS = 600;

/**
 * Serves GraphQL over HTTP at `/graphql`: JSON, server-sent events and multipart. @as-integrations/fastify is not used,
 * since `executeHTTPGraphQLRequest`, on which it stands, turns the answer into text and loses a subscription's events.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function serveGraphQLOverHttp(fastify: FastifyInstance, options: HttpHandlerOptions): void {
  const mount = async (graphql: FastifyInstance): Promise<void> => {
    if (options.corsOrigins.length > 0) await allowOrigins(graphql, options.corsOrigins);
    graphql.route({
      method: ['GET', 'POST'],
      url: '/',
      prefixTrailingSlash: 'no-slash',
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const params = request.method === 'GET' ? paramsFromUrl(request.url) : paramsFromBody(postedBody(request));
        const clientRequest = { transport: 'http', method: request.method, headers: request.headers } as const;
        const answer = await options.pipeline.execute(params, clientRequest, createContext(request, reply, options));
        await sendAnswer(request, reply, answer, options);
        return reply;
      },
    });
  };
  fastify.register(mount, { prefix: '/graphql' });
}

/**
 * Lets pages of these origins use the routes of `scope`. Their cookies are not allowed: what such a page may do depends
 * on what it knows, not on who looks at it.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
async function allowOrigins(scope: FastifyInstance, origins: readonly string[]): Promise<void> {
  await scope.register(fastifyCors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    maxAge: CORS_MAX_AGE_SECONDS,
  });
}

/** Fastify lets a POST without a body pass whatever its media type is. */
function postedBody({ body, headers }: FastifyRequest): unknown {
  if (body === undefined && headers['content-type'] === undefined) {
    throw refusal('UNSUPPORTED_MEDIA_TYPE', 'A POST must have a body of `Content-Type: application/json`.');
  }
  return body;
}

function createContext(
  request: FastifyRequest,
  reply: FastifyReply,
  { forwardHeaders, callerOf }: HttpHandlerOptions,
): GatewayContext {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  const lastEventId = request.headers['last-event-id'];
  return {
    caller: callerOf(request.headers),
    forwardedHeaders: pickHeaders(request.headers, forwardHeaders),
    signal: controller.signal,
    acceptsDeferred: acceptsDeferred(request.headers.accept),
    ...(typeof lastEventId === 'string' && lastEventId !== '' ? { resumeAfter: lastEventId } : {}),
  };
}

async function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: PipelineAnswer,
  options: HttpHandlerOptions,
): Promise<void> {
  if (answer.deferred) {
    reply.hijack();
    copyHeaders(reply);
    await respondInParts(reply.raw, answer.result, answer.deferred, options.work);
    return;
  }
  const name = answerFormat(request.headers.accept, answer);
  const format = EVENT_FORMATS[name];
  if (format === undefined && name !== 'deferred') {
    sendResult(request, reply, answer.status, answer.headers, answer.result);
    return;
  }
  reply.hijack();
  copyHeaders(reply);
  if (format === undefined) respondInOnePart(reply.raw, answer.result);
  else if (answer.events) await respondWithEvents(reply.raw, format, answer.events, options);
  else respondWithOneEvent(reply.raw, format, new PresentedEvent(answer.result));
}

/** Those that hooks have set so far, CORS among them: a hijacked answer is written past Fastify. */
function copyHeaders(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
}

/**
 * The format to answer in. A failure before the operation is known (a syntax error, say)
 * goes out as the client's first choice; a refusal of the request itself is told by its HTTP status.
 */
function answerFormat(accept: string | undefined, { events, result }: PipelineAnswer): AnswerFormat {
  if (result.errors?.some((error) => refusalStatus(error.extensions?.code) !== undefined)) return 'json';
  return negotiateFormat(accept, events ? OperationTypeNode.SUBSCRIPTION : undefined) ?? 'json';
}
