import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { composeSupergraph } from '../../gateway/federation/composeSupergraph.ts';
import { Disposal } from '../../test/harness/disposal.ts';
import type { Bench, Benchmark } from '../benchmark.ts';
import { FRESH, type GatewayFigures, type GatewayLoad } from '../load/loadGateway.ts';
import { describeMachine, LOAD_CORE, NODE_FLAGS, SERVER_CORE, startCoreMeter } from '../machine.ts';
import type { Cell } from '../report.ts';
import { type ChildServer, startChildServer } from '../servers/childServer.ts';
import {
  availablePeers,
  GRAFBASE_NAME,
  installPeers,
  type PeerServer,
  STOCK_APOLLO,
  startPeer,
} from '../servers/peers.ts';
import { deepQuery, LONG_QUERY, SHOP } from '../servers/shop.ts';
import type { ShopCounts } from '../servers/shopServer.ts';
import { median } from '../statistics.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

interface Scenario extends Pick<GatewayLoad, 'query' | 'ownAuthorization' | 'connections'> {
  readonly name: string;
  readonly delayMs: number;
}

const deep = { query: deepQuery(), ownAuthorization: true, connections: 50, delayMs: 0 };
const scenarios: readonly Scenario[] = [
  { ...deep, name: 'own authorization' },
  { ...deep, name: 'equal requests', ownAuthorization: false },
  { ...deep, name: 'subgraphs take 4 ms', delayMs: 4 },
  // Without a name, and with one field of its own: only one of the subgraphs sees a new text.
  { ...deep, name: 'first time planned', query: deepQuery(`users${FRESH}`), connections: 1 },
  { ...deep, name: '5,000 entities', query: LONG_QUERY, connections: 4 },
];

interface Gateway extends Pick<PeerServer, 'origin' | 'path'> {
  readonly name: string;
}

interface Round extends GatewayFigures {
  readonly coreBusyPercent: number;
  readonly subgraphRequests: number;
}

/** What its section of the results is called. */
export const PEERS_TITLE = 'Beside other gateways';

const SLUICE = 'Sluice';
const COLUMNS = [
  'gateway',
  'load',
  'answers/s',
  'p50 ms',
  'p99 ms',
  'its core busy %',
  'subgraph requests each',
  'times Apollo',
  'times Grafbase',
];

/** Sluice beside other federation gateways, each in front of the same subgraph server, with one core. */
export const peers: Benchmark = async (bench) => {
  await installPeers(bench.signal, bench.progress);
  await using disposal = new Disposal();
  const shop = await startShop(bench, disposal);
  const gateways = await startGateways(bench, shop, disposal);
  await checkAnswers(bench, shop, gateways);
  const rows: Cell[][] = [];
  for (const scenario of scenarios) rows.push(...(await compare(bench, shop, gateways, scenario)));
  const taken = `${new Date().toISOString().slice(0, 10)}; ${bench.seconds} s a measurement, median of ${bench.rounds}`;
  return {
    title: PEERS_TITLE,
    text: [
      `Taken ${taken}; ${describeMachine().join('; ')}.`,
      '',
      'The same four subgraphs, whose answers are at hand, and a query seven levels deep through all of them, 50 ' +
        'connections; each gateway forwards the authorization, and has answered every query as Sluice does. Equal requests: ' +
        'with the same authorization, so that one answer may serve all that are in flight. First time planned: a text that ' +
        'the gateway has not seen, one connection. 5,000 entities: one list that a second subgraph completes, 4 connections. ' +
        'Where its core is not busy the gateway waits: for the subgraphs, or for the load, which share the other core. ' +
        'Load: undici’s bare dispatch.',
    ].join('\n'),
    tables: [{ columns: COLUMNS, rows }],
  };
};

function startShop({ signal }: Bench, disposal: Disposal): Promise<ChildServer> {
  const args = [fileURLToPath(new URL('../servers/shopServer.ts', import.meta.url))];
  return startChildServer({ args, core: LOAD_CORE, signal }).then((server) => disposal.use(server));
}

