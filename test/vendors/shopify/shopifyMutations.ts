import { GraphQLError, type GraphQLResolveInfo, getDirectiveValues } from 'graphql';
import type { VendorClock } from '../vendorClock.ts';
import type { WebhookSender } from '../webhookSender.ts';
import { type ProductIdentifier, presentSubscription, type QueryRoot } from './shopifyQueries.ts';
import {
  type FinancialStatus,
  QUANTITY_NAMES,
  type QuantityName,
  type ShopifyShop,
  type ShopLevel,
  type ShopOrder,
  ShopUserError,
} from './shopifyShop.ts';

/** Shopify keeps the result of a key for a day. */
const IDEMPOTENCY_MS = 86_400_000;

export interface MutationServices {
  readonly shop: ShopifyShop;
  readonly queries: QueryRoot;
  readonly webhooks: WebhookSender;
  readonly topics: Set<string>;
  readonly clock: VendorClock;
}

interface OrderInput {
  readonly currency?: string;
  readonly email?: string | null;
  readonly customer?: { readonly toAssociate?: CustomerInput | null; readonly toUpsert?: CustomerInput | null } | null;
  readonly customAttributes?: ShopOrder['customAttributes'];
  readonly financialStatus?: FinancialStatus;
  readonly lineItems?: readonly LineInput[];
  readonly metafields?: readonly { readonly namespace?: string; readonly key: string; readonly value: string }[];
  readonly note?: string | null;
  readonly tags?: readonly string[];
}

interface CustomerInput {
  readonly id?: string | null;
  readonly email?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
}

interface LineInput {
  readonly variantId?: string | null;
  readonly quantity: number;
  readonly title?: string | null;
  readonly priceSet?: { readonly shopMoney: { readonly amount: string } } | null;
}

interface VariantInput {
  readonly id?: string;
  readonly sku?: string;
  readonly price?: string;
  readonly inventoryItem?: { readonly sku?: string };
}

interface Place {
  readonly locationId: string;
  readonly name: string;
  readonly ledgerDocumentUri?: string | null;
  readonly changeFromQuantity?: number | null;
}

interface QuantityChange extends Place {
  readonly inventoryItemId: string;
  readonly delta: number;
}

const CLAIMS = { BYPASS: 'no', DECREMENT_IGNORING_POLICY: 'always', DECREMENT_OBEYING_POLICY: 'available' } as const;

