import { type Dispatcher, request as sendRequest } from 'undici';
import { isBrokenConnection } from './brokenConnection.ts';
import { Deadline } from './deadline.ts';
import { mayBeForwarded } from './forwardedHeaders.ts';
import { invalidResponse } from './graphqlResult.ts';
import type { SubgraphRequest, SubgraphRequestOptions } from './subgraphTransport.ts';

/** A subgraph behind HTTP. */
export interface HttpSubgraph {
  readonly name: string;
  readonly url: string;
  /** The same in parts; the path has the query. */
  readonly origin: string;
  readonly path: string;
  /** Keeps connections alive. */
  readonly dispatcher: Dispatcher;
  /** Opens a connection for each request. */
  readonly ownConnections: Dispatcher;
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
 * POSTs a subscription, whose answer may be a stream. The time runs from here until the body has been read as text, or is
 * taken as a stream; when it is over, or the caller's signal is aborted, the request is aborted, not merely left alone.
 * Redirects are not followed: they would carry the client's credentials to another place. If the connection breaks before
 * an answer begins, the request is sent once more, on a connection of its own: see {@link exchangeOperation}.
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
  const controller = new AbortController();
  const deadline = new Deadline(subgraph, signal, () => controller.abort());
  try {
    const post = {
      method: 'POST',
      headers: requestHeaders(headers, accept),
      body: JSON.stringify({ query, operationName, variables }),
      signal: controller.signal,
      // The deadline is for the whole exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
    } as const;
    const {
      statusCode,
      headers: answered,
      body,
    } = await sendRequest(subgraph.url, { ...post, dispatcher: subgraph.dispatcher }).catch((error) => {
      if (!isBrokenConnection(error)) throw error;
      return sendRequest(subgraph.url, { ...post, dispatcher: subgraph.ownConnections });
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

/** Names and values in turn: the headers of the client that are forwarded, and our own. */
export function requestHeaders(headers: Readonly<Record<string, string>>, accept: string): string[] {
  const sent = ['accept', accept, 'content-type', 'application/json'];
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && mayBeForwarded(name)) sent.push(name, value);
  }
  return sent;
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
