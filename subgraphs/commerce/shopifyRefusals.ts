import { BadUserInputError, NotFoundError } from '../kit/errors.ts';
import { ShopifyRefusal } from '../kit/vendor/shopifyClient.ts';

/** The arguments that Shopify's fields are made of. */
const ARGUMENTS: readonly (readonly [RegExp, string])[] = [
  [/lineItems/, 'input.lines'],
  [/staffNote|reason/i, 'input.reason'],
  [/email|customer/i, 'input.customerEmail'],
  [/title/, 'input.title'],
  [/price/, 'input.price.amount'],
  [/sku|inventoryItem/, 'input.sku'],
];

/** What Shopify refused of a record, in our words; faults and what is no refusal pass as they are. */
export function toRefusal(error: unknown, type: 'Order' | 'Product', id: string): unknown {
  if (!(error instanceof ShopifyRefusal)) return error;
  if (error.code === 'NOT_FOUND') return new NotFoundError(type, id);
  const argument = ARGUMENTS.find(([field]) => field.test(error.field))?.[1] ?? 'input';
  return new BadUserInputError(argument, `Shopify refuses it: ${error.message}`, { cause: error });
}
