import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { ownTables, stripe, type TestBackend } from '../vendors/backends.ts';
import { describeIdempotency } from './idempotency.ts';

const CREATE = `mutation ($input: CreatePaymentInput!) {
  createPayment(input: $input) {
    payment {
      id externalId status backendStatus failureCode paymentMethod description
      amount { amount currencyCode } amountRefunded { amount currencyCode } customer { id email } order { id }
    }
  }
}`;
const UPDATE = 'mutation ($input: UpdatePaymentInput!) { updatePayment(input: $input) { payment { id description } } }';
const REFUND = `mutation ($input: RefundPaymentInput!) {
  refundPayment(input: $input) { payment { id status amountRefunded { amount currencyCode } } }
}`;
const INVOICE = `mutation ($input: CreateInvoiceInput!) {
  createInvoice(input: $input) {
    invoice { id status dueAt total { amount currencyCode } lines { description amount { amount } } payment { id } customer { email } }
  }
}`;
const PAY = `mutation ($input: PayInvoiceInput!) {
  payInvoice(input: $input) { invoice { id status payment { status amount { amount currencyCode } customer { email } } } }
}`;

const euros = (amount: string) => ({ amount, currencyCode: 'EUR' });

const combinations = engines.flatMap((engine) =>
  [ownTables, stripe].map((backend) => ({ name: `${backend.name}, ${engine.name}`, engine, backend })),
);

