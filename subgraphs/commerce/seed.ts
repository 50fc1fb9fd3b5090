import type { Transactional } from '../kit/database/database.ts';
import { type DemoOrder, demoOrders } from '../kit/seed/demoOrders.ts';
import { demoProducts } from '../kit/seed/demoProducts.ts';
import { insertRows } from '../kit/seed/insertRows.ts';
import type { OrderRow, StoredOrderLine } from './sqlTables.ts';
import type { CommerceTables } from './tables.ts';

const DAY_MS = 86_400_000;
const CURRENCY = 'EUR';

/** The demo products, and the demo orders of them. */
export async function seed(transaction: Transactional): Promise<void> {
  const products = demoProducts().map(
    ({ id, sku, title, priceMinor, createdAt }): CommerceTables['commerce_product'] => ({
      id,
      sku,
      title,
      price_minor: priceMinor,
      currency_code: CURRENCY,
      created_at: createdAt,
      updated_at: createdAt,
    }),
  );
  await insertRows<CommerceTables, 'commerce_product'>(transaction, 'commerce_product', products);
  await insertRows<CommerceTables, 'commerce_order'>(transaction, 'commerce_order', demoOrders().map(toRow));
}

function toRow({ id, customerId, status, lines, totalMinor, createdAt }: DemoOrder): OrderRow {
  const stored = lines.map(
    ({ product, quantity }): StoredOrderLine => ({
      productId: product.id,
      sku: product.sku,
      quantity,
      unitMinor: product.priceMinor,
    }),
  );
  const updatedAt = status === 'PENDING' ? createdAt : new Date(Date.parse(createdAt) + DAY_MS).toISOString();
  return {
    id,
    customer_id: customerId,
    lines: JSON.stringify(stored),
    total_minor: totalMinor,
    currency_code: CURRENCY,
    status,
    payment_status: paymentStatusOf(status),
    fulfillment_status: status === 'FULFILLED' ? 'FULFILLED' : 'UNFULFILLED',
    cancel_reason: cancelReasonOf(status),
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

function paymentStatusOf(status: DemoOrder['status']): OrderRow['payment_status'] {
  if (status === 'PAID' || status === 'FULFILLED') return 'PAID';
  return status === 'FAILED' ? 'FAILED' : 'PENDING';
}

function cancelReasonOf(status: DemoOrder['status']): string | null {
  if (status === 'CANCELLED') return 'The customer ordered twice.';
  return status === 'FAILED' ? 'card_declined' : null;
}
