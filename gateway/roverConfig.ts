import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DocumentNode, parse, Source } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { SluiceError } from '../subgraphs/kit/errors.ts';

const LOCAL = 'local://';

const roverConfig = z.object({
  federation_version: z.union([z.string(), z.number()]).optional(),
  subgraphs: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens'),
    z.object({
      routing_url: z.string(),
      schema: z.object({ file: z.string() }),
    }),
  ),
});

/** One subgraph of `rover.yaml`, with its SDL read. */
export interface ConfiguredSubgraph {
  readonly name: string;
  /** Where its server is, or `local://NAME` when its adapter is executed in process. */
  readonly url: string;
  readonly local: boolean;
  readonly file: string;
  readonly typeDefs: DocumentNode;
}

/**
 * Reads the supergraph configuration of the Rover CLI: https://www.apollographql.com/docs/rover/commands/supergraphs
 *
 * @throws SluiceError `CONFIGURATION_INVALID` naming the file and the place in it
 */
export async function readRoverConfig(file: string): Promise<readonly ConfiguredSubgraph[]> {
  const parsed = roverConfig.safeParse(parseYamlText(file, await readText(file, file)));
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(top level)'}: ${issue.message}`);
    throw new SluiceError('CONFIGURATION_INVALID', `${file} is not a supergraph configuration:\n${issues.join('\n')}`);
  }
  return Promise.all(
    Object.entries(parsed.data.subgraphs).map(async ([name, { routing_url: url, schema }]) => {
      const path = join(dirname(file), schema.file);
      const typeDefs = parseSdl(path, await readText(path, `${file}, subgraphs.${name}.schema.file`));
      return { name, url, local: url.startsWith(LOCAL), file: path, typeDefs };
    }),
  );
}

async function readText(path: string, namedBy: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SluiceError(
      'CONFIGURATION_INVALID',
      `${path} cannot be read (named by ${namedBy}): ${messageOf(cause)}`,
      { cause },
    );
  });
}

function parseYamlText(file: string, text: string): unknown {
  try {
    return parseYaml(text);
  } catch (cause) {
    throw new SluiceError('CONFIGURATION_INVALID', `${file} is no valid YAML: ${messageOf(cause)}`, { cause });
  }
}

function parseSdl(path: string, text: string): DocumentNode {
  try {
    return parse(new Source(text, path));
  } catch (cause) {
    throw new SluiceError('COMPOSITION_FAILED', `${path} is no valid GraphQL: ${String(cause)}`, { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
