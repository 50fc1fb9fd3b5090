import { readFile, writeFile } from 'node:fs/promises';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { composeSupergraph } from '../federation/composeSupergraph.ts';
import { readRoverConfig } from '../roverConfig.ts';

export interface ComposeOptions {
  readonly roverFile: string;
  readonly supergraphFile: string;
}

/** Composes the subgraphs of `roverFile` and writes the supergraph. @throws SluiceError `COMPOSITION_FAILED` */
export async function compose({ roverFile, supergraphFile }: ComposeOptions): Promise<string> {
  const configured = await readRoverConfig(roverFile);
  await writeFile(supergraphFile, composeSupergraph(configured));
  return `${supergraphFile} is composed of ${configured.map(({ name }) => name).join(', ')}.`;
}

/**
 * Composes, and compares with the checked-in supergraph.
 *
 * @throws SluiceError `COMPOSITION_FAILED` when they do not compose, or to something else
 */
export async function check({ roverFile, supergraphFile }: ComposeOptions): Promise<string> {
  const composed = composeSupergraph(await readRoverConfig(roverFile));
  const checkedIn = await readFile(supergraphFile, 'utf8').catch((cause: unknown) => {
    throw new SluiceError(
      'CONFIGURATION_INVALID',
      `${supergraphFile} cannot be read: ${String(cause)}. Run \`npm run compose\`.`,
      { cause },
    );
  });
  if (composed !== checkedIn) {
    throw new SluiceError(
      'COMPOSITION_FAILED',
      `${supergraphFile} is not what ${roverFile} composes to. Run \`npm run compose\` and check it in.`,
    );
  }
  return `${supergraphFile} is what ${roverFile} composes to.`;
}
