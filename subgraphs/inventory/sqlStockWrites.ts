import type { Transactional } from '../kit/database/database.ts';
import { BadUserInputError, NotFoundError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { parseAdjustment, recordAdjustment } from './adjustments.ts';
import type { AdjustStockInput, SetReorderPointInput } from './generated/resolvers.ts';
import { outOfStock } from './outOfStock.ts';
import { MAX_PIECES, type Place, parsePlace, parseReorderPoint } from './parseStock.ts';
import type { StockLevelRecord } from './records.ts';
import { lockStockLevel, type StockLevelRow, stockLevels } from './sqlStockLevels.ts';

export async function adjustStock(
  services: SubgraphServices,
  transaction: Transactional,
  input: AdjustStockInput,
): Promise<StockLevelRecord> {
  const adjustment = parseAdjustment(input);
  const level = await changeOnHand(services, transaction, adjustment, adjustment.delta);
  await recordAdjustment(transaction, level.id, adjustment);
  return level;
}

export async function setReorderPoint(
  { changes }: SubgraphServices,
  transaction: Transactional,
  input: SetReorderPointInput,
): Promise<StockLevelRecord> {
  const { sku, location } = parsePlace(input);
  const reorderPoint = parseReorderPoint(input.reorderPoint);
  const before = await lockStockLevel(transaction, sku, location);
  if (!before) throw new NotFoundError('StockLevel', `${sku} in ${location}`);
  return stockLevels.update(changes, transaction, before, { reorder_point: reorderPoint });
}

async function changeOnHand(
  services: SubgraphServices,
  transaction: Transactional,
  { sku, location }: Place,
  delta: number,
): Promise<StockLevelRecord> {
  const before = await lockStockLevel(transaction, sku, location);
  const onHand = (before?.on_hand ?? 0) + delta;
  if (onHand > MAX_PIECES) {
    throw new BadUserInputError('input.delta', `A stock level holds at most ${MAX_PIECES} pieces, not ${onHand}.`);
  }
  if (onHand < (before?.reserved ?? 0)) {
    const available = before ? before.on_hand - before.reserved : 0;
    throw outOfStock({ sku, location, requested: -delta, available, field: 'input.delta' });
  }
  if (before) return stockLevels.update(services.changes, transaction, before, { on_hand: onHand });
  const now = new Date().toISOString();
  const row: StockLevelRow = {
    id: newId('stk'),
    sku,
    location,
    on_hand: onHand,
    reserved: 0,
    reorder_point: 0,
    created_at: now,
    updated_at: now,
  };
  const made = await stockLevels.insertUnique(services.changes, transaction, row, 'sku', 'location');
  // Another transaction has made the level meanwhile; now it is there to be locked.
  return made ?? changeOnHand(services, transaction, { sku, location }, delta);
}
