import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { ownTables, shopify, type TestBackend } from '../vendors/backends.ts';
import { describeIdempotency } from './idempotency.ts';

const CREATE_PRODUCT = `mutation ($input: CreateProductInput!) {
  createProduct(input: $input) { product { id externalId sku title price { amount currencyCode } createdAt updatedAt } }
}`;
const UPDATE_PRODUCT = `mutation ($input: UpdateProductInput!) {
  updateProduct(input: $input) { product { id sku title price { amount currencyCode } createdAt updatedAt } }
}`;
const PLACE = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order {
      id externalId status backendStatus paymentStatus fulfillmentStatus cancelReason createdAt updatedAt
      customer { id email }
      total { amount currencyCode }
      lines { sku quantity unitPrice { amount currencyCode } product { id title } }
    }
  }
}`;
const UPDATE = `mutation ($input: UpdateOrderStatusInput!) {
  updateOrderStatus(input: $input) {
    order { id status backendStatus paymentStatus fulfillmentStatus cancelReason createdAt updatedAt }
  }
}`;
const CANCEL = `mutation ($input: CancelOrderInput!) {
  cancelOrder(input: $input) { order { id status paymentStatus cancelReason } }
}`;

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
const newSku = () => `SKU-${crypto.randomUUID()}`;

/** The statuses that orders of our own tables have, each with the steps that lead to it. */
const PATHS = {
  PENDING: [],
  PAID: ['PAID'],
  FULFILLED: ['PAID', 'FULFILLED'],
  CANCELLED: ['CANCELLED'],
  FAILED: ['FAILED'],
} as const;
type Status = keyof typeof PATHS;
const STATUSES = Object.keys(PATHS) as Status[];
const POSSIBLE: Readonly<Record<Status, readonly string[]>> = {
  PENDING: ['PAID', 'FAILED', 'CANCELLED'],
  PAID: ['FULFILLED', 'CANCELLED'],
  FULFILLED: [],
  CANCELLED: [],
  FAILED: [],
};
const TRANSITIONS = STATUSES.flatMap((from) => [...STATUSES, 'OTHER'].map((to) => ({ from, to })));

const combinations = engines.flatMap((engine) =>
  [ownTables, shopify].map((backend) => ({ name: `${backend.name}, ${engine.name}`, engine, backend })),
);

/** Statuses in Shopify's words: how it is paid, whether it was sent, whether it was called off. */
const AT_SHOPIFY: Readonly<Record<Status, string>> = {
  PENDING: 'PENDING, UNFULFILLED',
  PAID: 'PAID, UNFULFILLED',
  FULFILLED: 'PAID, FULFILLED',
  CANCELLED: 'VOIDED, UNFULFILLED, CANCELLED (OTHER)',
  FAILED: 'VOIDED, UNFULFILLED, CANCELLED (DECLINED)',
};
const PAID_AND_CANCELLED_AT_SHOPIFY = 'PAID, UNFULFILLED, CANCELLED (OTHER)';

describe.each(combinations)('The shop on $name', ({ engine, backend }) => {
  const isShopify = backend === shopify;
  let behind: TestBackend;
  let sluice: TestSluice;
  let desk: { id: string; sku: string };
  beforeAll(async () => {
    behind = await backend.start();
    sluice = await startSluice({ engine, variables: behind.variables });
    desk = await createProduct({ title: 'Desk', price: eur('349.00') });
  });
  afterAll(async () => {
    await sluice[Symbol.asyncDispose]();
    await behind[Symbol.asyncDispose]();
  });

  const createProduct = async (fields: object = {}) => {
    const input = { sku: newSku(), title: 'Product', price: eur('10.00'), ...fields };
    const { data } = await sluice.ask(CREATE_PRODUCT, { input });
    return data.createProduct.product;
  };
  const placeOrder = async (fields: object = {}) => {
    const input = { customerEmail: 'buyer@example.com', lines: [{ sku: desk.sku, quantity: 1 }], ...fields };
    const { data } = await sluice.ask(PLACE, { input });
    return data.placeOrder.order;
  };
  const orderAt = async (status: Status) => {
    const { id } = await placeOrder();
    for (const step of PATHS[status]) await sluice.ask(UPDATE, { input: { id, status: step } });
    return id;
  };

  describe('products', () => {
    it('are added with number, title and price', async () => {
      const sku = newSku();
      const product = await createProduct({ sku: ` ${sku} `, title: 'Chair', price: eur('279.5') });
      expect(product).toEqual({
        id: expect.stringMatching(/^prod_/),
        externalId: isShopify ? product.id.replace('prod_', '') : product.id,
        sku,
        title: 'Chair',
        price: eur('279.50'),
        createdAt: expect.any(String),
        updatedAt: product.createdAt,
      });
    });

    // A shop of Shopify's has its prices in one currency.
    it(`are ${isShopify ? 'not ' : ''}sold in any currency`, async () => {
      const price = { amount: '27900', currencyCode: 'JPY' };
      const { data, errors } = await sluice.ask(CREATE_PRODUCT, { input: { sku: newSku(), title: 'Chair', price } });
      const refused = { code: 'NOT_SUPPORTED_BY_BACKEND', field: 'input.price.currencyCode' };
      if (isShopify) expect(errors?.[0]?.extensions).toMatchObject(refused);
      else expect(data.createProduct.product.price).toEqual(price);
    });

    it('are found by exactly one of id and number, and are null when there are none', async () => {
      const { id, sku } = await createProduct();
      const FIND = 'query ($id: ID, $sku: String) { product(id: $id, sku: $sku) { id sku } }';
      expect((await sluice.ask(FIND, { id })).data.product).toEqual({ id, sku });
      expect((await sluice.ask(FIND, { sku })).data.product).toEqual({ id, sku });
      expect((await sluice.ask(FIND, { sku: 'NONE' })).data).toEqual({ product: null });
      expect((await sluice.ask(FIND, { id: 'prod_none' })).data).toEqual({ product: null });
      for (const neitherOrBoth of [{}, { id, sku }]) {
        const { errors } = await sluice.ask(FIND, neitherOrBoth);
        expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'product' });
      }
    });

    it('are listed newest first, a page at a time', async () => {
      const [first, second, third] = [await createProduct(), await createProduct(), await createProduct()];
      const LIST = `query ($after: String) {
        products(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } }
      }`;
      const newest = (await sluice.ask(LIST)).data.products;
      expect(newest.nodes).toEqual([{ id: third.id }, { id: second.id }]);
      expect(newest.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
      const older = (await sluice.ask(LIST, { after: newest.pageInfo.endCursor })).data.products;
      expect(older.nodes[0]).toEqual({ id: first.id });
      expect(older.pageInfo.hasPreviousPage).toBe(true);
    });

    it('have a number of their own: a second with the same is refused, and the first is named', async () => {
      const { id, sku } = await createProduct();
      const { errors } = await sluice.ask(CREATE_PRODUCT, { input: { sku, title: 'Again', price: eur('1.00') } });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'ALREADY_EXISTS', id, field: 'input.sku' });
    });

    it('keep the fields that an update leaves out, and their time when nothing differs', async () => {
      const { id, createdAt } = await createProduct({ title: 'Lamp', price: eur('59.90') });
      const head = await sluice.head();
      const same = (await sluice.ask(UPDATE_PRODUCT, { input: { id, title: 'Lamp', price: eur('59.9') } })).data;
      expect(same.updateProduct.product).toMatchObject({ title: 'Lamp', updatedAt: createdAt });
      expect(await sluice.head()).toBe(head);
      const { data } = await sluice.ask(UPDATE_PRODUCT, { input: { id, price: eur('49.90') } });
      expect(data.updateProduct.product).toMatchObject({ title: 'Lamp', price: eur('49.90') });
    });

    it('tell their changes, filtered by changed field', async () => {
      const after = await sluice.head();
      const { id } = await createProduct({ title: 'Shelf' });
      await sluice.ask(UPDATE_PRODUCT, { input: { id, title: 'Wall shelf' } });
      await sluice.ask(UPDATE_PRODUCT, { input: { id, price: eur('12.00') } });
      await using prices = await sluice.subscribe(
        `subscription ($after: Cursor) {
          productChanged(changed: [PRICE], after: $after) { kind id changedFields product { title price { amount } stock { onHand } } }
        }`,
        { after },
      );
      expect((await prices.take()).data.productChanged).toEqual({
        kind: 'CREATED',
        id,
        changedFields: [],
        product: { title: 'Shelf', price: { amount: '10.00' }, stock: [] },
      });
      expect((await prices.take()).data.productChanged).toEqual({
        kind: 'UPDATED',
        id,
        changedFields: ['PRICE'],
        product: { title: 'Wall shelf', price: { amount: '12.00' }, stock: [] },
      });
    });
  });

  describe('an order', () => {
    it('is placed at the prices of the moment, and keeps them', async () => {
      const lamp = await createProduct({ title: 'Lamp', price: eur('59.90') });
      const mat = await createProduct({ title: 'Mat', price: eur('0.05') });
      const lines = [
        { sku: lamp.sku, quantity: 2 },
        { sku: mat.sku, quantity: 3 },
      ];
      const order = await placeOrder({ customerEmail: 'Prices@Example.com', lines });
      expect(order).toEqual({
        id: expect.stringMatching(/^ord_/),
        externalId: isShopify ? order.id.replace('ord_', '') : order.id,
        status: 'PENDING',
        backendStatus: isShopify ? AT_SHOPIFY.PENDING : 'PENDING',
        paymentStatus: 'PENDING',
        fulfillmentStatus: 'UNFULFILLED',
        cancelReason: null,
        createdAt: expect.any(String),
        updatedAt: order.createdAt,
        customer: { id: expect.stringMatching(/^cus_/), email: 'prices@example.com' },
        total: eur('119.95'),
        lines: [
          { sku: lamp.sku, quantity: 2, unitPrice: eur('59.90'), product: { id: lamp.id, title: 'Lamp' } },
          { sku: mat.sku, quantity: 3, unitPrice: eur('0.05'), product: { id: mat.id, title: 'Mat' } },
        ],
      });
      await sluice.ask(UPDATE_PRODUCT, { input: { id: lamp.id, price: eur('79.90'), title: 'New lamp' } });
      const { data } = await sluice.ask(
        'query ($id: ID!) { order(id: $id) { total { amount } lines { unitPrice { amount } product { title price { amount } } } } }',
        { id: order.id },
      );
      expect(data.order.total.amount).toBe('119.95');
      expect(data.order.lines[0]).toEqual({
        unitPrice: { amount: '59.90' },
        product: { title: 'New lamp', price: { amount: '79.90' } },
      });
      expect((await placeOrder({ lines })).total).toEqual(eur('159.95'));
    });

    it('has each product once: lines of the same one are merged', async () => {
      const { sku } = await createProduct();
      const order = await placeOrder({
        lines: [
          { sku, quantity: 1 },
          { sku: desk.sku, quantity: 1 },
          { sku: ` ${sku} `, quantity: 2 },
        ],
      });
      expect(order.lines).toMatchObject([
        { sku, quantity: 3 },
        { sku: desk.sku, quantity: 1 },
      ]);
      expect(order.total).toEqual(eur('379.00'));
    });

    it('is placed for a customer by id, and stands in the customer’s list, newest first', async () => {
      const { customer } = await placeOrder({ customerEmail: 'listed@example.com' });
      const second = await placeOrder({ customerEmail: undefined, customerId: customer.id });
      expect(second.customer).toEqual(customer);
      const { data } = await sluice.ask(
        'query ($id: ID!) { customer(id: $id) { orders(first: 1) { nodes { id customer { email } } pageInfo { hasNextPage } } } }',
        { id: customer.id },
      );
      expect(data.customer.orders).toEqual({
        nodes: [{ id: second.id, customer: { email: 'listed@example.com' } }],
        pageInfo: { hasNextPage: true },
      });
    });

    // Shopify is asked, and not our tables; its calls are counted in shopify.test.ts.
    it.skipIf(isShopify)('takes its prices in one statement, however many lines it has', async () => {
      const skus = [];
      for (let n = 0; n < 5; n++) skus.push((await createProduct()).sku);
      sluice.takeStatements();
      await placeOrder({ lines: skus.map((sku) => ({ sku, quantity: 1 })) });
      const reads = sluice.takeStatements().filter((sql) => /select.*commerce_product/is.test(sql));
      // once for the prices, once for the `product` of all lines in the answer
      expect(reads).toHaveLength(2);
    });

    it('is null when there is none', async () => {
      expect((await sluice.ask('{ order(id: "ord_none") { id } }')).data).toEqual({ order: null });
    });

    it('is listed by status, newest first, a page at a time', async () => {
      const ids = [await orderAt('FULFILLED'), await orderAt('FAILED'), await orderAt('FULFILLED')];
      const LIST = `query ($status: [OrderStatus!], $first: Int, $after: String) {
        orders(status: $status, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
      }`;
      const page = async (variables: object) => (await sluice.ask(LIST, { ...variables })).data.orders;
      const newest = await page({ status: ['FULFILLED', 'FAILED'], first: 2 });
      expect(newest.nodes).toEqual([{ id: ids[2] }, { id: ids[1] }]);
      const next = await page({ status: ['FULFILLED', 'FAILED'], first: 1, after: newest.pageInfo.endCursor });
      expect(next.nodes).toEqual([{ id: ids[0] }]);
      expect((await page({ status: ['FAILED'], first: 1 })).nodes).toEqual([{ id: ids[1] }]);
      expect((await page({ status: [] })).nodes).toEqual([]);
      expect((await page({ first: 1 })).nodes).toEqual([{ id: ids[2] }]);
      const { errors } = await sluice.ask(LIST, { first: 101 });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'PAGE_TOO_LARGE', max: 100 });
    });

    it('is reached from its payment, and reaches its payments', async () => {
      const { id, customer } = await placeOrder();
      const { data } = await sluice.ask(
        `mutation ($input: CreatePaymentInput!) {
          createPayment(input: $input) { payment { id order { status total { amount } payments { nodes { status } } } } }
        }`,
        { input: { customerId: customer.id, orderId: id, amount: eur('349.00') } },
      );
      expect(data.createPayment.payment.order).toEqual({
        status: 'PENDING',
        total: { amount: '349.00' },
        payments: { nodes: [{ status: 'SUCCEEDED' }] },
      });
    });
  });

  describe('the status of an order', () => {
    it.each(TRANSITIONS.filter(({ from, to }) => POSSIBLE[from].includes(to)))(
      'goes from $from to $to',
      async ({ from, to }) => {
        const id = await orderAt(from);
        const { data } = await sluice.ask(UPDATE, { input: { id, status: to } });
        const atShopify =
          from === 'PAID' && to === 'CANCELLED' ? PAID_AND_CANCELLED_AT_SHOPIFY : AT_SHOPIFY[to as Status];
        const backendStatus = isShopify ? atShopify : to;
        expect(data.updateOrderStatus.order).toMatchObject({ id, status: to, backendStatus });
      },
    );

    it.each(TRANSITIONS.filter(({ from, to }) => from !== to && !POSSIBLE[from].includes(to)))(
      'does not go from $from to $to, and records nothing',
      async ({ from, to }) => {
        const id = await orderAt(from);
        const head = await sluice.head();
        const { errors } = await sluice.ask(UPDATE, { input: { id, status: to } });
        expect(errors?.[0]).toMatchObject({
          path: ['updateOrderStatus'],
          extensions: { code: 'INVALID_TRANSITION', from, to },
        });
        expect(await sluice.head()).toBe(head);
        expect((await sluice.ask('query ($id: ID!) { order(id: $id) { status } }', { id })).data.order.status).toBe(
          from,
        );
      },
    );

    it.each(STATUSES)('stays %s when it is set again, and records nothing', async (status) => {
      const id = await orderAt(status);
      const before = (await sluice.ask('query ($id: ID!) { order(id: $id) { updatedAt cancelReason } }', { id })).data
        .order;
      const head = await sluice.head();
      const { data } = await sluice.ask(UPDATE, { input: { id, status, reason: 'Again' } });
      expect(data.updateOrderStatus.order).toMatchObject({ id, status, ...before });
      expect(await sluice.head()).toBe(head);
    });

    it.each([
      ['PENDING', { paymentStatus: 'PENDING', fulfillmentStatus: 'UNFULFILLED' }],
      ['PAID', { paymentStatus: 'PAID', fulfillmentStatus: 'UNFULFILLED' }],
      ['FULFILLED', { paymentStatus: 'PAID', fulfillmentStatus: 'FULFILLED' }],
      ['CANCELLED', { paymentStatus: 'PENDING', fulfillmentStatus: 'UNFULFILLED' }],
      ['FAILED', { paymentStatus: 'FAILED', fulfillmentStatus: 'UNFULFILLED' }],
    ] as const)('%s says whether it is paid and sent', async (status, expected) => {
      const id = await orderAt(status);
      const { data } = await sluice.ask('query ($id: ID!) { order(id: $id) { paymentStatus fulfillmentStatus } }', {
        id,
      });
      expect(data.order).toEqual(expected);
    });

    it('keeps the reason of a failure', async () => {
      const { id } = await placeOrder();
      const { data } = await sluice.ask(UPDATE, { input: { id, status: 'FAILED', reason: ' card_declined ' } });
      expect(data.updateOrderStatus.order).toMatchObject({ status: 'FAILED', cancelReason: 'card_declined' });
    });

    it.each(['PENDING', 'PAID'] as const)('becomes CANCELLED from %s, once, with a reason', async (from) => {
      const id = await orderAt(from);
      const first = await sluice.ask(CANCEL, { input: { id, reason: 'Ordered twice.' } });
      expect(first.data.cancelOrder.order).toEqual({
        id,
        status: 'CANCELLED',
        paymentStatus: from,
        cancelReason: 'Ordered twice.',
      });
      const head = await sluice.head();
      expect(await sluice.ask(CANCEL, { input: { id, reason: 'Another reason.' } })).toEqual(first);
      expect(await sluice.head()).toBe(head);
    });

    it.each(['FULFILLED', 'FAILED'] as const)('stays %s when the order is to be cancelled', async (from) => {
      const { errors } = await sluice.ask(CANCEL, { input: { id: await orderAt(from) } });
      expect(errors?.[0]).toMatchObject({
        path: ['cancelOrder'],
        extensions: { code: 'INVALID_TRANSITION', from, to: 'CANCELLED' },
      });
    });

    it('goes one way when two ways are taken at once', async () => {
      const id = await orderAt('PENDING');
      const answers = await Promise.all(
        ['FAILED', 'CANCELLED', 'FAILED', 'CANCELLED'].map((status) => sluice.ask(UPDATE, { input: { id, status } })),
      );
      const { status } = (await sluice.ask('query ($id: ID!) { order(id: $id) { status } }', { id })).data.order;
      const reached = answers.flatMap(({ data }) => (data ? [data.updateOrderStatus.order.status] : []));
      expect(reached).toEqual([status, status]);
      expect(answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions.code)).toEqual([
        'INVALID_TRANSITION',
        'INVALID_TRANSITION',
      ]);
    });
  });

  const line = { sku: 'NONE', quantity: 1 };
  const tooMany = Array.from({ length: 101 }, (_, n) => ({ sku: `SKU-${n}`, quantity: 1 }));
  const customerEmail = 'refused@example.com';
  const price = eur('1.00');

  it.each([
    ['placeOrder', PLACE, { customerEmail, lines: [line] }, 'BAD_USER_INPUT', 'input.lines.0.sku'],
    ['placeOrder', PLACE, { customerEmail, lines: [] }, 'BAD_USER_INPUT', 'input.lines'],
    ['placeOrder', PLACE, { customerEmail, lines: tooMany }, 'BAD_USER_INPUT', 'input.lines'],
    [
      'placeOrder',
      PLACE,
      { customerEmail, lines: [line, { ...line, quantity: 0 }] },
      'BAD_USER_INPUT',
      'input.lines.1.quantity',
    ],
    [
      'placeOrder',
      PLACE,
      { customerEmail, lines: [{ ...line, quantity: -1 }] },
      'BAD_USER_INPUT',
      'input.lines.0.quantity',
    ],
    [
      'placeOrder',
      PLACE,
      { customerEmail, lines: [{ ...line, quantity: 10_001 }] },
      'BAD_USER_INPUT',
      'input.lines.0.quantity',
    ],
    [
      'placeOrder',
      PLACE,
      {
        customerEmail,
        lines: [
          { ...line, quantity: 9_999 },
          { ...line, quantity: 2 },
        ],
      },
      'BAD_USER_INPUT',
      'input.lines.1.quantity',
    ],
    ['placeOrder', PLACE, { customerEmail, lines: [{ ...line, sku: ' ' }] }, 'BAD_USER_INPUT', 'input.lines.0.sku'],
    ['placeOrder', PLACE, { customerEmail, lines: [{ ...line, sku: 'A\0B' }] }, 'BAD_USER_INPUT', 'input.lines.0.sku'],
    ['updateOrderStatus', UPDATE, { id: 'ord_none', status: 'PAID' }, 'NOT_FOUND', undefined],
    ['updateOrderStatus', UPDATE, { id: 'ord_none', status: 'FAILED', reason: ' ' }, 'BAD_USER_INPUT', 'input.reason'],
    ['cancelOrder', CANCEL, { id: 'ord_none' }, 'NOT_FOUND', undefined],
    ['cancelOrder', CANCEL, { id: 'ord_none', reason: 'x'.repeat(1_001) }, 'BAD_USER_INPUT', 'input.reason'],
    ['createProduct', CREATE_PRODUCT, { sku: ' ', title: 'T', price }, 'BAD_USER_INPUT', 'input.sku'],
    ['createProduct', CREATE_PRODUCT, { sku: 'x'.repeat(101), title: 'T', price }, 'BAD_USER_INPUT', 'input.sku'],
    ['createProduct', CREATE_PRODUCT, { sku: 'S', title: '', price }, 'BAD_USER_INPUT', 'input.title'],
    [
      'createProduct',
      CREATE_PRODUCT,
      { sku: 'S', title: 'T', price: eur('0') },
      'BAD_USER_INPUT',
      'input.price.amount',
    ],
    [
      'createProduct',
      CREATE_PRODUCT,
      { sku: 'S', title: 'T', price: eur('1.005') },
      'BAD_USER_INPUT',
      'input.price.amount',
    ],
    ['updateProduct', UPDATE_PRODUCT, { id: 'prod_none', title: 'T' }, 'NOT_FOUND', undefined],
  ])('refuses %s with bad input and records nothing: %#', async (name, mutation, input, code, field) => {
    const before = await sluice.head();
    const { errors } = await sluice.ask(mutation, { input });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: [name], extensions: { code, ...(field && { field }) } });
    expect(await sluice.head()).toBe(before);
  });

  it('refuses an order that it cannot place, and records neither order nor customer', async () => {
    const yen = isShopify ? undefined : await createProduct({ price: { amount: '500', currencyCode: 'JPY' } });
    const dear = await createProduct({ price: eur('9999999999.99') });
    const lines = [{ sku: desk.sku, quantity: 1 }];
    const head = await sluice.head();
    const refusals = [
      [{ lines }, 'BAD_USER_INPUT', 'input'],
      [{ lines, customerEmail, customerId: 'cus_1' }, 'BAD_USER_INPUT', 'input'],
      [{ lines, customerEmail: 'nobody' }, 'BAD_USER_INPUT', 'input.customerEmail'],
      [{ lines, customerId: 'cus_none' }, 'NOT_FOUND', undefined],
      [{ customerEmail, lines: [...lines, line] }, 'BAD_USER_INPUT', 'input.lines.1.sku'],
      ...(yen
        ? ([
            [{ customerEmail, lines: [...lines, { sku: yen.sku, quantity: 1 }] }, 'BAD_USER_INPUT', 'input.lines'],
          ] as const)
        : []),
      [{ customerEmail, lines: [{ sku: dear.sku, quantity: 10_000 }] }, 'BAD_USER_INPUT', 'input.lines'],
    ] as const;
    for (const [input, code, field] of refusals) {
      const { errors } = await sluice.ask(PLACE, { input });
      expect(errors?.[0]).toMatchObject({ path: ['placeOrder'], extensions: { code, ...(field && { field }) } });
    }
    expect(await sluice.head()).toBe(head);
    expect((await sluice.ask(`{ customer(email: "${customerEmail}") { id } }`)).data).toEqual({ customer: null });
  });

  it('tells changes of orders as of the change, filtered by status and by changed field', async () => {
    const after = await sluice.head();
    const { id } = await placeOrder();
    await sluice.ask(UPDATE, { input: { id, status: 'PAID' } });
    await sluice.ask(CANCEL, { input: { id, reason: 'Not in stock.' } });

    await using all = await sluice.subscribe(
      `subscription ($after: Cursor) {
        orderChanged(after: $after) { kind id changedFields superseded order { status customer { email } lines { sku } } }
      }`,
      { after },
    );
    const events = [];
    for (let n = 0; n < 3; n++) events.push((await all.take()).data.orderChanged);
    const base = { id, superseded: false };
    const order = { customer: { email: 'buyer@example.com' }, lines: [{ sku: desk.sku }] };
    expect(events).toEqual([
      { ...base, kind: 'CREATED', changedFields: [], order: { ...order, status: 'PENDING' } },
      {
        ...base,
        kind: 'UPDATED',
        changedFields: ['STATUS', 'BACKEND_STATUS', 'PAYMENT_STATUS'],
        order: { ...order, status: 'PAID' },
      },
      {
        ...base,
        kind: 'UPDATED',
        changedFields: ['STATUS', 'BACKEND_STATUS', 'CANCEL_REASON'],
        order: { ...order, status: 'CANCELLED' },
      },
    ]);

    await using failed = await sluice.subscribe(
      `subscription ($after: Cursor) {
        orderChanged(status: [CANCELLED, FAILED], changed: [STATUS], after: $after) { order { status cancelReason } }
      }`,
      { after },
    );
    expect((await failed.take()).data.orderChanged.order).toEqual({
      status: 'CANCELLED',
      cancelReason: 'Not in stock.',
    });
    await sluice.ask(UPDATE, { input: { id: await orderAt('PENDING'), status: 'FAILED' } });
    // Shopify has no failed orders: they are cancelled for a reason of its own.
    const cancelReason = isShopify ? 'DECLINED' : null;
    expect((await failed.take()).data.orderChanged.order).toEqual({ status: 'FAILED', cancelReason });
  });

  describeIdempotency(() => sluice, {
    createProduct: {
      mutation: CREATE_PRODUCT,
      input: async () => ({ sku: newSku(), title: 'Product', price: eur('10.00') }),
      other: { title: 'Other' },
    },
    updateProduct: {
      mutation: UPDATE_PRODUCT,
      input: async () => ({ id: (await createProduct()).id, title: 'Renamed' }),
      other: { title: 'Other' },
    },
    placeOrder: {
      mutation: PLACE,
      input: async () => ({ customerEmail: 'buyer@example.com', lines: [{ sku: desk.sku, quantity: 1 }] }),
      other: { customerEmail: 'other@example.com' },
    },
    updateOrderStatus: {
      mutation: UPDATE,
      input: async () => ({ id: (await placeOrder()).id, status: 'PAID' }),
      other: { status: 'CANCELLED' },
    },
    cancelOrder: {
      mutation: CANCEL,
      input: async () => ({ id: (await placeOrder()).id }),
      other: { reason: 'Ordered twice.' },
    },
  });
});

describe.each(engines)('The demo data of the shop on $name', (engine) => {
  let sluice: TestSluice;
  beforeAll(async () => {
    sluice = await startSluice({ engine, seed: 'demo' });
  });
  afterAll(() => sluice[Symbol.asyncDispose]());

  const QUERY = `query ($first: Int!) {
    customers(first: $first) {
      nodes {
        orders {
          nodes {
            status total { amount } lines { product { title stock { available } } }
            payments { nodes { id status amount { amount } } } reservation { status }
          }
        }
      }
    }
  }`;

  it('takes as many SQL statements for 100 customers with their orders as for 10', async () => {
    const statements = async (first: number) => {
      sluice.takeStatements();
      const { data, errors } = await sluice.ask(QUERY, { first });
      expect(errors).toBeUndefined();
      expect(data.customers.nodes).toHaveLength(first);
      // The change log's own statements come when they come.
      return sluice.takeStatements().filter((sql) => /integration_|commerce_|inventory_|payments_/.test(sql));
    };
    const [ten, hundred] = [await statements(10), await statements(100)];
    expect(hundred).toHaveLength(ten.length);
    // customers · orders · products · stock · payments · reservations · their lines
    expect(ten).toHaveLength(7);
  });

  it('has orders in every status, whose payments and reservations fit them', async () => {
    const { data } = await sluice.ask(QUERY, { first: 100 });
    type Order = {
      status: Status;
      total: { amount: string };
      lines: { product: { title: string; stock: unknown[] } }[];
      payments: { nodes: { status: string; amount: { amount: string } }[] };
      reservation: { status: string } | null;
    };
    const orders: Order[] = data.customers.nodes.flatMap((node: { orders: { nodes: Order[] } }) => node.orders.nodes);
    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(STATUSES));
    for (const { status, total, lines, payments, reservation } of orders) {
      expect(lines.every(({ product }) => product.title && product.stock.length === 2)).toBe(true);
      const paid = { PENDING: null, CANCELLED: null, FAILED: 'FAILED', PAID: 'SUCCEEDED', FULFILLED: 'SUCCEEDED' }[
        status
      ];
      expect(payments.nodes).toMatchObject(paid ? [{ status: paid, amount: total }] : []);
      expect(reservation).toEqual(status === 'PENDING' || status === 'PAID' ? { status: 'RESERVED' } : null);
    }
  });

  it('is from before June 2026, with 24 products in euro', async () => {
    const { data } = await sluice.ask(
      '{ orders(first: 1) { nodes { createdAt } } products(first: 100) { nodes { createdAt price { currencyCode } } } }',
    );
    expect(data.orders.nodes[0].createdAt < '2026-06').toBe(true);
    expect(data.products.nodes).toHaveLength(24);
    expect(new Set(data.products.nodes.map((node: { price: object }) => JSON.stringify(node.price)))).toEqual(
      new Set(['{"currencyCode":"EUR"}']),
    );
  });
});
