import type { Queries, Transactional } from '../kit/database/database.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { StockLevelRecord } from './records.ts';
import {
  externalStockLevelId,
  hasPieces,
  type ShopifyLevel,
  type ShopifyStockLevelRecord,
  toStockLevel,
} from './shopifyRecords.ts';
import type { ShopifyStock } from './shopifySystem.ts';
import type { InventoryTables } from './tables.ts';

/** A level as it was read, and when the reading began: Shopify's times are whole seconds. */
export interface ReadLevel {
  readonly level: ShopifyLevel;
  readonly readMs: number;
}

interface ObservationOptions {
  /** Undefined leaves it as it is. */
  readonly reorderPoint?: number;
  /** It is history. @default false */
  readonly imported?: boolean;
}

/** Records how a level is. Resolves with it as it is known then, null when there never were any pieces. */
export async function observeLevel(
  { levels }: ShopifyStock,
  services: SubgraphServices,
  transaction: Transactional,
  { level, readMs }: ReadLevel,
  { reorderPoint, imported = false }: ObservationOptions = {},
): Promise<ShopifyStockLevelRecord | null> {
  const externalId = externalIdOf(level.id);
  const point = reorderPoint ?? (await reorderPointsOf(transaction, [externalId])).get(externalId) ?? 0;
  const record = toStockLevel(level, point);
  const observed = await levels.observe(services.changes, transaction, {
    externalId,
    atMs: Date.parse(level.updatedAt),
    rank: readMs,
    imported,
    state: (known) => (known || hasPieces(level) ? record : null),
  });
  if (observed) await note(transaction, observed);
  return observed;
}

/** Records that levels are no more. */
export async function forgetLevels(
  { levels, services }: ShopifyStock,
  transaction: Transactional,
  externalIds: readonly string[],
): Promise<void> {
  for (const externalId of externalIds) {
    await levels.observe(services.changes, transaction, {
      externalId,
      atMs: Date.now(),
      rank: Number.MAX_SAFE_INTEGER,
      state: () => null,
    });
  }
  if (externalIds.length === 0) return;
  await transaction
    .withTables<InventoryTables>()
    .deleteFrom('inventory_shopify_level')
    .where('external_id', 'in', externalIds)
    .execute();
}

/** The reorder points of levels, which Shopify has none of, by the levels' external ids. */
async function reorderPointsOf(queries: Queries, externalIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (externalIds.length === 0) return new Map();
  const rows = await queries
    .withTables<InventoryTables>()
    .selectFrom('inventory_shopify_level')
    .select(['external_id', 'reorder_point'])
    .where('external_id', 'in', externalIds)
    .execute();
  return new Map(rows.map(({ external_id, reorder_point }) => [external_id, reorder_point]));
}

/** Levels as the graph has them, without those that never had any pieces. */
export async function toStockLevels(
  { levels, services }: ShopifyStock,
  read: readonly ShopifyLevel[],
): Promise<readonly StockLevelRecord[]> {
  const { queries } = services.database;
  const externalIds = read.map(({ id }) => externalIdOf(id));
  const [points, known] = await Promise.all([
    reorderPointsOf(queries, externalIds),
    levels.known(queries, externalIds),
  ]);
  return read.flatMap((level) => {
    const externalId = externalIdOf(level.id);
    const before = known.get(externalId);
    const record = before || hasPieces(level) ? toStockLevel(level, points.get(externalId) ?? 0) : null;
    return record ? [{ ...record, updatedAt: before?.updatedAt ?? record.updatedAt }] : [];
  });
}

/** What a list of levels needs of each: its place in it, and whether it is below its reorder point. */
async function note(transaction: Transactional, record: ShopifyStockLevelRecord): Promise<void> {
  const { externalId, createdAt, reorderPoint, belowReorderPoint } = record;
  const changing = { reorder_point: reorderPoint, is_below: belowReorderPoint ? 1 : 0 };
  await transaction
    .withTables<InventoryTables>()
    .insertInto('inventory_shopify_level')
    .values({ id: `${createdAt}/${externalId}`, external_id: externalId, ...changing })
    .onConflict((conflict) => conflict.column('external_id').doUpdateSet(changing))
    .execute();
}

/** External ids of levels by ours; without those that are none of Shopify's. */
export function externalIdsOf(ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => externalStockLevelId(id) ?? []);
}
