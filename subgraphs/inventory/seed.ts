import type { Transactional } from '../kit/database/database.ts';
import { type DemoOrder, demoOrders } from '../kit/seed/demoOrders.ts';
import { type DemoProduct, demoProducts } from '../kit/seed/demoProducts.ts';
import { insertRows } from '../kit/seed/insertRows.ts';
import { seedId } from '../kit/seed/seedId.ts';
import type { InventoryTables } from './tables.ts';

type LineRow = InventoryTables['inventory_reservation_line'];
type LevelRow = InventoryTables['inventory_stock_level'];
type AdjustmentRow = InventoryTables['inventory_adjustment'];

const LOCATIONS = ['berlin', 'lyon'] as const;
const HOUR_MS = 3_600_000;

/** Stock of every demo product in two places, with what the open demo orders have reserved of it. */
export async function seed(transaction: Transactional): Promise<void> {
  const open = demoOrders().filter(({ status }) => status === 'PENDING' || status === 'PAID');
  const lines = open.flatMap(reservedLines);
  const levels = LOCATIONS.flatMap((location, place) =>
    demoProducts().map((product, index) => stockLevel(product, location, index * LOCATIONS.length + place, lines)),
  );
  const reservations = open.map(({ id, createdAt }): InventoryTables['inventory_reservation'] => ({
    order_id: id,
    status: 'RESERVED',
    created_at: createdAt,
    updated_at: createdAt,
  }));
  await insertRows<InventoryTables, 'inventory_stock_level'>(transaction, 'inventory_stock_level', levels);
  await insertRows<InventoryTables, 'inventory_adjustment'>(
    transaction,
    'inventory_adjustment',
    levels.map(firstDelivery),
  );
  await insertRows<InventoryTables, 'inventory_reservation'>(transaction, 'inventory_reservation', reservations);
  await insertRows<InventoryTables, 'inventory_reservation_line'>(transaction, 'inventory_reservation_line', lines);
}

function reservedLines({ id, lines }: DemoOrder, index: number): LineRow[] {
  const location = LOCATIONS[index % LOCATIONS.length] ?? 'berlin';
  return lines.map(({ product, quantity }) => ({ order_id: id, sku: product.sku, location, quantity }));
}

function stockLevel(
  { sku, createdAt }: DemoProduct,
  location: string,
  index: number,
  lines: readonly LineRow[],
): LevelRow {
  const reserved = lines
    .filter((line) => line.sku === sku && line.location === location)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    id: seedId('stk', Date.parse(createdAt), index),
    sku,
    location,
    on_hand: reserved + ((index * 13) % 60),
    reserved,
    reorder_point: 12,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function firstDelivery({ id, on_hand, created_at }: LevelRow, index: number): AdjustmentRow {
  const atMs = Date.parse(created_at) + HOUR_MS;
  return {
    id: seedId('adj', atMs, index),
    stock_level_id: id,
    delta: on_hand,
    reason: 'First delivery',
    created_at: new Date(atMs).toISOString(),
  };
}
