import type { CustomerDirectory } from '../kit/contracts/customerDirectory.ts';
import type { Transactional } from '../kit/database/database.ts';
import { demoCustomers } from '../kit/seed/demoCustomers.ts';
import { insertRows } from '../kit/seed/insertRows.ts';
import { seedId } from '../kit/seed/seedId.ts';
import type { ContactStage } from './generated/resolvers.ts';
import type { CrmTables } from './tables.ts';

const OWNERS = ['lucia@sluice.example', 'marek@sluice.example', 'tove@sluice.example'] as const;
const STAGES: readonly ContactStage[] = ['CUSTOMER', 'CUSTOMER', 'PROSPECT', 'LEAD', 'CUSTOMER', 'CHURNED'];
const ACTIVITIES = [
  'Called: asked for a quote for twenty seats.',
  'Sent the price list for the new year.',
  'Met at the trade fair; wants a demonstration in spring.',
  'Asked how deliveries to a second address work.',
  'Renewed for another year.',
] as const;
const HOUR_MS = 3_600_000;

/** A contact for every demo customer, with up to four activities. */
export async function seed(transaction: Transactional, { customers }: { customers: CustomerDirectory }): Promise<void> {
  const contacts = demoCustomers().map((customer, index): CrmTables['crm_contact'] => ({
    id: seedId('ct', Date.parse(customer.createdAt), index),
    customer_id: customer.id,
    email: customer.email,
    name: customer.name,
    stage: STAGES[index % STAGES.length] ?? 'LEAD',
    owner: OWNERS[index % OWNERS.length] ?? null,
    created_at: customer.createdAt,
    updated_at: customer.createdAt,
  }));
  const activities = contacts.flatMap((contact, index) =>
    Array.from({ length: index % 5 }, (_, step): CrmTables['crm_activity'] => {
      const atMs = Date.parse(contact.created_at) + (step + 1) * 30 * HOUR_MS;
      return {
        id: seedId('act', atMs, index * 5 + step),
        contact_id: contact.id,
        customer_id: contact.customer_id,
        text: ACTIVITIES[(index + step) % ACTIVITIES.length] ?? '',
        created_at: new Date(atMs).toISOString(),
      };
    }),
  );
  await insertRows<CrmTables, 'crm_contact'>(transaction, 'crm_contact', contacts);
  await insertRows<CrmTables, 'crm_activity'>(transaction, 'crm_activity', activities);
  for (const { id, customer_id } of contacts)
    await customers.link(transaction, customer_id, { system: 'crm', externalId: id });
}
