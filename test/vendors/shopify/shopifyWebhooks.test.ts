import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../harness/engines.ts';
import { type Answer, startSluice, type TestSluice } from '../../harness/startSluice.ts';
import { type TemporaryFolder, temporaryFolder } from '../../harness/temporaryFolder.ts';
import { shopifyVariables } from '../backends.ts';
import { type ShopifyEmulator, startShopify } from './shopifyEmulator.ts';
import type { ShopOrder } from './shopifyShop.ts';

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id externalId } } }`;
const UPDATE = `mutation ($input: UpdateOrderStatusInput!) { updateOrderStatus(input: $input) { order { status } } }`;
const RENAME = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { product { title } } }`;
const THANK = `subscription Thank @flow(scopes: ["messaging:write"]) {
  orderChanged(status: [PAID], changed: [STATUS]) { order { externalId @export(as: "order") } }
}
mutation Send($text: String! @template(text: "Paid {order}")) {
  sendMessage(input: { channel: WEBHOOK, to: "https://example.com/", text: $text }) { message { id } }
}`;
const TOLD = `query ($after: Cursor, $type: [String!]) { changes(type: $type, after: $after, first: 100) { nodes { id } } }`;
const ORDERS = `subscription ($after: Cursor) {
  orderChanged(after: $after) { kind superseded order { externalId status } }
}`;
const PRODUCTS = `subscription ($after: Cursor) { productChanged(after: $after) { kind product { title } } }`;

/** One change of an order. */
interface OrderChange {
  readonly kind: string;
  readonly superseded: boolean;
  readonly order: { readonly externalId: string; readonly status: string };
}

/** Shopify's times are whole seconds: what happens in the second of an order's making is taken for its beginning. */
const SECOND_MS = 1_100;

