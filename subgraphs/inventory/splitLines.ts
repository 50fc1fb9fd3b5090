import type { SkuQuantity } from '../kit/skuQuantities.ts';
import { outOfStock } from './outOfStock.ts';

/** Stock in one place, as far as it matters for taking from it. */
interface Stock {
  readonly id: string;
  readonly sku: string;
  readonly location: string;
  readonly on_hand: number;
  readonly reserved: number;
}

/**
 * How many pieces to take from which of `levels`, by their ids, so that each line is complete: from the place that has
 * most, and from as few as will do; of equal ones, from the first by name.
 *
 * @throws SluiceError `OUT_OF_STOCK` for the first line of which there is not enough in all places together
 */
export function splitLines(lines: readonly SkuQuantity[], levels: readonly Stock[]): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const { sku, quantity, field } of lines) {
    const ofProduct = levels.filter((level) => level.sku === sku).toSorted(byMostAvailable);
    const available = ofProduct.reduce((sum, level) => sum + availableOf(level), 0);
    if (available < quantity) throw outOfStock({ sku, requested: quantity, available, field });
    let missing = quantity;
    for (const level of ofProduct) {
      const pieces = Math.min(missing, availableOf(level));
      if (pieces > 0) taken.set(level.id, pieces);
      missing -= pieces;
    }
  }
  return taken;
}

function byMostAvailable(one: Stock, other: Stock): number {
  return availableOf(other) - availableOf(one) || (one.location < other.location ? -1 : 1);
}

function availableOf({ on_hand, reserved }: Stock): number {
  return on_hand - reserved;
}
