import { defineRecordType } from '../kit/changes/recordType.ts';
import type { CustomerRecord } from './records.ts';
import type { IntegrationTables } from './tables.ts';

/** Customers in the change log. */
export const customerType = defineRecordType<CustomerRecord, 'Customer'>({
  system: 'integration',
  name: 'Customer',
  fields: ['name', 'email'],
});

/** A customer as its row has it. */
export function toCustomer(row: IntegrationTables['integration_customer']): CustomerRecord {
  return {
    id: row.id,
    customerId: row.id,
    name: row.name,
    email: row.email,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
