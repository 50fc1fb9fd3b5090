import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Disposal } from '../test/harness/disposal.ts';
import { type Bench, type Benchmark, ENGINE_NAMES } from './benchmark.ts';
import { customerPages, exchangePages, LIST_LENGTHS } from './customerPages.ts';
import type { GraphQLRequest } from './load/loadQueries.ts';
import { cpuTimeMs, SERVER_CORE } from './machine.ts';
import type { Cell } from './report.ts';
import { type ChildServer, startChildServer } from './servers/childServer.ts';
import type { Exchange } from './servers/exchanges.ts';
import { median } from './statistics.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Clients that each wait for an answer before they ask again. With PostgreSQL's 100 connections, seven processes can serve as many at a time. */
export const CONNECTIONS = 8;

export interface QueryComparison {
  readonly title: string;
  /** What the query asks for. */
  readonly text: string;
  /** Takes `$first: Int!` and `$after: String`, and answers with `customers.nodes`. */
  readonly query: string;
}

/** A server that takes part. */
interface Contender {
  readonly name: string;
  readonly server: ChildServer;
  readonly requests: readonly GraphQLRequest[];
}

interface Round {
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
  readonly cpuMsPerRequest: number | undefined;
}

const COLUMNS = [
  'server',
  'customers',
  'requests/s',
  'p99 ms',
  'its processor ms/request',
  'of pipeline alone',
  'of node:http alone',
];

/** Measures one query on each engine and topology, beside two servers that answer the same bytes without the work. */
export function compareQuery({ title, text, query }: QueryComparison): Benchmark {
  return async (bench) => {
    const rows: Cell[][] = [];
    for (const first of LIST_LENGTHS) rows.push(...(await compareAt(bench, `${title}, ${first}`, query, first)));
    return { title, text: `${text} ${CONNECTIONS} connections.`, tables: [{ columns: COLUMNS, rows }] };
  };
}

async function compareAt(bench: Bench, title: string, query: string, first: number): Promise<Cell[][]> {
  const contenders: Contender[] = [];
  let reference: readonly Exchange[] | undefined;
  for (const engine of bench.engines) {
    for (const topology of ['in process', 'over HTTP'] as const) {
      const name = `${ENGINE_NAMES[engine.name]}, ${topology}`;
      bench.progress(`${title}: ${name}`);
      const server = await bench.deployments.get(engine, topology);
      const requests = await customerPages(server.url, query, first);
      const exchanges = await exchangePages(server.url, requests);
      reference ??= exchanges;
      checkSame(name, reference, exchanges);
      contenders.push({ name, server, requests });
    }
  }
  await using disposal = new Disposal();
  contenders.push(...(await startLimits(reference ?? [], disposal, bench.signal)));
  const rounds = await takeTurns(bench, title, contenders);
  return toRows(first, contenders, rounds);
}

/** What is compared does the same: all have the same demo data. */
function checkSame(name: string, expected: readonly Exchange[], exchanges: readonly Exchange[]): void {
  const different = exchanges.findIndex(
    ({ answer }, index) => JSON.stringify(answer.data) !== JSON.stringify(expected[index]?.answer.data),
  );
  if (different >= 0) throw new Error(`${name} answers request ${different} with other data than the others.`);
}

async function startLimits(
  exchanges: readonly Exchange[],
  disposal: Disposal,
  signal: AbortSignal,
): Promise<readonly Contender[]> {
  const folder = disposal.use(await temporaryFolder());
  const file = join(folder.path, 'exchanges.json');
  await writeFile(file, JSON.stringify(exchanges));
  const requests = exchanges.map(({ request }) => request);
  const start = async (script: URL) =>
    disposal.use(await startChildServer({ args: [fileURLToPath(script), file], core: SERVER_CORE, signal }));
  const prepared = await start(new URL('./servers/preparedServer.ts', import.meta.url));
  const plain = await start(new URL('./servers/plainServer.ts', import.meta.url));
  return [
    { name: 'limit: pipeline alone', server: prepared, requests },
    { name: 'limit: node:http alone', server: plain, requests },
  ];
}

/** Each once to warm up, then each once a round, so that what else the machine does falls on all alike. */
async function takeTurns(bench: Bench, title: string, contenders: readonly Contender[]): Promise<Round[][]> {
  bench.progress(`${title}: warming up`);
  const rates: number[] = [];
  for (const contender of contenders) rates.push(await warmUp(bench, contender));
  const rounds: Round[][] = contenders.map(() => []);
  for (let round = 1; round <= bench.rounds; round++) {
    bench.progress(`${title}: round ${round} of ${bench.rounds}`);
    for (const [index, contender] of contenders.entries()) {
      const measured = await measure(bench, contender, rates[index] ?? 0);
      rounds[index]?.push(measured);
      rates[index] = measured.requestsPerSecond;
    }
  }
  return rounds;
}

/** Resolves with how many requests a second it is good for, about. */
async function warmUp({ load, seconds }: Bench, { server, requests }: Contender): Promise<number> {
  const options = { url: server.url, requests, connections: CONNECTIONS, until: { seconds } };
  return (await load.run('loadQueries', options)).requestsPerSecond;
}

/** As many answers as are to be expected in a round, and at least two for each connection, however long they take. */
async function measure(
  { load, seconds }: Bench,
  { server, requests }: Contender,
  expectedRate: number,
): Promise<Round> {
  const answers = Math.max(Math.round(expectedRate * seconds), 2 * CONNECTIONS);
  const before = cpuTimeMs(server.pid);
  const options = { url: server.url, requests, connections: CONNECTIONS, until: { answers } };
  const figures = await load.run('loadQueries', options);
  const after = cpuTimeMs(server.pid);
  const takenMs = before !== undefined && after !== undefined ? after - before : undefined;
  return { ...figures, cpuMsPerRequest: takenMs && takenMs / figures.answers };
}

function toRows(first: number, contenders: readonly Contender[], rounds: readonly (readonly Round[])[]): Cell[][] {
  const rates = rounds.map((taken) => median(taken.map(({ requestsPerSecond }) => requestsPerSecond)));
  const [pipeline = Number.NaN, plain = Number.NaN] = rates.slice(-2);
  return contenders.map(({ name }, index) => {
    const taken = rounds[index] ?? [];
    const rate = rates[index] ?? Number.NaN;
    return [
      name,
      first,
      rate,
      median(taken.map(({ p99Ms }) => p99Ms)),
      median(taken.map(({ cpuMsPerRequest = Number.NaN }) => cpuMsPerRequest)),
      rate / pipeline,
      rate / plain,
    ];
  });
}
