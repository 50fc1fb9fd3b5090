import { sql } from 'kysely';
import type { Queries, Transactional } from '../kit/database/database.ts';
import { forUpdate } from '../kit/database/lockRow.ts';
import { readPage } from '../kit/database/sqlPages.ts';
import { defineSqlRecords } from '../kit/database/sqlRecords.ts';
import { defineSqlTable } from '../kit/database/sqlTable.ts';
import { mapSlice, type Page, type Slice } from '../kit/pages.ts';
import type { StockAdjustmentRecord, StockLevelRecord } from './records.ts';
import { stockLevelType } from './stockLevels.ts';
import { BELOW_REORDER_POINT, type InventoryTables } from './tables.ts';

export type StockLevelRow = InventoryTables['inventory_stock_level'];
type StockAdjustmentRow = InventoryTables['inventory_adjustment'];

const TABLE = 'inventory_stock_level';

/** The stock levels' table. */
export const stockLevels = defineSqlRecords<StockLevelRow, StockLevelRecord>(TABLE, stockLevelType, toStockLevel);

/** The adjustments' table. */
export const adjustments = defineSqlTable<StockAdjustmentRow, StockAdjustmentRecord>(
  'inventory_adjustment',
  toAdjustment,
);

/** One page, newest first, of the levels that are below their reorder point, that are not, or (null) of all. */
export async function pageOfStockLevels(
  queries: Queries,
  belowReorderPoint: boolean | null,
  page: Page,
): Promise<Slice<StockLevelRecord>> {
  const below = sql.raw(BELOW_REORDER_POINT);
  const condition = belowReorderPoint === null ? undefined : belowReorderPoint ? below : sql`not (${below})`;
  return mapSlice(await readPage<StockLevelRow>(queries, { table: TABLE, condition }, page), toStockLevel);
}

/** The levels of these products, in the order of number and place. */
export async function readStockLevelsBySku(
  queries: Queries,
  skus: readonly string[],
): Promise<readonly StockLevelRecord[]> {
  const rows = await queries
    .withTables<InventoryTables>()
    .selectFrom(TABLE)
    .selectAll()
    .where('sku', 'in', skus)
    .orderBy('sku')
    .orderBy('location')
    .execute();
  return rows.map(toStockLevel);
}

/**
 * Reads the levels of these products and holds their locks until the transaction ends. Whoever locks more than one does
 * it here, in the order of number and place, so that two reservations of the same products cannot deadlock.
 */
export async function lockStockLevels(
  transaction: Transactional,
  skus: readonly string[],
): Promise<readonly StockLevelRow[]> {
  const { rows } = await sql<StockLevelRow>`
    select * from ${sql.table(TABLE)} where sku in (${sql.join(skus)})
    order by sku, location ${forUpdate(transaction)}`.execute(transaction);
  return rows;
}

/** Reads one level and holds its lock until the transaction ends. */
export async function lockStockLevel(
  transaction: Transactional,
  sku: string,
  location: string,
): Promise<StockLevelRow | undefined> {
  const { rows } = await sql<StockLevelRow>`
    select * from ${sql.table(TABLE)} where sku = ${sku} and location = ${location} ${forUpdate(transaction)}`.execute(
    transaction,
  );
  return rows[0];
}

function toStockLevel(row: StockLevelRow): StockLevelRecord {
  return {
    id: row.id,
    externalId: row.id,
    customerId: null,
    sku: row.sku,
    location: row.location,
    onHand: row.on_hand,
    reserved: row.reserved,
    available: row.on_hand - row.reserved,
    reorderPoint: row.reorder_point,
    belowReorderPoint: row.on_hand - row.reserved < row.reorder_point,
    backendStatus: null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toAdjustment(row: StockAdjustmentRow): StockAdjustmentRecord {
  return {
    id: row.id,
    stockLevelId: row.stock_level_id,
    delta: row.delta,
    reason: row.reason,
    createdAt: row.created_at,
  };
}
