import { defineSubgraph, type SubgraphContext } from '../kit/subgraph.ts';
import type { CommerceBackend } from './backend.ts';
import { type CommerceLoaders, createLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { askShopify, openShopify } from './shopify.ts';
import { createSqlBackend } from './sql.ts';
import { migrations } from './tables.ts';

export type Context = SubgraphContext<CommerceBackend, CommerceLoaders>;

/** The shop: products, and the orders of them. */
export const subgraph = defineSubgraph<CommerceBackend, CommerceLoaders>({
  name: 'commerce',
  migrations,
  createBackend: createSqlBackend,
  openVendor: openShopify,
  askVendor: askShopify,
  createLoaders,
  resolvers,
  seed,
});
