import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { Disposal } from '../../test/harness/disposal.ts';
import type { TestEngine, TestStorage } from '../../test/harness/engines.ts';
import { LOAD_CORE, SERVER_CORE } from '../machine.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { type ChildServer, startChildServer } from './childServer.ts';

/** How the gateway reaches the systems: all in its process, or each as a subgraph server. */
export type Topology = 'in process' | 'over HTTP';

/** The gateway's server, whatever stands behind it. */
export type Deployment = ChildServer;

interface RoverFile {
  readonly subgraphs: Readonly<
    Record<string, { readonly routing_url: string; readonly schema: { readonly file: string } }>
  >;
}

const ROVER_FILE = 'rover.yaml';
const GATEWAY = 'gateway/main.ts';

/** The system that owns the customers stays with the gateway in every topology. */
const ALWAYS_IN_PROCESS = 'integration';

/** Sluice with the demo data on each engine in each topology, started when first asked for and then shared. */
export class Deployments implements AsyncDisposable {
  readonly #signal: AbortSignal;
  readonly #started = new Map<string, Promise<Deployment>>();
  readonly #disposal = new Disposal();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get(engine: TestEngine, topology: Topology): Promise<Deployment> {
    const key = `${engine.name} ${topology}`;
    const started = this.#started.get(key);
    if (started) return started;
    const starting =
      topology === 'in process'
        ? deployInProcess(engine, this.#disposal, this.#signal)
        : deployOverHttp(engine, this.#disposal, this.#signal);
    this.#started.set(key, starting);
    return starting;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#started.values());
    await this.#disposal[Symbol.asyncDispose]();
  }
}

/** Everything in one process; `disposal` ends it. `nodeArgs` are Node's own flags. */
export async function deployInProcess(
  engine: TestEngine,
  disposal: Disposal,
  signal: AbortSignal,
  nodeArgs: readonly string[] = [],
): Promise<Deployment> {
  const { variables } = disposal.use(await engine.create({ SEED: 'demo' }));
  const args = [GATEWAY, 'start', '--port', '0'];
  return disposal.use(await startChildServer({ args, nodeArgs, variables, core: SERVER_CORE, signal }));
}

/** Each system a server. On PostgreSQL they share one database; with SQLite each has its own, with the same demo data. */
async function deployOverHttp(engine: TestEngine, disposal: Disposal, signal: AbortSignal): Promise<Deployment> {
  const folder = disposal.use(await temporaryFolder());
  const rover = parse(await readFile(ROVER_FILE, 'utf8')) as RoverFile;
  const names = Object.keys(rover.subgraphs).filter((name) => name !== ALWAYS_IN_PROCESS);
  const shared = disposal.use(await engine.create({ SEED: 'demo' }));
  const storageOf = async (): Promise<TestStorage> =>
    engine.name === 'postgres' ? shared : disposal.use(await engine.create({ SEED: 'demo' }));
  const started = await Promise.allSettled(
    names.map(async (name): Promise<[string, string]> => {
      const { variables } = await storageOf();
      const args = [GATEWAY, 'subgraph', name, '--port', '0'];
      const server = disposal.use(await startChildServer({ args, variables, core: LOAD_CORE, signal }));
      return [name, `${server.url}/graphql`];
    }),
  );
  // Those that are still starting are waited for, since only then can they be disposed of.
  const urls = new Map(started.map((outcome) => resultOf(outcome)));
  const file = join(folder.path, ROVER_FILE);
  await writeFile(file, stringify(withUrls(rover, urls, folder.path)));
  const args = [GATEWAY, 'start', '--port', '0', '--config', file];
  return disposal.use(await startChildServer({ args, variables: shared.variables, core: SERVER_CORE, signal }));
}

function resultOf<Value>(outcome: PromiseSettledResult<Value>): Value {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** The same configuration for a file in `folder`: a configuration names schemas relative to itself. */
function withUrls(rover: RoverFile, urls: ReadonlyMap<string, string>, folder: string): RoverFile {
  const moved = Object.entries(rover.subgraphs).map(([name, { routing_url, schema }]) => {
    const file = relative(folder, resolve(dirname(ROVER_FILE), schema.file));
    return [name, { routing_url: urls.get(name) ?? routing_url, schema: { file } }];
  });
  return { ...rover, subgraphs: Object.fromEntries(moved) };
}
