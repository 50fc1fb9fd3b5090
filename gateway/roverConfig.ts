import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DocumentNode, parse, Source } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { SluiceError } from '../subgraphs/kit/errors.ts';
import { fetchSubgraphSdl } from './fetchSubgraphSdl.ts';

const LOCAL = 'local://';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:4001/graphql' });

const roverSubgraph = z
  .object({
    routing_url: z.string().optional(),
    schema: z.union([z.object({ file: z.string() }), z.object({ subgraph_url: httpUrl })], {
      error: 'must have either `file`, or `subgraph_url` with a URL such as http://127.0.0.1:4001/graphql',
    }),
  })
  .refine(({ routing_url, schema }) => routing_url !== undefined || 'subgraph_url' in schema, {
    path: ['routing_url'],
    message: 'is needed beside `schema.file`: local://NAME, or the URL of a server',
  });

const roverConfig = z.object({
  federation_version: z.union([z.string(), z.number()]).optional(),
  subgraphs: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens'),
    roverSubgraph,
  ),
});

/** One subgraph of `rover.yaml`. */
export interface RoverSubgraph {
  readonly name: string;
  /** Where its server is, or `local://NAME` when its adapter is executed in process. */
  readonly url: string;
  readonly local: boolean;
  /** Where its SDL is: a file, or the URL of a server that is asked for it. */
  readonly file: string;
}

/** One subgraph of `rover.yaml`, with its SDL read. */
export interface ConfiguredSubgraph extends RoverSubgraph {
  readonly typeDefs: DocumentNode;
}

/**
 * Reads the supergraph configuration of the Rover CLI, and the SDL of each subgraph: from its file, or from the server
 * itself.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` naming the file and the place in it, or the server that has no SDL;
 * `COMPOSITION_FAILED` when an SDL is no GraphQL
 * @see https://www.apollographql.com/docs/rover/commands/supergraphs
 */
export async function readRoverConfig(file: string): Promise<readonly ConfiguredSubgraph[]> {
  return Promise.all((await readRoverSubgraphs(file)).map(readSubgraphSdl));
}

/** The subgraphs that the configuration lists, without their SDL. @throws SluiceError `CONFIGURATION_INVALID` */
export async function readRoverSubgraphs(file: string): Promise<readonly RoverSubgraph[]> {
  const parsed = roverConfig.safeParse(parseYamlText(file, await readText(file)));
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(top level)'}: ${issue.message}`);
    throw new SluiceError('CONFIGURATION_INVALID', `${file} is not a supergraph configuration:\n${issues.join('\n')}`);
  }
  return Object.entries(parsed.data.subgraphs).map(([name, { routing_url, schema }]) => {
    const place = 'file' in schema ? join(dirname(file), schema.file) : schema.subgraph_url;
    const url = routing_url ?? place;
    return { name, url, local: url.startsWith(LOCAL), file: place };
  });
}

/** One of the subgraphs that `file` lists. @throws SluiceError `CONFIGURATION_INVALID` when it is not among them */
export function findSubgraph(file: string, listed: readonly RoverSubgraph[], name: string): RoverSubgraph {
  const wanted = listed.find((subgraph) => subgraph.name === name);
  if (wanted) return wanted;
  const known = listed.map((subgraph) => subgraph.name).join(', ');
  throw new SluiceError('CONFIGURATION_INVALID', `${file} has no subgraph ${JSON.stringify(name)}; it has ${known}.`);
}

/** Reads the SDL of one of them. @throws SluiceError as {@link readRoverConfig} */
export async function readSubgraphSdl(subgraph: RoverSubgraph): Promise<ConfiguredSubgraph> {
  const { name, file } = subgraph;
  const text = /^https?:/.test(file) ? await fetchSubgraphSdl({ name, url: file }) : await readText(file, name);
  return { ...subgraph, typeDefs: parseSdl(file, text) };
}

async function readText(path: string, subgraph?: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    const what = subgraph === undefined ? path : `${path}, the SDL of the subgraph ${subgraph},`;
    throw new SluiceError('CONFIGURATION_INVALID', `${what} cannot be read: ${messageOf(cause)}`, { cause });
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
