import type { SubgraphServices } from '../kit/subgraph.ts';
import { CallLedger } from '../kit/vendor/callLedger.ts';
import { withHiddenFields } from '../kit/vendor/hiddenFields.ts';
import { createShadow, type Shadow } from '../kit/vendor/shadow.ts';
import { VendorWrites } from '../kit/vendor/vendorWrites.ts';
import type { InvoiceRecord, PaymentRecord } from './records.ts';
import { invoiceType, paymentType } from './recordTypes.ts';
import { StripeClient } from './stripeClient.ts';
import { StripeCustomers } from './stripeCustomers.ts';
import type { StripeInvoice, StripePayment } from './stripeRecords.ts';

/** What the parts of the Stripe backend share. */
export interface StripeSystem {
  readonly services: SubgraphServices;
  readonly client: StripeClient;
  readonly ledger: CallLedger;
  readonly writes: VendorWrites;
  readonly customers: StripeCustomers;
  readonly payments: Shadow<StripePayment>;
  readonly invoices: Shadow<StripeInvoice>;
}

export function createStripeSystem(
  services: SubgraphServices,
  account: { readonly apiBase: string; readonly apiKey: string },
): StripeSystem {
  const { database, settings } = services;
  const { vendorDeadlineMs = 30_000, vendorTimeoutMs = 5_000 } = settings;
  const client = new StripeClient({
    ...account,
    timeoutMs: vendorTimeoutMs,
    activity: services.vendorActivity,
  });
  const ledger = new CallLedger({ database, system: 'payments', deadlineMs: vendorDeadlineMs });
  return {
    services,
    client,
    ledger,
    writes: new VendorWrites(services, ledger),
    customers: new StripeCustomers(services, client),
    payments: createShadow({
      type: withHiddenFields<StripePayment, PaymentRecord, 'Payment'>(paymentType, ['payer']).type,
      references: ({ orderId }) => ({ order: orderId }),
      owner: ({ payer }) => payer,
    }),
    invoices: createShadow({
      type: withHiddenFields<StripeInvoice, InvoiceRecord, 'Invoice'>(invoiceType, ['payer']).type,
      owner: ({ payer }) => payer,
    }),
  };
}
