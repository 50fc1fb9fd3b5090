import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { composeSupergraph } from '../../gateway/federation/composeSupergraph.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { Disposal } from '../../test/harness/disposal.ts';
import type { Bench, Benchmark } from '../benchmark.ts';
import type { HeldFigures } from '../load/holdSubscribers.ts';
import { SubscriberPool } from '../load/subscriberPool.ts';
import { cpuTimeMs, LOAD_CORE, NODE_FLAGS, openFilesLimit, SERVER_CORE } from '../machine.ts';
import type { Cell, Table } from '../report.ts';
import { type ChildServer, startChildServer } from '../servers/childServer.ts';
import { TICKS_SDL } from '../servers/tickSubgraph.ts';
import { median } from '../statistics.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const SUBSCRIPTION = 'subscription Ticked { ticked { cursor n text } }';
/** Events that are under way at a time when throughput is measured. */
const BURST = 10;
/** Events whose slowest delivery is measured, one after the other. */
const SINGLE_EVENTS = 10;
/** Without an event for so long, all that was under way counts as having arrived. */
const QUIET_MS = 200;

/** A server that takes part; a request to `trigger` makes it send one event to each subscriber. */
interface Contender {
  readonly name: string;
  readonly server: ChildServer;
  readonly trigger: string;
}

interface Round {
  /** Of one core's processor time. */
  readonly deliveriesPerSecond: number;
  readonly slowestMs: number;
}

/**
 * How many deliveries of one subscription's events a second of one core brings to many equal subscribers, and what an idle
 * one takes of memory; beside a plain loop over `ws` sockets that sends the same bytes.
 */
export const fanOut: Benchmark = async (bench) => {
  const needed = Math.max(...bench.subscribers) + 500;
  if (openFilesLimit() < needed) {
    const message = `The fan-out opens ${needed} files in one process, of which ${openFilesLimit()} are allowed: \`ulimit -n ${needed}\`.`;
    throw new SluiceError('CONFIGURATION_INVALID', message);
  }
  await using disposal = new Disposal();
  const pool = disposal.use(new SubscriberPool(bench.signal));
  const sluice = await startSluice(bench, disposal);
  const contenders = [sluice, await startLimit(bench, pool, sluice, disposal)];
  const memory: Table = {
    columns: ['server', 'idle subscribers', 'resident KiB each', 'of the limit', 'heap KiB each', 'of the limit'],
    rows: await measureMemory(bench, pool, contenders, Math.max(...bench.subscribers)),
  };
  const rows: Cell[][] = [];
  for (const count of bench.subscribers) rows.push(...(await takeTurns(bench, pool, contenders, count)));
  const columns = ['server', 'subscribers', 'deliveries/s of a core', 'of the limit', 'slowest delivery ms'];
  return {
    title: 'One subscription, thousands of subscribers',
    text:
      'Equal subscriptions, each on a WebSocket of its own, to a subgraph server; the limit is a loop over `ws` sockets that ' +
      `sends the same bytes. Deliveries: ${BURST} events at a time, by the server’s processor time. Slowest delivery: one ` +
      'event at a time, from the request that makes it until the last subscriber has it. Memory: what the resident set and ' +
      'the heap have grown by, garbage collected.',
    tables: [{ columns, rows }, memory],
  };
};

async function startSluice(bench: Bench, disposal: Disposal): Promise<Contender> {
  bench.progress('Fan-out: starting');
  const script = fileURLToPath(new URL('../servers/tickSubgraph.ts', import.meta.url));
  const { signal } = bench;
  const subgraph = disposal.use(await startChildServer({ args: [script, 'listen'], core: LOAD_CORE, signal }));
  const folder = disposal.use(await temporaryFolder());
  const file = join(folder.path, 'supergraph.graphql');
  const definition = { name: 'ticks', url: `${subgraph.url}/graphql`, typeDefs: TICKS_SDL, file: 'ticks.graphql' };
  await writeFile(file, composeSupergraph([definition]));
  const args = ['gateway/main.ts', 'gateway', '--supergraph', file, '--port', '0'];
  const options = { args, nodeArgs: NODE_FLAGS, reportsMemory: true, core: SERVER_CORE, signal };
  return { name: 'Sluice', server: disposal.use(await startChildServer(options)), trigger: subgraph.url };
}

/** Sends what Sluice sends, in a loop over its sockets. */
async function startLimit(
  bench: Bench,
  pool: SubscriberPool,
  sluice: Contender,
  disposal: Disposal,
): Promise<Contender> {
  await pool.open(sluice.server.url, SUBSCRIPTION, 1);
  const { message: frame } = await beginAll(pool, sluice, 1);
  await pool.close();
  const folder = disposal.use(await temporaryFolder());
  const file = join(folder.path, 'messages.json');
  await writeFile(file, JSON.stringify({ answer: '{"data":{}}', frame }));
  const args = [fileURLToPath(new URL('../servers/broadcastServer.ts', import.meta.url)), file];
  const options = { args, nodeArgs: NODE_FLAGS, reportsMemory: true, core: SERVER_CORE, signal: bench.signal };
  const server = disposal.use(await startChildServer(options));
  return { name: 'limit: a loop over ws sockets', server, trigger: server.url };
}

