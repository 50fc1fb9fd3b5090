import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { type Answer, startSluice, type TestSluice } from '../harness/startSluice.ts';
import { ownTables, shopify, type TestBackend } from '../vendors/backends.ts';
import { describeIdempotency } from './idempotency.ts';

const LEVEL = 'id externalId sku location onHand reserved available reorderPoint backendStatus createdAt updatedAt';
const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { stockLevel { ${LEVEL} } } }`;
const REORDER = `mutation ($input: SetReorderPointInput!) { setReorderPoint(input: $input) { stockLevel { ${LEVEL} } } }`;
const RESERVE = `mutation ($input: ReserveStockInput!) {
  reserveStock(input: $input) { reservation { orderId status lines { sku location quantity } } }
}`;
const RELEASE = `mutation ($input: ReleaseStockInput!) {
  releaseStock(input: $input) { reservation { orderId status lines { sku location quantity } } }
}`;
const FIND =
  'query ($sku: String!, $location: String!) { stockLevel(sku: $sku, location: $location) { id onHand reserved available } }';
const RESERVATION =
  'query ($orderId: ID!) { reservation(orderId: $orderId) { orderId status lines { sku location quantity } } }';

const newSku = () => `SKU-${crypto.randomUUID()}`;
const newOrderId = () => `ord_${crypto.randomUUID()}`;
const codesOf = (answers: readonly Answer[]) =>
  answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions.code);

const CREATE_PRODUCT = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id } } }';
const price = { amount: '10.00', currencyCode: 'EUR' };

const combinations = engines.flatMap((engine) =>
  [ownTables, shopify].map((backend) => ({ name: `${backend.name}, ${engine.name}`, engine, backend })),
);

describe.each(combinations)('The stock on $name', ({ engine, backend }) => {
  const isShopify = backend === shopify;
  let behind: TestBackend;
  let sluice: TestSluice;
  beforeAll(async () => {
    behind = await backend.start();
    sluice = await startSluice({ engine, variables: behind.variables });
  });
  afterAll(async () => {
    await sluice[Symbol.asyncDispose]();
    await behind[Symbol.asyncDispose]();
  });

  /** A new product's number. Shopify has stock of what the shop sells. */
  const sell = async (sku = newSku()) => {
    const { errors } = await sluice.ask(CREATE_PRODUCT, { input: { sku, title: 'Desk', price } });
    expect(errors).toBeUndefined();
    return sku;
  };
  /** A new product with so many pieces in each of these places. */
  const stock = async (pieces: Readonly<Record<string, number>>, given?: string) => {
    const sku = given ?? (isShopify ? await sell() : newSku());
    for (const [location, delta] of Object.entries(pieces)) {
      expect((await sluice.ask(ADJUST, { input: { sku, location, delta } })).errors).toBeUndefined();
    }
    return sku;
  };
  const reserve = (orderId: string, lines: readonly { sku: string; quantity: number }[]) =>
    sluice.ask(RESERVE, { input: { orderId, lines } });
  const release = (orderId: string) => sluice.ask(RELEASE, { input: { orderId } });
  const levelOf = async (sku: string, location: string) => (await sluice.ask(FIND, { sku, location })).data.stockLevel;
  const reservationOf = async (orderId: string) => (await sluice.ask(RESERVATION, { orderId })).data.reservation;

  describe('a stock level', () => {
    it('is made by its first pieces', async () => {
      const sku = await sell();
      const { data } = await sluice.ask(ADJUST, { input: { sku: ` ${sku} `, location: ' berlin ', delta: 5 } });
      const { stockLevel } = data.adjustStock;
      expect(stockLevel).toEqual({
        id: expect.stringMatching(/^stk_/),
        externalId: isShopify ? expect.stringMatching(/^\d+\?inventory_item_id=\d+$/) : stockLevel.id,
        sku,
        location: 'berlin',
        onHand: 5,
        reserved: 0,
        available: 5,
        reorderPoint: 0,
        backendStatus: null,
        createdAt: expect.any(String),
        // Shopify makes a level with its product.
        updatedAt: isShopify ? expect.any(String) : stockLevel.createdAt,
      });
    });

    it('grows and shrinks, and says by what and why', async () => {
      const sku = await stock({ berlin: 5 });
      await sluice.ask(ADJUST, { input: { sku, location: 'berlin', delta: 7, reason: ' Delivery ' } });
      const { data } = await sluice.ask(ADJUST, { input: { sku, location: 'berlin', delta: -12, reason: 'Fire' } });
      expect(data.adjustStock.stockLevel).toMatchObject({ onHand: 0, available: 0 });
      const { stockLevel } = (
        await sluice.ask(
          `query ($sku: String!) {
            stockLevel(sku: $sku, location: "berlin") {
              adjustments(first: 2) { nodes { delta reason } pageInfo { hasNextPage } }
            }
          }`,
          { sku },
        )
      ).data;
      expect(stockLevel.adjustments).toEqual({
        nodes: [
          { delta: -12, reason: 'Fire' },
          { delta: 7, reason: 'Delivery' },
        ],
        pageInfo: { hasNextPage: true },
      });
    });

    it('never loses pieces that it has not, or that are reserved', async () => {
      const sku = await stock({ berlin: 5 });
      await reserve(newOrderId(), [{ sku, quantity: 3 }]);
      const head = await sluice.head();
      const { errors } = await sluice.ask(ADJUST, { input: { sku, location: 'berlin', delta: -3 } });
      expect(errors?.[0]).toMatchObject({
        path: ['adjustStock'],
        extensions: { code: 'OUT_OF_STOCK', sku, location: 'berlin', requested: 3, available: 2, field: 'input.delta' },
      });
      const elsewhere = await sluice.ask(ADJUST, { input: { sku, location: 'lyon', delta: -1 } });
      expect(elsewhere.errors?.[0]?.extensions).toMatchObject({ code: 'OUT_OF_STOCK', requested: 1, available: 0 });
      expect(await sluice.head()).toBe(head);
      expect(await levelOf(sku, 'lyon')).toBeNull();
      const { data } = await sluice.ask(ADJUST, { input: { sku, location: 'berlin', delta: -2 } });
      expect(data.adjustStock.stockLevel).toMatchObject({ onHand: 3, reserved: 3, available: 0 });
    });

    it('counts every one of many concurrent adjustments, of which the first makes it', async () => {
      const sku = await sell();
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) => sluice.ask(ADJUST, { input: { sku, location: 'berlin', delta: n + 1 } })),
      );
      expect(codesOf(answers)).toEqual([]);
      expect(new Set(answers.map(({ data }) => data.adjustStock.stockLevel.id)).size).toBe(1);
      expect(await levelOf(sku, 'berlin')).toMatchObject({ onHand: 78, available: 78 });
    });

    it('is null for a place where there never was any', async () => {
      const sku = await stock({ berlin: 1 });
      expect(await levelOf(sku, 'lyon')).toBeNull();
      expect(await levelOf('NONE', 'berlin')).toBeNull();
    });

    it('has a reorder point, and lists tell who is below', async () => {
      const [plenty, scarce] = [await stock({ berlin: 9 }), await stock({ berlin: 9 })];
      for (const sku of [plenty, scarce]) {
        const { data } = await sluice.ask(REORDER, { input: { sku, location: 'berlin', reorderPoint: 5 } });
        expect(data.setReorderPoint.stockLevel).toMatchObject({ sku, reorderPoint: 5, onHand: 9 });
      }
      await reserve(newOrderId(), [
        { sku: plenty, quantity: 4 },
        { sku: scarce, quantity: 5 },
      ]);
      const LIST = `query ($below: Boolean, $first: Int, $after: String) {
        stockLevels(belowReorderPoint: $below, first: $first, after: $after) {
          nodes { sku available reorderPoint } pageInfo { hasNextPage hasPreviousPage endCursor }
        }
      }`;
      const list = async (variables: object) => (await sluice.ask(LIST, { ...variables })).data.stockLevels;
      expect((await list({ below: true })).nodes).toEqual([{ sku: scarce, available: 4, reorderPoint: 5 }]);
      expect((await list({ below: false, first: 1 })).nodes).toEqual([{ sku: plenty, available: 5, reorderPoint: 5 }]);
      const newest = await list({ first: 1 });
      expect(newest).toMatchObject({
        nodes: [{ sku: scarce }],
        pageInfo: { hasNextPage: true, hasPreviousPage: false },
      });
      const next = await list({ first: 1, after: newest.pageInfo.endCursor });
      expect(next).toMatchObject({ nodes: [{ sku: plenty }], pageInfo: { hasPreviousPage: true } });
      expect((await sluice.ask(LIST, { first: 101 })).errors?.[0]?.extensions.code).toBe('PAGE_TOO_LARGE');
    });

    it('is reached from its product, and reaches it', async () => {
      const sku = await stock({ lyon: 2, berlin: 3 }, await sell());
      const { data } = await sluice.ask(
        'query ($sku: String!) { product(sku: $sku) { title stock { location available product { title price { amount } } } } }',
        { sku },
      );
      const product = { title: 'Desk', price: { amount: '10.00' } };
      expect(data.product).toEqual({
        title: 'Desk',
        stock: [
          { location: 'berlin', available: 3, product },
          { location: 'lyon', available: 2, product },
        ],
      });
    });

    it(`may ${isShopify ? 'not ' : ''}be of a product that the shop does not know`, async () => {
      const sku = newSku();
      const { errors } = await sluice.ask(ADJUST, { input: { sku, location: 'berlin', delta: 1 } });
      if (isShopify) {
        expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_SUPPORTED_BY_BACKEND', sku, location: 'berlin' });
        return;
      }
      const { data } = await sluice.ask(
        'query ($sku: String!) { stockLevel(sku: $sku, location: "berlin") { onHand product { sku } } }',
        { sku },
      );
      expect(data.stockLevel).toEqual({ onHand: 1, product: { sku } });
    });
  });

  describe('a reservation', () => {
    it('sets pieces aside, from as few places as will do, those first that have most', async () => {
      const [one, other] = [await stock({ berlin: 4, lyon: 6, oslo: 4 }), await stock({ lyon: 3, berlin: 3 })];
      const orderId = newOrderId();
      const { data } = await reserve(orderId, [
        { sku: one, quantity: 12 },
        { sku: other, quantity: 3 },
      ]);
      const bySkuAndLocation = [
        { sku: one, location: 'berlin', quantity: 4 },
        { sku: one, location: 'lyon', quantity: 6 },
        { sku: one, location: 'oslo', quantity: 2 },
        { sku: other, location: 'berlin', quantity: 3 },
      ].toSorted((a, b) => (a.sku + a.location < b.sku + b.location ? -1 : 1));
      const { lines, ...reservation } = data.reserveStock.reservation;
      expect(reservation).toEqual({ orderId, status: 'RESERVED' });
      expect(lines).toEqual(bySkuAndLocation);
      expect(await levelOf(one, 'lyon')).toMatchObject({ onHand: 6, reserved: 6, available: 0 });
      expect(await levelOf(one, 'oslo')).toMatchObject({ onHand: 4, reserved: 2, available: 2 });
      expect(await levelOf(other, 'lyon')).toMatchObject({ onHand: 3, reserved: 0, available: 3 });
    });

    it('merges lines of the same product', async () => {
      const sku = await stock({ berlin: 5 });
      const { data } = await reserve(newOrderId(), [
        { sku, quantity: 2 },
        { sku: ` ${sku} `, quantity: 3 },
      ]);
      expect(data.reserveStock.reservation.lines).toEqual([{ sku, location: 'berlin', quantity: 5 }]);
    });

    it('is of all lines or of none', async () => {
      const [enough, short] = [await stock({ berlin: 5 }), await stock({ berlin: 1, lyon: 1 })];
      const orderId = newOrderId();
      const head = await sluice.head();
      const lines = [
        { sku: enough, quantity: 5 },
        { sku: short, quantity: 3 },
      ];
      const { errors } = await reserve(orderId, lines);
      expect(errors?.[0]).toMatchObject({
        path: ['reserveStock'],
        extensions: { code: 'OUT_OF_STOCK', sku: short, requested: 3, available: 2, field: 'input.lines.1' },
      });
      expect(await sluice.head()).toBe(head);
      expect(await reservationOf(orderId)).toBeNull();
      expect(await levelOf(enough, 'berlin')).toMatchObject({ reserved: 0 });
      // What was refused leaves no mark: once there is enough, the same order gets it.
      await sluice.ask(ADJUST, { input: { sku: short, location: 'lyon', delta: 1 } });
      expect((await reserve(orderId, lines)).data.reserveStock.reservation.status).toBe('RESERVED');
    });

    it('of a product that never was in stock is out of stock', async () => {
      const { errors } = await reserve(newOrderId(), [{ sku: 'NONE', quantity: 1 }]);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'OUT_OF_STOCK', sku: 'NONE', requested: 1, available: 0 });
    });

    it('is made once, however often the same one is asked for', async () => {
      const [one, other] = [await stock({ berlin: 5 }), await stock({ berlin: 5 })];
      const orderId = newOrderId();
      const lines = [
        { sku: one, quantity: 2 },
        { sku: other, quantity: 1 },
      ];
      const first = await reserve(orderId, lines);
      const head = await sluice.head();
      expect(await reserve(orderId, lines.toReversed())).toEqual(first);
      expect(await sluice.head()).toBe(head);
      const answers = await Promise.all(Array.from({ length: 8 }, () => reserve(orderId, lines)));
      for (const answer of answers) expect(answer).toEqual(first);
      expect(await levelOf(one, 'berlin')).toMatchObject({ reserved: 2 });
    });

    it('is one of an order: another one for it is refused', async () => {
      const sku = await stock({ berlin: 5 });
      const orderId = newOrderId();
      await reserve(orderId, [{ sku, quantity: 2 }]);
      for (const lines of [
        [{ sku, quantity: 3 }],
        [{ sku: 'NONE', quantity: 2 }],
        [
          { sku, quantity: 2 },
          { sku: 'NONE', quantity: 1 },
        ],
      ]) {
        const { errors } = await reserve(orderId, lines);
        expect(errors?.[0]?.extensions).toMatchObject({ code: 'ALREADY_EXISTS', id: orderId, field: 'input.lines' });
      }
      expect(await levelOf(sku, 'berlin')).toMatchObject({ reserved: 2 });
    });

    it('is given back whole, once, and still tells what it was', async () => {
      const sku = await stock({ berlin: 3, lyon: 2 });
      const orderId = newOrderId();
      const { lines } = (await reserve(orderId, [{ sku, quantity: 5 }])).data.reserveStock.reservation;
      const released = { orderId, status: 'RELEASED', lines };
      expect((await release(orderId)).data.releaseStock.reservation).toEqual(released);
      const head = await sluice.head();
      expect((await release(orderId)).data.releaseStock.reservation).toEqual(released);
      expect(await sluice.head()).toBe(head);
      expect(await reservationOf(orderId)).toEqual(released);
      expect(await levelOf(sku, 'berlin')).toMatchObject({ onHand: 3, reserved: 0 });
      expect(await levelOf(sku, 'lyon')).toMatchObject({ onHand: 2, reserved: 0 });
    });

    it('is refused once the order’s stock has been released, with or without one before', async () => {
      const sku = await stock({ berlin: 5 });
      const [reserved, never] = [newOrderId(), newOrderId()];
      await reserve(reserved, [{ sku, quantity: 1 }]);
      for (const orderId of [reserved, never]) {
        expect((await release(orderId)).errors).toBeUndefined();
        const { errors } = await reserve(orderId, [{ sku, quantity: 1 }]);
        expect(errors?.[0]).toMatchObject({
          path: ['reserveStock'],
          extensions: { code: 'RESERVATION_CLOSED', orderId },
        });
      }
      expect((await release(never)).data.releaseStock.reservation).toEqual({
        orderId: never,
        status: 'RELEASED',
        lines: [],
      });
      expect(await levelOf(sku, 'berlin')).toMatchObject({ reserved: 0 });
    });

    it('is reached from its order', async () => {
      const sku = await stock({ berlin: 5 }, await sell());
      const placed = await sluice.ask(
        'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id reservation { status } } } }',
        { input: { customerEmail: 'stock@example.com', lines: [{ sku, quantity: 2 }] } },
      );
      const { id, reservation } = placed.data.placeOrder.order;
      expect(reservation).toBeNull();
      await reserve(id, [{ sku, quantity: 2 }]);
      const { data } = await sluice.ask(
        `query ($id: ID!) {
          order(id: $id) {
            reservation { status lines { location quantity } } lines { quantity product { stock { reserved available } } }
          }
        }`,
        { id },
      );
      expect(data.order).toEqual({
        reservation: { status: 'RESERVED', lines: [{ location: 'berlin', quantity: 2 }] },
        lines: [{ quantity: 2, product: { stock: [{ reserved: 2, available: 3 }] } }],
      });
    });
  });

  describe('concurrent reservations', () => {
    it.each([1, 3])('of the last pieces (%i): exactly so many win', async (pieces) => {
      const sku = await stock({ berlin: 1, ...(pieces > 1 && { lyon: pieces - 1 }) });
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => reserve(newOrderId(), [{ sku, quantity: 1 }])),
      );
      expect(answers.filter(({ data }) => data)).toHaveLength(pieces);
      expect(codesOf(answers)).toEqual(Array(20 - pieces).fill('OUT_OF_STOCK'));
      expect(await levelOf(sku, 'berlin')).toMatchObject({ onHand: 1, reserved: 1, available: 0 });
    });

    it('of the same products in opposite order do not wait for each other in a circle', async () => {
      const skus = [
        await stock({ berlin: 50, lyon: 50 }),
        await stock({ lyon: 50, berlin: 50 }),
        await stock({ oslo: 100 }),
      ];
      const lines = skus.map((sku) => ({ sku, quantity: 3 }));
      sluice.takeStatements();
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, n) => reserve(newOrderId(), n % 2 === 0 ? lines : lines.toReversed())),
      );
      expect(codesOf(answers)).toEqual([]);
      // A transaction that loses a deadlock is run again, and would lock a second time.
      const locks = sluice.takeStatements().filter((sql) => /order by sku, location/.test(sql));
      expect(locks).toHaveLength(isShopify ? 0 : 30);
      expect(await levelOf(skus[2] ?? '', 'oslo')).toMatchObject({ reserved: 90 });
    });

    it('and releases of the same order, in any interleaving, leave nothing reserved', async () => {
      const sku = await stock({ berlin: 5 });
      for (let round = 0; round < 10; round++) {
        const orderId = newOrderId();
        const lines = [{ sku, quantity: 2 }];
        const answers = await Promise.all([
          reserve(orderId, lines),
          release(orderId),
          reserve(orderId, lines),
          release(orderId),
        ]);
        expect(codesOf(answers).every((code) => code === 'RESERVATION_CLOSED')).toBe(true);
        expect(await reservationOf(orderId)).toMatchObject({ status: 'RELEASED' });
      }
      expect(await levelOf(sku, 'berlin')).toMatchObject({ onHand: 5, reserved: 0 });
    });

    it('and releases and adjustments, whatever comes when, keep what is reserved equal to the open reservations', async () => {
      const LOCATIONS = ['berlin', 'lyon'];
      const step = fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({ kind: fc.constant('reserve'), order: fc.nat(5), lines: linesArbitrary() }),
        },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('release'), order: fc.nat(5) }) },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('adjust'),
            product: fc.nat(2),
            location: fc.constantFrom(...LOCATIONS),
            delta: fc.constantFrom(-3, -1, 2, 4),
          }),
        },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
          const skus = await Promise.all([3, 5, 8].map((n) => stock({ berlin: n, lyon: 4 })));
          const orderIds = Array.from({ length: 6 }, newOrderId);
          const run = (taken: (typeof steps)[number]) => {
            if ('lines' in taken) {
              const lines = taken.lines.map(({ product, quantity }) => ({ sku: skus[product] ?? '', quantity }));
              return reserve(orderIds[taken.order] ?? '', lines);
            }
            if ('order' in taken) return release(orderIds[taken.order] ?? '');
            const { product, location, delta } = taken;
            return sluice.ask(ADJUST, { input: { sku: skus[product], location, delta } });
          };
          const answers = await Promise.all(steps.map(run));
          expect(['OUT_OF_STOCK', 'RESERVATION_CLOSED', 'ALREADY_EXISTS']).toEqual(
            expect.arrayContaining([...new Set(codesOf(answers))]),
          );

          const reservations = await Promise.all(orderIds.map(reservationOf));
          const released = new Set(
            steps.flatMap((taken) => (taken.kind === 'release' && 'order' in taken ? [taken.order] : [])),
          );
          for (const order of released) expect(reservations[order].status).toBe('RELEASED');
          type Line = { sku: string; location: string; quantity: number };
          const open: Line[] = reservations
            .filter((found) => found?.status === 'RESERVED')
            .flatMap(({ lines }) => lines);
          for (const sku of skus) {
            for (const location of LOCATIONS) {
              const { onHand, reserved, available } = await levelOf(sku, location);
              const expected = open
                .filter((line) => line.sku === sku && line.location === location)
                .reduce((sum, { quantity }) => sum + quantity, 0);
              expect(reserved).toBe(expected);
              expect(available).toBe(onHand - reserved);
              expect(available).toBeGreaterThanOrEqual(0);
            }
          }
        }),
        // Not shrunk: a race that was lost once need not be lost again.
        { numRuns: isShopify ? 4 : 20, endOnFailure: true },
      );
    });
  });

  const orderId = newOrderId();
  const line = { sku: 'NONE', quantity: 1 };
  const tooMany = Array.from({ length: 101 }, (_, n) => ({ sku: `SKU-${n}`, quantity: 1 }));
  const place = { sku: 'NONE', location: 'berlin' };

  it.each([
    ['adjustStock', ADJUST, { ...place, delta: 0 }, 'BAD_USER_INPUT', 'input.delta'],
    ['adjustStock', ADJUST, { ...place, delta: 1_000_000_001 }, 'BAD_USER_INPUT', 'input.delta'],
    ['adjustStock', ADJUST, { ...place, delta: -1 }, 'OUT_OF_STOCK', 'input.delta'],
    ['adjustStock', ADJUST, { ...place, sku: ' ', delta: 1 }, 'BAD_USER_INPUT', 'input.sku'],
    ['adjustStock', ADJUST, { ...place, location: '', delta: 1 }, 'BAD_USER_INPUT', 'input.location'],
    ['adjustStock', ADJUST, { ...place, location: 'a\0b', delta: 1 }, 'BAD_USER_INPUT', 'input.location'],
    ['adjustStock', ADJUST, { ...place, delta: 1, reason: ' ' }, 'BAD_USER_INPUT', 'input.reason'],
    ['setReorderPoint', REORDER, { ...place, reorderPoint: 1 }, 'NOT_FOUND', undefined],
    ['setReorderPoint', REORDER, { ...place, reorderPoint: -1 }, 'BAD_USER_INPUT', 'input.reorderPoint'],
    ['reserveStock', RESERVE, { orderId, lines: [] }, 'BAD_USER_INPUT', 'input.lines'],
    ['reserveStock', RESERVE, { orderId, lines: tooMany }, 'BAD_USER_INPUT', 'input.lines'],
    [
      'reserveStock',
      RESERVE,
      { orderId, lines: [line, { ...line, quantity: 0 }] },
      'BAD_USER_INPUT',
      'input.lines.1.quantity',
    ],
    [
      'reserveStock',
      RESERVE,
      { orderId, lines: [{ ...line, quantity: 10_001 }] },
      'BAD_USER_INPUT',
      'input.lines.0.quantity',
    ],
    ['reserveStock', RESERVE, { orderId, lines: [{ ...line, sku: '' }] }, 'BAD_USER_INPUT', 'input.lines.0.sku'],
    ['reserveStock', RESERVE, { orderId: ' ', lines: [line] }, 'BAD_USER_INPUT', 'input.orderId'],
    ['reserveStock', RESERVE, { orderId, lines: [line] }, 'OUT_OF_STOCK', 'input.lines.0'],
    ['releaseStock', RELEASE, { orderId: 'x'.repeat(201) }, 'BAD_USER_INPUT', 'input.orderId'],
  ])('refuses %s with bad input and records nothing: %#', async (name, mutation, input, code, field) => {
    const before = await sluice.head();
    const { errors } = await sluice.ask(mutation, { input });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: [name], extensions: { code, ...(field && { field }) } });
    expect(await sluice.head()).toBe(before);
    expect(await reservationOf(orderId)).toBeNull();
  });

  it('tells changes of stock as of the change, filtered by product, reorder point and changed field', async () => {
    const after = await sluice.head();
    const [sku, other] = [await stock({ berlin: 5 }), await stock({ berlin: 5 })];
    await sluice.ask(REORDER, { input: { sku, location: 'berlin', reorderPoint: 3 } });
    const order = newOrderId();
    await reserve(order, [
      { sku, quantity: 3 },
      { sku: other, quantity: 1 },
    ]);
    await release(order);
    await sluice.ask(ADJUST, { input: { sku, location: 'berlin', delta: -3 } });

    await using all = await sluice.subscribe(
      `subscription ($sku: [String!], $after: Cursor) {
        stockChanged(sku: $sku, after: $after) {
          kind changedFields superseded stockLevel { sku onHand reserved available reorderPoint product { sku } }
        }
      }`,
      { sku: [sku], after },
    );
    const events = [];
    for (let n = 0; n < 5; n++) events.push((await all.take()).data.stockChanged);
    const level = { sku, onHand: 5, reserved: 0, available: 5, reorderPoint: 3, product: { sku } };
    const updated = { kind: 'UPDATED', superseded: false };
    expect(events).toEqual([
      { kind: 'CREATED', superseded: false, changedFields: [], stockLevel: { ...level, reorderPoint: 0 } },
      { ...updated, changedFields: ['REORDER_POINT'], stockLevel: level },
      {
        ...updated,
        changedFields: ['RESERVED', 'AVAILABLE', 'BELOW_REORDER_POINT'],
        stockLevel: { ...level, reserved: 3, available: 2 },
      },
      { ...updated, changedFields: ['RESERVED', 'AVAILABLE', 'BELOW_REORDER_POINT'], stockLevel: level },
      {
        ...updated,
        changedFields: ['ON_HAND', 'AVAILABLE', 'BELOW_REORDER_POINT'],
        stockLevel: { ...level, onHand: 2, available: 2 },
      },
    ]);

    const BELOW = `subscription ($below: Boolean, $changed: [StockLevelField!], $sku: [String!], $after: Cursor) {
      stockChanged(belowReorderPoint: $below, changed: $changed, sku: $sku, after: $after) {
        id stockLevel { onHand reserved }
      }
    }`;
    await using below = await sluice.subscribe(BELOW, { below: true, after });
    expect((await below.take()).data.stockChanged.stockLevel).toEqual({ onHand: 5, reserved: 3 });
    expect((await below.take()).data.stockChanged.stockLevel).toEqual({ onHand: 2, reserved: 0 });
    await using above = await sluice.subscribe(BELOW, {
      below: false,
      changed: ['RESERVED'],
      sku: [other, sku],
      after,
    });
    const reserved = [];
    for (let n = 0; n < 5; n++) reserved.push((await above.take()).data.stockChanged.stockLevel.reserved);
    // both created; the other one reserved; both released, the one of them rising above its reorder point
    expect(reserved).toEqual([0, 0, 1, 0, 0]);
  });

  it('tells a reservation as one change of each stock level that it touches', async () => {
    const sku = await stock({ berlin: 2, lyon: 3, oslo: 1 });
    const after = await sluice.head();
    await reserve(newOrderId(), [{ sku, quantity: 4 }]);
    await stock({ oslo: 1 }, sku);
    await using changes = await sluice.subscribe(
      'subscription ($after: Cursor) { stockChanged(after: $after) { stockLevel { location onHand reserved } } }',
      { after },
    );
    const events = [];
    for (let n = 0; n < 3; n++) events.push((await changes.take()).data.stockChanged.stockLevel);
    expect(events).toEqual([
      { location: 'berlin', onHand: 2, reserved: 1 },
      { location: 'lyon', onHand: 3, reserved: 3 },
      { location: 'oslo', onHand: 2, reserved: 0 },
    ]);
  });

  describeIdempotency(() => sluice, {
    adjustStock: {
      mutation: ADJUST,
      input: async () => ({ sku: await sell(), location: 'berlin', delta: 5 }),
      other: { delta: 6 },
    },
    setReorderPoint: {
      mutation: REORDER,
      input: async () => ({ sku: await stock({ berlin: 1 }), location: 'berlin', reorderPoint: 5 }),
      other: { reorderPoint: 6 },
    },
    reserveStock: {
      mutation: RESERVE,
      input: async () => ({ orderId: newOrderId(), lines: [{ sku: await stock({ berlin: 5 }), quantity: 1 }] }),
      other: { orderId: newOrderId() },
    },
    releaseStock: {
      mutation: RELEASE,
      input: async () => ({ orderId: newOrderId() }),
      other: { orderId: newOrderId() },
    },
  });
});

/** One to three lines of the three products of a run. */
function linesArbitrary() {
  const line = fc.record({ product: fc.nat(2), quantity: fc.integer({ min: 1, max: 4 }) });
  return fc.array(line, { minLength: 1, maxLength: 3 });
}

describe.each(engines)('The demo data of the stock on $name', (engine) => {
  it('has 24 products in two places, some below their reorder point, and reserves what the open orders want', async () => {
    await using sluice = await startSluice({ engine, seed: 'demo' });
    const { data } = await sluice.ask(`{
      all: stockLevels(first: 100) { nodes { sku location available reserved product { title } createdAt } }
      below: stockLevels(belowReorderPoint: true, first: 100) { nodes { available reorderPoint } }
      pending: orders(status: [PENDING], first: 100) { nodes { reservation { lines { quantity } } } }
      paid: orders(status: [PAID], first: 100) { nodes { reservation { lines { quantity } } } }
    }`);
    type Level = {
      location: string;
      available: number;
      reserved: number;
      product: { title: string };
      createdAt: string;
    };
    type Order = { reservation: { lines: { quantity: number }[] } };
    const levels: Level[] = data.all.nodes;
    expect(levels).toHaveLength(48);
    expect(new Set(levels.map(({ location }) => location))).toEqual(new Set(['berlin', 'lyon']));
    expect(levels.every(({ product, createdAt }) => product.title && createdAt < '2026-06')).toBe(true);
    expect(data.below.nodes.length).toBeGreaterThan(3);
    expect(data.below.nodes.length).toBeLessThan(24);
    const open: Order[] = [...data.pending.nodes, ...data.paid.nodes];
    const pieces = open
      .flatMap(({ reservation }) => reservation.lines)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    expect(levels.reduce((sum, { reserved }) => sum + reserved, 0)).toBe(pieces);
  });
});
