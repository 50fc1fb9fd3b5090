import type { ReservationStatus } from './generated/resolvers.ts';

/** A stock level, as the graph, the change log and every backend have it. */
export interface StockLevelRecord {
  readonly id: string;
  readonly externalId: string;
  /** Stock is nobody's. */
  readonly customerId: null;
  readonly sku: string;
  readonly location: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly reorderPoint: number;
  /** Derived, and told as a field of its own, so that a subscriber can wait for the crossing. */
  readonly belowReorderPoint: boolean;
  readonly backendStatus: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Pieces that came or went. */
export interface StockAdjustmentRecord {
  readonly id: string;
  readonly stockLevelId: string;
  readonly delta: number;
  readonly reason: string | null;
  readonly createdAt: string;
}

/** Pieces of one product that are set aside in one place. */
export interface ReservationLineRecord {
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
}

/** What is, or was, set aside for an order. */
export interface ReservationRecord {
  readonly orderId: string;
  readonly status: ReservationStatus;
  /** In the order of number and place. */
  readonly lines: readonly ReservationLineRecord[];
}

/** A product of which only the number is known here; the shop knows the rest. */
export interface ProductReference {
  readonly sku: string;
}
