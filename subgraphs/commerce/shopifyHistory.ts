import type { ShopifyOrderHistory, ShopifyTransaction } from './shopifyRecords.ts';

/** A state that an order was in. */
export interface ShopifyOrderState {
  readonly order: ShopifyOrderHistory;
  readonly atMs: number;
  /** What brought it about, as Shopify names it; none for what the order is like now. */
  readonly eventId?: string;
}

interface Step {
  readonly atMs: number;
  readonly eventId: string;
  after(before: ShopifyOrderHistory): ShopifyOrderHistory;
}

/** A refund that comes with a cancellation is a part of it. */
const WITH_CANCELLATION_MS = 60_000;

const SUCCESS = 'SUCCESS';

/**
 * The states that an order has been in, oldest first, and how it is now as the last. Shopify's webhooks tell how an order is,
 * and may be lost; its payments, shipments and cancellation stay with it, each with its time: two steps between two looks
 * are two.
 */
export function pastStates(order: ShopifyOrderHistory): readonly ShopifyOrderState[] {
  const steps = [...payments(order), ...shipments(order), ...cancellation(order)].sort((a, b) => a.atMs - b.atMs);
  let state: ShopifyOrderHistory = {
    ...order,
    displayFinancialStatus: statusBefore(order),
    displayFulfillmentStatus: shipments(order).length === 0 ? order.displayFulfillmentStatus : 'UNFULFILLED',
    cancelledAt: null,
    cancelReason: null,
    cancellation: null,
  };
  const states: ShopifyOrderState[] = [{ order: state, atMs: Date.parse(order.createdAt), eventId: 'created' }];
  for (const { atMs, eventId, after } of steps) {
    state = after(state);
    states.push({ order: state, atMs, eventId });
  }
  return [...states, { order, atMs: Date.parse(order.updatedAt) }];
}

/** Before anything was paid; of an order whose payment Shopify shows no transaction of, as it is. */
function statusBefore(order: ShopifyOrderHistory): string | null {
  const before = successful(order).filter((transaction) => !isStep(order, transaction));
  if (before.length > 0) return statusAfter(order, before);
  const isVoided = order.cancelledAt !== null && order.displayFinancialStatus === 'VOIDED';
  return isVoided || payments(order).length > 0 ? 'PENDING' : order.displayFinancialStatus;
}

function payments(order: ShopifyOrderHistory): readonly Step[] {
  const transactions = successful(order);
  return transactions.flatMap((transaction, index): Step[] => {
    if (!isStep(order, transaction)) return [];
    const displayFinancialStatus = statusAfter(order, transactions.slice(0, index + 1));
    return [
      {
        atMs: timeOf(transaction),
        eventId: transaction.id,
        after: (before) => ({ ...before, displayFinancialStatus }),
      },
    ];
  });
}

function shipments({ fulfillments, displayFulfillmentStatus }: ShopifyOrderHistory): readonly Step[] {
  const shipped = fulfillments
    .filter(({ status }) => status === SUCCESS)
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  return shipped.map(({ id, createdAt }, index) => {
    const isLast = index === shipped.length - 1;
    const status = isLast ? displayFulfillmentStatus : 'PARTIALLY_FULFILLED';
    return {
      atMs: Date.parse(createdAt),
      eventId: id,
      after: (before) => ({ ...before, displayFulfillmentStatus: status }),
    };
  });
}

function cancellation(order: ShopifyOrderHistory): readonly Step[] {
  const { cancelledAt, cancelReason, cancellation: told, displayFinancialStatus } = order;
  if (cancelledAt === null) return [];
  return [
    {
      atMs: Date.parse(cancelledAt),
      eventId: `cancelled:${cancelledAt}`,
      after: (before) => ({ ...before, cancelledAt, cancelReason, cancellation: told, displayFinancialStatus }),
    },
  ];
}

/**
 * Whether the transaction took the order a step further, and is no part of another step: a shop's own checkout has the
 * buyer pay first, and what a cancellation does is told with it.
 */
function isStep({ createdAt, cancelledAt, metafield }: ShopifyOrderHistory, transaction: ShopifyTransaction): boolean {
  const atMs = timeOf(transaction);
  if (metafield === null && atMs <= Date.parse(createdAt)) return false;
  const givesBack = transaction.kind === 'VOID' || transaction.kind === 'REFUND';
  return !(givesBack && cancelledAt !== null && atMs >= Date.parse(cancelledAt) - WITH_CANCELLATION_MS);
}

function statusAfter({ totalPriceSet }: ShopifyOrderHistory, transactions: readonly ShopifyTransaction[]): string {
  const sumOf = (...kinds: readonly string[]) =>
    transactions
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((sum, { amountSet }) => sum + Number(amountSet.shopMoney.amount), 0);
  const [paid, refunded] = [sumOf('SALE', 'CAPTURE'), sumOf('REFUND')];
  if (refunded > 0) return refunded < paid ? 'PARTIALLY_REFUNDED' : 'REFUNDED';
  if (paid > 0) return paid < Number(totalPriceSet.shopMoney.amount) ? 'PARTIALLY_PAID' : 'PAID';
  if (transactions.some(({ kind }) => kind === 'VOID')) return 'VOIDED';
  return transactions.some(({ kind }) => kind === 'AUTHORIZATION') ? 'AUTHORIZED' : 'PENDING';
}

function successful({ transactions }: ShopifyOrderHistory): readonly ShopifyTransaction[] {
  return transactions
    .filter(({ status, processedAt }) => status === SUCCESS && processedAt !== null)
    .toSorted((a, b) => timeOf(a) - timeOf(b));
}

function timeOf({ processedAt }: ShopifyTransaction): number {
  return Date.parse(processedAt ?? '');
}
