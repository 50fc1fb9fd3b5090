import type { CallFrame } from './cpuProfile.ts';

/**
 * The layers of a query, from the outside in, each with the files that are its own. What is not named here, such as
 * Node's streams or graphql's helpers, counts for whichever layer calls it.
 */
const LAYERS: readonly (readonly [layer: string, files: RegExp])[] = [
  ['HTTP: Fastify, Node', /\/node_modules\/(fastify|find-my-way|@fastify|secure-json-parse|pino)\/|^node:_http/],
  ['server: the answer’s JSON', /\/gateway\/server\/jsonAnswer/],
  ['server: pipeline', /\/gateway\/server\//],
  ['Apollo Server', /\/node_modules\/@apollo\/(server|utils)/],
  ['parse and validate', /\/node_modules\/graphql\/(language|validation)\//],
  ['plan', /\/gateway\/federation\/(plan|prefer)|\/node_modules\/@apollo\/(query-planner|federation-internals)\//],
  ['transport to subgraphs', /\/gateway\/federation\/transport\/|\/node_modules\/undici\//],
  ['gateway: complete the answer', /\/gateway\/federation\/(writer\/|resolveTypename)/],
  ['gateway: execute the plan', /\/gateway\/federation\//],
  ['subgraphs: graphql-js execute', /\/node_modules\/(graphql\/execution|@apollo\/subgraph)\//],
  ['subgraphs: scalars', /\/node_modules\/graphql-scalars\//],
  ['subgraphs: DataLoader', /\/node_modules\/dataloader\//],
  [
    'SQL driver',
    /\/node_modules\/(@photostructure\/sqlite|pg|pg-[a-z]+|postgres-[a-z]+)\/|\/kit\/database\/(sqliteDriver|sqliteHandle|sqliteWriter|sqliteStatements|sqliteDatabase|sqlParameter|postgresDatabase|postgresDriver|statementNames)/,
  ],
  ['SQL building: Kysely', /\/node_modules\/kysely\/|\/kit\/database\//],
  ['subgraphs: resolvers, backends', /\/subgraphs\//],
  ['change log', /\/gateway\/changes\//],
];

const PROMISES = 'promises: microtasks';
const COLLECTOR = 'garbage collector';
const NATIVE = 'native code, system calls';
const OTHER = 'other';

/** The layers in the order in which they are shown. */
export const LAYER_NAMES: readonly string[] = [...LAYERS.map(([layer]) => layer), PROMISES, COLLECTOR, NATIVE, OTHER];

/** The layer that a stack's time counts for, by the innermost function that has one; undefined when nothing ran. */
export function layerOf(frames: readonly CallFrame[]): string | undefined {
  const [leaf] = frames;
  if (!leaf || leaf.functionName === '(idle)') return undefined;
  if (leaf.functionName === '(garbage collector)') return COLLECTOR;
  if (leaf.functionName === '(program)') return NATIVE;
  if (leaf.functionName === 'runMicrotasks') return PROMISES;
  for (const { url } of frames) {
    const layer = LAYERS.find(([, files]) => files.test(url));
    if (layer) return layer[0];
  }
  return OTHER;
}

/** Where a function is, without where the project is. */
export function placeOf({ url }: CallFrame): string {
  const [, modules] = url.split(/\/node_modules\/(?!.*\/node_modules\/)/);
  if (modules !== undefined) return modules;
  const [, own] = /\/((?:gateway|subgraphs)\/.*)$/.exec(url) ?? [];
  return own ?? (url === '' ? 'native' : url.replace(/^file:.*\//, ''));
}
