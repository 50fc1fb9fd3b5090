import type { Caller } from '../kit/caller.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type {
  CreateInvoiceInput,
  CreatePaymentInput,
  PayInvoiceInput,
  PaymentStatus,
  RefundPaymentInput,
  UpdatePaymentInput,
} from './generated/resolvers.ts';
import type { InvoiceRecord, PaymentRecord } from './records.ts';

/** What the payments' adapter asks of the system behind it. Our own tables, or a vendor. */
export interface PaymentsBackend {
  payments(statuses: readonly PaymentStatus[] | null, page: Page): Promise<Slice<PaymentRecord>>;
  paymentsById(ids: readonly string[]): Promise<readonly PaymentRecord[]>;
  paymentsByCustomer(customerIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<PaymentRecord>>>;
  paymentsByOrder(orderIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<PaymentRecord>>>;
  /** At most one payment for each order: the newest. */
  latestPaymentsByOrder(orderIds: readonly string[]): Promise<readonly PaymentRecord[]>;
  invoicesById(ids: readonly string[]): Promise<readonly InvoiceRecord[]>;
  invoicesByCustomer(customerIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<InvoiceRecord>>>;
  /** A declined payment is a record with the status FAILED, not an error. */
  createPayment(caller: Caller, input: CreatePaymentInput): Promise<PaymentRecord>;
  updatePayment(caller: Caller, input: UpdatePaymentInput): Promise<PaymentRecord>;
  /** @throws SluiceError `INVALID_TRANSITION` unless the payment has been taken and is not given back in full */
  refundPayment(caller: Caller, input: RefundPaymentInput): Promise<PaymentRecord>;
  createInvoice(caller: Caller, input: CreateInvoiceInput): Promise<InvoiceRecord>;
  /** @throws SluiceError `INVALID_TRANSITION` unless the invoice is open */
  payInvoice(caller: Caller, input: PayInvoiceInput): Promise<InvoiceRecord>;
}
