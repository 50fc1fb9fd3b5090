import type { IncomingMessage } from 'node:http';
import { type ExecutionArgs, type GraphQLError, type GraphQLFormattedError, GraphQLSchema, parse } from 'graphql';
import type { Context, OperationResult, ServerOptions } from 'graphql-ws';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { OpenWork } from './openWork.ts';
import type { Pipeline, PipelineAnswer } from './pipeline.ts';
import type { ErrorPresenter } from './presentError.ts';
import { PresentedError, type PresentedEvent } from './presentEvents.ts';
import { paramsFromBody } from './requestParams.ts';
import { webSocketHeaders } from './webSocketHeaders.ts';

/** What belongs to one socket beside what graphql-ws keeps of it. */
export interface SocketExtra {
  readonly request: IncomingMessage;
  /** One for each operation under way; all are aborted when the socket closes. */
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
    onSubscribe: async (context, _id, payload) => {
      try {
        const answer = await runOperation(context, payload, options);
        const { errors, data } = answer.result;
        return errors && data === undefined ? errors.map((error) => new PresentedError(error)) : handOut(answer);
      } catch (error) {
        return [error instanceof PresentedError ? error : new PresentedError(present(error))];
      }
    },
    execute: ({ rootValue }) => (rootValue as PipelineAnswer).result as OperationResult,
    subscribe: ({ rootValue }) => (rootValue as PipelineAnswer).events as unknown as OperationResult,
    onNext: (_context, _id, _payload, { rootValue }, emitted) => {
      const { events, result } = rootValue as PipelineAnswer;
      return events ? (emitted as unknown as PresentedEvent).result : result;
    },
    onError: (_context, _id, _payload, errors) => errors.map((error) => presentedForm(error, present)),
  };
}

async function runOperation(
  { extra, connectionParams }: SocketContext,
  payload: unknown,
  { pipeline, work, forwardHeaders }: WebSocketOperationsOptions,
): Promise<PipelineAnswer> {
  if (work.closing) throw goingAway();
  const { method = 'GET', headers } = extra.request;
  const abort = new AbortController();
  extra.operations.add(abort);
  const end = (): void => {
    extra.operations.delete(abort);
    abort.abort();
  };
  const forwardedHeaders = webSocketHeaders(headers, connectionParams, forwardHeaders);
  const context = { caller: ANONYMOUS, forwardedHeaders, signal: abort.signal };
  const answer = await pipeline.execute(
    paramsFromBody(payload),
    { transport: 'websocket', method, headers },
    context,
    end,
  );
  if (!answer.events) extra.operations.delete(abort);
  if (!answer.events || !work.closing) return answer;
  await answer.events.return();
  throw goingAway();
}

function goingAway(): SluiceError {
  return new SluiceError('SHUTTING_DOWN', 'The server is going away. Connect again, and resume after the last cursor.');
}

const SCHEMA = new GraphQLSchema({});
const QUERY = parse('{ answer }');
const SUBSCRIPTION = parse('subscription { answer }');

/** What graphql-ws takes to tell a stream from a single result; it looks at the kind of operation and at nothing else. */
function handOut(answer: PipelineAnswer): ExecutionArgs {
  return { schema: SCHEMA, document: answer.events ? SUBSCRIPTION : QUERY, rootValue: answer };
}

/** graphql-ws wraps what the iteration threw. */
function presentedForm(error: GraphQLError, present: ErrorPresenter): GraphQLFormattedError {
  const original = error.originalError ?? error;
  return original instanceof PresentedError ? original.presented : present(original);
}
