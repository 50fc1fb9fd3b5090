import { ApolloServer, type GraphQLResponse, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import { DEFERRED, type ExecutorResult } from '../federation/deferredAnswer.ts';
import type { GatewayContext } from '../federation/gatewayContext.ts';
import { STREAM, type StreamingResult } from '../federation/subscriptions/eventStream.ts';
import type { GatewayInterface, KeyValueCache } from './apolloTypes.ts';
import type { ClientRequest, PipelineContext } from './clientRequest.ts';
import type { PresentedPayloads } from './deferredResponse.ts';
import type { ErrorPresenter } from './presentError.ts';
import { EventPresenter, PresentedError, type PresentedEvents } from './presentEvents.ts';
import type { RequestParams } from './requestParams.ts';
import { requestRules } from './requestRules.ts';

/** The answer to one operation, whichever transport it goes out by. */
export interface PipelineAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** The answer, or for a subscription that began an empty one. */
  readonly result: FormattedExecutionResult;
  /** The events of a subscription. Nothing is open before somebody subscribes to them. */
  readonly events?: PresentedEvents;
  /** The later parts of an answer with `@defer`, for clients that take them. Whoever takes them must cancel them. */
  readonly deferred?: PresentedPayloads;
}

/** The one way by which every operation runs, from every transport. */
export interface Pipeline {
  /** Runs one operation. Failures are part of the answer; it throws only {@link PresentedError}. */
  execute(params: RequestParams, clientRequest: ClientRequest, context: GatewayContext): Promise<PipelineAnswer>;
  /** Stops Apollo Server, which stops the gateway. */
  stop(): Promise<void>;
}

export interface PipelineOptions {
  readonly gateway: GatewayInterface;
  readonly cache: KeyValueCache;
  readonly introspection: boolean;
  readonly logger: Logger;
  readonly present: ErrorPresenter;
}

/**
 * Loads the gateway and starts Apollo Server around it.
 *
 * @throws whatever the gateway's `load` throws
 */
export async function startPipeline({
  gateway,
  cache,
  introspection,
  logger,
  present,
}: PipelineOptions): Promise<Pipeline> {
  const apolloServer = new ApolloServer<PipelineContext>({
    gateway,
    cache,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    logger,
    formatError: (_formatted, error) => present(error),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      requestRules,
      {
        // Apollo Server throws the error away and rejects with another one, so it is logged here or never.
        async unexpectedErrorProcessingRequest({ error }) {
          logger.error({ err: error }, 'The pipeline failed unexpectedly');
        },
      },
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // It would wrap every resolver of the schema to compute a header that says `no-store`.
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apolloServer.start();
  const presenter = new EventPresenter(present);

  return {
    async execute(params, clientRequest, context) {
      try {
        const request = { ...params, http: httpRequest(clientRequest) };
        const response = await apolloServer.executeOperation(request, { contextValue: { ...context, clientRequest } });
        if (response.body.kind !== 'single')
          throw new Error('Incremental delivery reached a pipeline that does not serve it');
        const {
          [STREAM]: events,
          [DEFERRED]: payloads,
          ...result
        } = response.body.singleResult as FormattedExecutionResult &
          Pick<StreamingResult, typeof STREAM> &
          Pick<ExecutorResult, typeof DEFERRED>;
        release(response);
        return {
          status: response.http.status ?? 200,
          headers: response.http.headers,
          result,
          ...(events ? { events: presenter.present(events) } : {}),
          ...(payloads ? { deferred: { payloads, present } } : {}),
        };
      } catch (error) {
        throw new PresentedError(present(error));
      }
    },
    stop: () => apolloServer.stop(),
  };
}

/**
 * Lets go of an answer where Apollo Server keeps it. Something keeps the context of each of its requests until the next
 * collection of old garbage, and with it every answer was copied out of the young.
 */
function release(response: GraphQLResponse<Record<string, unknown>>): void {
  Object.assign(response, { body: undefined });
}

/**
 * What plugins and data sources see of the HTTP request. The method is always POST: of a GET Apollo Server itself
 * refuses all but queries, before any plugin is asked, and EventSource subscribes by GET. `requestRules` knows the true one.
 */
function httpRequest({ headers }: ClientRequest) {
  const headerMap = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) headerMap.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return { method: 'POST', headers: headerMap, search: '', body: undefined };
}
