import { OperationTypeNode, parse } from 'graphql';
import { ANONYMOUS } from '../subgraphs/kit/caller.ts';
import { SluiceError } from '../subgraphs/kit/errors.ts';
import { createHttpTransport } from './federation/transport/httpTransport.ts';

export interface FetchSubgraphSdlOptions {
  /** The subgraph's name, for errors. */
  readonly name: string;
  /** Its endpoint, `http:` or `https:`. */
  readonly url: string;
  /**
   * Time in milliseconds for the whole answer; then the request is aborted.
   *
   * @default 10_000
   */
  readonly timeoutMs?: number;
}

const QUERY = '{ _service { sdl } }';
/** Far above any SDL; a server that sends more is something else. */
const MAX_RESPONSE_BYTES = 10_000_000;

/**
 * Asks a subgraph server for its SDL, as `rover subgraph introspect` does.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when it does not answer in time, or not with an SDL: without it there is
 * nothing to compose.
 * @see https://www.apollographql.com/docs/graphos/reference/federation/subgraph-specific-fields#_service
 */
export async function fetchSubgraphSdl({ name, url, timeoutMs = 10_000 }: FetchSubgraphSdlOptions): Promise<string> {
  const transport = createHttpTransport({ name, url, timeoutMs, maxResponseBytes: MAX_RESPONSE_BYTES });
  try {
    const { data, errors } = await transport.execute(
      { kind: OperationTypeNode.QUERY, query: QUERY, document: parse(QUERY) },
      { caller: ANONYMOUS, headers: {}, signal: new AbortController().signal },
    );
    const { sdl } = (data?._service ?? {}) as { sdl?: unknown };
    if (typeof sdl === 'string' && sdl !== '') return sdl;
    const reason = errors?.[0]?.message ?? 'it has no SDL';
    throw new SluiceError('CONFIGURATION_INVALID', `It is no subgraph of a federation: ${reason}`);
  } catch (cause) {
    if (!(cause instanceof SluiceError)) throw cause;
    throw new SluiceError(
      'CONFIGURATION_INVALID',
      `The SDL of the subgraph ${name} cannot be had from ${url}. ${cause.message}`,
      {
        cause,
      },
    );
  } finally {
    await transport.close();
  }
}
