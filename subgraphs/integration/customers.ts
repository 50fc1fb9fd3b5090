import { defineRecordType } from '../kit/changes/recordType.ts';
import { defineSqlRecords } from '../kit/database/sqlRecords.ts';
import type { CustomerRecord } from './records.ts';
import type { IntegrationTables } from './tables.ts';

/** Customers in the change log. */
export const customerType = defineRecordType<CustomerRecord, 'Customer'>({
  system: 'integration',
  name: 'Customer',
  fields: ['name', 'email'],
});

type CustomerRow = IntegrationTables['integration_customer'];

/** The customers' table. */
export const customers = defineSqlRecords<CustomerRow, CustomerRecord>(
  'integration_customer',
  customerType,
  toCustomer,
);

/** A customer as its row has it. */
export function toCustomer(row: CustomerRow): CustomerRecord {
  return {
    id: row.id,
    customerId: row.id,
    name: row.name,
    email: row.email,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
