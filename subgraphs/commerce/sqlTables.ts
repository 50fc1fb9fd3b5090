import { defineSqlRecords } from '../kit/database/sqlRecords.ts';
import type { OrderRecord, ProductRecord } from './records.ts';
import { orderType, productType } from './recordTypes.ts';
import type { CommerceTables } from './tables.ts';

export type ProductRow = CommerceTables['commerce_product'];
export type OrderRow = CommerceTables['commerce_order'];

/** A line as an order's row has it, in the order's currency. */
export interface StoredOrderLine {
  readonly productId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly unitMinor: number;
}

/** The products' table. */
export const products = defineSqlRecords<ProductRow, ProductRecord>('commerce_product', productType, toProduct);

/** The orders' table. */
export const orders = defineSqlRecords<OrderRow, OrderRecord>('commerce_order', orderType, toOrder);

function toProduct(row: ProductRow): ProductRecord {
  return {
    id: row.id,
    externalId: row.id,
    customerId: null,
    sku: row.sku,
    title: row.title,
    price: { minor: row.price_minor, currencyCode: row.currency_code },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toOrder(row: OrderRow): OrderRecord {
  const currencyCode = row.currency_code;
  const lines = JSON.parse(row.lines) as StoredOrderLine[];
  return {
    id: row.id,
    externalId: row.id,
    customerId: row.customer_id,
    lines: lines.map(({ unitMinor, ...line }) => ({ ...line, unitPrice: { minor: unitMinor, currencyCode } })),
    total: { minor: row.total_minor, currencyCode },
    status: row.status,
    backendStatus: row.status,
    paymentStatus: row.payment_status,
    fulfillmentStatus: row.fulfillment_status,
    cancelReason: row.cancel_reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
