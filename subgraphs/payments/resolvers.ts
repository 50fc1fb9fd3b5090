import { recordOfType } from '../kit/changes/changedRecord.ts';
import { subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { entityReference } from '../kit/entityReference.ts';
import { formatMoney } from '../kit/money.ts';
import { parsePage, toConnection } from '../kit/pages.ts';
import type {
  Resolvers,
  SubscriptionInvoiceChangedArgs,
  SubscriptionPaymentChangedArgs,
} from './generated/resolvers.ts';
import type { InvoiceRecord, PaymentRecord } from './records.ts';
import { invoiceType, paymentType } from './recordTypes.ts';

const PAYMENTS = 'payments';

export const resolvers: Resolvers = {
  Query: {
    payment: (_source, { id }, { loaders }) => loaders.paymentById.load(id),
    async payments(_source, { status, ...args }, { backend }) {
      const page = parsePage(PAYMENTS, args);
      return toConnection(PAYMENTS, page, await backend.payments(status ?? null, page));
    },
    invoice: (_source, { id }, { loaders }) => loaders.invoiceById.load(id),
  },
  Mutation: {
    createPayment: async (_source, { input }, { backend, caller }) => ({
      payment: await backend.createPayment(caller, input),
    }),
    updatePayment: async (_source, { input }, { backend, caller }) => ({
      payment: await backend.updatePayment(caller, input),
    }),
    refundPayment: async (_source, { input }, { backend, caller }) => ({
      payment: await backend.refundPayment(caller, input),
    }),
    createInvoice: async (_source, { input }, { backend, caller }) => ({
      invoice: await backend.createInvoice(caller, input),
    }),
    payInvoice: async (_source, { input }, { backend, caller }) => ({
      invoice: await backend.payInvoice(caller, input),
    }),
  },
  Subscription: {
    paymentChanged: subscribeToChanges(
      paymentType,
      ({ status }: PaymentRecord, args: Partial<SubscriptionPaymentChangedArgs>) =>
        !args.status || args.status.includes(status),
    ),
    invoiceChanged: subscribeToChanges(
      invoiceType,
      ({ status }: InvoiceRecord, args: Partial<SubscriptionInvoiceChangedArgs>) =>
        !args.status || args.status.includes(status),
    ),
  },
  Payment: {
    __resolveReference: ({ id }, { loaders }) => loaders.paymentById.load(id),
    customer: ({ customerId }) => entityReference(customerId),
    order: ({ orderId }) => entityReference(orderId),
  },
  Invoice: {
    __resolveReference: ({ id }, { loaders }) => loaders.invoiceById.load(id),
    customer: ({ customerId }) => entityReference(customerId),
    order: ({ orderId }) => entityReference(orderId),
    payment: ({ paymentId }, _args, { loaders }) => (paymentId === null ? null : loaders.paymentById.load(paymentId)),
  },
  Money: {
    amount: (money) => formatMoney(money).amount,
  },
  Customer: {
    payments: ({ id }, args, { loaders }) => loaders.paymentsByCustomer.load(id, args),
    invoices: ({ id }, args, { loaders }) => loaders.invoicesByCustomer.load(id, args),
  },
  Order: {
    payments: ({ id }, args, { loaders }) => loaders.paymentsByOrder.load(id, args),
    latestPayment: ({ id }, _args, { loaders }) => loaders.latestPaymentByOrder.load(id),
  },
  ChangedRecord: {
    payment: (reference, _args, { loaders }) => recordOfType(reference, 'Payment', loaders.paymentById),
    invoice: (reference, _args, { loaders }) => recordOfType(reference, 'Invoice', loaders.invoiceById),
  },
};
