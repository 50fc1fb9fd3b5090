import { defineSubgraph, type SubgraphContext } from '../kit/subgraph.ts';
import type { CrmBackend } from './backend.ts';
import { askHubspot, openHubspot } from './hubspot.ts';
import { type CrmLoaders, createLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { createSqlBackend } from './sql.ts';
import { migrations } from './tables.ts';

export type Context = SubgraphContext<CrmBackend, CrmLoaders>;

/** The CRM: contacts, how far they are, and what happened with them. */
export const subgraph = defineSubgraph<CrmBackend, CrmLoaders>({
  name: 'crm',
  migrations,
  createBackend: createSqlBackend,
  openVendor: openHubspot,
  askVendor: askHubspot,
  createLoaders,
  resolvers,
  seed,
});
