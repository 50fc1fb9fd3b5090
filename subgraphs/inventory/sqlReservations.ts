import { sql } from 'kysely';
import type { Transactional } from '../kit/database/database.ts';
import { forUpdate } from '../kit/database/lockRow.ts';
import { parseSkuQuantities } from '../kit/skuQuantities.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { ReleaseStockInput, ReserveStockInput } from './generated/resolvers.ts';
import { parseOrderId } from './parseStock.ts';
import type { ReservationRecord } from './records.ts';
import { readReservations, requireSame } from './reservations.ts';
import { splitLines } from './splitLines.ts';
import { lockStockLevels, type StockLevelRow, stockLevels } from './sqlStockLevels.ts';
import type { InventoryTables } from './tables.ts';

export async function reserveStock(
  services: SubgraphServices,
  transaction: Transactional,
  input: ReserveStockInput,
): Promise<ReservationRecord> {
  const orderId = parseOrderId(input.orderId);
  const wanted = parseSkuQuantities('input.lines', input.lines);
  const existing = await claimOrder(transaction, orderId, 'RESERVED');
  if (existing) return requireSame(existing, wanted);
  const levels = await lockStockLevels(
    transaction,
    wanted.map(({ sku }) => sku),
  );
  const taken = splitLines(wanted, levels);
  await addToReserved(services, transaction, levels, taken);
  const lines = levels.flatMap(({ id, sku, location }) => {
    const quantity = taken.get(id);
    return quantity === undefined ? [] : [{ sku, location, quantity }];
  });
  await transaction
    .withTables<InventoryTables>()
    .insertInto('inventory_reservation_line')
    .values(lines.map((line) => ({ order_id: orderId, ...line })))
    .execute();
  return { orderId, status: 'RESERVED', lines };
}

export async function releaseStock(
  services: SubgraphServices,
  transaction: Transactional,
  input: ReleaseStockInput,
): Promise<ReservationRecord> {
  const orderId = parseOrderId(input.orderId);
  const existing = await claimOrder(transaction, orderId, 'RELEASED');
  if (!existing) return { orderId, status: 'RELEASED', lines: [] };
  if (existing.status === 'RELEASED') return existing;
  const levels = await lockStockLevels(transaction, [...new Set(existing.lines.map(({ sku }) => sku))]);
  const given = levels.flatMap(({ id, sku, location }): [string, number][] => {
    const line = existing.lines.find((reserved) => reserved.sku === sku && reserved.location === location);
    return line ? [[id, -line.quantity]] : [];
  });
  await addToReserved(services, transaction, levels, new Map(given));
  await transaction
    .withTables<InventoryTables>()
    .updateTable('inventory_reservation')
    .set({ status: 'RELEASED', updated_at: new Date().toISOString() })
    .where('order_id', '=', orderId)
    .execute();
  return { ...existing, status: 'RELEASED' };
}

/**
 * Makes the order's reservation, without lines, unless it has one; then answers with that one, locked. The first
 * transaction that comes for an order makes it, and the others wait here for its end, before they lock any stock.
 */
async function claimOrder(
  transaction: Transactional,
  orderId: string,
  status: 'RESERVED' | 'RELEASED',
): Promise<ReservationRecord | undefined> {
  const now = new Date().toISOString();
  const { numInsertedOrUpdatedRows } = await transaction
    .withTables<InventoryTables>()
    .insertInto('inventory_reservation')
    .values({ order_id: orderId, status, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.column('order_id').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 0n) return undefined;
  await sql`select order_id from inventory_reservation where order_id = ${orderId} ${forUpdate(transaction)}`.execute(
    transaction,
  );
  const [existing] = await readReservations(transaction, [orderId]);
  return existing;
}

/** Changes `reserved` of locked levels by so many pieces, each by its id. */
async function addToReserved(
  { changes }: SubgraphServices,
  transaction: Transactional,
  levels: readonly StockLevelRow[],
  pieces: ReadonlyMap<string, number>,
): Promise<void> {
  for (const level of levels) {
    const added = pieces.get(level.id);
    if (added !== undefined)
      await stockLevels.update(changes, transaction, level, { reserved: level.reserved + added });
  }
}
