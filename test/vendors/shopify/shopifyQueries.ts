import { GraphQLError } from 'graphql';
import type { WebhookSender } from '../webhookSender.ts';
import {
  legacyId,
  onHand,
  QUANTITY_NAMES,
  type ShopCustomer,
  type ShopDeletion,
  type ShopifyShop,
  type ShopLevel,
  type ShopOrder,
  type ShopProduct,
  type ShopVariant,
  totalPrice,
} from './shopifyShop.ts';

interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

interface SearchArguments extends PageArguments {
  readonly query?: string | null;
  readonly sortKey?: string;
  readonly reverse?: boolean;
}

/** A record as its type has it; fields are values or functions of their arguments. */
interface Node {
  readonly id: string;
  readonly [field: string]: unknown;
}

export type QueryRoot = ReturnType<typeof createQueryRoot>;

const MAX_PAGE = 250;

/** What answers the fields of `Query`, and the records as their types have them. */
export function createQueryRoot(shop: ShopifyShop, webhooks: WebhookSender, topics: ReadonlySet<string>) {
  const present = {
    order: (order: ShopOrder) => ({
      __typename: 'Order',
      ...order,
      legacyResourceId: legacyId(order.id),
      customer: () => find(shop.customers, order.customerId, present.customer),
      processedAt: order.createdAt,
      closedAt: null,
      cancellation: order.cancelledAt === null ? null : { staffNote: order.staffNote },
      transactions: order.transactions.map(({ id, kind, at }) => ({
        id,
        kind,
        status: 'SUCCESS',
        processedAt: at,
        createdAt: at,
        amountSet: moneyBag(totalPrice(order), order.currency),
      })),
      fulfillments:
        order.fulfilledAt === null
          ? []
          : [
              {
                id: order.fulfillmentOrderId.replace('FulfillmentOrder', 'Fulfillment'),
                status: 'SUCCESS',
                createdAt: order.fulfilledAt,
              },
            ],
      currencyCode: order.currency,
      displayFinancialStatus: order.financialStatus,
      displayFulfillmentStatus: order.fulfilled ? 'FULFILLED' : 'UNFULFILLED',
      fullyPaid: order.financialStatus === 'PAID',
      totalPriceSet: moneyBag(totalPrice(order), order.currency),
      lineItems: (page: PageArguments) =>
        connection(
          order.lines.map((line) => ({
            ...line,
            sku: line.variantId === null ? null : shop.variants.get(line.variantId)?.sku,
            currentQuantity: line.quantity,
            variant: () => find(shop.variants, line.variantId, present.variant),
            originalUnitPriceSet: moneyBag(line.price, order.currency),
          })),
          page,
        ),
      fulfillmentOrders: (page: PageArguments) => {
        const status = order.fulfilled ? 'CLOSED' : order.cancelledAt === null ? 'OPEN' : 'CANCELLED';
        const location = shop.locations.find(({ id }) => id === order.claimedAt) ?? shop.locations[0];
        const assignedLocation = { name: location?.name ?? '', location: () => present.location(location) };
        const lineItems = (inner: PageArguments) =>
          connection(
            order.lines.map(({ id, variantId, quantity }) => ({
              id: id.replace('LineItem', 'FulfillmentOrderLineItem'),
              sku: variantId === null ? null : shop.variants.get(variantId)?.sku,
              totalQuantity: quantity,
            })),
            inner,
          );
        return connection([{ id: order.fulfillmentOrderId, status, assignedLocation, lineItems }], page);
      },
      metafield: ({ namespace = 'custom', key }: { namespace?: string; key: string }) => {
        const metafield = order.metafields.find((field) => field.namespace === namespace && field.key === key);
        return metafield ? { ...metafield, type: 'id' } : null;
      },
    }),
    customer: (customer: ShopCustomer) => {
      const displayName = [customer.firstName, customer.lastName].filter(Boolean).join(' ') || customer.email;
      return { __typename: 'Customer', ...customer, displayName: displayName ?? '' };
    },
    product: (product: ShopProduct): object => ({
      __typename: 'Product',
      ...product,
      status: 'ACTIVE',
      hasOnlyDefaultVariant: shop.variantsOf(product).length === 1,
      variants: (page: PageArguments) => connection(shop.variantsOf(product).map(present.variant), page),
    }),
    variant: (variant: ShopVariant): Node => ({
      __typename: 'ProductVariant',
      title: 'Default Title',
      ...variant,
      product: () => find(shop.products, variant.productId, present.product),
      inventoryItem: () => present.item(variant),
      inventoryQuantity: shop
        .levelsOf(variant.inventoryItemId)
        .reduce((sum, { quantities }) => sum + quantities.available, 0),
    }),
    item: (variant: ShopVariant): Node => ({
      __typename: 'InventoryItem',
      id: variant.inventoryItemId,
      sku: variant.sku,
      tracked: true,
      variant: () => present.variant(variant),
      createdAt: variant.createdAt,
      updatedAt: variant.updatedAt,
      inventoryLevels: (page: PageArguments) =>
        connection(shop.levelsOf(variant.inventoryItemId).map(present.level), page),
    }),
    level: (level: ShopLevel) => ({
      __typename: 'InventoryLevel',
      ...level,
      item: () => {
        const variant = shop.variantOfItem(level.inventoryItemId);
        return variant && present.item(variant);
      },
      location: () => present.location(shop.locations.find(({ id }) => id === level.locationId)),
      quantities: ({ names }: { names: readonly string[] }) =>
        names.map((name) => ({ name, quantity: quantityOf(level, name), updatedAt: level.updatedAt })),
    }),
    location: (location: ShopifyShop['locations'][number] | undefined) =>
      location && {
        __typename: 'Location',
        ...location,
        isActive: true,
        inventoryLevels: ({ query, ...page }: SearchArguments) => {
          const matches = parseSearch(query, {
            updated_at: (level: ShopLevel) => level.updatedAt,
            created_at: (level: ShopLevel) => level.createdAt,
          });
          const found = [...shop.levels.values()].filter((level) => level.locationId === location.id && matches(level));
          return connection(found.map(present.level), page);
        },
      },
  };

  function node({ id }: { id: string }): object | null {
    const item = shop.variantOfItem(id);
    return (
      find(shop.orders, id, present.order) ??
      find(shop.products, id, present.product) ??
      find(shop.variants, id, present.variant) ??
      find(shop.customers, id, present.customer) ??
      find(shop.levels, id, present.level) ??
      (item && present.item(item)) ??
      present.location(shop.locations.find((location) => location.id === id)) ??
      null
    );
  }

  function orders({ query, sortKey, reverse, ...page }: SearchArguments) {
    const matches = parseSearch(query, {
      updated_at: (order: ShopOrder) => order.updatedAt,
      created_at: (order: ShopOrder) => order.createdAt,
      id: (order: ShopOrder) => String(legacyId(order.id)),
      email: (order: ShopOrder) => order.email ?? '',
      financial_status: (order: ShopOrder) => order.financialStatus.toLowerCase(),
      fulfillment_status: (order: ShopOrder) => (order.fulfilled ? 'fulfilled' : 'unfulfilled'),
      status: (order: ShopOrder) => (order.cancelledAt === null ? 'open' : 'cancelled'),
      tag: (order: ShopOrder) => order.tags,
    });
    const sortedBy = (order: ShopOrder) => (sortKey === 'UPDATED_AT' ? order.updatedAt : order.createdAt);
    const found = [...shop.orders.values()].filter(matches).sort((a, b) => {
      return sortedBy(a).localeCompare(sortedBy(b)) || legacyId(a.id) - legacyId(b.id);
    });
    return connection((reverse ? found.reverse() : found).map(present.order), page);
  }

  function variants({ query, reverse = false }: SearchArguments): readonly ShopVariant[] {
    const matches = parseSearch(query, {
      sku: (variant: ShopVariant) => variant.sku ?? '',
      id: (variant: ShopVariant) => String(legacyId(variant.id)),
      updated_at: (variant: ShopVariant) => variant.updatedAt,
    });
    const found = [...shop.variants.values()].filter(matches);
    return reverse ? found.reverse() : found;
  }

  return {
    present,
    fields: {
      shop: {
        id: 'gid://shopify/Shop/1',
        name: 'Sluice',
        myshopifyDomain: 'sluice.myshopify.com',
        currencyCode: 'EUR',
      },
      node,
      nodes: ({ ids }: { ids: readonly string[] }) => {
        if (ids.length > MAX_PAGE)
          throw refused(`The input array size of ${ids.length} is greater than the maximum 250.`);
        return ids.map((id) => node({ id }));
      },
      order: ({ id }: { id: string }) => find(shop.orders, id, present.order),
      orderByIdentifier({ identifier: { id, customId } }: { identifier: OrderIdentifier }) {
        if (id != null) return find(shop.orders, id, present.order);
        const { namespace = 'custom', key, value } = customId ?? {};
        const order = [...shop.orders.values()].find(({ metafields }) =>
          metafields.some((field) => field.namespace === namespace && field.key === key && field.value === value),
        );
        return order ? present.order(order) : null;
      },
      orders,
      customerByIdentifier({ identifier: { id, emailAddress } }: { identifier: CustomerIdentifier }) {
        const customer = id != null ? shop.customers.get(id) : shop.customerByEmail(emailAddress ?? '');
        return customer ? present.customer(customer) : null;
      },
      product: ({ id }: { id: string }) => find(shop.products, id, present.product),
      productByIdentifier({ identifier: { id, customId } }: { identifier: ProductIdentifier }) {
        if (id != null) return find(shop.products, id, present.product);
        const { namespace = 'custom', key, value } = customId ?? {};
        const product = [...shop.products.values()].find(({ metafields }) =>
          metafields.some((field) => field.namespace === namespace && field.key === key && field.value === value),
        );
        return product ? present.product(product) : null;
      },
      products({ query, sortKey, reverse, ...page }: SearchArguments) {
        const matches = parseSearch(query, {
          updated_at: (product: ShopProduct) => product.updatedAt,
          created_at: (product: ShopProduct) => product.createdAt,
        });
        const sortedBy = (product: ShopProduct) => (sortKey === 'UPDATED_AT' ? product.updatedAt : product.createdAt);
        const found = [...shop.products.values()].filter(matches).sort((a, b) => {
          return sortedBy(a).localeCompare(sortedBy(b)) || legacyId(a.id) - legacyId(b.id);
        });
        return connection((reverse ? found.reverse() : found).map(present.product) as Node[], page);
      },
      events({ query, ...page }: SearchArguments) {
        const matches = parseSearch(query, {
          action: () => 'destroy',
          subject_type: () => 'PRODUCT',
          created_at: (deletion: ShopDeletion) => deletion.createdAt,
        });
        const events = shop.deletions.filter(matches).map((deletion) => ({
          __typename: 'BasicEvent',
          ...deletion,
          action: 'destroy',
          subjectType: 'PRODUCT',
        }));
        return connection(events, page);
      },
      productVariant: ({ id }: { id: string }) => find(shop.variants, id, present.variant),
      productVariants: (args: SearchArguments) => connection(variants(args).map(present.variant), args),
      inventoryItems: (args: SearchArguments) => connection(variants(args).map(present.item), args),
      inventoryItem({ id }: { id: string }) {
        const item = shop.variantOfItem(id);
        return item ? present.item(item) : null;
      },
      location: ({ id }: { id: string }) => present.location(shop.locations.find((one) => one.id === id)) ?? null,
      inventoryLevel: ({ id }: { id: string }) => find(shop.levels, id, present.level),
      locations: (args: PageArguments) =>
        connection(
          shop.locations.flatMap((location) => present.location(location) ?? []),
          args,
        ),
      job: ({ id }: { id: string }) => ({ id, done: true }),
      webhookSubscriptions: (args: PageArguments) => {
        const uri = webhooks.url;
        const list = uri === null ? [] : [...topics].map((topic) => presentSubscription(topic, uri));
        return connection(list, args);
      },
    },
  };
}

