import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../harness/engines.ts';
import { startSluice, type TestSluice } from '../../harness/startSluice.ts';
import { shopifyVariables } from '../backends.ts';
import { type ShopifyEmulator, startShopify } from './shopifyEmulator.ts';
import type { ShopLevel, ShopProduct } from './shopifyShop.ts';

const RENAME = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { product { title } } }`;
const ORDERS = `subscription ($after: Cursor) { orderChanged(after: $after) { kind order { externalId status } } }`;
const PRODUCTS = `subscription ($after: Cursor) { productChanged(after: $after) { kind product { title } } }`;

describe.each(engines)("Shopify's webhooks, on $name", (engine) => {
  let shopify: ShopifyEmulator;
  let sluice: TestSluice;
  beforeEach(async () => {
    shopify = await startShopify({ maximumCost: 20_000, restoreRate: 1_000 });
    shopify.shop.addProduct({ title: 'Lamp', sku: 'LAMP', price: '10.00' });
    sluice = await startSluice({
      engine,
      variables: {
        ...shopifyVariables(shopify),
        SHOPIFY_WEBHOOK_SECRET: shopify.clientSecret,
        VENDOR_POLL_SECONDS: '3600', // once, at the start
      },
    });
    const hasPolled = () => shopify.takeRequests().some(({ body }) => body.includes('query Destroyed'));
    await expect.poll(hasPolled, { timeout: 20_000 }).toBe(true);
    shopify.webhooks.url = `${sluice.url}/webhooks/shopify`;
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await shopify[Symbol.asyncDispose]();
  });

  it('tell what becomes of products, and of orders that are deleted, without a poll', async () => {
    const after = await sluice.head();
    await using products = await sluice.subscribe(PRODUCTS, { after });
    const told = async () => (await products.take()).data.productChanged;
    const product = [...shopify.shop.products.values()][0] as ShopProduct;
    shopify.shop.changeProduct(product, 'A lamp');
    // The lamp was there before Sluice was: what is heard of it first is no creation.
    expect(await told()).toEqual({ kind: 'UPDATED', product: { title: 'A lamp' } });
    const { data } = await sluice.ask('{ product(sku: "LAMP") { id } }');
    await sluice.ask(RENAME, { input: { id: data.product.id, title: 'The lamp' } });
    expect(await told()).toEqual({ kind: 'UPDATED', product: { title: 'The lamp' } });
    await using orders = await sluice.subscribe(ORDERS, { after });
    const nothing = { note: null, tags: [], customAttributes: [], metafields: [], customerId: null, email: null };
    const lines = [{ title: 'Lamp', variantId: null, quantity: 1, price: '10.00' }];
    const order = shopify.shop.createOrder({
      ...nothing,
      currency: 'EUR',
      financialStatus: 'PENDING',
      lines,
      claim: 'no',
    });
    expect((await orders.take()).data.orderChanged).toMatchObject({ kind: 'CREATED', order: { status: 'PENDING' } });
    shopify.shop.deleteOrder(order);
    shopify.shop.deleteProduct(product);
    expect((await orders.take()).data.orderChanged.kind).toBe('DELETED');
    expect((await told()).kind).toBe('DELETED');
  });

  describe('of stock', () => {
    const TELL = `subscription ($after: Cursor) { stockChanged(after: $after) { kind stockLevel { available } } }`;
    const COUNT = `query ($after: Cursor) {
      changes(type: "sluice.inventory.stockLevel.*", after: $after, first: 10) { nodes { id } }
      parkedWebhooks { nodes { reason } }
    }`;
    let level: ShopLevel;
    let after: string;
    beforeEach(async () => {
      level = [...shopify.shop.levels.values()][0] as ShopLevel;
      after = await sluice.head();
    });

    const change = (delta: number) => shopify.shop.changeQuantities([{ level, name: 'available', delta }]);
    /** Sends what Shopify would of a level, as the topic has it. */
    const post = (body: object, { topic = 'inventory_levels/update', secret = shopify.clientSecret } = {}) => {
      const text = JSON.stringify(body);
      return fetch(`${sluice.url}/webhooks/shopify`, {
        method: 'POST',
        body: text,
        headers: {
          'x-shopify-topic': topic,
          'x-shopify-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
          'x-shopify-webhook-id': randomUUID(),
          'x-shopify-event-id': randomUUID(),
          'x-shopify-triggered-at': new Date().toISOString(),
        },
      });
    };
    const count = async () => (await sluice.ask(COUNT, { after })).data;

    it('tell each level once when they come twice, and that one is no more, without a poll', async () => {
      await using changes = await sluice.subscribe(TELL, { after });
      const told = async () => (await changes.take()).data.stockChanged;
      shopify.webhooks.setFaults({ duplicateEvery: 1 });
      change(5);
      expect((await told()).stockLevel).toEqual({ available: 5 });
      change(-2);
      expect(await told()).toEqual({ kind: 'UPDATED', stockLevel: { available: 3 } });
      await shopify.webhooks.idle();
      shopify.shop.disconnect(level);
      expect((await told()).kind).toBe('DELETED');
      await shopify.webhooks.idle();
      const { changes: recorded, parkedWebhooks } = await count();
      expect(recorded.nodes).toHaveLength(3);
      expect(parkedWebhooks.nodes).toEqual([]);
    });

    it('are refused when somebody else has signed them, and change nothing', async () => {
      shopify.webhooks.url = null;
      change(5);
      const forged = await post({ admin_graphql_api_id: level.id, available: 999 }, { secret: 'guessed' });
      expect(forged.status).toBe(401);
      shopify.webhooks.url = `${sluice.url}/webhooks/shopify`;
      await using changes = await sluice.subscribe(TELL, { after });
      change(1); // what comes after it has been told, and it was not
      expect((await changes.take()).data.stockChanged.stockLevel).toEqual({ available: 6 });
      expect((await count()).changes.nodes).toHaveLength(1);
    });

    it('tell nothing of what Sluice does not know, and are parked when they do not say what they are about', async () => {
      const gid = 'gid://shopify/InventoryLevel/1?inventory_item_id=2';
      const unknown = [
        await post({ admin_graphql_api_id: gid, inventory_item_id: 2, location_id: 1, available: 7 }),
        await post({ inventory_item_id: 2, location_id: 1 }, { topic: 'inventory_levels/disconnect' }),
        await post({ available: 7 }),
      ];
      expect(unknown.map(({ status }) => status)).toEqual([200, 200, 200]);
      await expect.poll(async () => (await count()).parkedWebhooks.nodes, { timeout: 20_000 }).toHaveLength(1);
      const { changes, parkedWebhooks } = await count();
      expect(parkedWebhooks.nodes[0].reason).toContain('inventory_levels/update');
      expect(changes.nodes).toEqual([]);
    });
  });
});
