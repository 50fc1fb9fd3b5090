import { type ChildProcess, spawn } from 'node:child_process';
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
  /** The project's folder. @default the present one */
  readonly cwd?: string;
}

/** Resolves once the process listens. @throws Error with what it printed when it ends instead */
export async function spawnSluice({
  args = ['start', '--port', '0'],
  variables = {},
  cwd = '.',
}: SpawnOptions): Promise<SluiceProcess> {
  const startedAt = performance.now();
  const { child, log } = launch(args, variables, cwd);
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

export async function runSluice({
  args,
  variables = {},
  cwd = '.',
}: SpawnOptions & { args: readonly string[] }): Promise<CommandResult> {
  const { child, log } = launch(args, variables, cwd);
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr: log() };
}

function launch(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  cwd: string,
): { child: ChildProcess; log: () => string } {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'gateway/main.ts', ...args], {
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