/** What answers the fields of `Mutation`. Failures that are the caller's to mend are `userErrors`. */
export function createMutationRoot({ shop, queries, webhooks, topics, clock }: MutationServices) {
  const { present } = queries;
  const definitions = new Set<string>();
  const results = new Map<string, { readonly at: number; readonly input: string; readonly payload: object }>();

  /** Stock is changed under a key only: the same key answers with what it has done. */
  function once<Args extends object>(work: (args: Args) => object) {
    return (args: Args, _context: unknown, info: GraphQLResolveInfo): object => {
      const directive = info.schema.getDirective('idempotent');
      const [node] = info.fieldNodes;
      const given = directive && node ? getDirectiveValues(directive, node, info.variableValues) : undefined;
      if (typeof given?.key !== 'string') {
        throw new GraphQLError('The @idempotent directive is required for this mutation but was not provided.', {
          extensions: { code: 'BAD_REQUEST' },
        });
      }
      const input = JSON.stringify([info.fieldName, args]);
      const known = results.get(given.key);
      if (known && clock.now() - known.at < IDEMPOTENCY_MS) {
        if (known.input === input) return known.payload;
        const message = 'The idempotency key was used before with other parameters.';
        return userErrors(new ShopUserError(null, message, 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH'));
      }
      const payload = tellingErrors(() => work(args));
      results.set(given.key, { at: clock.now(), input, payload });
      return payload;
    };
  }

  function customerOf({ customer, email }: OrderInput): string | null {
    const given = customer?.toUpsert ?? customer?.toAssociate ?? (email == null ? null : { email });
    if (!given) return null;
    if (given.id != null) return given.id;
    if (given.email == null) return null;
    return (shop.customerByEmail(given.email) ?? shop.addCustomer(given)).id;
  }

  function lineOf(line: LineInput, index: number) {
    const field = ['order', 'lineItems', String(index)];
    const variant = line.variantId == null ? undefined : shop.variants.get(line.variantId);
    if (line.variantId != null && !variant) throw new ShopUserError([...field, 'variantId'], 'Variant does not exist.');
    if (line.quantity < 1) throw new ShopUserError([...field, 'quantity'], 'Quantity must be greater than 0.');
    const title = line.title ?? shop.products.get(variant?.productId ?? '')?.title;
    if (title === undefined) throw new ShopUserError([...field, 'title'], 'Title must be present.');
    const price = Number(line.priceSet?.shopMoney.amount ?? variant?.price ?? 0).toFixed(2);
    return { title, variantId: variant?.id ?? null, quantity: line.quantity, price };
  }

  function orderById(id: string, field: string): ShopOrder {
    const order = shop.orders.get(id);
    if (!order) throw new ShopUserError([field], 'Order does not exist.', 'NOT_FOUND');
    return order;
  }

  function levelFor(change: QuantityChange, index: number): { level: ShopLevel; name: QuantityName; delta: number } {
    const field = ['input', 'changes', String(index)];
    const name = QUANTITY_NAMES.find((known) => known === change.name);
    if (!name || name === 'committed') {
      throw new ShopUserError(['input', 'name'], 'The quantity name is invalid.', 'INVALID_QUANTITY_NAME');
    }
    if ((name === 'available') !== (change.ledgerDocumentUri == null)) {
      const code = name === 'available' ? 'INVALID_AVAILABLE_DOCUMENT' : 'INVALID_QUANTITY_DOCUMENT';
      throw new ShopUserError([...field, 'ledgerDocumentUri'], 'A ledger document URI is for all but available.', code);
    }
    const level = shop.level(change.inventoryItemId, change.locationId);
    if (!level) {
      throw new ShopUserError(
        [...field, 'inventoryItemId'],
        'The item is not stocked here.',
        'ITEM_NOT_STOCKED_AT_LOCATION',
      );
    }
    const { changeFromQuantity } = change;
    if (changeFromQuantity != null && level.quantities[name] !== changeFromQuantity) {
      throw new ShopUserError(
        [...field, 'changeFromQuantity'],
        'The quantity has changed.',
        'CHANGE_FROM_QUANTITY_STALE',
      );
    }
    return { level, name, delta: change.delta };
  }

  function changeStock(reason: string, uri: string | null, changes: readonly QuantityChange[]): object {
    const checked = changes.map(levelFor);
    shop.changeQuantities(checked);
    const told = checked.map(({ level, name, delta }) => ({
      name,
      delta,
      quantityAfterChange: level.quantities[name],
      item: () => present.level(level).item(),
      location: () => present.level(level).location(),
    }));
    const inventoryAdjustmentGroup = {
      id: `gid://shopify/InventoryAdjustmentGroup/${results.size + 1}`,
      createdAt: new Date(clock.now()).toISOString(),
      reason,
      referenceDocumentUri: uri,
      changes: ({ quantityNames: names }: { quantityNames?: readonly string[] | null }) =>
        told.filter(({ name }) => !names || names.includes(name)),
    };
    return { inventoryAdjustmentGroup, userErrors: [] };
  }

  return {
    orderCreate: ({
      order: input,
      options,
    }: {
      order: OrderInput;
      options?: { inventoryBehaviour: keyof typeof CLAIMS };
    }) =>
      tellingErrors(() => {
        const lines = (input.lineItems ?? []).map(lineOf);
        if (lines.length === 0)
          throw new ShopUserError(['order', 'lineItems'], 'Line items must have at least one item.');
        const metafields = (input.metafields ?? []).map(({ namespace = 'custom', ...field }) => ({
          namespace,
          ...field,
        }));
        for (const { namespace, key, value } of metafields) {
          const taken = queries.fields.orderByIdentifier({ identifier: { customId: { namespace, key, value } } });
          if (taken) throw new ShopUserError(['order', 'metafields'], `${key} has already been taken.`, 'TAKEN');
        }
        const customerId = customerOf(input);
        const order = shop.createOrder({
          customerId,
          email: input.email ?? shop.customers.get(customerId ?? '')?.email ?? null,
          note: input.note ?? null,
          tags: input.tags ?? [],
          customAttributes: input.customAttributes ?? [],
          metafields,
          currency: input.currency ?? 'EUR',
          financialStatus: input.financialStatus ?? 'PENDING',
          lines,
          claim: CLAIMS[options?.inventoryBehaviour ?? 'BYPASS'],
        });
        return { order: present.order(order), userErrors: [] };
      }),
    orderMarkAsPaid: ({ input: { id } }: { input: { id: string } }) =>
      tellingErrors(() => {
        const order = orderById(id, 'id');
        shop.markPaid(order);
        return { order: present.order(order), userErrors: [] };
      }),
    orderCancel({ orderId, reason, restock, refundMethod, staffNote }: CancelArguments) {
      try {
        const refund = refundMethod?.originalPaymentMethodsRefund ?? false;
        shop.cancel(orderById(orderId, 'orderId'), { reason, restock, refund, staffNote: staffNote ?? null });
        return { job: { id: `gid://shopify/Job/${crypto.randomUUID()}`, done: false }, orderCancelUserErrors: [] };
      } catch (error) {
        if (!(error instanceof ShopUserError)) throw error;
        return { job: null, orderCancelUserErrors: [presentError(error)] };
      }
    },
    fulfillmentCreate: ({
      fulfillment,
    }: {
      fulfillment: { lineItemsByFulfillmentOrder: readonly { fulfillmentOrderId: string }[] };
    }) =>
      tellingErrors(() => {
        const ids = fulfillment.lineItemsByFulfillmentOrder.map(({ fulfillmentOrderId }) => fulfillmentOrderId);
        const orders = [...shop.orders.values()].filter((order) => ids.includes(order.fulfillmentOrderId));
        const [first] = orders;
        if (!first) throw new ShopUserError(['fulfillment'], 'Fulfillment order does not exist.', 'NOT_FOUND');
        for (const order of orders) shop.fulfill(order);
        const id = first.fulfillmentOrderId.replace('FulfillmentOrder', 'Fulfillment');
        return { fulfillment: { id, status: 'SUCCESS', createdAt: first.fulfilledAt }, userErrors: [] };
      }),
    productSet: ({ input, identifier }: SetArguments) =>
      tellingErrors(() => {
        const [variant] = input.variants ?? [];
        if (!input.title?.trim()) throw new ShopUserError(['input', 'title'], "Title can't be blank", 'BLANK');
        const { namespace = 'custom', ...field } = identifier?.customId ?? { key: '', value: '' };
        const known = identifier?.customId && queries.fields.productByIdentifier({ identifier });
        if (known) return { product: known, userErrors: [] };
        const sku = variant?.sku ?? variant?.inventoryItem?.sku ?? null;
        const metafields = identifier?.customId ? [{ namespace, ...field }] : [];
        const { productId } = shop.addProduct({ title: input.title, sku, price: variant?.price ?? '0', metafields });
        return { product: queries.fields.product({ id: productId }), userErrors: [] };
      }),
    metafieldDefinitionCreate({ definition }: { definition: Definition }) {
      const { namespace = 'custom', key, ownerType } = definition;
      const name = `${ownerType}/${namespace}.${key}`;
      if (definitions.has(name)) {
        return userErrors(new ShopUserError(['definition', 'key'], 'Key is in use for the owner type.', 'TAKEN'));
      }
      definitions.add(name);
      return {
        createdDefinition: { id: `gid://shopify/MetafieldDefinition/${definitions.size}`, namespace, key },
        userErrors: [],
      };
    },
    productUpdate: ({ product: { id, title } }: { product: { id: string; title?: string } }) =>
      tellingErrors(() => {
        const product = shop.products.get(id);
        if (!product) throw new ShopUserError(['id'], 'Product does not exist', 'NOT_FOUND');
        if (title !== undefined) shop.changeProduct(product, title);
        return { product: present.product(product), userErrors: [] };
      }),
    productVariantsBulkUpdate: ({ productId, variants }: { productId: string; variants: readonly VariantInput[] }) =>
      tellingErrors(() => {
        const changed = variants.map(({ id = '', price, inventoryItem }, index) => {
          const variant = shop.variants.get(id);
          if (!variant) {
            throw new ShopUserError(['variants', String(index), 'id'], 'Product variant does not exist', 'NOT_FOUND');
          }
          shop.changeVariant(variant, { price, sku: inventoryItem?.sku });
          return present.variant(variant);
        });
        return { product: queries.fields.product({ id: productId }), productVariants: changed, userErrors: [] };
      }),
    productDelete: ({ input: { id } }: { input: { id: string } }) =>
      tellingErrors(() => {
        const product = shop.products.get(id);
        if (!product) throw new ShopUserError(['id'], 'Product does not exist', 'NOT_FOUND');
        shop.deleteProduct(product);
        return { deletedProductId: id, userErrors: [] };
      }),
    inventoryAdjustQuantities: once(({ input }: { input: AdjustInput }) => {
      const changes = input.changes.map((change) => ({ ...change, name: input.name }));
      return changeStock(input.reason, input.referenceDocumentUri ?? null, changes);
    }),
    inventoryMoveQuantities: once(({ input }: { input: MoveInput }) => {
      const changes = input.changes.flatMap(({ inventoryItemId, quantity, from, to }) => [
        { ...from, inventoryItemId, delta: -quantity },
        { ...to, inventoryItemId, delta: quantity },
      ]);
      return changeStock(input.reason, input.referenceDocumentUri, changes);
    }),
    webhookSubscriptionCreate({ topic, webhookSubscription: { uri } }: SubscribeArguments) {
      webhooks.url = uri;
      topics.add(topic);
      return { webhookSubscription: presentSubscription(topic, uri), userErrors: [] };
    },
  };
}

interface SetArguments {
  readonly input: { readonly title?: string; readonly variants?: readonly VariantInput[] };
  readonly identifier?: ProductIdentifier | null;
}

interface Definition {
  readonly namespace?: string;
  readonly key: string;
  readonly ownerType: string;
}

interface CancelArguments {
  readonly orderId: string;
  readonly reason: string;
  readonly restock: boolean;
  readonly staffNote?: string | null;
  readonly refundMethod?: { readonly originalPaymentMethodsRefund?: boolean } | null;
}

interface AdjustInput {
  readonly reason: string;
  readonly name: string;
  readonly referenceDocumentUri?: string | null;
  readonly changes: readonly Omit<QuantityChange, 'name'>[];
}

interface MoveInput {
  readonly reason: string;
  readonly referenceDocumentUri: string;
  readonly changes: readonly { inventoryItemId: string; quantity: number; from: Place; to: Place }[];
}

interface SubscribeArguments {
  readonly topic: string;
  readonly webhookSubscription: { readonly uri: string };
}

function tellingErrors(work: () => object): object {
  try {
    return work();
  } catch (error) {
    if (error instanceof ShopUserError) return userErrors(error);
    throw error;
  }
}

const userErrors = (error: ShopUserError) => ({ userErrors: [presentError(error)] });

const presentError = ({ field, message, code }: ShopUserError) => ({ field, message, code });
