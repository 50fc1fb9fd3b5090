import type { Logger } from 'pino';
import type { Environment } from '../environment.ts';
import { FederationGateway } from '../federation/federationGateway.ts';
import { decideLabels } from '../federation/overrideLabels.ts';
import { supergraphFile as readSupergraphFile } from '../federation/supergraphFile.ts';
import { createHttpTransport } from '../federation/transport/httpTransport.ts';
import { type RunningServer, startServer } from '../server/server.ts';

export interface GatewayOptions {
  readonly supergraphFile: string;
  readonly forwardHeaders: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly environment: Environment;
  readonly logger: Logger;
}

/**
 * Starts a gateway alone, in front of the subgraph servers that a supergraph file names: no database, no adapters.
 * The file is read again when it changes.
 */
export function startGateway({
  supergraphFile,
  forwardHeaders,
  host,
  port,
  environment,
  logger,
}: GatewayOptions): Promise<RunningServer> {
  const gateway = new FederationGateway({
    supergraph: readSupergraphFile({ file: supergraphFile, logger }),
    transports: (name, url) => createHttpTransport({ name, url }),
    logger,
    decideLabel: decideLabels(environment.OVERRIDE_LABELS),
  });
  return startServer({
    gateway,
    host,
    port,
    logger,
    forwardHeaders,
    corsOrigins: environment.CORS_ORIGINS,
    maxQueuedBytes: environment.MAX_QUEUED_BYTES,
  });
}
