import { defineSubgraph, type SubgraphContext } from '../kit/subgraph.ts';
import type { MessagingBackend } from './backend.ts';
import { createLoaders, type MessagingLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { createSlackWebhookHandler } from './slackWebhook.ts';
import { createSqlBackend } from './sql.ts';
import { askChannels, startDeliveries } from './startDeliveries.ts';
import { migrations } from './tables.ts';

export type Context = SubgraphContext<MessagingBackend, MessagingLoaders>;

/** Messages to people and systems, and what becomes of them. */
export const subgraph = defineSubgraph<MessagingBackend, MessagingLoaders>({
  name: 'messaging',
  migrations,
  createBackend: createSqlBackend,
  createLoaders,
  resolvers,
  seed,
  startWorker: startDeliveries,
  createWebhookHandlers: ({ settings }) => (settings.vendors?.slack ? [createSlackWebhookHandler()] : []),
  askVendor: askChannels,
});
