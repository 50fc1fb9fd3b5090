import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { shopifyVariables } from '../vendors/backends.ts';
import { type ShopifyEmulator, startShopify } from '../vendors/shopify/shopifyEmulator.ts';
import type { QuantityName, ShopLevel } from '../vendors/shopify/shopifyShop.ts';

const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { stockLevel { onHand reserved available } } }`;
const RESERVE = `mutation ($input: ReserveStockInput!) {
  reserveStock(input: $input) { reservation { status lines { sku location quantity } } }
}`;
const RELEASE = `mutation ($input: ReleaseStockInput!) { releaseStock(input: $input) { reservation { status } } }`;
const LEVEL = '{ stockLevel(sku: "LAMP", location: "berlin") { onHand reserved available } }';
const CHANGES = `subscription ($after: Cursor) {
  stockChanged(after: $after) { kind stockLevel { location onHand reserved available } }
}`;

const FAULTS = [
  ['failsAfterEffect'],
  ['cutAfterEffect'],
  ['hangsAfterEffect'],
  ['throttled'],
  ['failsBeforeEffect'],
] as const;

describe.each(engines)('The stock behind which Shopify stands, on $name', (engine) => {
  let shopify: ShopifyEmulator;
  let sluice: TestSluice;
  let level: ShopLevel;
  beforeEach(async () => {
    shopify = await startShopify({ maximumCost: 100_000, restoreRate: 10_000 });
    const { id } = shopify.shop.addLocation('berlin');
    const lamp = shopify.shop.addProduct({ title: 'Lamp', sku: 'LAMP', price: '10.00' });
    level = shopify.shop.level(lamp.inventoryItemId, id) as ShopLevel;
    change({ available: 10 });
    const times = { VENDOR_POLL_SECONDS: '0.3', VENDOR_TIMEOUT_SECONDS: '0.5', VENDOR_DEADLINE_SECONDS: '5' };
    sluice = await startSluice({ engine, variables: { ...shopifyVariables(shopify), ...times } });
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await shopify[Symbol.asyncDispose]();
  });

  /** What somebody changes in Shopify itself. */
  const change = (deltas: Partial<Record<QuantityName, number>>) =>
    shopify.shop.changeQuantities(
      (Object.entries(deltas) as [QuantityName, number][]).map(([name, delta]) => ({ level, name, delta })),
    );
  const isMutation =
    (name: string) =>
    ({ body }: { body: string }) =>
      body.includes(`mutation ${name}`);
  const reserve = (orderId: string, quantity: number, idempotencyKey?: string) =>
    sluice.ask(RESERVE, { input: { orderId, lines: [{ sku: 'LAMP', quantity }], idempotencyKey } });
  const levelNow = async () => (await sluice.ask(LEVEL)).data.stockLevel;

  it.each(FAULTS)('adds pieces once, and sets them aside once, when the first try of each %s', async (fault) => {
    for (const name of ['AdjustStock', 'MoveStock']) {
      shopify.faults.order({ fault, times: 1, when: isMutation(name) });
    }
    const adjusted = await sluice.ask(ADJUST, { input: { sku: 'LAMP', location: 'berlin', delta: 5 } });
    expect(adjusted.data.adjustStock.stockLevel).toEqual({ onHand: 15, reserved: 0, available: 15 });
    const { data } = await reserve('ord_1', 4);
    expect(data.reserveStock.reservation).toEqual({
      status: 'RESERVED',
      lines: [{ sku: 'LAMP', location: 'berlin', quantity: 4 }],
    });
    expect(level.quantities).toMatchObject({ available: 11, reserved: 4 });
    const { data: released } = await sluice.ask(RELEASE, { input: { orderId: 'ord_1' } });
    expect(released.releaseStock.reservation).toEqual({ status: 'RELEASED' });
    expect(level.quantities).toMatchObject({ available: 15, reserved: 0 });
  });

  it.each([
    ['was done', 'hangsAfterEffect'],
    ['was not done', 'hangsBeforeEffect'],
  ] as const)(
    'finds out that a reservation which got no answer %s, and has it once when it is asked again',
    async (_what, fault) => {
      const end = shopify.faults.order({ fault, when: isMutation('MoveStock') });
      const { errors } = await reserve('ord_1', 4, 'key');
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', subgraph: 'inventory' });
      // As long as it cannot be found out, its subject is taken: nothing else is done for the same order.
      const other = await sluice.ask(RELEASE, { input: { orderId: 'ord_1' } });
      expect(other.errors?.[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true });
      end();
      await expect
        .poll(async () => (await reserve('ord_1', 4, 'key')).data?.reserveStock.reservation.status, { timeout: 40_000 })
        .toBe('RESERVED');
      expect(level.quantities).toMatchObject({ available: 6, reserved: 4 });
    },
  );

  it('records by itself what came of a reservation that got no answer', async () => {
    const after = await sluice.head();
    await using changes = await sluice.subscribe(CHANGES, { after });
    const end = shopify.faults.order({ fault: 'hangsAfterEffect', when: isMutation('MoveStock') });
    expect((await reserve('ord_1', 4)).errors).toHaveLength(1);
    end();
    const QUERY = '{ reservation(orderId: "ord_1") { status lines { quantity } } }';
    await expect
      .poll(async () => (await sluice.ask(QUERY)).data.reservation, { timeout: 20_000 })
      .toEqual({ status: 'RESERVED', lines: [{ quantity: 4 }] });
    const told = (await changes.take()).data.stockChanged.stockLevel;
    expect([told.available, told.reserved].join()).toMatch(/^(10,0|6,4)$/);
    expect(level.quantities).toMatchObject({ available: 6, reserved: 4 });
  });

  it('deducts nothing for an order that was placed in the shop itself, whose stock Shopify has committed', async () => {
    const [variant] = [...shopify.shop.variants.values()];
    const order = shopify.shop.createOrder({
      email: 'buyer@example.com',
      customerId: null,
      note: null,
      tags: [],
      customAttributes: [],
      metafields: [],
      currency: 'EUR',
      financialStatus: 'PENDING',
      lines: [{ title: 'Lamp', variantId: variant?.id ?? null, quantity: 3, price: '10.00' }],
      claim: 'available',
    });
    const id = `ord_${order.id.replace(/\D/g, '')}`;
    expect(level.quantities).toMatchObject({ available: 7, committed: 3, reserved: 0 });
    const { data } = await reserve(id, 3);
    expect(data.reserveStock.reservation).toEqual({
      status: 'RESERVED',
      lines: [{ sku: 'LAMP', location: 'berlin', quantity: 3 }],
    });
    expect(level.quantities).toMatchObject({ available: 7, committed: 3, reserved: 0 });
    expect(await levelNow()).toEqual({ onHand: 10, reserved: 3, available: 7 });
    await sluice.ask(RELEASE, { input: { orderId: id } });
    expect(level.quantities).toMatchObject({ available: 7, committed: 3, reserved: 0 });
  });

  it('tells what becomes of the stock in Shopify, whatever its pieces are for, and that a product is no more', async () => {
    const after = await sluice.head();
    await expect.poll(levelNow, { timeout: 10_000 }).toEqual({ onHand: 10, reserved: 0, available: 10 });
    await using changes = await sluice.subscribe(CHANGES, { after });
    const take = async () => (await changes.take()).data.stockChanged;
    const isSeen = async () =>
      (await sluice.ask('{ stockLevels(first: 5) { nodes { available } } }')).data.stockLevels.nodes;
    await expect.poll(isSeen, { timeout: 10_000 }).toEqual([{ available: 10 }]);
    change({ damaged: 2 });
    change({ available: -5, committed: 5 });
    let told = await take();
    // Polls tell how it is, and may come between two changes.
    while (told.stockLevel.available !== 5) told = await take();
    expect(told.stockLevel).toEqual({ location: 'berlin', onHand: 12, reserved: 7, available: 5 });
    const [product] = [...shopify.shop.products.values()];
    if (product) shopify.shop.deleteProduct(product);
    expect((await take()).kind).toBe('DELETED');
    expect(await levelNow()).toBeNull();
  });

  it('finds that an item is no longer stocked in a place, though nothing tells', async () => {
    const { id } = shopify.shop.addLocation('lyon');
    const left = shopify.shop.level(level.inventoryItemId, id) as ShopLevel;
    shopify.shop.changeQuantities([{ level: left, name: 'available', delta: 3 }]);
    const places = async () => {
      const { data } = await sluice.ask('{ stockLevels(first: 5) { nodes { location } } }');
      return data.stockLevels.nodes.map(({ location }: { location: string }) => location).toSorted();
    };
    await expect.poll(places, { timeout: 20_000 }).toEqual(['berlin', 'lyon']);
    await using changes = await sluice.subscribe(CHANGES, { after: await sluice.head() });
    shopify.shop.disconnect(level);
    expect((await changes.take()).data.stockChanged.kind).toBe('DELETED');
    expect(await places()).toEqual(['lyon']);
  });
});
