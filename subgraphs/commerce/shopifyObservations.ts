import type { Transactional } from '../kit/database/database.ts';
import { parseOptionalEmail } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { readBeginning } from '../kit/vendor/shadowRows.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { OrderRecord } from './records.ts';
import { orderType } from './recordTypes.ts';
import { pastStates, type ShopifyOrderState } from './shopifyHistory.ts';
import {
  type ShopifyOrder,
  type ShopifyOrderHistory,
  type ShopifyVariant,
  toOrder,
  toProduct,
} from './shopifyRecords.ts';
import type { ShopifySystem } from './shopifySystem.ts';

/** An order whose past is told: each state that it has been in, if it is news. */
interface OrderNews {
  readonly record: OrderRecord;
  readonly state: ShopifyOrderState;
  /** How many steps it has taken: two of one second are told apart. */
  readonly rank: number;
  /** The fields that differ from the state before. */
  readonly changed: readonly (keyof OrderRecord & string)[];
}

/**
 * Records how an order is and each state on its way there that is not known yet. Resolves with the order as it is known
 * then.
 */
export async function observeOrder(
  { orders }: ShopifySystem,
  services: SubgraphServices,
  transaction: Transactional,
  order: ShopifyOrderHistory,
  imported = false,
): Promise<OrderRecord | null> {
  const customerId = await customerOf(services, transaction, order);
  const externalId = externalIdOf(order.id);
  const all = toNews(pastStates(order), customerId);
  const isKnown = (await orders.known(transaction, [externalId])).has(externalId);
  const news = imported ? all.slice(-1) : isKnown ? all : await sinceBeginning(transaction, all);
  let known: OrderRecord | null = null;
  for (const { record, state, rank, changed } of news) {
    known = await orders.observe(services.changes, transaction, {
      externalId,
      atMs: state.atMs,
      eventId: state.eventId,
      rank,
      imported,
      changed,
      state: () => record,
    });
  }
  return known;
}

/** Records that an order is no more. */
export async function forgetOrder(
  { orders, services }: ShopifySystem,
  transaction: Transactional,
  externalId: string,
): Promise<void> {
  await orders.observe(services.changes, transaction, { externalId, atMs: Date.now(), state: () => null });
}

/** A variant as it was read, and when the reading began: Shopify's times are whole seconds. */
export interface ReadVariant {
  readonly variant: ShopifyVariant;
  readonly readMs: number;
  readonly currency: string;
}

/** Records how a product is. Resolves with it as it is known then, null when it has no number. */
export async function observeVariant(
  { products }: ShopifySystem,
  services: SubgraphServices,
  transaction: Transactional,
  { variant, readMs, currency }: ReadVariant,
  imported = false,
): Promise<ReturnType<typeof toProduct>> {
  const record = toProduct(variant, currency);
  const times = [variant.updatedAt, variant.product.updatedAt].map((time) => Date.parse(time));
  return products.observe(services.changes, transaction, {
    externalId: externalIdOf(variant.id),
    atMs: Math.max(...times),
    rank: readMs,
    imported,
    state: () => record,
  });
}

/** Records that variants are no more. */
export async function forgetVariants(
  { products, services }: ShopifySystem,
  transaction: Transactional,
  externalIds: readonly string[],
): Promise<void> {
  for (const externalId of externalIds) {
    await products.observe(services.changes, transaction, {
      externalId,
      atMs: Date.now(),
      rank: Number.MAX_SAFE_INTEGER,
      state: () => null,
    });
  }
}

function toNews(states: readonly ShopifyOrderState[], customerId: string | null): readonly OrderNews[] {
  let before: OrderRecord | undefined;
  return states.map((state, index) => {
    const record = toOrder(state.order, customerId);
    const changed = before ? FIELDS.filter((field) => differs(before as OrderRecord, record, field)) : [];
    before = record;
    // How the order is now comes after its last step.
    return { record, state, rank: index, changed };
  });
}

/** Of an order that was there before Sluice came, what happened since then; nothing but how it is, when nothing did. */
async function sinceBeginning(transaction: Transactional, news: readonly OrderNews[]): Promise<readonly OrderNews[]> {
  const beganMs = await readBeginning(transaction, orderType.system);
  const [first] = news;
  if (beganMs === undefined || (first && first.state.atMs >= beganMs)) return news;
  const happened = news.filter(({ state }) => state.atMs >= beganMs);
  return happened.length > 0 ? happened : news.slice(-1);
}

const FIELDS: readonly (keyof OrderRecord & string)[] = [
  'status',
  'backendStatus',
  'paymentStatus',
  'fulfillmentStatus',
  'cancelReason',
];

function differs(one: OrderRecord, other: OrderRecord, field: keyof OrderRecord): boolean {
  return one[field] !== other[field];
}

/** Whoever has ordered is known as Shopify's customer; an order at the counter may have an address alone, or nothing. */
async function customerOf(
  { customers, settings }: SubgraphServices,
  transaction: Transactional,
  { customer, email }: ShopifyOrder,
): Promise<string | null> {
  const { system } = orderType;
  const address = parseOptionalEmail(customer?.email ?? email);
  const named = customer?.displayName ?? '';
  const name = named === '' || named.toLowerCase() === address ? null : named;
  if (customer)
    return customers.recognise(transaction, { system, externalId: externalIdOf(customer.id), email: address, name });
  if (address === null || !settings.linkByEmail.includes(system)) return null;
  return customers.resolve(transaction, { customerEmail: address }, name);
}
