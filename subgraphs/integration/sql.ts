import type { Database } from '../kit/database/database.ts';
import type { IntegrationBackend } from './backend.ts';
import { customers, toCustomer } from './customers.ts';
import type { IntegrationTables } from './tables.ts';

/** The integration subgraph over its own tables. */
export function createSqlBackend({ queries }: Database): IntegrationBackend {
  const tables = queries.withTables<IntegrationTables>();
  return {
    customers: (page) => customers.page(queries, {}, page),
    customersById: (ids) => customers.byIds(queries, ids),
    async customersByEmail(emails) {
      const rows = await tables
        .selectFrom('integration_customer_email as address')
        .innerJoin('integration_customer as customer', 'customer.id', 'address.customer_id')
        .selectAll('customer')
        .select('address.email as found_by')
        .where('address.email', 'in', emails)
        .execute();
      return rows.map((row) => ({ email: row.found_by, customer: toCustomer(row) }));
    },
    async linksByCustomer(customerIds) {
      const rows = await tables
        .selectFrom('integration_customer_link')
        .selectAll()
        .where('customer_id', 'in', customerIds)
        .orderBy('system')
        .orderBy('external_id')
        .execute();
      return rows.map((row) => ({
        customerId: row.customer_id,
        system: row.system,
        externalId: row.external_id,
        verified: row.verified === 1,
      }));
    },
  };
}
