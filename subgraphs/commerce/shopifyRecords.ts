import { type Money, readMoney } from '../kit/money.ts';
import type { ShopifyPage } from '../kit/vendor/shopifyClient.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { OrderFulfillmentStatus, OrderPaymentStatus, OrderStatus } from './generated/resolvers.ts';
import type { OrderLineRecord, OrderRecord, ProductRecord } from './records.ts';

interface MoneyBag {
  readonly shopMoney: Money;
}

export interface ShopifyLine {
  readonly id: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly variant: { readonly id: string } | null;
  readonly originalUnitPriceSet: MoneyBag;
}

/** What was done about the payment of an order: https://shopify.dev/docs/api/admin-graphql/latest/objects/OrderTransaction */
export interface ShopifyTransaction {
  readonly id: string;
  /** Such as `SALE`. */
  readonly kind: string;
  readonly status: string;
  readonly processedAt: string | null;
  readonly amountSet: MoneyBag;
}

/** An order as Shopify gives it, as far as it is asked for. */
export interface ShopifyOrder {
  readonly id: string;
  readonly email: string | null;
  readonly customer: {
    readonly id: string;
    readonly email: string | null;
    readonly displayName: string;
  } | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly cancellation: { readonly staffNote: string | null } | null;
  readonly displayFinancialStatus: string | null;
  readonly displayFulfillmentStatus: string;
  readonly totalPriceSet: MoneyBag;
  /** The call of ours that placed it; null when somebody else did. */
  readonly metafield: { readonly value: string } | null;
  readonly lineItems: ShopifyPage<ShopifyLine>;
}

/** An order with what tells how it came to be as it is. */
export interface ShopifyOrderHistory extends ShopifyOrder {
  readonly transactions: readonly ShopifyTransaction[];
  readonly fulfillments: readonly { readonly id: string; readonly status: string; readonly createdAt: string }[];
}

/** A variant of a product as Shopify gives it, as far as it is asked for. */
export interface ShopifyVariant {
  readonly id: string;
  readonly title: string;
  readonly sku: string | null;
  readonly price: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly product: ShopifyProduct;
}

export interface ShopifyProduct {
  readonly id: string;
  readonly title: string;
  readonly updatedAt: string;
  readonly hasOnlyDefaultVariant: boolean;
}

/** A product of the graph, which is a variant at Shopify, with the product that it is of. */
export interface VariantRecord extends ProductRecord {
  /** The external id of Shopify's product. */
  readonly parent: string;
}

export const orderId = (externalId: string) => `ord_${externalId}`;
export const productId = (externalId: string) => `prod_${externalId}`;
/** The inverse of {@link orderId}; undefined when it is no order of Shopify's. */
export const externalOrderId = (id: string) => /^ord_(\d{1,19})$/.exec(id)?.[1];
/** The inverse of {@link productId}; undefined when it is no variant of Shopify's. */
export const externalProductId = (id: string) => /^prod_(\d{1,19})$/.exec(id)?.[1];

/** Where the call of ours that made a record is noted on it; unique, so that there is one of each. */
export const CALL_METAFIELD = { namespace: 'sluice', key: 'call' } as const;

/** The reasons of a cancellation that say that the order came to nothing. */
const FAILURES: readonly string[] = ['DECLINED', 'INVENTORY'];

const STATUS_OF_PAYMENT: Readonly<Record<string, OrderStatus>> = {
  PENDING: 'PENDING',
  AUTHORIZED: 'PENDING',
  PARTIALLY_PAID: 'PENDING',
  PAID: 'PAID',
  PARTIALLY_REFUNDED: 'PAID',
};

const PAYMENT: Readonly<Record<string, OrderPaymentStatus>> = {
  PENDING: 'PENDING',
  AUTHORIZED: 'PENDING',
  // A payment that is no longer expected was never made.
  VOIDED: 'PENDING',
  PAID: 'PAID',
  REFUNDED: 'REFUNDED',
};

