import { writeFile } from 'node:fs/promises';
import { SluiceError } from '../subgraphs/kit/errors.ts';
import { engines } from '../test/harness/engines.ts';
import type { Bench, Benchmark } from './benchmark.ts';
import { fanOut } from './benchmarks/fanOut.ts';
import { flows } from './benchmarks/flows.ts';
import { layers } from './benchmarks/layers.ts';
import { live } from './benchmarks/live.ts';
import { query } from './benchmarks/query.ts';
import { sixSystems } from './benchmarks/sixSystems.ts';
import { LoadGenerator } from './load/loadGenerator.ts';
import { describeMachine } from './machine.ts';
import { BENCHMARKS, type BenchmarkName, type BenchOptions, readOptions, USAGE } from './options.ts';
import { formatReport, formatSection, type Section } from './report.ts';
import { Deployments } from './servers/deployments.ts';

const RESULTS_FILE = 'bench/RESULTS.md';
const benchmarks: Readonly<Record<BenchmarkName, Benchmark>> = { query, sixSystems, live, fanOut, flows, layers };
const stopping = new AbortController();

/** The command line of the benchmarks. The tables go to standard output, what is being done to standard error. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  const chosen = engines.filter(({ name }) => options.engine === undefined || options.engine === name);
  if (chosen.length === 0)
    throw new SluiceError('CONFIGURATION_INVALID', 'PostgreSQL is measured on the server that DATABASE_URL names.');
  stopOnSignal();
  const startedAt = new Date();
  const sections = await runAll(options, chosen);
  const isWhole = options.only.length === BENCHMARKS.length && chosen.length === 2;
  const out = options.out ?? (isWhole ? RESULTS_FILE : undefined);
  if (!out) return console.log('\nThis is a part of the benchmarks: --out FILE keeps it.');
  const taken = `${startedAt.toISOString().slice(0, 10)}; ${options.seconds} s a measurement, median of ${options.rounds}`;
  await writeFile(out, formatReport([taken, ...describeMachine()], sections));
  console.log(`\nWritten to ${out}.`);
}

async function runAll(options: BenchOptions, chosen: Bench['engines']): Promise<readonly Section[]> {
  const { signal } = stopping;
  await using load = new LoadGenerator(signal);
  await using deployments = new Deployments(signal);
  const bench = { ...options, engines: chosen, load, deployments, progress, signal };
  const sections: Section[] = [];
  for (const name of BENCHMARKS.filter((candidate) => options.only.includes(candidate))) {
    signal.throwIfAborted();
    const section = await benchmarks[name](bench);
    console.log(`\n${formatSection(section)}`);
    sections.push(section);
  }
  return sections;
}

function progress(message: string): void {
  console.error(`${`${Math.round(performance.now() / 1000)}`.padStart(4)} s  ${message}`);
}

/** The first signal ends what runs, and cleans up; a second one does not wait. */
function stopOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      progress(`${signal}: cleaning up`);
      stopping.abort(new Error('The run was given up.'));
    });
  }
}

main().catch((error: unknown) => {
  const isExpected = error instanceof SluiceError || stopping.signal.aborted;
  console.error(isExpected && error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
