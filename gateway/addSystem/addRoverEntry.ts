import { parseDocument } from 'yaml';
import { SluiceError } from '../../subgraphs/kit/errors.ts';

/** Where a subgraph is executed, and where its SDL is, as `rover.yaml` says it. */
interface RoverEntry {
  readonly routing_url?: string;
  readonly schema: { readonly file: string } | { readonly subgraph_url: string };
}

/**
 * The configuration with one more subgraph at its end; comments and all else stay as they are.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when there is one of that name
 */
export function addRoverEntry(text: string, name: string, entry: RoverEntry): string {
  const document = parseDocument(text);
  if (document.hasIn(['subgraphs', name])) {
    throw new SluiceError('CONFIGURATION_INVALID', `There is a subgraph called ${name} already.`);
  }
  document.setIn(['subgraphs', name], document.createNode(entry));
  return document.toString({ lineWidth: 0 });
}