const FULFILLMENT: Readonly<Record<string, OrderFulfillmentStatus>> = {
  FULFILLED: 'FULFILLED',
  UNFULFILLED: 'UNFULFILLED',
  OPEN: 'UNFULFILLED',
  SCHEDULED: 'UNFULFILLED',
  ON_HOLD: 'UNFULFILLED',
  PENDING_FULFILLMENT: 'UNFULFILLED',
  IN_PROGRESS: 'UNFULFILLED',
};

/** An order as the graph has it. */
export function toOrder(order: ShopifyOrder, customerId: string | null): OrderRecord {
  const { cancelledAt, cancelReason, cancellation, displayFulfillmentStatus: fulfillment } = order;
  const payment = order.displayFinancialStatus ?? 'PENDING';
  const externalId = externalIdOf(order.id);
  return {
    id: orderId(externalId),
    externalId,
    customerId,
    lines: toLines(order.lineItems.nodes),
    total: readMoney(order.totalPriceSet.shopMoney),
    status: statusOf(order),
    backendStatus: [payment, fulfillment, ...(cancelledAt === null ? [] : [`CANCELLED (${cancelReason})`])].join(', '),
    paymentStatus: cancelReason === 'DECLINED' && payment === 'VOIDED' ? 'FAILED' : (PAYMENT[payment] ?? 'OTHER'),
    fulfillmentStatus: FULFILLMENT[fulfillment] ?? 'OTHER',
    cancelReason: cancelledAt === null ? null : (cancellation?.staffNote ?? toReason(cancelReason)),
    createdAt: toIso(order.createdAt),
    updatedAt: toIso(order.updatedAt),
  };
}

/** A product as the graph has it; null when it has no number, by which the other systems know it. */
export function toProduct(variant: ShopifyVariant, currencyCode: string): VariantRecord | null {
  const { sku, product } = variant;
  if (sku === null || sku.trim() === '') return null;
  const externalId = externalIdOf(variant.id);
  return {
    id: productId(externalId),
    externalId,
    customerId: null,
    sku,
    title: product.hasOnlyDefaultVariant ? product.title : `${product.title} – ${variant.title}`,
    price: readMoney({ amount: variant.price, currencyCode }),
    createdAt: toIso(variant.createdAt),
    updatedAt: latest(variant.updatedAt, product.updatedAt),
    parent: externalIdOf(product.id),
  };
}

/** How far an order is. Shopify tells payment, goods and cancellation apart. */
function statusOf({
  cancelledAt,
  cancelReason,
  displayFinancialStatus,
  displayFulfillmentStatus,
}: ShopifyOrder): OrderStatus {
  if (cancelledAt !== null) return FAILURES.includes(cancelReason ?? '') ? 'FAILED' : 'CANCELLED';
  if (displayFulfillmentStatus === 'FULFILLED') return 'FULFILLED';
  return STATUS_OF_PAYMENT[displayFinancialStatus ?? 'PENDING'] ?? 'OTHER';
}

function toReason(cancelReason: string | null): string | null {
  return cancelReason === 'OTHER' ? null : cancelReason;
}

/** Shopify has a line for each choice of the buyer's; the graph has each product once. */
function toLines(lines: readonly ShopifyLine[]): readonly OrderLineRecord[] {
  const byProduct = new Map<string, OrderLineRecord>();
  for (const { id, sku, quantity, variant, originalUnitPriceSet } of lines) {
    const key = variant?.id ?? id;
    const before = byProduct.get(key);
    byProduct.set(key, {
      productId: variant ? productId(externalIdOf(variant.id)) : '',
      sku: sku ?? '',
      unitPrice: readMoney(originalUnitPriceSet.shopMoney),
      ...before,
      quantity: (before?.quantity ?? 0) + quantity,
    });
  }
  return [...byProduct.values()];
}

function latest(one: string, other: string): string {
  return toIso(Date.parse(one) < Date.parse(other) ? other : one);
}

function toIso(time: string): string {
  return new Date(time).toISOString();
}
