import type { Logger } from 'pino';
import type { Environment } from '../environment.ts';
import { openLocalSystems } from '../localSystems.ts';
import { findSubgraph, readRoverSubgraphs, readSubgraphSdl } from '../roverConfig.ts';

export interface ImportOptions {
  /** The system, as `roverFile` names it. */
  readonly system: string;
  readonly since: Date;
  readonly roverFile: string;
  readonly environment: Environment;
  readonly logger: Logger;
}

/**
 * Brings in the records that the vendor behind a system has had since then, as history: their changes are marked as
 * imported, and flows pass over them. What is known already is not recorded again. Resolves with what to tell.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when there is no such system, or no vendor behind it; `UPSTREAM_UNAVAILABLE`
 */
export async function importHistory({ system, since, roverFile, environment, logger }: ImportOptions): Promise<string> {
  const listed = await readRoverSubgraphs(roverFile);
  const source = await readSubgraphSdl(findSubgraph(roverFile, listed, system));
  const systems = await openLocalSystems({ sources: [source], listed, environment, logger, runsFlows: false });
  try {
    const { vendor, records } = await systems.import(system, since, new AbortController().signal);
    return `${records} records of ${system} since ${since.toISOString()} were read from ${vendor}.`;
  } finally {
    await systems.close();
  }
}
