import type { IncomingMessage } from 'node:http';
import {
  type DocumentNode,
  type ExecutionArgs,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  GraphQLSchema,
  parse,
} from 'graphql';
import type { Context, OperationResult, ServerOptions } from 'graphql-ws';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { OpenWork } from './openWork.ts';
import type { Pipeline, PipelineAnswer } from './pipeline.ts';
import type { ErrorPresenter } from './presentError.ts';
import { PresentedError } from './presentEvents.ts';
import { paramsFromBody } from './requestParams.ts';
import { SocketSubscription } from './socketSubscription.ts';
import type { SocketWriter } from './socketWriter.ts';
import { webSocketHeaders } from './webSocketHeaders.ts';

/** What belongs to one socket beside what graphql-ws keeps of it. */
export interface SocketExtra {
  /** The method and the headers of the upgrade request; the request itself is let go of. */
  readonly upgrade: Pick<IncomingMessage, 'method' | 'headers'>;
  /** Takes the events of its subscriptions. */
  readonly writer: SocketWriter;
  /** One for each operation that is being answered; all are aborted when the socket closes. */
  readonly operations: Set<AbortController>;
  /** Set once the client has initialised the connection. */
  context?: SocketContext;
}

type SocketContext = Context<Record<string, unknown>, SocketExtra>;

export interface WebSocketOperationsOptions {
  readonly pipeline: Pipeline;
  readonly present: ErrorPresenter;
  readonly work: OpenWork;
  /** Names, in lower case, of the headers that subgraphs receive. */
  readonly forwardHeaders: readonly string[];
}

/**
 * Answers graphql-ws by the pipeline: `onSubscribe` runs the whole operation, and what graphql-ws then believes to
 * execute only hands out the answer. So nothing is parsed, validated or checked in a second, different way.
 *
 * Failures before the first result are `error` messages. Once events flow, an error in one of them is part of it.
 */
export function webSocketOperations(
  options: WebSocketOperationsOptions,
): ServerOptions<Record<string, unknown>, SocketExtra> {
  const { present } = options;
  return {
    onConnect: (context) => {
      context.extra.context = context;
    },
    onSubscribe: async (context, id, payload) => {
      try {
        const { result, events } = await runOperation(context, payload, options);
        const { errors, data } = result;
        if (events) return handOut(SUBSCRIPTION, new SocketSubscription(id, events, context.extra.writer));
        return errors && data === undefined ? errors.map((error) => new PresentedError(error)) : handOut(QUERY, result);
      } catch (error) {
        return [error instanceof PresentedError ? error : new PresentedError(present(error))];
      }
    },
    execute: ({ rootValue }) => rootValue as OperationResult,
    subscribe: ({ rootValue }) => rootValue as OperationResult,
    onNext: (_context, _id, _payload, { rootValue }) => rootValue as FormattedExecutionResult,
    onError: (_context, _id, _payload, errors) => errors.map((error) => presentedForm(error, present)),
  };
}

async function runOperation(
  { extra, connectionParams }: SocketContext,
  payload: unknown,
  { pipeline, work, forwardHeaders }: WebSocketOperationsOptions,
): Promise<PipelineAnswer> {
  if (work.closing) throw goingAway();
  const { method = 'GET', headers } = extra.upgrade;
  const abort = new AbortController();
  extra.operations.add(abort);
  try {
    const forwardedHeaders = webSocketHeaders(headers, connectionParams, forwardHeaders);
    const context = { caller: ANONYMOUS, forwardedHeaders, signal: abort.signal };
    const clientRequest = { transport: 'websocket', method, headers } as const;
    const answer = await pipeline.execute(paramsFromBody(payload), clientRequest, context);
    if (answer.events && work.closing) throw goingAway();
    return answer;
  } finally {
    extra.operations.delete(abort);
  }
}

function goingAway(): SluiceError {
  return new SluiceError('SHUTTING_DOWN', 'The server is going away. Connect again, and resume after the last cursor.');
}

const SCHEMA = new GraphQLSchema({});
const QUERY = parse('{ answer }');
const SUBSCRIPTION = parse('subscription { answer }');

/** What graphql-ws takes to tell a stream from a single result; it looks at the kind of operation and at nothing else. */
function handOut(document: DocumentNode, answer: FormattedExecutionResult | SocketSubscription): ExecutionArgs {
  return { schema: SCHEMA, document, rootValue: answer };
}

/** graphql-ws wraps what the iteration threw. */
function presentedForm(error: GraphQLError, present: ErrorPresenter): GraphQLFormattedError {
  const original = error.originalError ?? error;
  return original instanceof PresentedError ? original.presented : present(original);
}
