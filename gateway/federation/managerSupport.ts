import type { GetDataSourceFunction } from '@apollo/gateway';
import { OperationTypeNode, parse } from 'graphql';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { SubgraphRequest } from './transport/subgraphTransport.ts';
import type { TransportPool } from './transportPool.ts';

type DataSource = ReturnType<GetDataSourceFunction>;
type DataSourceResponse = Awaited<ReturnType<DataSource['process']>>;

/**
 * Lets a supergraph manager ask a subgraph something, as `IntrospectAndCompose` asks for the SDL, over the same
 * transport as operations.
 */
export function dataSourceOf(pool: TransportPool, name: string, url: string, signal: AbortSignal): DataSource {
  return {
    async process({ request }) {
      const result = await ask(pool, name, url, request.query ?? '', signal);
      return { ...result } as DataSourceResponse;
    },
  };
}

/**
 * Asks every subgraph for `__typename`.
 *
 * @throws SluiceError `UPSTREAM_UNAVAILABLE` that names those which do not answer.
 */
export async function checkSubgraphs(
  subgraphs: ReadonlyMap<string, string>,
  pool: TransportPool,
  signal: AbortSignal,
): Promise<void> {
  const checks = await Promise.allSettled(
    [...subgraphs].map(async ([name, url]) => ask(pool, name, url, '{ __typename }', signal)),
  );
  const failures = checks.flatMap((check) => (check.status === 'rejected' ? [check.reason as Error] : []));
  if (failures.length > 0) {
    const message = failures.map((failure) => failure.message).join('\n');
    throw new SluiceError('UPSTREAM_UNAVAILABLE', message, { cause: new AggregateError(failures) });
  }
}

async function ask(pool: TransportPool, name: string, url: string, query: string, signal: AbortSignal) {
  const { transports, release } = pool.lease(new Map([[name, url]]));
  const request: SubgraphRequest = { kind: OperationTypeNode.QUERY, query, document: parse(query) };
  try {
    return await transports.get(name)?.execute(request, { caller: ANONYMOUS, headers: {}, signal });
  } finally {
    await release();
  }
}
