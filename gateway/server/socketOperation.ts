import type { SubscribePayload } from 'graphql-ws';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { ClientRequest } from './clientRequest.ts';
import type { OpenWork } from './openWork.ts';
import type { Pipeline, PipelineAnswer } from './pipeline.ts';
import { paramsFromBody } from './requestParams.ts';

/** What the operations of all sockets run in. */
export interface SocketOperationsOptions {
  readonly pipeline: Pipeline;
  readonly work: OpenWork;
}

/** How an operation came, and until when it is wanted. */
export interface SocketOrigin {
  readonly clientRequest: ClientRequest;
  readonly forwardedHeaders: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Runs an operation that came over a WebSocket by the pipeline, as every other.
 *
 * @throws PresentedError, or SluiceError when the payload is no request or the server is closing
 */
export async function runSocketOperation(
  { pipeline, work }: SocketOperationsOptions,
  payload: SubscribePayload,
  { clientRequest, forwardedHeaders, signal }: SocketOrigin,
): Promise<PipelineAnswer> {
  if (work.closing) throw goingAway();
  const context = { caller: ANONYMOUS, forwardedHeaders, signal };
  const answer = await pipeline.execute(paramsFromBody(payload), clientRequest, context);
  if (answer.events && work.closing) throw goingAway();
  return answer;
}

function goingAway(): SluiceError {
  return new SluiceError('SHUTTING_DOWN', 'The server is going away. Connect again, and resume after the last cursor.');
}
