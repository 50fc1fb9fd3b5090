import { OperationTypeNode, parse } from 'graphql';
import { ANONYMOUS } from '../subgraphs/kit/caller.ts';
import type { SystemDirectory, SystemHealth, SystemRecord } from '../subgraphs/kit/contracts/systems.ts';
import type { Database } from '../subgraphs/kit/database/database.ts';
import type { Environment } from './environment.ts';
import { createHttpTransport } from './federation/transport/httpTransport.ts';
import type { SubgraphRequest } from './federation/transport/subgraphTransport.ts';
import type { RoverSubgraph } from './roverConfig.ts';

export interface SystemDirectoryOptions {
  /** What `rover.yaml` lists. */
  readonly listed: readonly RoverSubgraph[];
  /** Names of those whose adapters are executed in this process. */
  readonly here: ReadonlySet<string>;
  readonly database: Database;
  readonly environment: Environment;
}

const CHECK_TIMEOUT_MS = 3_000;
const QUERY = '{ __typename }';
const REQUEST: SubgraphRequest = { kind: OperationTypeNode.QUERY, query: QUERY, document: parse(QUERY) };

/**
 * The systems that `rover.yaml` lists. One that is executed here is healthy when its database answers (a vendor behind it
 * is not asked), a server when it answers a query.
 */
export function createSystemDirectory({
  listed,
  here,
  database,
  environment,
}: SystemDirectoryOptions): SystemDirectory {
  const systems = listed.map((subgraph): SystemRecord => {
    const { name, local, url } = subgraph;
    if (here.has(name)) return { name, location: 'IN_PROCESS', url: null, backend: backendOf(name, environment) };
    if (local) return { name, location: 'ELSEWHERE', url: null, backend: null };
    return { name, location: 'SERVER', url, backend: null };
  });
  const checking = new Map<string, Promise<SystemHealth>>();
  return {
    systems: () => systems,
    checkHealth(system) {
      const running = checking.get(system.name);
      if (running) return running;
      const check = checkHealth(system, database).finally(() => checking.delete(system.name));
      checking.set(system.name, check);
      return check;
    },
  };
}

async function checkHealth({ name, location, url }: SystemRecord, database: Database): Promise<SystemHealth> {
  if (location === 'IN_PROCESS') return measure(() => database.ping());
  if (url !== null) return measure(() => askServer(name, url));
  const reason = 'It is executed in the process of the gateway, which this one does not reach.';
  return { status: 'UNKNOWN', reason, latencyMs: null };
}

/** A connection of its own, so that the check says nothing of connections that are kept alive. */
async function askServer(name: string, url: string): Promise<void> {
  const transport = createHttpTransport({ name, url, timeoutMs: CHECK_TIMEOUT_MS });
  try {
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    const { errors } = await transport.execute(REQUEST, { caller: ANONYMOUS, headers: {}, signal });
    if (errors?.[0]) throw errors[0];
  } finally {
    await transport.close();
  }
}

async function measure(ask: () => Promise<void>): Promise<SystemHealth> {
  const startedAt = performance.now();
  const latencyMs = () => Math.round(performance.now() - startedAt);
  try {
    await ask();
    return { status: 'UP', reason: null, latencyMs: latencyMs() };
  } catch (error) {
    return { status: 'DOWN', reason: error instanceof Error ? error.message : String(error), latencyMs: latencyMs() };
  }
}

/** `PAYMENTS_BACKEND` says what is behind payments; a system without such a variable has its own tables. */
function backendOf(name: string, environment: Environment): string {
  const variables: Readonly<Record<string, unknown>> = environment;
  const backend = variables[`${name.toUpperCase().replaceAll('-', '_')}_BACKEND`];
  return Array.isArray(backend) ? backend.join(',') : typeof backend === 'string' ? backend : 'sql';
}
