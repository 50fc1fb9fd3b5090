import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { recordedSupergraph } from './federation/recordedComposition.ts';
import type { ConfiguredSubgraph } from './roverConfig.ts';

/**
 * The supergraph of these subgraphs: what is checked in, when it records that it was composed from them; else composed
 * now, which takes about half a second with the time that loading takes what composes.
 *
 * @throws SluiceError `COMPOSITION_FAILED`
 */
export async function configuredSupergraph(
  configured: readonly ConfiguredSubgraph[],
  supergraphFile: string,
): Promise<string> {
  const checkedIn = existsSync(supergraphFile) ? await readFile(supergraphFile, 'utf8') : '';
  const recorded = recordedSupergraph(checkedIn, configured);
  if (recorded !== undefined) return recorded;
  const { composeSupergraph } = await import('./federation/composeSupergraph.ts');
  return composeSupergraph(configured);
}
