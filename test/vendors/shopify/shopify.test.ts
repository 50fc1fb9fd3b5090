import { createHmac } from 'node:crypto';
import { createGraphQLClient } from '@shopify/graphql-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../vendorClock.ts';
import { startWebhookEndpoint } from '../webhookEndpoint.ts';
import { type ShopifyEmulator, startShopify } from './shopifyEmulator.ts';
import type { ShopVariant } from './shopifyShop.ts';

const ORDER =
  'id email displayFinancialStatus displayFulfillmentStatus cancelReason totalPriceSet { shopMoney { amount } }';
const CREATE = `mutation ($order: OrderCreateOrderInput!) {
  orderCreate(order: $order, options: { inventoryBehaviour: DECREMENT_OBEYING_POLICY }) {
    order { ${ORDER} customer { email } lineItems(first: 5) { nodes { sku quantity variant { id } } } fulfillmentOrders(first: 1) { nodes { id status } } }
    userErrors { field message code }
  }
}`;
const ADJUST = `mutation ($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { changes { name delta quantityAfterChange } } userErrors { field code message }
  }
}`;
const LEVELS = `query ($query: String!) { inventoryItems(first: 1, query: $query) { nodes {
  inventoryLevels(first: 5) { nodes { location { name } quantities(names: ["available", "committed", "on_hand"]) { name quantity } } }
} } }`;

