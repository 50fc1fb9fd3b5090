import { BadUserInputError } from '../kit/errors.ts';
import { parseText } from '../kit/input.ts';
import { parseSku } from '../kit/skuQuantities.ts';

export const MAX_REASON = 1_000;
/** Far below what the engines' and GraphQL's integers hold (2^31). */
export const MAX_PIECES = 1_000_000_000;
const MAX_LOCATION = 100;
const MAX_ORDER_ID = 200;

/** Where a product is in stock. */
export interface Place {
  readonly sku: string;
  readonly location: string;
}

/** @throws BadUserInputError */
export function parsePlace({ sku, location }: Place): Place {
  return { sku: parseSku('input.sku', sku), location: parseText('input.location', location, MAX_LOCATION) };
}

/** @throws BadUserInputError */
export function parseReorderPoint(reorderPoint: number): number {
  if (reorderPoint >= 0 && reorderPoint <= MAX_PIECES) return reorderPoint;
  throw new BadUserInputError(
    'input.reorderPoint',
    `The reorder point must be 0 to ${MAX_PIECES}, not ${reorderPoint}.`,
  );
}

/** @throws BadUserInputError */
export function parseOrderId(orderId: string): string {
  return parseText('input.orderId', orderId, MAX_ORDER_ID);
}