interface OrderIdentifier {
  readonly id?: string | null;
  readonly customId?: { readonly namespace?: string; readonly key: string; readonly value: string } | null;
}

export interface ProductIdentifier {
  readonly id?: string | null;
  readonly customId?: OrderIdentifier['customId'];
}

interface CustomerIdentifier {
  readonly id?: string | null;
  readonly emailAddress?: string | null;
}

export function presentSubscription(topic: string, uri: string) {
  return { id: `gid://shopify/WebhookSubscription/${topic}`, topic, uri };
}

function quantityOf(level: ShopLevel, name: string): number {
  if (name === 'on_hand') return onHand(level);
  if (name === 'incoming') return 0;
  const known = QUANTITY_NAMES.find((candidate) => candidate === name);
  if (!known) throw refused(`The quantity name ${name} is invalid.`);
  return level.quantities[known];
}

function moneyBag(amount: string, currencyCode: string) {
  const shopMoney = { amount, currencyCode };
  return { shopMoney, presentmentMoney: shopMoney };
}

function find<Record, Presented>(
  records: ReadonlyMap<string, Record>,
  id: string | null,
  present: (record: Record) => Presented,
): Presented | null {
  const record = id === null ? undefined : records.get(id);
  return record === undefined ? null : present(record);
}

/** A page after `after`, whose records' ids are the cursors. */
function connection(nodes: readonly Node[], { first, after }: PageArguments) {
  if (first == null) throw refused('you must provide one of first or last');
  if (first < 1 || first > MAX_PAGE) throw refused(`first must be 1 to ${MAX_PAGE}`);
  const cursorOf = ({ id }: Node) => Buffer.from(id).toString('base64url');
  const start = after == null ? 0 : nodes.findIndex((node) => cursorOf(node) === after) + 1;
  const page = nodes.slice(start, start + first);
  const [head, last] = [page[0], page.at(-1)];
  return {
    nodes: page,
    edges: page.map((node) => ({ cursor: cursorOf(node), node })),
    pageInfo: {
      hasNextPage: start + first < nodes.length,
      hasPreviousPage: start > 0,
      startCursor: head ? cursorOf(head) : null,
      endCursor: last ? cursorOf(last) : null,
    },
  };
}

