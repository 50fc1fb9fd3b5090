import type { Transactional } from '../kit/database/database.ts';
import { newId } from '../kit/ids.ts';
import { parseOptionalText } from '../kit/input.ts';
import { parseSkuQuantities } from '../kit/skuQuantities.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { CancelOrderInput, OrderStatus, PlaceOrderInput, UpdateOrderStatusInput } from './generated/resolvers.ts';
import { MAX_REASON } from './limits.ts';
import { currencyOf, priceLines, sumOf } from './orderLines.ts';
import { requireTransition } from './orderTransitions.ts';
import type { OrderRecord } from './records.ts';
import { readProductsBySku } from './sqlProducts.ts';
import { type OrderRow, orders, type StoredOrderLine } from './sqlTables.ts';

/** The order that the input describes, at the prices that the products have now. */
export async function placeOrder(
  { changes, customers }: SubgraphServices,
  transaction: Transactional,
  input: PlaceOrderInput,
): Promise<OrderRecord> {
  const wanted = parseSkuQuantities('input.lines', input.lines);
  const skus = wanted.map(({ sku }) => sku);
  const lines = priceLines(wanted, await readProductsBySku(transaction, skus));
  const stored = lines.map(({ unitPrice, ...line }): StoredOrderLine => ({ ...line, unitMinor: unitPrice.minor }));
  const customerId = await customers.resolve(transaction, input);
  const now = new Date().toISOString();
  return orders.insert(changes, transaction, {
    id: newId('ord'),
    customer_id: customerId,
    lines: JSON.stringify(stored),
    total_minor: sumOf(lines),
    currency_code: currencyOf(lines),
    status: 'PENDING',
    payment_status: 'PENDING',
    fulfillment_status: 'UNFULFILLED',
    cancel_reason: null,
    created_at: now,
    updated_at: now,
  });
}

export async function updateOrderStatus(
  { changes }: SubgraphServices,
  transaction: Transactional,
  { id, status, reason }: UpdateOrderStatusInput,
): Promise<OrderRecord> {
  const cancelReason = parseOptionalText('input.reason', reason, MAX_REASON);
  const before = await orders.lock(transaction, id);
  // A flow's step that is repeated finds its work done.
  if (before.status === status) return orders.toRecord(before);
  requireTransition(before.status, status);
  return orders.update(changes, transaction, before, { status, ...consequences(status, cancelReason) });
}

export async function cancelOrder(
  services: SubgraphServices,
  transaction: Transactional,
  { id, reason }: CancelOrderInput,
): Promise<OrderRecord> {
  return updateOrderStatus(services, transaction, { id, status: 'CANCELLED', ...(reason != null && { reason }) });
}

/** What a new status says about payment, goods and reason. A cancelled order that was paid stays so: payments refund. */
function consequences(status: OrderStatus, cancelReason: string | null): Partial<OrderRow> {
  switch (status) {
    case 'PAID':
      return { payment_status: 'PAID' };
    case 'FULFILLED':
      return { fulfillment_status: 'FULFILLED' };
    case 'FAILED':
      return { payment_status: 'FAILED', cancel_reason: cancelReason };
    case 'CANCELLED':
      return { cancel_reason: cancelReason };
    default:
      return {};
  }
}
