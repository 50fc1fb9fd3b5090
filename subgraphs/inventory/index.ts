import { defineSubgraph, type SubgraphContext } from '../kit/subgraph.ts';
import type { InventoryBackend } from './backend.ts';
import { createLoaders, type InventoryLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { askShopify, openShopify } from './shopify.ts';
import { createSqlBackend } from './sql.ts';
import { migrations } from './tables.ts';

export type Context = SubgraphContext<InventoryBackend, InventoryLoaders>;

/** The stock: how much of which product is where, and for which order it is set aside. */
export const subgraph = defineSubgraph<InventoryBackend, InventoryLoaders>({
  name: 'inventory',
  migrations,
  createBackend: createSqlBackend,
  openVendor: openShopify,
  askVendor: askShopify,
  createLoaders,
  resolvers,
  seed,
});