describe("Shopify's emulator, driven by @shopify/graphql-client", () => {
  let shopify: ShopifyEmulator;
  let clock: ManualClock;
  let client: ReturnType<typeof createGraphQLClient>;
  let variant: ShopVariant;
  let locationId: string;
  beforeEach(async () => {
    clock = new ManualClock(Date.parse('2026-11-01T09:30:00Z'));
    shopify = await startShopify({ clock });
    client = createGraphQLClient({
      url: shopify.endpoint,
      headers: { 'x-shopify-access-token': shopify.accessToken },
      retries: 0,
    });
    variant = shopify.shop.addProduct({ title: 'Lamp', sku: 'LAMP-1', price: '12.5' });
    locationId = String(shopify.shop.locations[0]?.id);
  });
  afterEach(() => shopify[Symbol.asyncDispose]());

  const ask = async (query: string, variables: object = {}) => {
    const { data, errors } = await client.request(query, { variables: variables as Record<string, unknown> });
    if (errors) throw Object.assign(new Error(errors.message), errors);
    return data;
  };
  const change = (delta: number) => ({ delta, inventoryItemId: variant.inventoryItemId, locationId });
  const adjust = (delta: number, key: string, more: object = {}) =>
    ask(ADJUST, { key, input: { reason: 'correction', name: 'available', changes: [{ ...change(delta), ...more }] } });
  const place = (quantity: number, more: object = {}) =>
    ask(CREATE, { order: { email: 'Ines@Example.com', lineItems: [{ variantId: variant.id, quantity }], ...more } });
  const levels = async () => {
    const data = await ask(LEVELS, { query: 'sku:LAMP-1' });
    const [level] = data.inventoryItems.nodes[0].inventoryLevels.nodes;
    return level.quantities.map(({ quantity }: { quantity: number }) => quantity);
  };

  it('places, pays and ships an order, claiming its stock', async () => {
    await adjust(5, 'stock');
    const { order, userErrors } = (await place(2)).orderCreate;
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({
      email: 'Ines@Example.com',
      customer: { email: 'ines@example.com' },
      displayFinancialStatus: 'PENDING',
      displayFulfillmentStatus: 'UNFULFILLED',
      totalPriceSet: { shopMoney: { amount: '25.00' } },
      lineItems: { nodes: [{ sku: 'LAMP-1', quantity: 2, variant: { id: variant.id } }] },
    });
    expect(await levels()).toEqual([3, 2, 5]);
    const pay =
      'mutation ($id: ID!) { orderMarkAsPaid(input: { id: $id }) { order { displayFinancialStatus } userErrors { code } } }';
    expect((await ask(pay, { id: order.id })).orderMarkAsPaid.order).toEqual({ displayFinancialStatus: 'PAID' });
    expect((await ask(pay, { id: order.id })).orderMarkAsPaid.userErrors).toEqual([{ code: 'INVALID' }]);
    const [{ id: fulfillmentOrderId }] = order.fulfillmentOrders.nodes;
    const ship = `mutation ($fulfillment: FulfillmentInput!) {
      fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { status } userErrors { message } }
    }`;
    const fulfillment = { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId }] };
    expect((await ask(ship, { fulfillment })).fulfillmentCreate).toEqual({
      fulfillment: { status: 'SUCCESS' },
      userErrors: [],
    });
    expect(await levels()).toEqual([3, 0, 3]);
  });

  it('cancels an order with a reason, gives its stock back, and does so once', async () => {
    await adjust(5, 'stock');
    const { order } = (await place(2)).orderCreate;
    const cancel = `mutation ($id: ID!) { orderCancel(orderId: $id, reason: DECLINED, restock: true) {
      job { id } orderCancelUserErrors { code }
    } }`;
    const { job } = (await ask(cancel, { id: order.id })).orderCancel;
    expect((await ask('query ($id: ID!) { job(id: $id) { done } }', { id: job.id })).job).toEqual({ done: true });
    const read = await ask(`query ($id: ID!) { order(id: $id) { ${ORDER} } }`, { id: order.id });
    expect(read.order).toMatchObject({ cancelReason: 'DECLINED', displayFinancialStatus: 'VOIDED' });
    expect(await levels()).toEqual([5, 0, 5]);
    expect((await ask(cancel, { id: order.id })).orderCancel.orderCancelUserErrors).toEqual([{ code: 'INVALID' }]);
  });

  it('refuses an order of stock that is not there, and one with a key that is taken, and finds it by that key', async () => {
    expect((await place(1)).orderCreate.userErrors).toMatchObject([{ code: 'INVENTORY_CLAIM_FAILED' }]);
    await adjust(5, 'stock');
    const metafields = [{ namespace: 'sluice', key: 'call', value: 'call_1', type: 'id' }];
    const { order } = (await place(1, { metafields })).orderCreate;
    expect((await place(1, { metafields })).orderCreate.userErrors).toMatchObject([{ code: 'TAKEN' }]);
    const find = `query ($value: String!) {
      orderByIdentifier(identifier: { customId: { namespace: "sluice", key: "call", value: $value } }) { id }
    }`;
    expect((await ask(find, { value: 'call_1' })).orderByIdentifier).toEqual({ id: order.id });
    expect((await ask(find, { value: 'call_2' })).orderByIdentifier).toBeNull();
  });

  it('changes stock once for a key, refuses the key for another change, and wants one', async () => {
    const first = await adjust(5, 'k');
    expect(first.inventoryAdjustQuantities.inventoryAdjustmentGroup.changes).toEqual([
      { name: 'available', delta: 5, quantityAfterChange: 5 },
    ]);
    expect(await adjust(5, 'k')).toEqual(first);
    expect((await adjust(6, 'k')).inventoryAdjustQuantities.userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' },
    ]);
    expect((await adjust(1, 'stale', { changeFromQuantity: 4 })).inventoryAdjustQuantities.userErrors).toMatchObject([
      { code: 'CHANGE_FROM_QUANTITY_STALE' },
    ]);
    expect(await levels()).toEqual([5, 0, 5]);
    await expect(
      ask(ADJUST.replace('@idempotent(key: $key)', '').replace(', $key: String!', ''), {
        input: {
          reason: 'correction',
          name: 'available',
          changes: [change(1)],
        },
      }),
    ).rejects.toMatchObject({ graphQLErrors: [{ message: expect.stringContaining('@idempotent') }] });
  });

  it('moves stock between what it is for', async () => {
    await adjust(5, 'stock');
    const move = `mutation ($input: InventoryMoveQuantitiesInput!) {
      inventoryMoveQuantities(input: $input) @idempotent(key: "m") { userErrors { code } }
    }`;
    const { inventoryItemId } = variant;
    const from = { locationId, name: 'available' };
    const to = { locationId, name: 'reserved', ledgerDocumentUri: 'sluice://order/1' };
    const changes = [{ inventoryItemId, quantity: 2, from, to }];
    await ask(move, { input: { reason: 'reservation', referenceDocumentUri: 'sluice://order/1', changes } });
    expect(await levels()).toEqual([3, 0, 5]);
    expect(shopify.shop.level(inventoryItemId, locationId)?.quantities.reserved).toBe(2);
  });

  it('reads 250 nodes at once, in their order, and lists orders by time of change, in pages', async () => {
    await adjust(9, 'stock');
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      ids.push((await place(1)).orderCreate.order.id);
      clock.advance(60_000);
    }
    const { nodes } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Order { email } } }', {
      ids: [ids[1], 'gid://shopify/Order/1', ids[0], variant.id],
    });
    expect(nodes.map((node: { id: string } | null) => node?.id)).toEqual([ids[1], undefined, ids[0], variant.id]);
    const list = (after: string | null) =>
      ask(
        `query ($after: String) {
          orders(first: 1, after: $after, sortKey: UPDATED_AT, query: "updated_at:>='2026-11-01T09:31:00Z'") {
            nodes { id } pageInfo { hasNextPage endCursor }
          }
        }`,
        { after },
      );
    const first = (await list(null)).orders;
    expect(first).toMatchObject({ nodes: [{ id: ids[1] }], pageInfo: { hasNextPage: true } });
    expect((await list(first.pageInfo.endCursor)).orders).toMatchObject({
      nodes: [{ id: ids[2] }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('throttles by cost, in an answer of status 200, and lets the bucket fill again', async () => {
    const dear = '{ orders(first: 250) { nodes { id customer { id } lineItems(first: 1) { nodes { id } } } } }';
    await expect(ask(dear)).rejects.toMatchObject({ graphQLErrors: [{ extensions: { code: 'MAX_COST_EXCEEDED' } }] });
    const read = '{ orders(first: 99) { nodes { id customer { id } lineItems(first: 3) { nodes { id } } } } }';
    const { extensions } = await client.request(read);
    expect(extensions?.cost).toMatchObject({
      requestedQueryCost: 695,
      throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 1_305, restoreRate: 100 },
    });
    await ask(read);
    await expect(ask(read)).rejects.toMatchObject({ graphQLErrors: [{ extensions: { code: 'THROTTLED' } }] });
    clock.advance(1_000);
    await ask(read);
    shopify.faults.order({ fault: 'throttled', times: 2 });
    await expect(ask('{ shop { name } }')).rejects.toMatchObject({ networkStatusCode: 200 });
    await expect(ask('{ shop { name } }')).rejects.toMatchObject({ networkStatusCode: 429 });
  });

  it('refuses a wrong token', async () => {
    const headers = { 'x-shopify-access-token': 'wrong' };
    const stranger = createGraphQLClient({ url: shopify.endpoint, headers, retries: 0 });
    expect((await stranger.request('{ shop { name } }')).errors).toMatchObject({ networkStatusCode: 401 });
  });

  it('sends signed webhooks by topic, with one event id for all topics of an event', async () => {
    await using endpoint = await startWebhookEndpoint();
    shopify.webhooks.url = endpoint.url;
    await adjust(3, 'stock');
    await place(1, { financialStatus: 'PAID' });
    await shopify.webhooks.idle();
    const { received } = endpoint;
    for (const { headers, body } of received) {
      const signature = createHmac('sha256', shopify.clientSecret).update(body).digest('base64');
      expect(headers['x-shopify-hmac-sha256']).toBe(signature);
    }
    expect(received.map(({ headers }) => headers['x-shopify-topic'])).toEqual([
      'inventory_levels/update',
      'orders/create',
      'orders/paid',
      'inventory_levels/update',
    ]);
    const [stock, created, paid] = received;
    expect(JSON.parse(String(stock?.body))).toMatchObject({ available: 3 });
    expect(JSON.parse(String(created?.body))).toMatchObject({ financial_status: 'paid', total_price: '12.50' });
    expect(created?.headers['x-shopify-event-id']).toBe(paid?.headers['x-shopify-event-id']);
    expect(created?.headers['x-shopify-webhook-id']).not.toBe(paid?.headers['x-shopify-webhook-id']);
  });

  it('deletes the subscription after eight failures in a row', async () => {
    await using endpoint = await startWebhookEndpoint(Array(9).fill(500));
    const subscribe = `mutation ($webhookSubscription: WebhookSubscriptionInput!) {
      webhookSubscriptionCreate(topic: PRODUCTS_UPDATE, webhookSubscription: $webhookSubscription) { userErrors { message } }
    }`;
    await ask(subscribe, { webhookSubscription: { uri: endpoint.url } });
    const SUBSCRIPTIONS = '{ webhookSubscriptions(first: 5) { nodes { topic uri } } }';
    expect((await ask(SUBSCRIPTIONS)).webhookSubscriptions.nodes).toEqual([
      { topic: 'PRODUCTS_UPDATE', uri: endpoint.url },
    ]);
    shopify.shop.changeVariant(variant, { price: '13' });
    while (shopify.webhooks.url !== null) {
      await expect.poll(() => clock.waiting === 1 || shopify.webhooks.url === null).toBe(true);
      clock.advance(6_000_000);
    }
    await shopify.webhooks.idle();
    shopify.shop.changeVariant(variant, { price: '14' });
    expect(endpoint.received).toHaveLength(8);
    expect((await ask(SUBSCRIPTIONS)).webhookSubscriptions.nodes).toEqual([]);
  });
});
