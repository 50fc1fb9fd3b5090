import type { Transactional } from '../kit/database/database.ts';
import { BadUserInputError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { parseOptionalText } from '../kit/input.ts';
import type { AdjustStockInput } from './generated/resolvers.ts';
import { MAX_REASON, type Place, parsePlace } from './parseStock.ts';
import type { InventoryTables } from './tables.ts';

/** Pieces that come to a stock level, or go from it, and why. */
export interface Adjustment extends Place {
  readonly delta: number;
  readonly reason: string | null;
}

/** @throws BadUserInputError */
export function parseAdjustment(input: AdjustStockInput): Adjustment {
  const { delta } = input;
  const place = parsePlace(input);
  const reason = parseOptionalText('input.reason', input.reason, MAX_REASON);
  if (delta === 0) throw new BadUserInputError('input.delta', 'The delta must not be 0.');
  return { ...place, delta, reason };
}

/** Keeps an adjustment of a level in its history, whichever backend has made it. */
export async function recordAdjustment(
  transaction: Transactional,
  levelId: string,
  { delta, reason }: Adjustment,
): Promise<void> {
  const adjustment: InventoryTables['inventory_adjustment'] = {
    id: newId('adj'),
    stock_level_id: levelId,
    delta,
    reason,
    created_at: new Date().toISOString(),
  };
  await transaction.withTables<InventoryTables>().insertInto('inventory_adjustment').values(adjustment).execute();
}
