import { readFile, writeFile } from 'node:fs/promises';
import { SluiceError } from '../subgraphs/kit/errors.ts';
import { engines } from '../test/harness/engines.ts';
import type { Bench, Benchmark } from './benchmark.ts';
import { fanOut } from './benchmarks/fanOut.ts';
import { flows } from './benchmarks/flows.ts';
import { layers } from './benchmarks/layers.ts';
import { live } from './benchmarks/live.ts';
import { PEERS_TITLE, peers } from './benchmarks/peers.ts';
import { query } from './benchmarks/query.ts';
import { sixSystems } from './benchmarks/sixSystems.ts';
import { webhooks } from './benchmarks/webhooks.ts';
import { LoadGenerator } from './load/loadGenerator.ts';
import { describeMachine } from './machine.ts';
import { BENCHMARKS, type BenchmarkName, type BenchOptions, OWN_BENCHMARKS, readOptions, USAGE } from './options.ts';
import { findSection, formatReport, formatSection, putSection, type Section } from './report.ts';
import { Deployments } from './servers/deployments.ts';

const RESULTS_FILE = 'bench/RESULTS.md';
const benchmarks: Readonly<Record<BenchmarkName, Benchmark>> = {
  query,
  sixSystems,
  live,
  fanOut,
  flows,
  webhooks,
  layers,
  peers,
};
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
  const taken = `${startedAt.toISOString().slice(0, 10)}; ${options.seconds} s a measurement, median of ${options.rounds}`;
  const report = formatReport([taken, ...describeMachine()], sections);
  const isWhole = chosen.length === 2 && OWN_BENCHMARKS.every((name) => options.only.includes(name));
  const [section] = sections;
  if (options.out) await writeFile(options.out, report);
  else if (isWhole) await replaceResults(report);
  else if (section?.title === PEERS_TITLE) await replacePeers(section);
  else return console.log('\nThis is a part of the benchmarks: --out FILE keeps it.');
  console.log(`\nWritten to ${options.out ?? RESULTS_FILE}.`);
}

/** The peers stay as they were last measured, unless they were now. */
async function replaceResults(report: string): Promise<void> {
  const peersBefore = findSection(await readFile(RESULTS_FILE, 'utf8'), PEERS_TITLE);
  const keepsPeers = peersBefore !== undefined && findSection(report, PEERS_TITLE) === undefined;
  await writeFile(RESULTS_FILE, keepsPeers ? putSection(report, PEERS_TITLE, peersBefore) : report);
}

async function replacePeers(section: Section): Promise<void> {
  const report = await readFile(RESULTS_FILE, 'utf8');
  await writeFile(RESULTS_FILE, putSection(report, PEERS_TITLE, formatSection(section)));
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
