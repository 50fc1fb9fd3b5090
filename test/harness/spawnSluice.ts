import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A Sluice process of its own, as the command line starts it. */
export interface SluiceProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from its start until it said that it listens. */
  readonly startedInMs: number;
  /** What it has printed to standard error so far. */
  log(): string;
  /** Sends the signal and waits for the end. Resolves with the exit code, null when the signal killed it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface SpawnOptions {
  /** @default `start --port 0` */
  readonly args?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** A copy of the project, which runs from its sources. @default this one, compiled */
  readonly cwd?: string;
  /** Whether this one runs from its sources too, as `npm start` does. @default false */
  readonly fromSources?: boolean;
}

/** Resolves once the process listens. @throws Error with what it printed when it ends instead */
export async function spawnSluice({
  args = ['start', '--port', '0'],
  ...options
}: SpawnOptions): Promise<SluiceProcess> {
  const startedAt = performance.now();
  const { child, log } = launch({ args, ...options });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const listening = /^Sluice listens on (.*)\/graphql$/.exec(line);
      if (listening?.[1]) resolve(listening[1]);
    });
    child.once('exit', (code) => reject(new Error(`Sluice ended with ${code}: ${log()}`)));
  });
  const startedInMs = performance.now() - startedAt;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    url,
    pid: child.pid as number,
    startedInMs,
    log,
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}

/** What became of a command that is expected to end by itself. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runSluice(options: SpawnOptions & { args: readonly string[] }): Promise<CommandResult> {
  const { child, log } = launch(options);
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr: log() };
}

function launch({
  args,
  variables = {},
  cwd,
  fromSources = cwd !== undefined,
}: SpawnOptions & { args: readonly string[] }) {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const program = fromSources ? ['--import', 'tsx', 'gateway/main.ts'] : ['dist/gateway/main.js'];
  const child = spawn(process.execPath, [...program, ...args], {
    cwd,
    env: { ...inherited, LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk;
  });
  return { child, log: () => log };
}
