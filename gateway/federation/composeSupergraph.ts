import { composeServices } from '@apollo/composition';
import { type DocumentNode, GraphQLError, parse, Source } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { recordComposition } from './recordedComposition.ts';

/** One subgraph as it goes into composition. */
export interface SubgraphDefinition {
  readonly name: string;
  /** Where the gateway reaches it; becomes part of the supergraph. */
  readonly url: string;
  /** The SDL, as text or parsed. */
  readonly typeDefs: string | DocumentNode;
  /** What errors call the place of the SDL. */
  readonly file: string;
}

/**
 * Composes subgraphs into the SDL of one supergraph. The same subgraphs give the same text, in whatever order they
 * come.
 *
 * @throws SluiceError `COMPOSITION_FAILED` that lists every error with file, line and column of each subgraph's part
 * in it.
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/composition
 */
export function composeSupergraph(definitions: readonly SubgraphDefinition[]): string {
  const files = new Map(definitions.map(({ name, file }) => [name, file]));
  const services = definitions.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(parseDefinition);
  const result = composeServices(services);
  if (result.errors) throw compositionFailed(result.errors, files);
  return result.supergraphSdl;
}

/** The text of a supergraph file: what the subgraphs compose to, with the record of them. @throws SluiceError as {@link composeSupergraph} */
export function composeSupergraphFile(definitions: readonly SubgraphDefinition[]): string {
  return recordComposition(composeSupergraph(definitions), definitions);
}

function parseDefinition({ name, url, typeDefs, file }: SubgraphDefinition) {
  if (typeof typeDefs !== 'string') return { name, url, typeDefs };
  try {
    return { name, url, typeDefs: parse(new Source(typeDefs, file)) };
  } catch (error) {
    if (error instanceof GraphQLError) throw compositionFailed([error], new Map([[name, file]]));
    throw error;
  }
}

function compositionFailed(errors: readonly GraphQLError[], files: ReadonlyMap<string, string>): SluiceError {
  const lines = errors.map((error) => describe(error, files));
  const count = lines.length === 1 ? '1 error' : `${lines.length} errors`;
  return new SluiceError('COMPOSITION_FAILED', `The subgraphs do not compose, ${count}:\n${lines.join('\n')}`, {
    extensions: { errors: errors.map((error) => error.extensions?.code ?? 'INVALID_GRAPHQL') },
  });
}

function describe(error: GraphQLError, files: ReadonlyMap<string, string>): string {
  const places = [...placesOf(error, files)];
  const code = error.extensions?.code;
  return `- ${places.length > 0 ? `${places.join(', ')}: ` : ''}${code ? `${code}: ` : ''}${error.message}`;
}

function placesOf(error: GraphQLError, files: ReadonlyMap<string, string>): Set<string> {
  const places = new Set<string>();
  for (const node of error.nodes ?? []) {
    if (!node.loc) continue;
    const { subgraph } = node as { subgraph?: string };
    const file = (subgraph !== undefined && files.get(subgraph)) || node.loc.source.name;
    places.add(`${file}:${node.loc.startToken.line}:${node.loc.startToken.column}`);
  }
  if (places.size === 0 && error.source && error.locations) {
    for (const { line, column } of error.locations) places.add(`${error.source.name}:${line}:${column}`);
  }
  return places;
}
