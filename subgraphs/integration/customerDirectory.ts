import type { ChangeLog } from '../kit/changes/changeLog.ts';
import type { CustomerDirectory } from '../kit/contracts/customerDirectory.ts';
import type { Transactional } from '../kit/database/database.ts';
import { NotFoundError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { exactlyOne, parseEmail } from '../kit/input.ts';
import { customerType, toCustomer } from './customers.ts';
import type { IntegrationTables } from './tables.ts';

/** The customers as adapters know them, in the tables of this subgraph. */
export function createCustomerDirectory(changes: ChangeLog): CustomerDirectory {
  return {
    async resolve(transaction, { customerId, customerEmail }, name = null) {
      const [by, value] = exactlyOne('input', ['customerId', customerId], ['customerEmail', customerEmail]);
      if (by === 'customerId') return requireCustomer(transaction, value);
      return customerByEmail(changes, transaction, parseEmail('input.customerEmail', value), name);
    },
    async link(transaction, customerId, { system, externalId }) {
      await transaction
        .withTables<IntegrationTables>()
        .insertInto('integration_customer_link')
        .values({ system, external_id: externalId, customer_id: customerId, verified: 1 })
        .onConflict((conflict) =>
          conflict.columns(['system', 'external_id']).doUpdateSet({ customer_id: customerId, verified: 1 }),
        )
        .execute();
    },
  };
}

async function requireCustomer(transaction: Transactional, id: string): Promise<string> {
  const row = await transaction
    .withTables<IntegrationTables>()
    .selectFrom('integration_customer')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFoundError('Customer', id);
  return row.id;
}

/**
 * The address is taken first, and only who took it makes the customer: of two transactions that bring the same new
 * address, one waits here for the other, and then finds its customer.
 */
async function customerByEmail(
  changes: ChangeLog,
  transaction: Transactional,
  email: string,
  name: string | null,
): Promise<string> {
  const tables = transaction.withTables<IntegrationTables>();
  const id = newId('cus');
  const taken = await tables
    .insertInto('integration_customer_email')
    .values({ email, customer_id: id })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (taken.numInsertedOrUpdatedRows === 0n) {
    const row = await tables
      .selectFrom('integration_customer_email')
      .select('customer_id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    return row.customer_id;
  }
  const now = new Date().toISOString();
  const row = { id, name, email, created_at: now, updated_at: now };
  await tables.insertInto('integration_customer').values(row).execute();
  await customerType.record(changes, transaction, null, toCustomer(row));
  return id;
}