/**
 * A test for a search such as `updated_at:>='2026-11-01T00:00:00Z' tag:x`: terms with a field, all of which have to fit, and
 * alternatives of them, divided by `OR`.
 *
 * @see https://shopify.dev/docs/api/usage/search-syntax
 */
function parseSearch<Record>(
  query: string | null | undefined,
  fields: { readonly [name: string]: (record: Record) => string | readonly string[] },
): (record: Record) => boolean {
  const alternatives = (query ?? '').split(/ OR (?=\w+:)/).map((all) =>
    [...all.matchAll(/(\w+):(>=|<=|>|<)?("(?:[^"\\]|\\.)*"|'[^']*'|\S+)/g)].map((match) => {
      const [, name = '', operator = '', quoted = ''] = match;
      const read = fields[name];
      if (!read) throw refused(`The emulator does not search by ${name}.`);
      return { read, operator, value: quoted.replace(/^["']|["']$/g, '').replace(/\\(.)/g, '$1') };
    }),
  );
  const fits = (record: Record, { read, operator, value }: (typeof alternatives)[number][number]) => {
    const actual = read(record);
    if (typeof actual !== 'string') return actual.includes(value);
    const order = compare(actual, value);
    if (operator === '>=') return order >= 0;
    if (operator === '<=') return order <= 0;
    if (operator === '>') return order > 0;
    return operator === '<' ? order < 0 : order === 0;
  };
  return (record) => alternatives.some((terms) => terms.every((term) => fits(record, term)));
}

function compare(a: string, b: string): number {
  const [left, right] = [Date.parse(a), Date.parse(b)];
  if (/^\d{4}-/.test(a) && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return a === b ? 0 : a < b ? -1 : 1;
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
