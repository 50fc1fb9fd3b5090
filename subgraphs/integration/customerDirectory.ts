import type { ChangeLog } from '../kit/changes/changeLog.ts';
import type { CustomerDirectory } from '../kit/contracts/customerDirectory.ts';
import type { Transactional } from '../kit/database/database.ts';
import { NotFoundError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { exactlyOne, parseEmail } from '../kit/input.ts';
import { customers } from './customers.ts';
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
  const addresses = transaction.withTables<IntegrationTables>();
  const id = newId('cus');
  const taken = await addresses
    .insertInto('integration_customer_email')
    .values({ email, customer_id: id })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (taken.numInsertedOrUpdatedRows === 0n) {
    const { customer_id } = await addresses
      .selectFrom('integration_customer_email')
      .select('customer_id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    if (name !== null) await nameIfNameless(changes, transaction, customer_id, name);
    return customer_id;
  }
  const now = new Date().toISOString();
  await customers.insert(changes, transaction, { id, name, email, created_at: now, updated_at: now });
  return id;
}

/** Who paid before being known by name gets the name from the first system that knows it. */
async function nameIfNameless(changes: ChangeLog, transaction: Transactional, id: string, name: string): Promise<void> {
  const customer = await customers.lock(transaction, id);
  if (customer.name === null) await customers.update(changes, transaction, customer, { name });
}
