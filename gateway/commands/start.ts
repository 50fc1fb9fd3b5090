import type { Logger } from 'pino';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { CAUSE_HEADER } from '../changes/causeTokens.ts';
import { configuredSupergraph } from '../configuredSupergraph.ts';
import type { Environment } from '../environment.ts';
import { FederationGateway } from '../federation/federationGateway.ts';
import { decideLabels } from '../federation/overrideLabels.ts';
import { createHttpTransport } from '../federation/transport/httpTransport.ts';
import { startFlows } from '../flows/startFlows.ts';
import { type LocalSystems, openLocalSystems } from '../localSystems.ts';
import { type ConfiguredSubgraph, readRoverConfig } from '../roverConfig.ts';
import { sandboxExamples } from '../sandboxExamples.ts';
import { type RunningServer, startServer } from '../server/server.ts';

export interface StartOptions {
  readonly roverFile: string;
  /** The supergraph that is checked in. It is served when it records that it was composed from these subgraphs. */
  readonly supergraphFile: string;
  readonly host: string;
  readonly port: number;
  readonly environment: Environment;
  readonly logger: Logger;
  /** The `FLOW_*` variables. @default none */
  readonly flowVariables?: Readonly<Record<string, string | undefined>>;
  /** Told each SQL statement; for tests and measurements. */
  readonly onStatement?: (sql: string) => void;
  /** The time in milliseconds since 1970, by which retention is counted. @default Date.now */
  readonly now?: () => number;
}

/**
 * Starts everything in one process: the gateway over all subgraphs of `roverFile`, those that are local executed in
 * process, the others over HTTP. Closing the server that it returns closes all of it, the database last.
 */
export async function start(options: StartOptions): Promise<RunningServer> {
  const { roverFile, supergraphFile, environment, logger, host, port, flowVariables = {}, onStatement, now } = options;
  const configured = await readRoverConfig(roverFile);
  const supergraphSdl = await configuredSupergraph(configured, supergraphFile);
  const sources = configured.filter(({ local }) => local);
  const systems = await openLocalSystems({
    sources,
    listed: configured,
    environment,
    logger,
    runsFlows: true,
    ...(onStatement && { onStatement }),
    ...(now && { now }),
  });
  const gateway = new FederationGateway({
    supergraph: { initialize: async () => ({ supergraphSdl }) },
    transports: (name, url) => createTransport(configured, systems, name, url),
    logger,
    decideLabel: decideLabels(environment.OVERRIDE_LABELS),
  });
  try {
    const server = await startServer({
      gateway,
      host,
      port,
      logger,
      forwardHeaders: [],
      corsOrigins: environment.CORS_ORIGINS,
      maxQueuedBytes: environment.MAX_QUEUED_BYTES,
      sandboxExamples: sandboxExamples(new Set(configured.map(({ name }) => name))),
      webhooks: systems.webhooks,
      publicUrl: environment.PUBLIC_URL,
      readiness: () => systems.readiness(),
    });
    const stopFlows = await startFlows({
      folder: environment.FLOWS_DIR,
      gateway,
      database: systems.database,
      changes: systems.changes,
      maxHops: environment.FLOWS_MAX_HOPS,
      variables: flowVariables,
      logger,
    });
    // The flows first, since they work through the gateway; the database last.
    const close = async () => {
      await stopFlows();
      await server.close().finally(() => systems.close());
    };
    return { ...server, close };
  } catch (error) {
    await systems.close();
    throw error;
  }
}

function createTransport(configured: readonly ConfiguredSubgraph[], systems: LocalSystems, name: string, url: string) {
  const isLocal = configured.some((subgraph) => subgraph.name === name && subgraph.local);
  if (isLocal) return systems.transportTo(name);
  const { causeTokens } = systems.changes;
  const headersOf = ({ cause }: Caller) => (cause ? { [CAUSE_HEADER]: causeTokens.write(cause, name) } : {});
  return createHttpTransport({ name, url, headersOf });
}
