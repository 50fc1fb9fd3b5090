import { type Change, CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import { SluiceError } from '../subgraphs/kit/errors.ts';
import { loadSupergraph } from './federation/supergraph.ts';

/** One difference between what clients see in two supergraphs. */
export interface SchemaChange {
  /**
   * Of a BREAKING change operations become invalid that were valid; of a DANGEROUS one they may behave differently; of
   * a SAFE one nobody notices who does not look.
   */
  readonly level: 'BREAKING' | 'DANGEROUS' | 'SAFE';
  /** Where in the schema, such as `Contact.email`. */
  readonly path: string;
  readonly message: string;
}

/** A supergraph, and what errors call its place. */
export interface NamedSupergraph {
  readonly sdl: string;
  readonly file: string;
}

const LEVELS: Readonly<Record<CriticalityLevel, SchemaChange['level']>> = {
  [CriticalityLevel.Breaking]: 'BREAKING',
  [CriticalityLevel.Dangerous]: 'DANGEROUS',
  [CriticalityLevel.NonBreaking]: 'SAFE',
};

/**
 * What changes for clients from one supergraph to another, by path. The API schemas are compared: directives that tell
 * the gateway which subgraph resolves what are no concern of clients. What is new is told once, not again for its parts.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when one of them is no supergraph
 */
export async function compareApiSchemas(
  before: NamedSupergraph,
  after: NamedSupergraph,
): Promise<readonly SchemaChange[]> {
  const changes = await diff(apiSchemaOf(before), apiSchemaOf(after), [DiffRule.simplifyChanges]);
  return changes.map(toSchemaChange).sort((a, b) => a.path.localeCompare(b.path, 'en'));
}

function apiSchemaOf({ sdl, file }: NamedSupergraph): GraphQLSchema {
  try {
    return loadSupergraph(sdl).apiSchema;
  } catch (cause) {
    if (!(cause instanceof SluiceError)) throw cause;
    throw new SluiceError(cause.code, `${file}: ${cause.message}`, { cause });
  }
}

function toSchemaChange({ criticality, path, message }: Change): SchemaChange {
  return { level: LEVELS[criticality.level], path: path ?? '(schema)', message };
}