async function takeTurns(
  bench: Bench,
  pool: SubscriberPool,
  contenders: readonly Contender[],
  count: number,
): Promise<Cell[][]> {
  const rounds: Round[][] = contenders.map(() => []);
  for (let round = 0; round <= bench.rounds; round++) {
    const what = round === 0 ? 'warming up' : `round ${round} of ${bench.rounds}`;
    for (const [index, contender] of contenders.entries()) {
      bench.progress(`Fan-out to ${count}: ${what}, ${contender.name}`);
      await pool.open(contender.server.url, SUBSCRIPTION, count);
      await beginAll(pool, contender, count);
      await pool.mark();
      const measured = await measure(bench, pool, contender, count);
      await pool.close();
      if (round > 0) rounds[index]?.push(measured);
    }
  }
  const middle = (index: number, of: keyof Round) => median((rounds[index] ?? []).map((round) => round[of]));
  const rates = contenders.map((_, index) => middle(index, 'deliveriesPerSecond'));
  return contenders.map(({ name }, index) => [
    name,
    count,
    rates[index],
    (rates[index] ?? Number.NaN) / (rates.at(-1) ?? Number.NaN),
    middle(index, 'slowestMs'),
  ]);
}

async function measure(bench: Bench, pool: SubscriberPool, contender: Contender, count: number): Promise<Round> {
  const { server } = contender;
  let events = 0;
  let slowestMs = 0;
  for (let n = 0; n < SINGLE_EVENTS; n++) {
    const sentAt = performance.timeOrigin + performance.now();
    await trigger(contender);
    const { lastEventAt } = await pool.receive(++events);
    slowestMs = Math.max(slowestMs, lastEventAt - sentAt);
  }
  const startedAt = performance.now();
  const cpuBefore = cpuTimeMs(server.pid);
  let bursts = 0;
  while (performance.now() - startedAt < bench.seconds * 1000) {
    await Promise.all(Array.from({ length: BURST }, () => trigger(contender)));
    events += BURST;
    await pool.receive(events);
    bursts++;
  }
  const cpuAfter = cpuTimeMs(server.pid);
  const takenMs =
    cpuBefore !== undefined && cpuAfter !== undefined ? cpuAfter - cpuBefore : performance.now() - startedAt;
  return { deliveriesPerSecond: (bursts * BURST * count * 1000) / takenMs, slowestMs };
}

/** What one more idle subscriber takes, in servers that have had none before. */
async function measureMemory(
  bench: Bench,
  pool: SubscriberPool,
  contenders: readonly Contender[],
  count: number,
): Promise<Cell[][]> {
  const perSubscriber: { resident: number; heap: number }[] = [];
  for (const contender of contenders) {
    bench.progress(`Fan-out: memory of ${count} idle subscribers, ${contender.name}`);
    // One subscriber first: what a server loads and compiles for it is none of the others'.
    await pool.open(contender.server.url, SUBSCRIPTION, 1);
    await beginAll(pool, contender, 1);
    const before = await contender.server.memory();
    await pool.close();
    await pool.open(contender.server.url, SUBSCRIPTION, count);
    await beginAll(pool, contender, count);
    const after = await contender.server.memory();
    await pool.close();
    const resident = (after.rss - before.rss) / count;
    const heap = (after.heapUsed + after.external - before.heapUsed - before.external) / count;
    bench.progress(`Fan-out: each takes ${(resident / 1024).toFixed(1)} KiB, ${(heap / 1024).toFixed(1)} of them heap`);
    perSubscriber.push({ resident, heap });
  }
  const limit = perSubscriber.at(-1) ?? { resident: Number.NaN, heap: Number.NaN };
  return contenders.map(({ name }, index) => {
    const { resident, heap } = perSubscriber[index] ?? limit;
    return [name, count, resident / 1024, resident / limit.resident, heap / 1024, heap / limit.heap];
  });
}

/** Makes events until each subscriber has got one, and resolves when no more is under way. */
async function beginAll(pool: SubscriberPool, contender: Contender, count: number): Promise<HeldFigures> {
  for (;;) {
    await trigger(contender);
    let figures = await pool.figures();
    for (let seen = -1; seen !== figures.events; figures = await pool.figures()) {
      seen = figures.events;
      await delay(QUIET_MS);
    }
    if (figures.begun === count) return figures;
  }
}

async function trigger({ trigger: url }: Contender): Promise<void> {
  const response = await fetch(url, { method: 'POST' });
  await response.arrayBuffer();
}
