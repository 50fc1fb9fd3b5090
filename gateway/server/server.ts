import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fastify as createFastify, type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { ANONYMOUS, type Caller } from '../../subgraphs/kit/caller.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { serveWebhooks } from '../webhooks/receive/serveWebhooks.ts';
import type { WebhookReceiver } from '../webhooks/receive/webhookReceiver.ts';
import type { GatewayInterface, KeyValueCache } from './apolloTypes.ts';
import { serveHealth } from './health.ts';
import { answerErrorsAsGraphQL, answerUnreadableRequest, sendFailure } from './httpErrors.ts';
import { serveGraphQLOverHttp } from './httpHandler.ts';
import { createMemoryCache } from './memoryCache.ts';
import { OpenWork } from './openWork.ts';
import { startPipeline } from './pipeline.ts';
import { createErrorPresenter, type ErrorPresenter } from './presentError.ts';
import { refusal } from './refusal.ts';
import { logRequests } from './requestLog.ts';
import type { SandboxExample } from './sandbox/renderSandboxPage.ts';
import { loadSandbox, serveSandbox } from './sandbox/sandbox.ts';
import { serveGraphQLOverWebSocket } from './webSocket.ts';

/** How long work may take to notice that its connection was cut off; it needs no more than a turn of the event loop. */
const CUT_OFF_MS = 1_000;

/** A client that takes longer to send its whole request is cut off. */
const REQUEST_TIMEOUT_MS = 60_000;

export interface ServerOptions {
  /** What executes operations. It is loaded before the server listens, and stopped when the server has closed. */
  readonly gateway: GatewayInterface;
  /** Address to listen on; `127.0.0.1` for this machine only, `0.0.0.0` for all. */
  readonly host: string;
  /** 0 takes any free port; {@link RunningServer.port} tells which. */
  readonly port: number;
  readonly logger: Logger;
  /** Headers of the client's request that subgraphs receive; case does not matter. */
  readonly forwardHeaders: readonly string[];
  /** Longest request body, and longest WebSocket message. @default 1 MiB */
  readonly maxBodyBytes?: number;
  /**
   * Bytes of events that may wait for one client, on a socket or in a response. One that is slower than those who share
   * its events is cut off past them, and can resume. @default 1 MiB
   */
  readonly maxQueuedBytes?: number;
  /** Whether clients may ask for the schema. @default true */
  readonly introspection?: boolean;
  /** What the sandbox page at `/` offers to try, the first in its editor. @default one query that fits any schema */
  readonly sandboxExamples?: readonly SandboxExample[];
  /** Origins whose pages may use `/graphql`, without cookies, such as `https://studio.apollographql.com`. @default none */
  readonly corsOrigins?: readonly string[];
  /** Resolves to the reasons why the server should get no requests now. @default none ever */
  readonly readiness?: () => Promise<readonly string[]>;
  /** How long requests may go on after {@link RunningServer.close}; then they are cut off. @default 10 000 */
  readonly shutdownGraceMs?: number;
  /** Who sends a request over HTTP, by its headers. @default anonymous, whoever it is */
  readonly callerOf?: (headers: IncomingHttpHeaders) => Caller;
  /** Takes webhooks under `/webhooks/`. @default none are taken */
  readonly webhooks?: WebhookReceiver;
  /** This server's URL as others write it, without a path; webhooks may be signed with it. @default by `Host` */
  readonly publicUrl?: string | undefined;
  /** Where automatic persisted queries are kept. @default memory, bounded */
  readonly cache?: KeyValueCache;
}

export interface RunningServer {
  /** Without a path: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  /**
   * Closes in order: not ready any more; no new connections; streams and sockets end in a way that makes their clients
   * come back elsewhere; requests finish, within `shutdownGraceMs`; the gateway stops. Calling it again waits for the same.
   */
  close(): Promise<void>;
}

/**
 * Loads the gateway, then serves GraphQL on `/graphql` by every transport, health, and the sandbox page at `/`.
 *
 * @throws SluiceError `PORT_IN_USE`, or `CONFIGURATION_INVALID` when the address cannot be listened on at all; whatever
 * the gateway's `load` throws
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const {
    gateway,
    host,
    logger,
    introspection = true,
    maxBodyBytes = 1024 * 1024,
    maxQueuedBytes = 1024 * 1024,
  } = options;
  const {
    sandboxExamples = [],
    corsOrigins = [],
    readiness = async () => [],
    shutdownGraceMs = 10_000,
    cache = createMemoryCache(),
    callerOf = () => ANONYMOUS,
  } = options;
  const forwardHeaders = options.forwardHeaders.map((name) => name.toLowerCase());
  const present = createErrorPresenter(logger);
  const work = new OpenWork();
  const sandbox = await loadSandbox(sandboxExamples);

  const pipeline = await startPipeline({ gateway, cache, introspection, logger, present });
  const fastify = createHttpServer(logger, maxBodyBytes, present);
  countRequests(fastify, work);
  logRequests(fastify);
  answerErrorsAsGraphQL(fastify, present);
  serveGraphQLOverHttp(fastify, { pipeline, work, forwardHeaders, corsOrigins, callerOf, maxQueuedBytes });
  if (options.webhooks) serveWebhooks(fastify, options.webhooks, options.publicUrl);
  serveHealth(fastify, { readiness, work, logger });
  serveSandbox(fastify, sandbox);
  const cutOffSockets = serveGraphQLOverWebSocket(fastify.server, {
    pipeline,
    present,
    work,
    forwardHeaders,
    logger,
    maxPayloadBytes: maxBodyBytes,
    maxQueuedBytes,
    corsOrigins,
  });

  try {
    await fastify.listen({ host, port: options.port });
  } catch (error) {
    await pipeline.stop();
    throw listenError(error, host, options.port);
  }
  const { port } = fastify.server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    work.close();
    const closed = fastify.close();
    const unfinished = await work.untilIdle(shutdownGraceMs);
    if (unfinished > 0) logger.warn({ unfinished }, 'Requests were cut off, since they did not finish in time');
    cutOffSockets();
    // Also connections on which half a request has come: Node waits for the other half.
    fastify.server.closeAllConnections();
    await closed;
    await work.untilIdle(CUT_OFF_MS);
    await pipeline.stop();
  };
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function createHttpServer(logger: Logger, maxBodyBytes: number, present: ErrorPresenter): FastifyInstance {
  const fastify = createFastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    exposeHeadRoutes: false,
    // Fastify's own answer while closing is no GraphQL error; `countRequests` gives ours.
    return503OnClosing: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    clientErrorHandler: answerUnreadableRequest,
    frameworkErrors: (error, request, reply) => sendFailure(error, request, reply, present),
  });
  fastify.removeContentTypeParser('text/plain');
  return fastify;
}

/** Counts what is being answered, for closing to wait for, and lets nothing but the health checks in after that began. */
function countRequests(fastify: FastifyInstance, work: OpenWork): void {
  fastify.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', work.begin());
    if (work.closing && !request.url.startsWith('/health/'))
      throw refusal('SHUTTING_DOWN', 'The server is going away. Send the request again.');
  });
  fastify.addHook('onSend', async (_request, reply) => {
    if (work.closing) reply.header('connection', 'close');
  });
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    const message = `Another program listens on ${host}:${port}. Stop it, or choose another port with PORT or --port.`;
    return new SluiceError('PORT_IN_USE', message, { cause: error });
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new SluiceError('CONFIGURATION_INVALID', `This process cannot listen on ${host}:${port} (${code}).`, {
      cause: error,
    });
  }
  return error;
}
