import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Disposal } from '../../test/harness/disposal.ts';
import type { TestEngine } from '../../test/harness/engines.ts';
import { type Bench, type Benchmark, ENGINE_NAMES } from '../benchmark.ts';
import { CONNECTIONS } from '../compareQuery.ts';
import { customerPages, exchangePages, LIST_LENGTHS } from '../customerPages.ts';
import {
  type CpuProfile,
  monotonicMicroseconds,
  type SampledStack,
  stacksWithin,
  type TimeSpan,
} from '../profile/cpuProfile.ts';
import { LAYER_NAMES, layerOf, placeOf } from '../profile/layers.ts';
import type { Cell } from '../report.ts';
import { deployInProcess } from '../servers/deployments.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { SIX_SYSTEMS_QUERY } from './sixSystems.ts';

/** The busiest functions that are shown of each engine. */
const FUNCTIONS = 12;

/** One column: a load, and what ran under it. */
interface Profiled {
  readonly engine: TestEngine;
  readonly first: number;
  readonly stacks: readonly SampledStack[];
}

/** Which share of the processor's time each layer takes under the six-system query. */
export const layers: Benchmark = async (bench) => {
  const profiled: Profiled[] = [];
  for (const engine of bench.engines) profiled.push(...(await profileEngine(bench, engine)));
  const names = profiled.map(({ engine, first }) => `${ENGINE_NAMES[engine.name]}, ${first}`);
  const shares = profiled.map(({ stacks }) => sharesBy(stacks, ({ frames }) => layerOf(frames)));
  const rows = LAYER_NAMES.map((layer): Cell[] => [layer, ...shares.map((share) => share.get(layer) ?? 0)]);
  return {
    title: 'What share each layer takes',
    text:
      'Percent of the processor time of one process under the query of six systems, all in process, at 10 and 100 ' +
      'customers. A sample counts for the innermost function that a layer owns: Node’s own code for whoever calls it.',
    tables: [
      { columns: ['layer', ...names], rows },
      { columns: ['engine, customers', '%', 'function', 'where'], rows: profiled.flatMap(busiestFunctions) },
    ],
  };
};

async function profileEngine({ progress, signal, load, ...bench }: Bench, engine: TestEngine): Promise<Profiled[]> {
  await using folder = await temporaryFolder();
  const spans = new Map<number, TimeSpan>();
  {
    await using disposal = new Disposal();
    progress(`Layers: starting on ${ENGINE_NAMES[engine.name]}`);
    const nodeArgs = ['--cpu-prof', `--cpu-prof-dir=${folder.path}`];
    const { url } = await deployInProcess(engine, disposal, signal, nodeArgs);
    for (const first of LIST_LENGTHS) {
      progress(`Layers: ${ENGINE_NAMES[engine.name]}, ${first}`);
      const requests = await customerPages(url, SIX_SYSTEMS_QUERY, first);
      await exchangePages(url, requests);
      await load.run('loadQueries', { url, requests, connections: CONNECTIONS, until: { seconds: bench.seconds } });
      const from = monotonicMicroseconds();
      const seconds = bench.seconds * bench.rounds;
      await load.run('loadQueries', { url, requests, connections: CONNECTIONS, until: { seconds } });
      spans.set(first, { from, to: monotonicMicroseconds() });
    }
  } // Node writes the profile when the server ends.
  const profile = await readProfile(folder.path);
  return [...spans].map(([first, span]) => ({ engine, first, stacks: stacksWithin(profile, span) }));
}

/** Each thread has a profile; the main one's is named `CPU.date.time.pid.0.number.cpuprofile`. */
async function readProfile(folder: string): Promise<CpuProfile> {
  const files = await readdir(folder);
  const file = files.find((name) => /\.0\.\d+\.cpuprofile$/.test(name));
  if (!file) throw new Error('The server has not written its profile.');
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
}

/** Percent of the time in which anything ran, by what `keyOf` names; it names nothing where nothing ran. */
function sharesBy(
  stacks: readonly SampledStack[],
  keyOf: (stack: SampledStack) => string | undefined,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  let total = 0;
  for (const stack of stacks) {
    const key = keyOf(stack);
    if (key === undefined) continue;
    total += stack.microseconds;
    sums.set(key, (sums.get(key) ?? 0) + stack.microseconds);
  }
  return new Map([...sums].map(([key, sum]) => [key, (sum * 100) / total]));
}

function busiestFunctions({ engine, first, stacks }: Profiled): Cell[][] {
  const shares = sharesBy(stacks, ({ frames: [leaf] }) => {
    if (!leaf || leaf.functionName === '(idle)') return undefined;
    return `${leaf.functionName || '(anonymous)'}\t${placeOf(leaf)}`;
  });
  return [...shares]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, FUNCTIONS)
    .map(([key, share]) => [`${ENGINE_NAMES[engine.name]}, ${first}`, share, ...key.split('\t')]);
}
