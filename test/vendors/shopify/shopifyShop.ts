import { randomUUID } from 'node:crypto';
import type { VendorClock } from '../vendorClock.ts';

export type FinancialStatus = 'PENDING' | 'AUTHORIZED' | 'PAID' | 'REFUNDED' | 'VOIDED';

export interface ShopCustomer {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly createdAt: string;
}

export interface ShopVariant {
  readonly id: string;
  readonly productId: string;
  readonly inventoryItemId: string;
  sku: string | null;
  /** A decimal, such as `12.50`. */
  price: string;
  readonly createdAt: string;
  updatedAt: string;
}

/** A value that an app keeps with a record. */
export interface ShopMetafield {
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
}

export interface ShopProduct {
  readonly id: string;
  title: string;
  readonly handle: string;
  readonly metafields: readonly ShopMetafield[];
  readonly createdAt: string;
  updatedAt: string;
}

export interface ShopLine {
  readonly id: string;
  readonly title: string;
  readonly variantId: string | null;
  readonly quantity: number;
  readonly price: string;
}

/** What was done about the payment of an order. */
export interface ShopTransaction {
  readonly id: string;
  readonly kind: 'SALE' | 'REFUND' | 'VOID';
  readonly at: string;
}

/** The trace of what is no more. */
export interface ShopDeletion {
  readonly id: string;
  readonly subjectId: string;
  readonly createdAt: string;
}

export interface ShopOrder {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly customerId: string | null;
  note: string | null;
  readonly tags: readonly string[];
  readonly customAttributes: readonly { readonly key: string; readonly value: string }[];
  readonly metafields: readonly ShopMetafield[];
  readonly currency: string;
  readonly lines: readonly ShopLine[];
  readonly fulfillmentOrderId: string;
  /** Where its stock was claimed; null when none was. */
  readonly claimedAt: string | null;
  financialStatus: FinancialStatus;
  fulfilled: boolean;
  cancelReason: string | null;
  cancelledAt: string | null;
  staffNote: string | null;
  readonly transactions: ShopTransaction[];
  fulfilledAt: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

/** Pieces of an item in a place, by what they are; `on_hand` is the sum of all but `incoming`. */
export interface ShopLevel {
  readonly id: string;
  readonly inventoryItemId: string;
  readonly locationId: string;
  readonly quantities: Record<QuantityName, number>;
  readonly createdAt: string;
  updatedAt: string;
}

export const QUANTITY_NAMES = [
  'available',
  'committed',
  'reserved',
  'damaged',
  'safety_stock',
  'quality_control',
] as const;
export type QuantityName = (typeof QUANTITY_NAMES)[number];

/** What is to be ordered. */
export interface OrderDraft {
  readonly email: string | null;
  readonly customerId: string | null;
  readonly note: string | null;
  readonly tags: readonly string[];
  readonly customAttributes: ShopOrder['customAttributes'];
  readonly metafields: ShopOrder['metafields'];
  readonly currency: string;
  readonly financialStatus: FinancialStatus;
  readonly lines: readonly Omit<ShopLine, 'id'>[];
  /** Whether stock is claimed: not, in any case, or only as far as there is some. */
  readonly claim: 'no' | 'always' | 'available';
}

/** A failure that a mutation tells as one of its `userErrors`. */
export class ShopUserError extends Error {
  readonly field: readonly string[] | null;
  readonly code: string | null;

