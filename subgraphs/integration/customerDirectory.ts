import type { ChangeLog } from '../kit/changes/changeLog.ts';
import type { CustomerDirectory } from '../kit/contracts/customerDirectory.ts';
import type { Queries, Transactional } from '../kit/database/database.ts';
import { NotFoundError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { exactlyOne, parseEmail } from '../kit/input.ts';
import { customers } from './customers.ts';
import { isRejected } from './links/decideLink.ts';
import { noteSender, proposeLinks, takeNews } from './links/senders.ts';
import type { IntegrationTables } from './tables.ts';

/**
 * The customers as adapters know them, in the tables of this subgraph. An address links a record by itself where the
 * record's system is one of `vouching`.
 */
export function createCustomerDirectory(changes: ChangeLog, vouching: readonly string[]): CustomerDirectory {
  const directory: CustomerDirectory = {
    async recognise(transaction, seen) {
      const { system, externalId, email, name } = seen;
      const linked = (await directory.customersOf(transaction, system, [externalId])).get(externalId);
      if (linked !== undefined || email === null) return linked ?? null;
      if (!vouching.includes(system)) {
        await noteSender(changes, transaction, { ...seen, email });
        return null;
      }
      const id = await customerByEmail(changes, transaction, email, name);
      if (await isRejected(transaction, seen, id)) return null;
      await directory.link(transaction, id, { system, externalId });
      return id;
    },
    proposeLinks: (transaction, system) => proposeLinks(changes, transaction, system),
    takeDecided: takeNews,
    async resolve(transaction, { customerId, customerEmail }, name = null) {
      const [by, value] = exactlyOne('input', ['customerId', customerId], ['customerEmail', customerEmail]);
      if (by === 'customerId') return (await readCustomer(transaction, value)).id;
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
    async find(transaction, { customerId, customerEmail }) {
      const [by, value] = exactlyOne('input', ['customerId', customerId], ['customerEmail', customerEmail]);
      if (by === 'customerId') return readCustomer(transaction, value);
      const email = parseEmail('input.customerEmail', value);
      const known = await transaction
        .withTables<IntegrationTables>()
        .selectFrom('integration_customer_email as address')
        .innerJoin('integration_customer as customer', 'customer.id', 'address.customer_id')
        .select(['customer.id', 'customer.name', 'address.email'])
        .where('address.email', '=', email)
        .executeTakeFirst();
      return known ?? { id: null, email, name: null };
    },
    async customersOf(queries, system, externalIds) {
      const links = await readLinks(queries, system, 'external_id', externalIds);
      return new Map(links.map(({ external_id, customer_id }) => [external_id, customer_id]));
    },
    async recordsOf(queries, system, customerIds) {
      const records = new Map<string, string[]>(customerIds.map((id) => [id, []]));
      const links = await readLinks(queries, system, 'customer_id', customerIds);
      for (const { external_id, customer_id } of links) records.get(customer_id)?.push(external_id);
      return records;
    },
  };
  return directory;
}

/** Links that nobody vouches for join no data. */
async function readLinks(
  queries: Queries,
  system: string,
  column: 'external_id' | 'customer_id',
  values: readonly string[],
): Promise<readonly { external_id: string; customer_id: string }[]> {
  if (values.length === 0) return [];
  return queries
    .withTables<IntegrationTables>()
    .selectFrom('integration_customer_link')
    .select(['external_id', 'customer_id'])
    .where('system', '=', system)
    .where('verified', '=', 1)
    .where(column, 'in', values)
    .orderBy('external_id')
    .execute();
}

async function readCustomer(transaction: Transactional, id: string) {
  const row = await transaction
    .withTables<IntegrationTables>()
    .selectFrom('integration_customer')
    .select(['id', 'name', 'email'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFoundError('Customer', id);
  return row;
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
