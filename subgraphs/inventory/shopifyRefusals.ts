import { BadUserInputError, type SluiceError } from '../kit/errors.ts';
import { notSupported } from '../kit/vendor/notSupported.ts';
import { ShopifyRefusal } from '../kit/vendor/shopifyClient.ts';

/** There was another quantity than the one that was expected; read it, and try again. */
export function isStale(error: unknown): boolean {
  return error instanceof ShopifyRefusal && error.code === 'CHANGE_FROM_QUANTITY_STALE';
}

/** What Shopify refused of a change of stock, in our words; faults and what is no refusal pass as they are. */
export function toRefusal(error: unknown): unknown {
  if (!(error instanceof ShopifyRefusal)) return error;
  return new BadUserInputError('input', `Shopify refuses it: ${error.message}`, { cause: error });
}

/** Places and products are Shopify's to make. */
export function notStocked(sku: string, location: string): SluiceError {
  return notSupported(
    'input.location',
    `Shopify does not stock ${sku} in ${location}. Have the shop sell it, and stock it there, in Shopify.`,
    { sku, location },
  );
}
