import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commandOnCore, NODE_FLAGS, SERVER_CORE } from '../machine.ts';
import { endChild } from './childServer.ts';
import { SHOP } from './shop.ts';

/** A package of its own: what is measured beside Sluice is nothing that Sluice depends on. */
const PEERS_FOLDER = fileURLToPath(new URL('../peers/', import.meta.url));
const GRAFBASE = join(PEERS_FOLDER, 'node_modules/@grafbase/cli-x86_64-unknown-linux-musl/grafbase');
const HIVE = ['node_modules/@graphql-hive/gateway/dist/bin.js', 'supergraph'];
const NODE = [process.execPath, ...NODE_FLAGS] as const;
const START_MS = 60_000;
const LOG_CHARACTERS = 4_000;

/** What stands behind every gateway. */
export interface PeerSetting {
  readonly supergraphFile: string;
  /** Where the subgraphs are, each at its name. */
  readonly subgraphsUrl: string;
  /** For what a peer wants as a file. */
  readonly folder: string;
}

interface Peer {
  readonly name: string;
  readonly path: string;
  command(setting: PeerSetting, port: number): Promise<readonly [string, ...string[]]>;
}

export interface PeerServer extends AsyncDisposable {
  readonly origin: string;
  readonly path: string;
}

export const STOCK_APOLLO = 'Apollo: @apollo/gateway';
export const GRAFBASE_NAME = 'Grafbase';

const peers: readonly Peer[] = [
  {
    name: STOCK_APOLLO,
    path: '/',
    command: async ({ supergraphFile }, port) => [...NODE, 'apollo.mjs', supergraphFile, String(port)],
  },
  { name: 'Hive Gateway', path: '/graphql', command: hiveCommand('hive.config.mjs') },
  { name: 'Hive Gateway, Rust planner', path: '/graphql', command: hiveCommand('hiveRust.config.mjs') },
  { name: GRAFBASE_NAME, path: '/graphql', command: grafbaseCommand },
];

/** The peers that there are for this machine: Grafbase's program is for Linux on x86-64 only. */
export function availablePeers(): readonly Peer[] {
  return peers.filter(({ name }) => name !== GRAFBASE_NAME || existsSync(GRAFBASE));
}

/** Installs what the lock file says, unless that has been done. */
export async function installPeers(signal: AbortSignal, progress: (message: string) => void): Promise<void> {
  const installed = statSync(join(PEERS_FOLDER, 'node_modules/.package-lock.json'), { throwIfNoEntry: false });
  const { mtimeMs } = statSync(join(PEERS_FOLDER, 'package-lock.json'));
  if (installed && installed.mtimeMs >= mtimeMs) return;
  progress('Peers: installing them into bench/peers, a minute or two');
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: PEERS_FOLDER,
    signal,
  });
}

/** @throws Error with what it printed, when it ends or does not answer within a minute */
export async function startPeer(peer: Peer, setting: PeerSetting, signal: AbortSignal): Promise<PeerServer> {
  const port = await unusedPort();
  const [program, ...args] = commandOnCore(SERVER_CORE, await peer.command(setting, port));
  const child = spawn(program, args, {
    cwd: PEERS_FOLDER,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log = (log + chunk).slice(-LOG_CHARACTERS);
    });
  }
  const server = {
    origin: `http://127.0.0.1:${port}`,
    path: peer.path,
    [Symbol.asyncDispose]: () => endChild(child),
  };
  try {
    await once(child, 'spawn', { signal });
    const givenUpAt = performance.now() + START_MS;
    while (!(await answers(server, signal))) {
      if (child.exitCode !== null || child.signalCode !== null || performance.now() > givenUpAt)
        throw new Error(`${peer.name} does not answer: ${log}`);
      await delay(100, undefined, { signal });
    }
    return server;
  } catch (error) {
    await endChild(child);
    throw error;
  }
}

async function answers({ origin, path }: PeerServer, signal: AbortSignal): Promise<boolean> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' };
  try {
    const { ok } = await fetch(`${origin}${path}`, { ...init, signal });
    return ok;
  } catch (error) {
    signal.throwIfAborted();
    // It does not listen yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function hiveCommand(config: string): Peer['command'] {
  return async ({ supergraphFile }, port) => [
    ...NODE,
    ...HIVE,
    supergraphFile,
    ...['--config-path', config, '--host', '127.0.0.1', '--port', String(port), '--fork', '1'],
  ];
}

/** It composes for itself, from the subgraphs' SDL. */
async function grafbaseCommand(
  { subgraphsUrl, folder }: PeerSetting,
  port: number,
): Promise<readonly [string, ...string[]]> {
  const parts = Object.entries(SHOP).map(async ([name, { sdl }]) => {
    await writeFile(join(folder, `${name}.graphql`), sdl);
    return `
[subgraphs.${name}]
url = "${subgraphsUrl}/${name}"
schema_path = "${name}.graphql"
[[subgraphs.${name}.headers]]
rule = "forward"
name = "authorization"
`;
  });
  const file = join(folder, 'grafbase.toml');
  await writeFile(file, (await Promise.all(parts)).join(''));
  return [GRAFBASE, 'dev', '--config', file, '--listen-address', `127.0.0.1:${port}`];
}

/** Of those that the system has to give; the peers cannot be asked to choose one and tell. */
async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
