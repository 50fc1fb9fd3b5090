import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pinToCore } from '../machine.ts';

/** A server in a process of its own. */
export interface ChildServer extends AsyncDisposable {
  /** Without a path. */
  readonly url: string;
  readonly pid: number;
  /** What is in use after garbage has been collected. @throws Error unless it was started with `reportsMemory` */
  memory(): Promise<NodeJS.MemoryUsage>;
}

export interface ChildServerOptions {
  /** The script and its arguments. The script prints a line with `listens on URL` once it does. */
  readonly args: readonly string[];
  /** Node's own flags. */
  readonly nodeArgs?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether {@link ChildServer.memory} is to be asked. @default false */
  readonly reportsMemory?: boolean;
  /** The core that it is kept to once it listens. */
  readonly core: number;
  /** Gives up waiting for it. */
  readonly signal: AbortSignal;
}

const MEMORY_REPORTER = [
  '--expose-gc',
  '--import',
  'tsx',
  '--import',
  fileURLToPath(new URL('./memoryReporter.ts', import.meta.url)),
];

/** How long a server may take to end by itself. */
const CLOSE_MS = 10_000;
const LOG_CHARACTERS = 4_000;

/**
 * Starts a server and resolves once it listens. Disposing of it ends it: kindly first, since a profile is written at the
 * end.
 *
 * @throws Error with what it printed, when it ends instead
 */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const { args, nodeArgs = [], variables = {}, reportsMemory = false, core, signal } = options;
  const { DATABASE_URL: _, ...inherited } = process.env;
  const loaded = reportsMemory ? MEMORY_REPORTER : ['--import', 'tsx'];
  const child = spawn(process.execPath, [...nodeArgs, ...loaded, ...args], {
    env: { ...inherited, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'pipe', 'pipe', ...(reportsMemory ? ['ipc' as const] : [])],
  });
  const server = { pid: child.pid ?? 0, memory: () => askMemory(child), [Symbol.asyncDispose]: () => endChild(child) };
  try {
    const url = await listening(child, signal);
    pinToCore(server.pid, core);
    return { ...server, url };
  } catch (error) {
    await endChild(child);
    throw error;
  }
}

function listening(child: ChildProcess, signal: AbortSignal): Promise<string> {
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk).slice(-LOG_CHARACTERS);
  });
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`A server ended with ${code}: ${log}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const url = /listens on (http:\/\/[^/\s]+)/.exec(line)?.[1];
      if (!url) return;
      signal.removeEventListener('abort', abort);
      resolve(url);
    });
  });
}

async function askMemory(child: ChildProcess): Promise<NodeJS.MemoryUsage> {
  if (!child.connected) throw new Error('This server does not report its memory.');
  const reported = once(child, 'message');
  child.send('memory');
  const [usage] = await reported;
  return usage as NodeJS.MemoryUsage;
}

/** Ends a process, kindly first. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  await exited;
  clearTimeout(timer);
}
