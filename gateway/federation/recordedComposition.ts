import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { type DocumentNode, print } from 'graphql';
import type { SubgraphDefinition } from './composeSupergraph.ts';

const { version } = createRequire(import.meta.url)('@apollo/composition/package.json') as { version: string };

const RECORD = /\n# Composed from sha256:[0-9a-f]{64}\. `npm start` composes anew when a subgraph differs\.\n$/;

/**
 * The text of a supergraph file: the SDL, and a comment that records which subgraphs it was composed from.
 *
 * @param supergraphSdl what `composeSupergraph` made of these definitions
 */
export function recordComposition(supergraphSdl: string, definitions: readonly SubgraphDefinition[]): string {
  const digest = digestOf(supergraphSdl, definitions);
  return `${supergraphSdl}\n# Composed from sha256:${digest}. \`npm start\` composes anew when a subgraph differs.\n`;
}

/**
 * The SDL of a supergraph file, when its record says that just these definitions were composed to it, with the
 * composition that is installed; undefined when it has no record, or either was changed since.
 */
export function recordedSupergraph(text: string, definitions: readonly SubgraphDefinition[]): string | undefined {
  const supergraphSdl = withoutRecord(text);
  return text === recordComposition(supergraphSdl, definitions) ? supergraphSdl : undefined;
}

/** The SDL of a supergraph file alone, whatever its record says. */
export function withoutRecord(text: string): string {
  return text.replace(RECORD, '');
}

function digestOf(supergraphSdl: string, definitions: readonly SubgraphDefinition[]): string {
  const subgraphs = definitions
    .map(({ name, url, typeDefs }) => [name, url, textOf(typeDefs)])
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([version, subgraphs, supergraphSdl]))
    .digest('hex');
}

function textOf(typeDefs: string | DocumentNode): string {
  return typeof typeDefs === 'string' ? typeDefs : (typeDefs.loc?.source.body ?? print(typeDefs));
}
