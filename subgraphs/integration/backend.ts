import type { Page, Slice } from '../kit/pages.ts';
import type { CustomerLinkRecord, CustomerRecord } from './records.ts';

/** What the integration subgraph reads. It has one backend, our own tables: Sluice owns the customers. */
export interface IntegrationBackend {
  customers(page: Page): Promise<Slice<CustomerRecord>>;
  customersById(ids: readonly string[]): Promise<readonly CustomerRecord[]>;
  /** Whose these addresses are; each with the address that it was found by. */
  customersByEmail(
    emails: readonly string[],
  ): Promise<readonly { readonly email: string; readonly customer: CustomerRecord }[]>;
  linksByCustomer(customerIds: readonly string[]): Promise<readonly CustomerLinkRecord[]>;
}