  constructor(field: readonly string[] | null, message: string, code: string | null = null) {
    super(message);
    this.field = field;
    this.code = code;
  }
}

/** Topics of webhooks, as their header has them. */
export type ShopTopic =
  | 'orders/create'
  | 'orders/updated'
  | 'orders/paid'
  | 'orders/cancelled'
  | 'orders/fulfilled'
  | 'orders/delete'
  | 'products/create'
  | 'products/update'
  | 'products/delete'
  | 'inventory_levels/update'
  | 'inventory_levels/disconnect';

export interface ShopEvent {
  readonly topic: ShopTopic;
  /** The same for all topics that tell one event. */
  readonly eventId: string;
  readonly record: ShopOrder | ShopProduct | ShopLevel;
}

export interface ShopifyShopOptions {
  readonly clock: VendorClock;
  readonly onEvent: (event: ShopEvent) => void;
}

/** The state of a shop. Whatever changes in it, by the API or by a merchant's hand, makes events. */
export class ShopifyShop {
  readonly locations: { readonly id: string; readonly name: string }[] = [];
  readonly customers = new Map<string, ShopCustomer>();
  readonly products = new Map<string, ShopProduct>();
  readonly variants = new Map<string, ShopVariant>();
  readonly levels = new Map<string, ShopLevel>();
  readonly orders = new Map<string, ShopOrder>();
  readonly deletions: ShopDeletion[] = [];
  readonly #options: ShopifyShopOptions;
  #lastId = 7_000_000_000;
  #lastOrderNumber = 1_000;

  constructor(options: ShopifyShopOptions) {
    this.#options = options;
    this.addLocation('Main warehouse');
  }

