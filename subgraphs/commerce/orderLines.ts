import { BadUserInputError } from '../kit/errors.ts';
import type { SkuQuantity } from '../kit/skuQuantities.ts';
import type { OrderLineRecord, ProductRecord } from './records.ts';

/**
 * The lines of a new order, at the prices that the products have.
 *
 * @throws BadUserInputError when a product is not there
 */
export function priceLines(
  wanted: readonly SkuQuantity[],
  products: readonly ProductRecord[],
): readonly OrderLineRecord[] {
  const bySku = new Map(products.map((product) => [product.sku, product]));
  return wanted.map(({ sku, quantity, field }) => {
    const product = bySku.get(sku);
    if (!product) throw new BadUserInputError(`${field}.sku`, `The shop has no product ${JSON.stringify(sku)}.`);
    return { productId: product.id, sku, quantity, unitPrice: product.price };
  });
}

/** @throws BadUserInputError when the lines are not in one currency */
export function currencyOf(lines: readonly OrderLineRecord[]): string {
  const [currency, ...others] = new Set(lines.map(({ unitPrice }) => unitPrice.currencyCode));
  if (currency === undefined || others.length > 0) {
    const found = [currency, ...others].join(', ');
    throw new BadUserInputError('input.lines', `An order is in one currency; its products cost ${found}.`);
  }
  return currency;
}

/** @throws BadUserInputError when the sum is more than a number holds exactly */
export function sumOf(lines: readonly OrderLineRecord[]): number {
  const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.minor, 0);
  if (!Number.isSafeInteger(total))
    throw new BadUserInputError('input.lines', 'The order costs more than can be counted.');
  return total;
}
