import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../harness/engines.ts';
import { startSluice, type TestSluice } from '../../harness/startSluice.ts';
import { shopifyVariables } from '../backends.ts';
import { type ShopifyEmulator, startShopify } from './shopifyEmulator.ts';
import type { ShopProduct } from './shopifyShop.ts';

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
});
