import { defineSubgraph, type SubgraphContext } from '../kit/subgraph.ts';
import type { PaymentsBackend } from './backend.ts';
import { createLoaders, type PaymentsLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { createSqlBackend } from './sql.ts';
import { askStripe, openStripe } from './stripe.ts';
import { migrations } from './tables.ts';

export type Context = SubgraphContext<PaymentsBackend, PaymentsLoaders>;

/** Payments, refunds and invoices. */
export const subgraph = defineSubgraph<PaymentsBackend, PaymentsLoaders>({
  name: 'payments',
  migrations,
  createBackend: createSqlBackend,
  openVendor: openStripe,
  askVendor: askStripe,
  createLoaders,
  resolvers,
  seed,
});
