import type { Transactional } from '../kit/database/database.ts';
import { demoCustomers } from '../kit/seed/demoCustomers.ts';
import { insertRows } from '../kit/seed/insertRows.ts';
import type { IntegrationTables } from './tables.ts';

/** The customers that every system's demo data refers to. */
export async function seed(transaction: Transactional): Promise<void> {
  const customers = demoCustomers();
  await insertRows<IntegrationTables, 'integration_customer'>(
    transaction,
    'integration_customer',
    customers.map(({ id, name, email, createdAt }) => ({
      id,
      name,
      email,
      created_at: createdAt,
      updated_at: createdAt,
    })),
  );
  await insertRows<IntegrationTables, 'integration_customer_email'>(
    transaction,
    'integration_customer_email',
    customers.map(({ id, email }) => ({ email, customer_id: id })),
  );
}