  addLocation(name: string): { readonly id: string; readonly name: string } {
    const location = { id: this.#gid('Location'), name };
    this.locations.push(location);
    for (const variant of this.variants.values()) this.#addLevel(variant.inventoryItemId, location.id);
    return location;
  }

  addCustomer(given: Partial<Omit<ShopCustomer, 'id' | 'createdAt'>>): ShopCustomer {
    const { firstName = null, lastName = null } = given;
    const email = given.email?.trim().toLowerCase() ?? null;
    const customer = { id: this.#gid('Customer'), email, firstName, lastName, createdAt: this.#now() };
    this.customers.set(customer.id, customer);
    return customer;
  }

  customerByEmail(email: string): ShopCustomer | undefined {
    const sought = email.trim().toLowerCase();
    return [...this.customers.values()].find((customer) => customer.email === sought);
  }

  /** A product of one variant, with no stock anywhere. */
  addProduct({
    title,
    sku,
    price,
    metafields = [],
  }: {
    title: string;
    sku: string | null;
    price: string;
    metafields?: readonly ShopMetafield[];
  }): ShopVariant {
    const now = this.#now();
    const id = this.#gid('Product');
    const handle = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const product = { id, title, handle, metafields, createdAt: now, updatedAt: now };
    const variant: ShopVariant = {
      id: this.#gid('ProductVariant'),
      productId: id,
      inventoryItemId: this.#gid('InventoryItem'),
      sku,
      price: Number(price).toFixed(2),
      createdAt: now,
      updatedAt: now,
    };
    this.products.set(id, product);
    this.variants.set(variant.id, variant);
    for (const location of this.locations) this.#addLevel(variant.inventoryItemId, location.id);
    this.#tell(product, 'products/create');
    return variant;
  }

  changeProduct(product: ShopProduct, title: string): void {
    product.title = title;
    product.updatedAt = this.#now();
    this.#tell(product, 'products/update');
  }

  changeVariant(variant: ShopVariant, { price, sku }: { price?: string | undefined; sku?: string | undefined }): void {
    if (price !== undefined) variant.price = Number(price).toFixed(2);
    if (sku !== undefined) variant.sku = sku;
    variant.updatedAt = this.#now();
    const product = this.products.get(variant.productId);
    if (!product) return;
    product.updatedAt = variant.updatedAt;
    this.#tell(product, 'products/update');
  }

  deleteProduct(product: ShopProduct): void {
    for (const variant of this.variantsOf(product)) {
      this.variants.delete(variant.id);
      for (const level of this.levelsOf(variant.inventoryItemId)) this.levels.delete(level.id);
    }
    this.products.delete(product.id);
    this.deletions.push({ id: this.#gid('BasicEvent'), subjectId: product.id, createdAt: this.#now() });
    this.#tell(product, 'products/delete');
  }

  variantsOf({ id }: ShopProduct): readonly ShopVariant[] {
    return [...this.variants.values()].filter(({ productId }) => productId === id);
  }

  variantOfItem(inventoryItemId: string): ShopVariant | undefined {
    return [...this.variants.values()].find((variant) => variant.inventoryItemId === inventoryItemId);
  }

  levelsOf(inventoryItemId: string): readonly ShopLevel[] {
    return [...this.levels.values()].filter((level) => level.inventoryItemId === inventoryItemId);
  }

  level(inventoryItemId: string, locationId: string): ShopLevel | undefined {
    return this.levelsOf(inventoryItemId).find((level) => level.locationId === locationId);
  }

  /** Changes quantities of levels, each by so much, and tells each level once. */
  changeQuantities(changes: readonly { level: ShopLevel; name: QuantityName; delta: number }[]): void {
    for (const { level, name, delta } of changes) {
      level.quantities[name] += delta;
      level.updatedAt = this.#now();
    }
    for (const level of new Set(changes.map((change) => change.level))) this.#tell(level, 'inventory_levels/update');
  }

  /** The item is no longer stocked in the place. */
  disconnect(level: ShopLevel): void {
    this.levels.delete(level.id);
    this.#tell(level, 'inventory_levels/disconnect');
  }

  /** @throws ShopUserError when stock is claimed that is not there */
  createOrder({ claim, lines, ...draft }: OrderDraft): ShopOrder {
    const place = claim === 'no' ? null : this.#placeFor(lines, claim);
    const now = this.#now();
    this.#lastOrderNumber += 1;
    const order: ShopOrder = {
      ...draft,
      id: this.#gid('Order'),
      name: `#${this.#lastOrderNumber}`,
      lines: lines.map((line) => ({ id: this.#gid('LineItem'), ...line })),
      fulfillmentOrderId: this.#gid('FulfillmentOrder'),
      claimedAt: place,
      fulfilled: false,
      fulfilledAt: null,
      cancelReason: null,
      cancelledAt: null,
      staffNote: null,
      transactions: [],
      createdAt: now,
      updatedAt: now,
    };
    this.orders.set(order.id, order);
    this.#tell(order, 'orders/create', ...(order.financialStatus === 'PAID' ? (['orders/paid'] as const) : []));
    this.#moveStock(order, (quantity) => ({ available: -quantity, committed: quantity }));
    return order;
  }

  /** @throws ShopUserError unless it is open and unpaid */
  markPaid(order: ShopOrder): void {
    if (order.cancelledAt !== null || order.financialStatus !== 'PENDING') {
      throw new ShopUserError(['id'], 'Order cannot be marked as paid.', 'INVALID');
    }
    order.transactions.push({ id: this.#gid('OrderTransaction'), kind: 'SALE', at: this.#now() });
    this.#changeOrder(order, { financialStatus: 'PAID' }, 'orders/paid');
  }

  /** @throws ShopUserError unless it is open and has not been shipped */
  fulfill(order: ShopOrder): void {
    if (order.cancelledAt !== null || order.fulfilled) {
      throw new ShopUserError(['fulfillment'], 'The fulfillment order is not in an open state.', 'INVALID');
    }
    this.#changeOrder(order, { fulfilled: true, fulfilledAt: this.#now() }, 'orders/fulfilled');
    this.#moveStock(order, (quantity) => ({ committed: -quantity }));
  }

  /** @throws ShopUserError when it was cancelled or shipped before */
  cancel(
    order: ShopOrder,
    {
      reason,
      restock,
      refund,
      staffNote = null,
    }: { reason: string; restock: boolean; refund: boolean; staffNote?: string | null },
  ): void {
    if (order.cancelledAt !== null) {
      throw new ShopUserError(['orderId'], 'Cannot cancel an order that has already been canceled.', 'INVALID');
    }
    if (order.fulfilled) throw new ShopUserError(['orderId'], 'Cannot cancel a fulfilled order.', 'INVALID');
    const unpaid = order.financialStatus === 'PENDING' || order.financialStatus === 'AUTHORIZED';
    const financialStatus = unpaid ? 'VOIDED' : refund ? 'REFUNDED' : order.financialStatus;
    if (financialStatus !== order.financialStatus) {
      const kind = financialStatus === 'VOIDED' ? 'VOID' : 'REFUND';
      order.transactions.push({ id: this.#gid('OrderTransaction'), kind, at: this.#now() });
    }
    const cancelled = { cancelledAt: this.#now(), cancelReason: reason, staffNote, financialStatus };
    this.#changeOrder(order, cancelled, 'orders/cancelled');
    if (restock) this.#moveStock(order, (quantity) => ({ committed: -quantity, available: quantity }));
  }

  noteOn(order: ShopOrder, note: string): void {
    this.#changeOrder(order, { note });
  }

  /** Merchants may delete what is closed. */
  deleteOrder(order: ShopOrder): void {
    this.orders.delete(order.id);
    this.#tell(order, 'orders/delete');
  }

  #changeOrder(order: ShopOrder, fields: Partial<ShopOrder>, ...topics: readonly ShopTopic[]): void {
    Object.assign(order, fields, { updatedAt: this.#now() });
    this.#tell(order, 'orders/updated', ...topics);
  }

  /** The first place that has all lines; the first at all, when stock may go below nothing. */
  #placeFor(lines: readonly Omit<ShopLine, 'id'>[], claim: 'always' | 'available'): string {
    const place = this.locations.find((location) =>
      lines.every(({ variantId, quantity }) => {
        const item = variantId === null ? undefined : this.variants.get(variantId)?.inventoryItemId;
        return item === undefined || (this.level(item, location.id)?.quantities.available ?? 0) >= quantity;
      }),
    );
    const [first] = this.locations;
    if (place) return place.id;
    if (claim === 'available' || !first) {
      throw new ShopUserError(['order', 'lineItems'], 'Unable to claim inventory.', 'INVENTORY_CLAIM_FAILED');
    }
    return first.id;
  }

  #moveStock(order: ShopOrder, deltas: (quantity: number) => Partial<Record<QuantityName, number>>): void {
    const { claimedAt, lines } = order;
    if (claimedAt === null) return;
    const changes = lines.flatMap(({ variantId, quantity }) => {
      const item = variantId === null ? undefined : this.variants.get(variantId)?.inventoryItemId;
      const level = item === undefined ? undefined : this.level(item, claimedAt);
      if (!level) return [];
      const moved = Object.entries(deltas(quantity)) as [QuantityName, number][];
      return moved.map(([name, delta]) => ({ level, name, delta }));
    });
    this.changeQuantities(changes);
  }

  #addLevel(inventoryItemId: string, locationId: string): void {
    const id = `${this.#gid('InventoryLevel')}?inventory_item_id=${inventoryItemId.split('/').at(-1)}`;
    const quantities = { available: 0, committed: 0, reserved: 0, damaged: 0, safety_stock: 0, quality_control: 0 };
    const now = this.#now();
    this.levels.set(id, { id, inventoryItemId, locationId, quantities, createdAt: now, updatedAt: now });
  }

  #tell(record: ShopEvent['record'], ...topics: readonly ShopTopic[]): void {
    const eventId = randomUUID();
    for (const topic of topics) this.#options.onEvent({ topic, eventId, record });
  }

  /** Shopify's times are whole seconds. */
  #now(): string {
    return `${new Date(this.#options.clock.now()).toISOString().slice(0, 19)}Z`;
  }

  #gid(type: string): string {
    this.#lastId += 1;
    return `gid://shopify/${type}/${this.#lastId}`;
  }
}

/** All pieces of a level that are in the place. */
export function onHand({ quantities }: ShopLevel): number {
  return QUANTITY_NAMES.reduce((sum, name) => sum + quantities[name], 0);
}

/** The number of a global id, as webhooks have it. */
export function legacyId(gid: string): number {
  return Number(gid.split('/').at(-1)?.split('?')[0]);
}

/** The sum of an order, a decimal. */
export function totalPrice({ lines }: ShopOrder): string {
  const cents = lines.reduce((sum, { price, quantity }) => sum + Math.round(Number(price) * 100) * quantity, 0);
  return (cents / 100).toFixed(2);
}
