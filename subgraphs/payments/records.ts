import type { MinorUnits } from '../kit/money.ts';
import type { InvoiceStatus, PaymentStatus } from './generated/resolvers.ts';

/** A payment, as the graph, the change log and every backend have it. */
export interface PaymentRecord {
  readonly id: string;
  readonly externalId: string;
  /** Null when the vendor has not told whose it is. */
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly amount: MinorUnits;
  readonly amountRefunded: MinorUnits;
  readonly status: PaymentStatus;
  readonly backendStatus: string | null;
  readonly failureCode: string | null;
  readonly paymentMethod: string | null;
  readonly description: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One position of an invoice. */
export interface InvoiceLineRecord {
  readonly description: string;
  readonly amount: MinorUnits;
}

/** An invoice, as the graph, the change log and every backend have it. */
export interface InvoiceRecord {
  readonly id: string;
  readonly externalId: string;
  /** Null when the vendor has not told whose it is. */
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly paymentId: string | null;
  readonly lines: readonly InvoiceLineRecord[];
  readonly total: MinorUnits;
  readonly status: InvoiceStatus;
  readonly backendStatus: string | null;
  readonly dueAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
