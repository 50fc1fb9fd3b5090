import type { Page, Slice } from '../kit/pages.ts';
import { chunked } from '../kit/vendor/chunked.ts';
import type { ShopifyCall, ShopifyClient, ShopifyPage } from '../kit/vendor/shopifyClient.ts';
import { toGid } from '../kit/vendor/shopifyIds.ts';
import { pagesOf, type ShopifyEdges, scanEdges } from '../kit/vendor/shopifyLists.ts';
import type { ShopifyListed } from '../kit/vendor/shopifyReadings.ts';
import type { OrderStatus } from './generated/resolvers.ts';
import type { ShopifyOrder, ShopifyOrderHistory } from './shopifyRecords.ts';
import { toOrder } from './shopifyRecords.ts';

/** Lines that are asked for with an order; those of longer orders are asked for after that. */
const LINES = 5;
const MORE_LINES = 100;
/** A request may cost 1,000 points, and an order with its lines costs about 25: https://shopify.dev/docs/api/usage/limits */
const ORDERS_AT_ONCE = 35;
const HISTORIES_AT_ONCE = 25;

const LINE = 'id sku quantity variant { id } originalUnitPriceSet { shopMoney { amount currencyCode } }';
const ORDER = `
  id email createdAt updatedAt cancelledAt cancelReason displayFinancialStatus displayFulfillmentStatus
  cancellation { staffNote } customer { id email displayName } totalPriceSet { shopMoney { amount currencyCode } }
  metafield(namespace: "sluice", key: "call") { value }
  lineItems(first: ${LINES}) { nodes { ${LINE} } pageInfo { hasNextPage endCursor } }`;
const HISTORY = `${ORDER}
  transactions(first: 25) { id kind status processedAt amountSet { shopMoney { amount currencyCode } } }
  fulfillments(first: 25) { id status createdAt }`;

const READ_ORDERS = `query Orders($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${ORDER} } } }`;
const READ_HISTORIES = `query OrderHistories($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${HISTORY} } } }`;
const FIND_BY_CALL = `query OrderOfCall($identifier: OrderIdentifierInput!) {
  orderByIdentifier(identifier: $identifier) { id }
}`;
const READ_LINES = `query OrderLines($id: ID!, $after: String) {
  order(id: $id) { lineItems(first: ${MORE_LINES}, after: $after) { nodes { ${LINE} } pageInfo { hasNextPage endCursor } } }
}`;
const LIST = `query OrderPage($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: ID, reverse: true) {
    edges { cursor node { ${ORDER} } } pageInfo { hasNextPage endCursor }
  }
}`;
const LIST_IDS = `query OrderIds($first: Int!, $after: String, $query: String!, $sortKey: OrderSortKeys!) {
  orders(first: $first, after: $after, query: $query, sortKey: $sortKey) { nodes { id updatedAt } pageInfo { hasNextPage endCursor } }
}`;

/** Shopify's words for what orders of a status have in common; what fits beside them is passed over. */
const SEARCH: Readonly<Record<OrderStatus, string | null>> = {
  PENDING: 'financial_status:pending OR financial_status:authorized OR financial_status:partially_paid',
  PAID: 'financial_status:paid OR financial_status:partially_refunded',
  FULFILLED: 'fulfillment_status:fulfilled',
  CANCELLED: 'status:cancelled',
  FAILED: 'status:cancelled',
  OTHER: null,
};

/** The orders with these ids that exist, with all their lines. */
export function readOrders(
  client: ShopifyClient,
  externalIds: readonly string[],
  call: ShopifyCall = {},
): Promise<readonly ShopifyOrder[]> {
  return readNodes<ShopifyOrder>(client, READ_ORDERS, externalIds, ORDERS_AT_ONCE, call);
}

/** The orders with these ids that exist, with what tells their history. */
export function readHistories(
  client: ShopifyClient,
  externalIds: readonly string[],
  call: ShopifyCall,
): Promise<readonly ShopifyOrderHistory[]> {
  return readNodes<ShopifyOrderHistory>(client, READ_HISTORIES, externalIds, HISTORIES_AT_ONCE, call);
}