async function startGateways(bench: Bench, { url }: ChildServer, disposal: Disposal): Promise<readonly Gateway[]> {
  const { signal, progress } = bench;
  const { path: folder } = disposal.use(await temporaryFolder());
  const supergraphFile = join(folder, 'supergraph.graphql');
  const definitions = Object.entries(SHOP).map(([name, { sdl: typeDefs }]) => ({
    name,
    url: `${url}/${name}`,
    typeDefs,
    file: `${name}.graphql`,
  }));
  await writeFile(supergraphFile, composeSupergraph(definitions));
  progress(`Peers: starting ${SLUICE}`);
  const flags = ['--supergraph', supergraphFile, '--port', '0', '--forward-header', 'authorization'];
  const args = ['gateway/main.ts', 'gateway', ...flags];
  const sluice = disposal.use(await startChildServer({ args, nodeArgs: NODE_FLAGS, core: SERVER_CORE, signal }));
  const gateways: Gateway[] = [{ name: SLUICE, origin: sluice.url, path: '/graphql' }];
  for (const peer of availablePeers()) {
    progress(`Peers: starting ${peer.name}`);
    const { origin, path } = disposal.use(await startPeer(peer, { supergraphFile, subgraphsUrl: url, folder }, signal));
    gateways.push({ name: peer.name, origin, path });
  }
  return gateways;
}

/** What is compared does the same: each answers what Sluice answers, and lets the subgraphs know who asks. */
async function checkAnswers(bench: Bench, shop: ChildServer, gateways: readonly Gateway[]): Promise<void> {
  for (const { name: scenario, query } of scenarios) {
    let expected: unknown;
    bench.progress(`Peers: ${scenario}, checking that all answer alike`);
    for (const { name, origin, path } of gateways) {
      await countRequests(shop);
      const response = await fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer check' },
        body: JSON.stringify({ query: query.replace(FRESH, '') }),
        signal: bench.signal,
      });
      const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
      if (errors || !data) throw new Error(`${name}, ${scenario}: ${JSON.stringify(errors)}`);
      expected ??= data;
      if (!isDeepStrictEqual(data, expected)) throw new Error(`${name}, ${scenario}: another answer than ${SLUICE}’s.`);
      const { requests, withoutAuthorization } = await countRequests(shop);
      if (requests === 0 || withoutAuthorization > 0)
        throw new Error(`${name}: ${withoutAuthorization} of ${requests} subgraph requests had no authorization.`);
    }
  }
}

/** Each once to warm up, then each once a round, so that what else the machine does falls on all alike. */
async function compare(
  bench: Bench,
  shop: ChildServer,
  gateways: readonly Gateway[],
  scenario: Scenario,
): Promise<Cell[][]> {
  await fetch(`${shop.url}/delay/${scenario.delayMs}`);
  const rounds: Round[][] = gateways.map(() => []);
  for (let round = 0; round <= bench.rounds; round++) {
    bench.progress(`Peers: ${scenario.name}, ${round === 0 ? 'warming up' : `round ${round} of ${bench.rounds}`}`);
    for (const [index, gateway] of gateways.entries()) {
      // Warming up takes longer: it is what compiles the code.
      const seconds = round === 0 ? bench.seconds * 2 : bench.seconds;
      const measured = await measure(bench, shop, gateway, scenario, seconds).catch((cause: unknown) => {
        throw new Error(`${gateway.name}, ${scenario.name}: ${cause instanceof Error ? cause.message : cause}`, {
          cause,
        });
      });
      if (round > 0) rounds[index]?.push(measured);
    }
  }
  const middle = (index: number, of: keyof Round) => median((rounds[index] ?? []).map((round) => round[of]));
  const rates = new Map(gateways.map(({ name }, index) => [name, middle(index, 'answersPerSecond')]));
  const timesPeer = (rate: number, peer: string) => rate / (rates.get(peer) ?? Number.NaN);
  return gateways.map(({ name }, index) => {
    const rate = middle(index, 'answersPerSecond');
    return [
      name,
      scenario.name,
      rate,
      middle(index, 'p50Ms'),
      middle(index, 'p99Ms'),
      middle(index, 'coreBusyPercent'),
      middle(index, 'subgraphRequests'),
      timesPeer(rate, STOCK_APOLLO),
      timesPeer(rate, GRAFBASE_NAME),
    ];
  });
}

async function measure(
  { load, signal }: Bench,
  shop: ChildServer,
  { origin, path }: Gateway,
  { query, ownAuthorization, connections }: Scenario,
  seconds: number,
): Promise<Round> {
  signal.throwIfAborted();
  await countRequests(shop);
  const coreBusy = startCoreMeter(SERVER_CORE);
  const figures = await load.run('loadGateway', { origin, path, query, ownAuthorization, connections, seconds });
  const coreBusyPercent = coreBusy() * 100;
  const { requests } = await countRequests(shop);
  return { ...figures, coreBusyPercent, subgraphRequests: requests / figures.answers };
}

/** Since the last time. */
async function countRequests(shop: ChildServer): Promise<ShopCounts> {
  const response = await fetch(`${shop.url}/counts`);
  return (await response.json()) as ShopCounts;
}
