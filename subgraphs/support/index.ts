import { defineSubgraph, type SubgraphContext } from '../kit/subgraph.ts';
import type { SupportBackend } from './backend.ts';
import { createLoaders, type SupportLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { createSqlBackend } from './sql.ts';
import { migrations } from './tables.ts';
import { askZendesk, openZendesk } from './zendesk.ts';

export type Context = SubgraphContext<SupportBackend, SupportLoaders>;

/** The support desk: tickets, and what is said on them. */
export const subgraph = defineSubgraph<SupportBackend, SupportLoaders>({
  name: 'support',
  migrations,
  createBackend: createSqlBackend,
  openVendor: openZendesk,
  askVendor: askZendesk,
  createLoaders,
  resolvers,
  seed,
});