/** The id of the order that a call of ours has placed; sees what was just written. Null when there is none. */
export async function findByCall(client: ShopifyClient, callId: string, call: ShopifyCall): Promise<string | null> {
  const identifier = { customId: { namespace: 'sluice', key: 'call', value: callId } };
  type Answer = { orderByIdentifier: { id: string } | null };
  return (await client.ask<Answer>(FIND_BY_CALL, { identifier }, call)).orderByIdentifier?.id ?? null;
}

/** Ids of orders that a search finds, oldest first, a page at a time. */
export function searchOrderIds(
  client: ShopifyClient,
  query: string,
  sortKey: 'UPDATED_AT' | 'CREATED_AT',
  call: ShopifyCall,
): AsyncGenerator<readonly ShopifyListed[]> {
  return pagesOf(async (after) => {
    const variables = { first: HISTORIES_AT_ONCE, after, query, sortKey };
    return (await client.ask<{ orders: ShopifyPage<ShopifyListed> }>(LIST_IDS, variables, call)).orders;
  });
}

/** One page of orders with one of these statuses, newest first. Shopify's index is seconds behind. */
export async function searchOrders(
  client: ShopifyClient,
  statuses: readonly OrderStatus[] | null,
  page: Page,
): Promise<Slice<ShopifyOrder>> {
  if (statuses?.length === 0) return { items: [], hasNextPage: false };
  const query = statuses === null || statuses.includes('OTHER') ? null : narrowing(statuses);
  const slice = await scanEdges<ShopifyOrder>(
    {
      atOnce: ORDERS_AT_ONCE,
      read: async (first, after) =>
        (await client.ask<{ orders: ShopifyEdges<ShopifyOrder> }>(LIST, { first, after, query })).orders,
      ...(statuses && { accepts: (order) => statuses.includes(toOrder(order, null).status) }),
    },
    page,
  );
  const complete = await withAllLines(
    client,
    slice.items.map(({ node }) => node),
  );
  return {
    ...slice,
    items: slice.items.map(({ mark }, index) => ({ mark, node: complete[index] as ShopifyOrder })),
  };
}

function narrowing(statuses: readonly OrderStatus[]): string {
  return [...new Set(statuses.map((status) => SEARCH[status]))].join(' OR ');
}

async function readNodes<Order extends ShopifyOrder>(
  client: ShopifyClient,
  document: string,
  externalIds: readonly string[],
  atOnce: number,
  call: ShopifyCall,
): Promise<readonly Order[]> {
  const chunks = await Promise.all(
    chunked(externalIds, atOnce).map(async (chunk) => {
      const ids = chunk.map((id) => toGid('Order', id));
      const { nodes } = await client.ask<{ nodes: (Order | null)[] }>(document, { ids }, call);
      return withAllLines(client, nodes.filter(isOrder), call);
    }),
  );
  return chunks.flat();
}

/** What is no order, or is no more, comes as null or empty. */
function isOrder<Order extends ShopifyOrder>(node: Order | null): node is Order {
  return node?.id !== undefined;
}

async function withAllLines<Order extends ShopifyOrder>(
  client: ShopifyClient,
  orders: readonly Order[],
  call: ShopifyCall = {},
): Promise<readonly Order[]> {
  return Promise.all(
    orders.map(async (order) => {
      const nodes = [...order.lineItems.nodes];
      for (let { pageInfo } = order.lineItems; pageInfo.hasNextPage; ) {
        type Answer = { order: Pick<ShopifyOrder, 'lineItems'> | null };
        const variables = { id: order.id, after: pageInfo.endCursor };
        const { lineItems } = (await client.ask<Answer>(READ_LINES, variables, call)).order ?? {};
        if (!lineItems) break;
        nodes.push(...lineItems.nodes);
        pageInfo = lineItems.pageInfo;
      }
      return { ...order, lineItems: { ...order.lineItems, nodes } };
    }),
  );
}
