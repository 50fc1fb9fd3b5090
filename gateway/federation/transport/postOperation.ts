import { type Dispatcher, errors, request as sendRequest } from 'undici';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';
import { forwardedHeaders } from './forwardedHeaders.ts';
import { invalidResponse } from './graphqlResult.ts';
import type { SubgraphRequest, SubgraphRequestOptions } from './subgraphTransport.ts';

/** A subgraph behind HTTP. */
export interface HttpSubgraph {
  readonly name: string;
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

/** The head of an answer, and its body to be read or abandoned. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Reads the body as text, within the bound and the time. */
  text(): Promise<string>;
  /** The body as it comes, without a time limit. */
  stream(): AsyncIterable<Uint8Array>;
  /** Gives up the connection, unless the body has been read. */
  abandon(): void;
}

/**
 * POSTs an operation. The time runs from here until the body has been read as text, or is taken as a stream; when it
 * is over, or the caller's signal is aborted, the request is aborted, not merely left alone. Redirects are not followed:
 * they would carry the client's credentials to another place.
 *
 * @throws UpstreamUnavailableError when no answer comes.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-POST
 */
export async function postOperation(
  subgraph: HttpSubgraph,
  { query, operationName, variables }: SubgraphRequest,
  { headers, signal }: SubgraphRequestOptions,
  accept: string,
): Promise<HttpAnswer> {
  const deadline = startDeadline(subgraph, signal);
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await sendRequest(subgraph.url, {
      dispatcher: subgraph.dispatcher,
      method: 'POST',
      headers: { ...forwardedHeaders(headers), accept, 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName, variables }),
      signal: deadline.signal,
      // The deadline is for the whole exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return {
      status: statusCode,
      contentType: String(answered['content-type'] ?? ''),
      text: async () => {
        try {
          return await readText(body, subgraph);
        } catch (error) {
          throw deadline.explain(error);
        } finally {
          deadline.end();
        }
      },
      stream: () => readStream(body, deadline),
      abandon: () => {
        deadline.end();
        body.on('error', () => {}).destroy();
      },
    };
  } catch (error) {
    deadline.end();
    throw deadline.explain(error);
  }
}

/** The time for an answer and the signal of its caller, in one signal. */
interface Deadline {
  readonly signal: AbortSignal;
  /** No longer limits the time; the caller's signal still aborts. */
  stopClock(): void;
  end(): void;
  explain(error: unknown): unknown;
}

function startDeadline({ name, timeoutMs }: HttpSubgraph, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  let reason: string | undefined;
  const abort = (why: string): void => {
    reason ??= why;
    controller.abort();
  };
  const cancel = (): void => abort('the request was cancelled');
  const timer = setTimeout(() => abort(`no answer within ${timeoutMs} ms`), timeoutMs);
  outer.addEventListener('abort', cancel, { once: true });
  if (outer.aborted) cancel();
  return {
    signal: controller.signal,
    stopClock: () => clearTimeout(timer),
    end: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', cancel);
    },
    explain: (cause) => {
      if (reason !== undefined) return new UpstreamUnavailableError(name, reason, { cause });
      return isConnectionError(cause) ? new UpstreamUnavailableError(name, cause.message, { cause }) : cause;
    },
  };
}

/** undici's own errors, and those of the socket, which have the system's code. */
function isConnectionError(error: unknown): error is Error {
  return error instanceof errors.UndiciError || (error instanceof Error && 'code' in error && !('extensions' in error));
}

async function readText(body: AsyncIterable<Uint8Array>, { name, maxResponseBytes }: HttpSubgraph): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxResponseBytes) throw invalidResponse(name, `its answer is larger than ${maxResponseBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function* readStream(
  body: AsyncIterable<Uint8Array>,
  deadline: Deadline,
): AsyncGenerator<Uint8Array, void, void> {
  deadline.stopClock();
  try {
    yield* body;
  } catch (error) {
    throw deadline.explain(error);
  } finally {
    deadline.end();
  }
}
