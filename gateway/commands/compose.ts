import { writeFile } from 'node:fs/promises';
import { composeSupergraphFile } from '../federation/composeSupergraph.ts';
import { readRoverConfig } from '../roverConfig.ts';

export interface ComposeOptions {
  readonly roverFile: string;
  readonly supergraphFile: string;
}

/** Composes the subgraphs of `roverFile` and writes the supergraph. @throws SluiceError `COMPOSITION_FAILED` */
export async function compose({ roverFile, supergraphFile }: ComposeOptions): Promise<string> {
  const configured = await readRoverConfig(roverFile);
  await writeFile(supergraphFile, composeSupergraphFile(configured));
  return `${supergraphFile} is composed of ${configured.map(({ name }) => name).join(', ')}.`;
}
