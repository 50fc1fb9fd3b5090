import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** Jiffies a second in what Linux tells programs (`USER_HZ`), whatever the kernel counts in. */
const TICKS_PER_SECOND = 100;

/** Where what is measured runs, and where what measures it runs, so that neither takes the other's time. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** Node's own flags, with which Sluice is started (`package.json`), and so every server in Node that is measured beside it. */
export const NODE_FLAGS = ['--max-semi-space-size=256'] as const;

/** Of util-linux: sets the cores that a process may run on. */
const TASKSET = 'taskset';

/** Whether processes can be kept to a core each: with `taskset`, and two cores. */
const canPin = cpus().length > 1 && spawnSync(TASKSET, ['--version']).status === 0;

/** Keeps a process with all its threads to one core from now on, where that can be done. */
export function pinToCore(pid: number, core: number): void {
  if (!canPin) return;
  const { status, stderr } = spawnSync(TASKSET, ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)]);
  if (status !== 0) throw new Error(`${TASKSET} failed: ${stderr}`);
}

/**
 * A command that has one core to itself from its beginning, where that can be done: some programs have as many threads as
 * they find cores.
 */
export function commandOnCore(core: number, command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  return canPin ? [TASKSET, '--cpu-list', String(core), ...command] : command;
}

/** How much of its time a core has been busy since, from 0 to 1, whatever ran on it. */
export function startCoreMeter(core: number): () => number {
  const read = () => {
    const { idle = 0, ...busy } = cpus()[core]?.times ?? {};
    return { idle, busy: Object.values(busy).reduce((sum, timeMs) => sum + timeMs, 0) };
  };
  const before = read();
  return () => {
    const now = read();
    const busy = now.busy - before.busy;
    return busy / (busy + now.idle - before.idle);
  };
}

/** Processor time that a process has taken so far, in milliseconds; undefined where the system does not tell. */
export function cpuTimeMs(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name, in parentheses, and may hold anything. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** How many files and sockets a process that is started from here may have open. */
export function openFilesLimit(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft: number | string } } };
  const limit = Number(userLimits?.open_files?.soft);
  return Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit;
}

/** What the figures depend on, one fact each. */
export function describeMachine(): readonly string[] {
  const processors = cpus();
  const pinning = canPin
    ? 'the gateway alone on one core; load, and subgraphs that are servers, on another'
    : 'processes not kept to cores (that wants `taskset` and two cores): the load takes time from what it measures';
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB memory, ${process.platform}`,
    `Node ${process.versions.node}`,
    pinning,
  ];
}
