import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { shopifyVariables } from '../vendors/backends.ts';
import { type ShopifyEmulator, startShopify } from '../vendors/shopify/shopifyEmulator.ts';
import type { OrderDraft } from '../vendors/shopify/shopifyShop.ts';

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id externalId status } } }`;
const UPDATE = `mutation ($input: UpdateOrderStatusInput!) { updateOrderStatus(input: $input) { order { status } } }`;
const CREATE = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id sku } } }`;
const RENAME = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { product { title } } }`;
const ORDERS = `subscription ($after: Cursor) {
  orderChanged(after: $after) { kind superseded changedFields order { externalId status paymentStatus cancelReason customer { email } } }
}`;
const PRODUCTS = `subscription ($after: Cursor) { productChanged(after: $after) { kind product { sku title } } }`;

describe.each(engines)('The shop behind which Shopify stands, on $name', (engine) => {
  let shopify: ShopifyEmulator;
  let sluice: TestSluice;
  beforeEach(async () => {
    shopify = await startShopify({ maximumCost: 10_000, restoreRate: 10_000 });
    const times = { VENDOR_POLL_SECONDS: '0.3', VENDOR_TIMEOUT_SECONDS: '0.5', VENDOR_DEADLINE_SECONDS: '5' };
    sluice = await startSluice({ engine, variables: { ...shopifyVariables(shopify), ...times } });
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await shopify[Symbol.asyncDispose]();
  });

  const sell = (sku: string) => shopify.shop.addProduct({ title: `The ${sku}`, sku, price: '10.00' });
  const place = async (email = 'buyer@example.com', sku = 'LAMP') => {
    const { data, errors } = await sluice.ask(PLACE, {
      input: { customerEmail: email, lines: [{ sku, quantity: 2 }] },
    });
    expect(errors).toBeUndefined();
    return data.placeOrder.order;
  };
  /** What somebody orders in the shop itself. */
  const draft = (email: string | null, sku: string): OrderDraft => {
    const variant = [...shopify.shop.variants.values()].find((one) => one.sku === sku) ?? sell(sku);
    const customerId = email === null ? null : shopify.shop.addCustomer({ email, firstName: 'Ines' }).id;
    const line = { title: sku, variantId: variant.id, quantity: 1, price: variant.price };
    const nothing = { note: null, tags: [], customAttributes: [], metafields: [] };
    return {
      ...nothing,
      email,
      customerId,
      currency: 'EUR',
      financialStatus: 'PENDING',
      lines: [line],
      claim: 'no',
    };
  };
  const operationOf = ({ body }: { body: string }) => /(?:query|mutation) (\w+)/.exec(body)?.[1] ?? '';

  it('reads a list of orders with their customers and products in a number of calls that does not grow with it', async () => {
    for (let n = 0; n < 30; n++) shopify.shop.createOrder(draft(`c${n}@example.com`, `SKU-${n}`));
    const count = async () =>
      (await sluice.ask('{ customers(first: 40) { nodes { id } } }')).data.customers.nodes.length;
    // Once a poll has seen them, and linked each with its customer.
    await expect.poll(count, { timeout: 15_000 }).toBe(30);
    const LIST = `query ($first: Int) { orders(first: $first) { nodes {
      total { amount } customer { email orders(first: 2) { nodes { id } } } lines { quantity product { title } }
    } } }`;
    const callsFor = async (first: number) => {
      shopify.takeRequests();
      const { data } = await sluice.ask(LIST, { first });
      expect(data.orders.nodes[0]).toEqual({
        total: { amount: '10.00' },
        customer: { email: 'c29@example.com', orders: { nodes: [{ id: expect.stringMatching(/^ord_/) }] } },
        lines: [{ quantity: 1, product: { title: 'The SKU-29' } }],
      });
      const own = ['OrderPage', 'Orders', 'Variants', 'Shop'];
      return shopify
        .takeRequests()
        .map(operationOf)
        .filter((name) => own.includes(name));
    };
    await callsFor(1); // the shop's currency, once for all
    // A poll under way makes calls of its own, so it is asked until none is.
    for (const first of [3, 30]) {
      const calls = async () => (await callsFor(first)).sort();
      await expect.poll(calls, { timeout: 15_000 }).toEqual(['OrderPage', 'Orders', 'Variants']);
    }
  });

  it.each([
    ['failsAfterEffect'],
    ['cutAfterEffect'],
    ['hangsAfterEffect'],
    ['throttled'],
    ['failsBeforeEffect'],
  ] as const)('makes one product and one order, and pays it once, when the first try of each %s', async (fault) => {
    const faulty = (name: string) =>
      shopify.faults.order({ fault, times: 1, when: (request) => operationOf(request) === name });
    for (const name of ['SetProduct', 'PlaceOrder', 'MarkPaid']) faulty(name);
    const price = { amount: '10.00', currencyCode: 'EUR' };
    expect((await sluice.ask(CREATE, { input: { sku: 'LAMP', title: 'Lamp', price } })).errors).toBeUndefined();
    const { id } = await place();
    const paid = await sluice.ask(UPDATE, { input: { id, status: 'PAID' } });
    expect(paid.data.updateOrderStatus.order).toEqual({ status: 'PAID' });
    expect(shopify.shop.products.size).toBe(1);
    expect(shopify.shop.orders.size).toBe(1);
    expect([...shopify.shop.orders.values()][0]?.transactions).toHaveLength(1);
  });

  it('finds out what came of a call that got no answer, when it is asked again and when it is not', async () => {
    sell('LAMP');
    const input = {
      customerEmail: 'silent@example.com',
      lines: [{ sku: 'LAMP', quantity: 1 }],
      idempotencyKey: crypto.randomUUID(),
    };
    const after = await sluice.head();
    const end = shopify.faults.order({
      fault: 'hangsAfterEffect',
      when: (request) => operationOf(request) === 'PlaceOrder',
    });
    expect((await sluice.ask(PLACE, { input })).errors?.[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      subgraph: 'commerce',
    });
    end();
    await using changes = await sluice.subscribe(ORDERS, { after });
    expect((await changes.take()).data.orderChanged).toMatchObject({
      kind: 'CREATED',
      order: { status: 'PENDING', customer: { email: 'silent@example.com' } },
    });
    await expect
      .poll(async () => (await sluice.ask(PLACE, { input })).data?.placeOrder.order.id, { timeout: 20_000 })
      .toMatch(/^ord_/);
    expect(shopify.shop.orders.size).toBe(1);
  });

  it('answers the rest of a query while Shopify is down, with an error that names the system', async () => {
    sell('LAMP');
    const { id } = await place('down@example.com');
    shopify.setDown(true);
    const QUERY = 'query ($id: ID!) { order(id: $id) { status } customers(first: 1) { nodes { email } } }';
    const { data, errors } = await sluice.ask(QUERY, { id });
    expect(data).toEqual({ order: null, customers: { nodes: [{ email: 'down@example.com' }] } });
    expect(errors).toMatchObject([
      { path: ['order'], extensions: { code: 'UPSTREAM_UNAVAILABLE', subgraph: 'commerce' } },
    ]);
    shopify.setDown(false);
  });

  it('waits for points when they are used up, and is answered', async () => {
    await using poor = await startShopify({ maximumCost: 100, restoreRate: 100 });
    await using shop = await startSluice({
      engine,
      variables: { ...shopifyVariables(poor), VENDOR_POLL_SECONDS: '60' },
    });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => shop.ask('{ orders(first: 2) { nodes { id } } }')),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  });

  it('tells what changes in the shop, each step of an order once, and not again what it changed itself', async () => {
    sell('LAMP');
    const { id, externalId } = await place('told@example.com');
    const after = await sluice.head();
    await using changes = await sluice.subscribe(ORDERS, { after });
    await sluice.ask(UPDATE, { input: { id, status: 'PAID' } });
    const theirs = shopify.shop.createOrder(draft(null, 'LAMP'));
    // Two steps between two polls are two: the order keeps its history.
    const ours = [...shopify.shop.orders.values()][0];
    if (ours) shopify.shop.fulfill(ours);
    const told = [];
    for (let n = 0; n < 3; n++) told.push((await changes.take()).data.orderChanged);
    const customer = { email: 'told@example.com' };
    expect(told).toMatchObject([
      { kind: 'UPDATED', order: { externalId, status: 'PAID', paymentStatus: 'PAID', customer } },
      { kind: 'UPDATED', order: { externalId, status: 'FULFILLED', customer } },
      { kind: 'CREATED', order: { status: 'PENDING', customer: null } },
    ]);
    shopify.shop.cancel(theirs, { reason: 'INVENTORY', restock: true, refund: false });
    expect((await changes.take()).data.orderChanged).toMatchObject({
      kind: 'UPDATED',
      changedFields: ['STATUS', 'BACKEND_STATUS', 'CANCEL_REASON'],
      order: { status: 'FAILED', cancelReason: 'INVENTORY' },
    });
  });

  it('tells what changes about products, and that one is no more', async () => {
    const after = await sluice.head();
    await using changes = await sluice.subscribe(PRODUCTS, { after });
    const variant = sell('LAMP');
    expect((await changes.take()).data.productChanged).toEqual({
      kind: 'CREATED',
      product: { sku: 'LAMP', title: 'The LAMP' },
    });
    const product = shopify.shop.products.get(variant.productId);
    if (!product) throw new TypeError('The product was made.');
    shopify.shop.changeProduct(product, 'A lamp');
    expect((await changes.take()).data.productChanged).toMatchObject({ kind: 'UPDATED', product: { title: 'A lamp' } });
    shopify.shop.deleteProduct(product);
    expect((await changes.take()).data.productChanged).toMatchObject({ kind: 'DELETED' });
    const { data } = await sluice.ask('{ product(sku: "LAMP") { id } }');
    expect(data).toEqual({ product: null });
  });

  it('leaves variants without a number out, and cannot rename one variant of several', async () => {
    const first = sell('LAMP-S');
    shopify.shop.addProduct({ title: 'Gift', sku: null, price: '1.00' });
    const second = { ...first, id: 'gid://shopify/ProductVariant/9999999999', sku: 'LAMP-L' };
    shopify.shop.variants.set(second.id, second);
    const { data } = await sluice.ask('{ products(first: 10) { nodes { id sku title } } }');
    expect(data.products.nodes).toEqual([
      { id: 'prod_9999999999', sku: 'LAMP-L', title: 'The LAMP-S – Default Title' },
      { id: expect.any(String), sku: 'LAMP-S', title: 'The LAMP-S – Default Title' },
    ]);
    const { errors } = await sluice.ask(RENAME, { input: { id: 'prod_9999999999', title: 'A lamp' } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_SUPPORTED_BY_BACKEND', field: 'input.title' });
  });
});
