import type { Logger } from 'pino';
import { ANONYMOUS, type Caller } from '../../subgraphs/kit/caller.ts';
import { CAUSE_HEADER } from '../changes/causeTokens.ts';
import type { SqlChangeLog } from '../changes/sqlChangeLog.ts';
import type { Environment } from '../environment.ts';
import { SubgraphGateway } from '../federation/subgraphGateway.ts';
import { openLocalSystems } from '../localSystems.ts';
import { findSubgraph, readRoverSubgraphs, readSubgraphSdl } from '../roverConfig.ts';
import { type RunningServer, startServer } from '../server/server.ts';

export interface SubgraphOptions {
  /** The system, as `roverFile` names it. */
  readonly subgraph: string;
  readonly roverFile: string;
  readonly host: string;
  readonly port: number;
  readonly environment: Environment;
  readonly logger: Logger;
}

/**
 * Starts one system alone, as a Federation 2 subgraph with its subscriptions over WebSocket, SSE and multipart.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when `roverFile` names no such subgraph
 */
export async function startSubgraph(options: SubgraphOptions): Promise<RunningServer> {
  const { subgraph: name, roverFile, host, port, environment, logger } = options;
  const listed = await readRoverSubgraphs(roverFile);
  const source = await readSubgraphSdl(findSubgraph(roverFile, listed, name));
  const systems = await openLocalSystems({ sources: [source], listed, environment, logger, runsFlows: false });
  try {
    const { schema } = systems.subgraphs.get(name) ?? {};
    if (!schema) throw new Error(`The subgraph ${name} was not opened.`);
    const gateway = new SubgraphGateway(schema, systems.transportTo(name));
    const server = await startServer({
      gateway,
      host,
      port,
      logger,
      forwardHeaders: [],
      corsOrigins: environment.CORS_ORIGINS,
      maxQueuedBytes: environment.MAX_QUEUED_BYTES,
      webhooks: systems.webhooks,
      publicUrl: environment.PUBLIC_URL,
      readiness: () => systems.readiness(),
      callerOf: (headers) => callerOf(headers[CAUSE_HEADER], name, systems.changes),
    });
    return { ...server, close: () => server.close().finally(() => systems.close()) };
  } catch (error) {
    await systems.close();
    throw error;
  }
}

/** Whoever asks; with the cause that the flows of a process over the same log say. */
function callerOf(token: string | string[] | undefined, subgraph: string, { causeTokens }: SqlChangeLog): Caller {
  const cause = typeof token === 'string' ? causeTokens.read(token, subgraph) : undefined;
  return cause ? { ...ANONYMOUS, cause } : ANONYMOUS;
}
