import type { Transactional } from '../kit/database/database.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { StockLevelRecord } from './records.ts';
import {
  externalStockLevelId,
  hasPieces,
  type ReadLevel,
  type ShopifyLevel,
  type ShopifyStockLevelRecord,
  toStockLevel,
} from './shopifyRecords.ts';
import type { ShopifyStock } from './shopifySystem.ts';
import type { InventoryTables } from './tables.ts';

/** Records how a level is. Resolves with it as it is known then, null when there never were any pieces. */
export async function observeLevel(
  { levels }: ShopifyStock,
  services: SubgraphServices,
  transaction: Transactional,
  level: ReadLevel,
  imported = false,
): Promise<ShopifyStockLevelRecord | null> {
  const observed = await levels.observe(services.changes, transaction, {
    externalId: externalIdOf(level.id),
    atMs: Date.parse(level.updatedAt),
    rank: level.readMs,
    imported,
    state: (known) => (known || hasPieces(level) ? toStockLevel(level, known?.reorderPoint ?? 0) : null),
  });
  if (observed) await note(transaction, observed);
  return observed;
}

/** Records from when on the product of a level is to be ordered anew, which Shopify does not know, whatever it tells meanwhile. */
export async function saveReorderPoint(
  { levels }: ShopifyStock,
  services: SubgraphServices,
  transaction: Transactional,
  externalId: string,
  reorderPoint: number,
): Promise<ShopifyStockLevelRecord | null> {
  const amended = await levels.amend(services.changes, transaction, externalId, (known) => ({
    ...known,
    reorderPoint,
    belowReorderPoint: known.available < reorderPoint,
  }));
  if (amended) await note(transaction, amended);
  return amended;
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

/** Levels as the graph has them, without those that never had any pieces. */
export async function toStockLevels(
  { levels, services }: ShopifyStock,
  read: readonly ShopifyLevel[],
): Promise<readonly StockLevelRecord[]> {
  const externalIds = read.map(({ id }) => externalIdOf(id));
  const known = await levels.known(services.database.queries, externalIds);
  return read.flatMap((level) => {
    const before = known.get(externalIdOf(level.id));
    const record = before || hasPieces(level) ? toStockLevel(level, before?.reorderPoint ?? 0) : null;
    return record ? [{ ...record, updatedAt: before?.updatedAt ?? record.updatedAt }] : [];
  });
}

/** What a list of levels needs of each: its place in it, and whether it is below its reorder point. */
async function note(transaction: Transactional, record: ShopifyStockLevelRecord): Promise<void> {
  const { externalId, createdAt, belowReorderPoint } = record;
  const changing = { is_below: belowReorderPoint ? 1 : 0 };
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
