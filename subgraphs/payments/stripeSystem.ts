import type { SubgraphServices } from '../kit/subgraph.ts';
import { CallLedger } from '../kit/vendor/callLedger.ts';
import { createShadow, type Shadow } from '../kit/vendor/shadow.ts';
import { VendorWrites } from '../kit/vendor/vendorWrites.ts';
import type { InvoiceRecord, PaymentRecord } from './records.ts';
import { invoiceType, paymentType } from './recordTypes.ts';
import { StripeClient } from './stripeClient.ts';
import { StripeCustomers } from './stripeCustomers.ts';

/** What the parts of the Stripe backend share. */
export interface StripeSystem {
  readonly services: SubgraphServices;
  readonly client: StripeClient;
  readonly ledger: CallLedger;
  readonly writes: VendorWrites;
  readonly customers: StripeCustomers;
  readonly payments: Shadow<PaymentRecord>;
  readonly invoices: Shadow<InvoiceRecord>;
}

export function createStripeSystem(
  services: SubgraphServices,
  account: { readonly apiBase: string; readonly apiKey: string },
): StripeSystem {
  const { database, settings } = services;
  const { vendorDeadlineMs = 30_000, vendorTimeoutMs = 5_000 } = settings;
  const client = new StripeClient({ ...account, timeoutMs: vendorTimeoutMs });
  const ledger = new CallLedger({ database, system: 'payments', deadlineMs: vendorDeadlineMs });
  return {
    services,
    client,
    ledger,
    writes: new VendorWrites(services, ledger),
    customers: new StripeCustomers(services, client),
    payments: createShadow({ type: paymentType, references: ({ orderId }) => ({ order: orderId }) }),
    invoices: createShadow({ type: invoiceType }),
  };
}
