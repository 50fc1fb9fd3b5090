import type { MinorUnits } from '../kit/money.ts';
import type { OrderFulfillmentStatus, OrderPaymentStatus, OrderStatus } from './generated/resolvers.ts';

/** A product, as the graph, the change log and every backend have it. */
export interface ProductRecord {
  readonly id: string;
  readonly externalId: string;
  /** A product is nobody's. */
  readonly customerId: null;
  readonly sku: string;
  readonly title: string;
  readonly price: MinorUnits;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One position of an order. */
export interface OrderLineRecord {
  readonly productId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: MinorUnits;
}

/** An order, as the graph, the change log and every backend have it. */
export interface OrderRecord {
  readonly id: string;
  readonly externalId: string;
  readonly customerId: string | null;
  readonly lines: readonly OrderLineRecord[];
  readonly total: MinorUnits;
  readonly status: OrderStatus;
  readonly backendStatus: string | null;
  readonly paymentStatus: OrderPaymentStatus;
  readonly fulfillmentStatus: OrderFulfillmentStatus;
  readonly cancelReason: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
