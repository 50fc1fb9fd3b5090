import { defineSubgraph, type SubgraphContext } from '../kit/subgraph.ts';
import type { IntegrationBackend } from './backend.ts';
import { createLoaders, type IntegrationLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { createSqlBackend } from './sql.ts';
import { migrations } from './tables.ts';
import { createExternalEventHandler } from './webhooks/externalEvents.ts';

export type Context = SubgraphContext<IntegrationBackend, IntegrationLoaders>;

/** Sluice's own state as part of the graph: customers and their links, the change log, flows and their runs, webhooks. */
export const subgraph = defineSubgraph<IntegrationBackend, IntegrationLoaders>({
  name: 'integration',
  migrations,
  createBackend: createSqlBackend,
  createLoaders,
  createWebhookHandlers: (services) => [createExternalEventHandler(services)],
  resolvers,
  seed,
});
