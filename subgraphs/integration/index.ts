import { defineSubgraph, type SubgraphContext } from '../kit/subgraph.ts';
import type { IntegrationBackend } from './backend.ts';
import { createLoaders, type IntegrationLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { createSqlBackend } from './sql.ts';
import { migrations } from './tables.ts';

export type Context = SubgraphContext<IntegrationBackend, IntegrationLoaders>;

/** Sluice's own state as part of the graph: the customers and their links, and the head of the change log. */
export const subgraph = defineSubgraph<IntegrationBackend, IntegrationLoaders>({
  name: 'integration',
  migrations,
  createBackend: ({ database }) => createSqlBackend(database),
  createLoaders,
  resolvers,
  seed,
});
