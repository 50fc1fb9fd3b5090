import { BadUserInputError } from './errors.ts';
import { parseText } from './input.ts';

/** So many pieces of one product. */
export interface SkuQuantity {
  readonly sku: string;
  readonly quantity: number;
  /** Path of the line that named the product first, such as `input.lines.0`; for errors. */
  readonly field: string;
}

const MAX_LINES = 100;
const MAX_QUANTITY = 10_000;
const MAX_SKU = 100;

/**
 * The lines that a client gave under the path `field`, 1 to 100, in their order, each of 1 to 10,000 pieces. Lines of the
 * same product are merged into the first of them.
 *
 * @throws BadUserInputError
 */
export function parseSkuQuantities(
  field: string,
  lines: readonly { readonly sku: string; readonly quantity: number }[],
): readonly SkuQuantity[] {
  if (lines.length === 0 || lines.length > MAX_LINES) {
    throw new BadUserInputError(field, `There must be 1 to ${MAX_LINES} lines; ${lines.length} were given.`);
  }
  const bySku = new Map<string, SkuQuantity>();
  lines.forEach((line, index) => {
    const lineField = `${field}.${index}`;
    const sku = parseSku(`${lineField}.sku`, line.sku);
    if (line.quantity < 1) throw quantityOutOfRange(lineField, line.quantity);
    const earlier = bySku.get(sku);
    const quantity = (earlier?.quantity ?? 0) + line.quantity;
    if (quantity > MAX_QUANTITY) throw quantityOutOfRange(lineField, quantity);
    bySku.set(sku, { sku, quantity, field: earlier?.field ?? lineField });
  });
  return [...bySku.values()];
}

/** A product's number, as it stands in the shop and in stock. @throws BadUserInputError */
export function parseSku(field: string, value: string): string {
  return parseText(field, value, MAX_SKU);
}

function quantityOutOfRange(lineField: string, quantity: number): BadUserInputError {
  return new BadUserInputError(
    `${lineField}.quantity`,
    `The quantity must be 1 to ${MAX_QUANTITY}, over all lines of the product; not ${quantity}.`,
  );
}
