import type { Queries } from '../kit/database/database.ts';
import { SluiceError } from '../kit/errors.ts';
import type { SkuQuantity } from '../kit/skuQuantities.ts';
import type { ReservationLineRecord, ReservationRecord } from './records.ts';
import type { InventoryTables } from './tables.ts';

/** The reservations of these orders, their lines in the order of number and place. */
export async function readReservations(
  queries: Queries,
  orderIds: readonly string[],
): Promise<readonly ReservationRecord[]> {
  const tables = queries.withTables<InventoryTables>();
  const reservations = await tables
    .selectFrom('inventory_reservation')
    .select(['order_id', 'status'])
    .where('order_id', 'in', orderIds)
    .execute();
  const lines = await tables
    .selectFrom('inventory_reservation_line')
    .selectAll()
    .where('order_id', 'in', orderIds)
    .orderBy('sku')
    .orderBy('location')
    .execute();
  const byOrder = new Map<string, ReservationLineRecord[]>(reservations.map(({ order_id }) => [order_id, []]));
  for (const { order_id, ...line } of lines) byOrder.get(order_id)?.push(line);
  return reservations.map(({ order_id, status }) => ({
    orderId: order_id,
    status,
    lines: byOrder.get(order_id) ?? [],
  }));
}

/**
 * Answers a reservation that is asked for again with the one that there is.
 *
 * @throws SluiceError `RESERVATION_CLOSED`; `ALREADY_EXISTS` when it is of other lines
 */
export function requireSame(existing: ReservationRecord, wanted: readonly SkuQuantity[]): ReservationRecord {
  const { orderId, status, lines } = existing;
  if (status === 'RELEASED') {
    throw new SluiceError(
      'RESERVATION_CLOSED',
      `The stock of the order ${orderId} has been released; nothing more is reserved for it.`,
      { extensions: { orderId } },
    );
  }
  const reserved = new Map<string, number>();
  for (const { sku, quantity } of lines) reserved.set(sku, (reserved.get(sku) ?? 0) + quantity);
  if (wanted.length === reserved.size && wanted.every(({ sku, quantity }) => reserved.get(sku) === quantity)) {
    return existing;
  }
  throw new SluiceError('ALREADY_EXISTS', `The order ${orderId} has a reservation of other lines.`, {
    extensions: { field: 'input.lines', id: orderId },
  });
}