describe.each(combinations)('Payments on $name', ({ engine, backend }) => {
  const isStripe = backend === stripe;
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

  const pay = async (fields: object = {}) => {
    const input = { customerEmail: 'payer@example.com', amount: euros('12.50'), ...fields };
    const { data } = await sluice.ask(CREATE, { input });
    return data.createPayment.payment;
  };
  const bill = async () => {
    const input = { customerEmail: 'payer@example.com', lines: [{ description: 'Training', amount: euros('30.00') }] };
    return (await sluice.ask(INVOICE, { input })).data.createInvoice.invoice;
  };

  it('takes a payment by the default method from a customer who is made for the address', async () => {
    const payment = await pay({ customerEmail: 'First@Example.com', description: 'Two seats', orderId: 'ord_1' });
    expect(payment).toEqual({
      id: expect.stringMatching(/^pay_/),
      externalId: isStripe ? expect.stringMatching(/^pi_/) : payment.id,
      status: 'SUCCEEDED',
      backendStatus: isStripe ? 'succeeded' : 'SUCCEEDED',
      failureCode: null,
      // Stripe makes a method of its own of a test method.
      paymentMethod: isStripe ? expect.stringMatching(/^pm_/) : 'pm_card_visa',
      description: 'Two seats',
      amount: euros('12.50'),
      amountRefunded: euros('0.00'),
      customer: { id: expect.stringMatching(/^cus_/), email: 'first@example.com' },
      order: { id: 'ord_1' },
    });
    const again = await pay({ customerEmail: undefined, customerId: payment.customer.id });
    expect(again.customer.id).toBe(payment.customer.id);
  });

  it.each([
    ['pm_card_chargeDeclined', 'FAILED', 'card_declined'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'FAILED', 'insufficient_funds'],
    ['pm_card_authenticationRequired', 'REQUIRES_ACTION', null],
  ])('makes of %s a payment that is %s', async (paymentMethod, status, failureCode) => {
    expect(await pay({ paymentMethod })).toMatchObject({ status, failureCode, ...(!isStripe && { paymentMethod }) });
  });

  it.each([
    [{ amount: '1000', currencyCode: 'JPY' }, '1000', ''],
    [{ amount: '1.5', currencyCode: 'KWD' }, '1.500', ''],
    [{ amount: '9999999999.99', currencyCode: 'EUR' }, '9999999999.99', 'Stripe takes no more than 8 digits'],
    [{ amount: '0.01', currencyCode: 'USD' }, '0.01', 'Stripe takes no less than 50 cents'],
  ])('keeps %o exactly, with the decimals of its currency', async ({ ...amount }, shown, differsOnStripe) => {
    if (isStripe && differsOnStripe) {
      const { errors } = await sluice.ask(CREATE, { input: { customerEmail: 'payer@example.com', amount } });
      expect(errors?.[0]?.extensions, differsOnStripe).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'input.amount.amount',
      });
      return;
    }
    expect((await pay({ amount })).amount).toEqual({ amount: shown, currencyCode: amount.currencyCode });
  });

  it('refunds a part, then the rest, and no more', async () => {
    const { id } = await pay();
    const part = await sluice.ask(REFUND, { input: { paymentId: id, amount: euros('2.50') } });
    expect(part.data.refundPayment.payment).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      amountRefunded: euros('2.50'),
    });
    const tooMuch = await sluice.ask(REFUND, { input: { paymentId: id, amount: euros('10.01') } });
    expect(tooMuch.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'input.amount.amount' } });
    const rest = await sluice.ask(REFUND, { input: { paymentId: id } });
    expect(rest.data.refundPayment.payment).toMatchObject({ status: 'REFUNDED', amountRefunded: euros('12.50') });
    const again = await sluice.ask(REFUND, { input: { paymentId: id } });
    expect(again.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_TRANSITION', from: 'REFUNDED' });
  });

  it('never gives back more than was taken, however many refunds come at once', async () => {
    const { id } = await pay();
    const refunds = await Promise.all(
      Array.from({ length: 6 }, () => sluice.ask(REFUND, { input: { paymentId: id, amount: euros('5.00') } })),
    );
    expect(refunds.filter(({ data }) => data).length).toBe(2);
    const { data } = await sluice.ask('query ($id: ID!) { payment(id: $id) { amountRefunded { amount } } }', { id });
    expect(data.payment.amountRefunded.amount).toBe('10.00');
  });

  it('bills a customer, and takes the payment once', async () => {
    const input = {
      customerEmail: 'billed@example.com',
      dueAt: '2027-01-31T12:00:00+01:00',
      lines: [
        { description: 'Training', amount: euros('30.00') },
        { description: 'Travel', amount: euros('12.34') },
      ],
    };
    const { invoice } = (await sluice.ask(INVOICE, { input })).data.createInvoice;
    expect(invoice).toEqual({
      id: expect.stringMatching(/^inv_/),
      status: 'OPEN',
      dueAt: '2027-01-31T11:00:00.000Z',
      total: euros('42.34'),
      lines: [
        { description: 'Training', amount: { amount: '30.00' } },
        { description: 'Travel', amount: { amount: '12.34' } },
      ],
      payment: null,
      customer: { email: 'billed@example.com' },
    });
    const answers = await Promise.all([1, 2, 3].map(() => sluice.ask(PAY, { input: { invoiceId: invoice.id } })));
    expect(answers.filter(({ data }) => data).map(({ data }) => data.payInvoice.invoice)).toEqual([
      {
        id: invoice.id,
        status: 'PAID',
        payment: { status: 'SUCCEEDED', amount: euros('42.34'), customer: { email: 'billed@example.com' } },
      },
    ]);
    expect(answers.flatMap(({ errors = [] }) => errors).map(({ extensions }) => extensions.code)).toEqual([
      'INVALID_TRANSITION',
      'INVALID_TRANSITION',
    ]);
  });

  it('shows payments and invoices on their customer, and payments on their order', async () => {
    const { id, customer } = await pay({ customerEmail: 'both@example.com', orderId: 'ord_both' });
    await sluice.ask(INVOICE, {
      input: { customerEmail: 'both@example.com', lines: [{ description: 'One', amount: euros('1.00') }] },
    });
    const { data } = await sluice.ask(
      `query ($id: ID!, $payment: ID!) {
        customer(id: $id) { payments { nodes { id } } invoices { nodes { total { amount } } } }
        payment(id: $payment) { order { latestPayment { id } payments { nodes { id } } } }
      }`,
      { id: customer.id, payment: id },
    );
    expect(data).toEqual({
      customer: { payments: { nodes: [{ id }] }, invoices: { nodes: [{ total: { amount: '1.00' } }] } },
      payment: { order: { latestPayment: { id }, payments: { nodes: [{ id }] } } },
    });
  });

  it('lists payments by status, a page at a time, and those of each customer alike', async () => {
    for (const amount of ['1.00', '2.00', '3.00']) {
      await pay({
        customerEmail: 'paged@example.com',
        paymentMethod: 'pm_card_authenticationRequired',
        amount: euros(amount),
      });
    }
    const PAGE = `query ($after: String, $mine: String) {
      payments(status: [REQUIRES_ACTION], first: 2, after: $after) { nodes { amount { amount } } pageInfo { hasNextPage endCursor } }
      customer(email: "paged@example.com") {
        payments(first: 2, after: $mine) { nodes { amount { amount } } pageInfo { hasNextPage endCursor } }
      }
    }`;
    const first = (await sluice.ask(PAGE)).data;
    expect(first.customer.payments.nodes).toEqual([{ amount: { amount: '3.00' } }, { amount: { amount: '2.00' } }]);
    expect(first.payments.nodes).toEqual(first.customer.payments.nodes);
    const second = (
      await sluice.ask(PAGE, {
        after: first.payments.pageInfo.endCursor,
        mine: first.customer.payments.pageInfo.endCursor,
      })
    ).data;
    expect(second.customer.payments).toMatchObject({
      nodes: [{ amount: { amount: '1.00' } }],
      pageInfo: { hasNextPage: false },
    });
    expect(second.payments.nodes[0]).toEqual({ amount: { amount: '1.00' } });
  });

  const valid = { customerEmail: 'bad@example.com', amount: euros('1.00') };
  it.each([
    ['createPayment', CREATE, { ...valid, amount: euros('1.005') }, 'BAD_USER_INPUT', 'input.amount.amount'],
    ['createPayment', CREATE, { ...valid, amount: euros('0') }, 'BAD_USER_INPUT', 'input.amount.amount'],
    ['createPayment', CREATE, { ...valid, amount: euros('-1.00') }, 'BAD_USER_INPUT', 'input.amount.amount'],
    [
      'createPayment',
      CREATE,
      { ...valid, amount: euros('99999999999999999999') },
      'BAD_USER_INPUT',
      'input.amount.amount',
    ],
    ['createPayment', CREATE, { ...valid, customerEmail: 'bad' }, 'BAD_USER_INPUT', 'input.customerEmail'],
    ['createPayment', CREATE, { ...valid, customerId: 'cus_x' }, 'BAD_USER_INPUT', 'input'],
    ['createPayment', CREATE, { amount: euros('1.00') }, 'BAD_USER_INPUT', 'input'],
    ['createPayment', CREATE, { amount: euros('1.00'), customerId: 'cus_none' }, 'NOT_FOUND', undefined],
    ['createPayment', CREATE, { ...valid, paymentMethod: 'pm_none' }, 'BAD_USER_INPUT', 'input.paymentMethod'],
    ['createPayment', CREATE, { ...valid, description: 'a\0b' }, 'BAD_USER_INPUT', 'input.description'],
    ['updatePayment', UPDATE, { id: 'pay_none', description: 'x' }, 'NOT_FOUND', undefined],
    ['refundPayment', REFUND, { paymentId: 'pay_none' }, 'NOT_FOUND', undefined],
    ['createInvoice', INVOICE, { customerEmail: 'bad@example.com', lines: [] }, 'BAD_USER_INPUT', 'input.lines'],
    [
      'createInvoice',
      INVOICE,
      {
        customerEmail: 'bad@example.com',
        lines: [
          { description: 'A', amount: euros('1.00') },
          { description: 'B', amount: { amount: '1.00', currencyCode: 'USD' } },
        ],
      },
      'BAD_USER_INPUT',
      'input.lines',
    ],
    ['payInvoice', PAY, { invoiceId: 'inv_none' }, 'NOT_FOUND', undefined],
  ])('refuses %s with bad input and records nothing: %#', async (name, mutation, input, code, field) => {
    const before = await sluice.head();
    const { errors } = await sluice.ask(mutation, { input });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: [name], extensions: { code, ...(field && { field }) } });
    expect(await sluice.head()).toBe(before);
    const { data } = await sluice.ask('{ customer(email: "bad@example.com") { id } }');
    expect(data.customer).toBeNull();
  });

  it.each([
    [{ amount: 12.5, currencyCode: 'EUR' }],
    [{ amount: '12,50', currencyCode: 'EUR' }],
    [{ amount: '12.50', currencyCode: 'eur' }],
    [{ amount: '12.50', currencyCode: 'EUX' }],
  ])('refuses %o as no money at all', async (amount) => {
    const { data, errors } = await sluice.ask(CREATE, { input: { ...valid, amount } });
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('tells a status edge once, and not the later edits of a paid payment', async () => {
    const after = await sluice.head();
    const { id } = await pay();
    for (const description of ['One', 'Two', 'Three']) await sluice.ask(UPDATE, { input: { id, description } });
    await sluice.ask(REFUND, { input: { paymentId: id, amount: euros('1.00') } });

    await using edges = await sluice.subscribe(
      `subscription ($after: Cursor) {
        paymentChanged(status: [SUCCEEDED, PARTIALLY_REFUNDED], changed: [STATUS], after: $after) {
          kind changedFields payment { status description amount { amount } }
        }
      }`,
      { after },
    );
    expect((await edges.take()).data.paymentChanged).toEqual({
      kind: 'CREATED',
      changedFields: [],
      payment: { status: 'SUCCEEDED', description: null, amount: { amount: '12.50' } },
    });
    expect((await edges.take()).data.paymentChanged).toEqual({
      kind: 'UPDATED',
      // To Stripe, a payment that was given back has succeeded.
      changedFields: ['AMOUNT_REFUNDED', 'STATUS', ...(isStripe ? [] : ['BACKEND_STATUS'])],
      payment: { status: 'PARTIALLY_REFUNDED', description: 'Three', amount: { amount: '12.50' } },
    });
  });

  it('tells changes of invoices by status', async () => {
    const after = await sluice.head();
    const { id } = await bill();
    await sluice.ask(PAY, { input: { invoiceId: id } });
    await using paid = await sluice.subscribe(
      'subscription ($after: Cursor) { invoiceChanged(status: [PAID], after: $after) { id kind changedFields invoice { status } } }',
      { after },
    );
    expect((await paid.take()).data.invoiceChanged).toEqual({
      id,
      kind: 'UPDATED',
      changedFields: ['STATUS', 'BACKEND_STATUS', 'PAYMENT_ID'],
      invoice: { status: 'PAID' },
    });
  });

  describeIdempotency(() => sluice, {
    createPayment: {
      mutation: CREATE,
      input: async () => ({ customerEmail: 'once@example.com', amount: euros('3.00') }),
      other: { amount: euros('4.00') },
    },
    updatePayment: {
      mutation: UPDATE,
      input: async () => ({ id: (await pay()).id, description: 'New' }),
      other: { description: 'Newer' },
    },
    refundPayment: {
      mutation: REFUND,
      input: async () => ({ paymentId: (await pay()).id, amount: euros('1.00') }),
      other: { amount: euros('2.00') },
    },
    createInvoice: {
      mutation: INVOICE,
      input: async () => ({ customerEmail: 'once@example.com', lines: [{ description: 'A', amount: euros('1.00') }] }),
      other: { dueAt: '2027-01-01T00:00:00Z' },
    },
    payInvoice: {
      mutation: PAY,
      input: async () => ({ invoiceId: (await bill()).id }),
      other: { invoiceId: 'inv_other' },
    },
  });
});
