import { demoCustomers } from './demoCustomers.ts';
import { type DemoProduct, demoProducts } from './demoProducts.ts';
import { seedId } from './seedId.ts';

/** An order of the demo data: the shop has it, the payments pay it, the stock is reserved for it. */
export interface DemoOrder {
  readonly id: string;
  readonly customerId: string;
  readonly status: 'PENDING' | 'PAID' | 'FULFILLED' | 'CANCELLED' | 'FAILED';
  readonly lines: readonly { readonly product: DemoProduct; readonly quantity: number }[];
  /** In cents of a euro. */
  readonly totalMinor: number;
  readonly createdAt: string;
}

/** How many orders the demo data has. */
const DEMO_ORDERS = 300;

const STATUSES: readonly DemoOrder['status'][] = [
  'FULFILLED',
  'PAID',
  'FULFILLED',
  'PENDING',
  'FULFILLED',
  'CANCELLED',
  'FULFILLED',
  'PAID',
  'FAILED',
  'PENDING',
];
const DAY_MS = 86_400_000;

/** The orders of the demo data, by customers who were there before them; the same on every call. */
export function demoOrders(): readonly DemoOrder[] {
  const customers = demoCustomers();
  const products = demoProducts();
  return Array.from({ length: DEMO_ORDERS }, (_, index) => {
    const customer = pick(customers, index * 7);
    const atMs = Date.parse(customer.createdAt) + (3 + ((index * 11) % 150)) * DAY_MS;
    // Four steps of five do not get round the products: no product is in two lines of an order.
    const lines = Array.from({ length: 1 + (index % 4) }, (_line, line) => ({
      product: pick(products, index + line * 5),
      quantity: 1 + ((index + line) % 3),
    }));
    return {
      id: seedId('ord', atMs, index),
      customerId: customer.id,
      status: pick(STATUSES, index),
      lines,
      totalMinor: lines.reduce((sum, { product, quantity }) => sum + product.priceMinor * quantity, 0),
      createdAt: new Date(atMs).toISOString(),
    };
  });
}

function pick<Value>(values: readonly Value[], index: number): Value {
  return values[index % values.length] as Value;
}