describe.each(engines)("Shopify's webhooks, on $name", (engine) => {
  let shopify: ShopifyEmulator;
  let folder: TemporaryFolder;
  let sluice: TestSluice;
  let began: string;
  beforeEach(async () => {
    shopify = await startShopify({ maximumCost: 20_000, restoreRate: 1_000 });
    shopify.shop.addProduct({ title: 'Lamp', sku: 'LAMP', price: '10.00' });
    folder = await temporaryFolder();
    const flows = join(folder.path, 'flows');
    await mkdir(flows);
    await writeFile(join(flows, 'thank.graphql'), THANK);
    const variables = {
      ...shopifyVariables(shopify),
      SHOPIFY_WEBHOOK_SECRET: shopify.clientSecret,
      VENDOR_POLL_SECONDS: '3',
      VENDOR_TIMEOUT_SECONDS: '1',
      VENDOR_DEADLINE_SECONDS: '5',
    };
    sluice = await startSluice({ engine, flows, variables });
    shopify.webhooks.url = `${sluice.url}/webhooks/shopify`;
    await polled();
    began = await sluice.head();
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await shopify[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  /** A poll that begins from now on has ended: its last question is for what was deleted. */
  async function polled(): Promise<void> {
    const polls = () => shopify.takeRequests().filter(({ body }) => body.includes('query Destroyed')).length;
    polls();
    await expect.poll(polls, { timeout: 20_000 }).toBeGreaterThan(0);
    await delay(300);
  }

  async function changes(): Promise<readonly OrderChange[]> {
    const type = ['sluice.commerce.order.*'];
    const { length } = (await sluice.ask(TOLD, { after: began, type })).data.changes.nodes;
    await using subscription = await sluice.subscribe(ORDERS, { after: began });
    const read: OrderChange[] = [];
    while (read.length < length) read.push((await subscription.take()).data.orderChanged);
    return read;
  }

  /** The statuses that orders were told to have had, whichever came first. */
  async function told(): Promise<Record<string, string[]>> {
    const statuses: Record<string, string[]> = {};
    for (const { order } of await changes()) {
      statuses[order.externalId] = [...(statuses[order.externalId] ?? []), order.status].sort();
    }
    return statuses;
  }

  async function place(n: number): Promise<{ id: string; externalId: string }> {
    const input = {
      customerEmail: `buyer${n}@example.com`,
      lines: [{ sku: 'LAMP', quantity: 1 }],
      idempotencyKey: `${n}`,
    };
    return (await eventually(PLACE, input)).placeOrder.order;
  }

  /** Repeats what may be repeated, as a flow does. */
  async function eventually(mutation: string, input: object): Promise<Answer['data']> {
    for (;;) {
      const { data, errors } = await sluice.ask(mutation, { input });
      if (!errors) return data;
      expect(errors[0]?.extensions).toMatchObject({ retryable: true });
      await delay(200);
    }
  }

  const orderThere = (financialStatus: 'PENDING' | 'PAID' = 'PENDING'): ShopOrder => {
    const [variant] = [...shopify.shop.variants.values()];
    if (!variant) throw new TypeError('The shop sells a lamp.');
    const nothing = { note: null, tags: [], customAttributes: [], metafields: [], customerId: null, email: null };
    const lines = [{ title: 'Lamp', variantId: variant.id, quantity: 1, price: variant.price }];
    return shopify.shop.createOrder({ ...nothing, currency: 'EUR', financialStatus, lines, claim: 'no' });
  };
  const numberOf = ({ id }: ShopOrder) => id.replace(/\D/g, '');
  const messages = async (): Promise<readonly string[]> => {
    const { data } = await sluice.ask('{ messages(first: 100) { nodes { text } } }');
    return data.messages.nodes.map(({ text }: { text: string }) => text).toSorted();
  };

  it.each([
    ['every third is lost', { dropEvery: 3 }, false],
    ['every fifth comes twice', { duplicateEvery: 5 }, false],
    ['they come in reversed groups', { reverseGroupsOf: 4 }, false],
    [
      'all of that happens, and the API throttles, fails after the effect and falls silent',
      { dropEvery: 3, duplicateEvery: 5, reverseGroupsOf: 4 },
      true,
    ],
  ])(
    'tell each status once and leave the state that Shopify has, when %s',
    async (_name, faults, isApiFaulty) => {
      shopify.webhooks.setFaults(faults);
      if (isApiFaulty) {
        shopify.faults.order({ fault: 'throttled', every: 7 });
        shopify.faults.order({ fault: 'failsAfterEffect', every: 9 });
        shopify.faults.order({ fault: 'hangsAfterEffect', every: 23 });
      }
      const theirs = [orderThere(), orderThere(), orderThere(), orderThere('PAID')] as const;
      const ours = await Promise.all([0, 1, 2, 3].map(place));
      await delay(SECOND_MS);
      for (const order of [theirs[0], theirs[2]]) shopify.shop.markPaid(order);
      shopify.shop.fulfill(theirs[0]);
      shopify.shop.cancel(theirs[1], { reason: 'DECLINED', restock: true, refund: false });
      const step = (n: number, status: string, reason?: string) =>
        eventually(UPDATE, { id: ours[n]?.id, status, ...(reason && { reason }) });
      await Promise.all([step(0, 'PAID'), step(1, 'FAILED', 'Out of stock'), step(2, 'CANCELLED'), step(3, 'PAID')]);
      await step(0, 'FULFILLED');
      shopify.webhooks.setFaults({});
      shopify.faults.clear();
      await shopify.webhooks.idle();
      await polled();
      await polled();

      const ofOurs = [
        ['PENDING', 'PAID', 'FULFILLED'],
        ['PENDING', 'FAILED'],
        ['PENDING', 'CANCELLED'],
        ['PENDING', 'PAID'],
      ];
      const ofTheirs = [['PENDING', 'PAID', 'FULFILLED'], ['PENDING', 'FAILED'], ['PENDING', 'PAID'], ['PAID']];
      const happened = [
        ...ours.map(({ externalId }, n) => [externalId, ofOurs[n] ?? []] as const),
        ...theirs.map((order, n) => [numberOf(order), ofTheirs[n] ?? []] as const),
      ];
      const expected = Object.fromEntries(happened.map(([id, statuses]) => [id, statuses.toSorted()]));
      await expect.poll(told, { timeout: 20_000 }).toEqual(expected);
      const last = (await changes()).filter(({ superseded }) => !superseded);
      expect(Object.fromEntries(last.map(({ order }) => [order.externalId, order.status]))).toEqual(
        Object.fromEntries(happened.map(([id, statuses]) => [id, statuses.at(-1)])),
      );
      expect(shopify.shop.orders.size).toBe(8);
      const paid = happened.filter(([, statuses]) => statuses.includes('PAID'));
      await expect.poll(messages, { timeout: 20_000 }).toEqual(paid.map(([id]) => `Paid ${id}`).toSorted());
      const { data } = await sluice.ask('{ parkedWebhooks { nodes { reason } } }');
      expect(data.parkedWebhooks.nodes).toEqual([]);
    },
    90_000,
  );

  it('that tell of our own writes make no second change', async () => {
    shopify.webhooks.setFaults({ reverseGroupsOf: 1_000 }); // held until the writes have ended
    const { id } = await place(0);
    await sluice.ask(UPDATE, { input: { id, status: 'PAID' } });
    const before = await changes();
    await shopify.webhooks.idle();
    await polled();
    expect(before.map(({ order: { status } }) => status)).toEqual(['PENDING', 'PAID']);
    expect(await changes()).toEqual(before);
    expect(shopify.webhooks.sent.length).toBeGreaterThan(2);
  }, 40_000);

  it('tell what becomes of products, and of orders that are deleted, before any poll does', async () => {
    await polled();
    await using products = await sluice.subscribe(PRODUCTS, { after: began });
    const product = [...shopify.shop.products.values()][0];
    if (!product) throw new TypeError('The shop sells a lamp.');
    shopify.shop.changeProduct(product, 'A lamp');
    await shopify.webhooks.idle();
    // The lamp was there before Sluice was: what is heard of it first is no creation.
    expect((await products.take()).data.productChanged).toEqual({ kind: 'UPDATED', product: { title: 'A lamp' } });
    const { data } = await sluice.ask('{ product(sku: "LAMP") { id } }');
    await sluice.ask(RENAME, { input: { id: data.product.id, title: 'The lamp' } });
    const order = orderThere();
    await shopify.webhooks.idle();
    await expect.poll(told).toEqual({ [numberOf(order)]: ['PENDING'] });
    shopify.shop.deleteOrder(order);
    shopify.shop.deleteProduct(product);
    expect((await products.take()).data.productChanged).toEqual({ kind: 'UPDATED', product: { title: 'The lamp' } });
    expect((await products.take()).data.productChanged.kind).toBe('DELETED');
    await expect.poll(async () => (await changes()).map(({ kind }) => kind)).toEqual(['CREATED', 'DELETED']);
  }, 40_000);
});
