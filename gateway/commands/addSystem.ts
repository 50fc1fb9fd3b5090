import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse, Source } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { addRoverEntry } from '../addSystem/addRoverEntry.ts';
import { nameSystem, refuseBadName } from '../addSystem/nameSystem.ts';
import { refuseTakenTypes } from '../addSystem/refuseTakenTypes.ts';
import { adapterFolder, renderSystem, type SystemFile, schemaFile, testFile } from '../addSystem/renderSystem.ts';
import { composeSupergraphFile } from '../federation/composeSupergraph.ts';
import { type ConfiguredSubgraph, readRoverConfig, readSubgraphSdl } from '../roverConfig.ts';

export interface AddSystemOptions {
  readonly system: string;
  /** GraphQL type of its records. @default made of the system's name, see {@link nameSystem} */
  readonly record?: string;
  /** The endpoint of a subgraph server that is there already; then no adapter is written. */
  readonly url?: string;
  readonly roverFile: string;
  readonly supergraphFile: string;
}

/**
 * Adds a system to the graph: one of our own, with SDL, adapter, demo data and a conformance test; or, with `url`, one
 * that is a GraphQL subgraph. What can be wrong is found before the first file is written.
 *
 * @returns what was written, and what to do next
 * @throws SluiceError `CONFIGURATION_INVALID` for a name that is bad or taken, or a server without SDL;
 * `COMPOSITION_FAILED` when the system does not fit the others
 */
export async function addSystem(options: AddSystemOptions): Promise<string> {
  return options.url === undefined ? addAdapter(options) : addServer(options, options.url);
}

async function addAdapter({ system, record, roverFile, supergraphFile }: AddSystemOptions): Promise<string> {
  const project = dirname(roverFile);
  const names = nameSystem(system, record);
  const configured = await readRoverConfig(roverFile);
  const entry = { routing_url: `local://${system}`, schema: { file: schemaFile(system) } };
  const roverBefore = await readFile(roverFile, 'utf8');
  const rover = addRoverEntry(roverBefore, system, entry);
  const places = [schemaFile(system), adapterFolder(system), testFile(system)];
  refuseTakenPaths(project, places);

  const files = await renderSystem(names);
  const added = adapterSubgraph(system, files);
  refuseTakenTypes(added.typeDefs, configured);
  const supergraph = composeSupergraphFile([...configured, added]);

  try {
    for (const { path, text } of files) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), text);
    }
    // Types are generated for what rover.yaml lists.
    await writeFile(roverFile, rover);
    await runTool(project, 'graphql-codegen', ['--config', 'codegen.ts']);
    // The length of names decides where lines break, and the order of imports.
    await runTool(project, 'biome', ['check', '--write', ...files.map(({ path }) => path)]);
  } catch (error) {
    await writeFile(roverFile, roverBefore);
    for (const path of places) await rm(join(project, path), { recursive: true, force: true });
    throw error;
  }
  await writeFile(supergraphFile, supergraph);

  const written = [...files.map(({ path }) => path), `${adapterFolder(system)}/generated/resolvers.ts`].sort();
  return `The system ${system} is part of the graph, with records of the type ${names.Record}. Written:
${[...written, `${roverFile} (subgraphs.${system})`, supergraphFile].map((path) => `  ${path}`).join('\n')}

Next:
  npx vitest run ${testFile(system)}    its conformance test, which passes
  npm start                                        { customers(first: 3) { nodes { name ${names.records} { nodes { title status } } } } }
  Shape ${names.Record} in ${schemaFile(system)}, then \`npm run codegen\`, \`npm run compose\`, and what
  \`npm run typecheck\` shows in ${adapterFolder(system)}. A vendor takes the place of ${adapterFolder(system)}/sql.ts.`;
}

async function addServer({ system, roverFile, supergraphFile }: AddSystemOptions, url: string): Promise<string> {
  refuseBadName(system);
  const configured = await readRoverConfig(roverFile);
  const rover = addRoverEntry(await readFile(roverFile, 'utf8'), system, { schema: { subgraph_url: url } });
  const added = await readSubgraphSdl({ name: system, url, local: false, file: url });
  const supergraph = composeSupergraphFile([...configured, added]);
  await writeFile(roverFile, rover);
  await writeFile(supergraphFile, supergraph);
  return `The subgraph server ${url} is part of the graph as ${system}. Written:
  ${roverFile} (subgraphs.${system})
  ${supergraphFile}

Next:
  npm start    asks the server for its SDL; add a routing_url in ${roverFile} where it is reached by another URL`;
}

function refuseTakenPaths(project: string, paths: readonly string[]): void {
  const taken = paths.find((path) => existsSync(join(project, path)));
  if (taken === undefined) return;
  throw new SluiceError('CONFIGURATION_INVALID', `${taken} is there already. Give the system another name.`);
}

function adapterSubgraph(system: string, files: readonly SystemFile[]): ConfiguredSubgraph {
  const file = schemaFile(system);
  const sdl = files.find(({ path }) => path === file)?.text ?? '';
  return { name: system, url: `local://${system}`, local: true, file, typeDefs: parse(new Source(sdl, file)) };
}

/** Runs a development tool of the project. @throws SluiceError with what it printed */
async function runTool(project: string, tool: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(resolve(project, 'node_modules/.bin', tool), args, { cwd: project });
  } catch (cause) {
    const { message, stdout = '' } = cause as { message: string; stdout?: string };
    throw new SluiceError('CONFIGURATION_INVALID', `${tool} failed, and nothing was added: ${message}\n${stdout}`, {
      cause,
    });
  }
}
