import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';

const PAY = `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id customer { id } } } }`;
const DESCRIBE = `mutation ($input: UpdatePaymentInput!) { updatePayment(input: $input) { payment { id } } }`;

const ENVELOPE = 'id source system type subject time kind changedFields superseded imported';
const RECORD = `record { type id
  payment { status customer { email } } contact { email } customer { email } order { id } ticket { id } message { id }
  stockLevel { id } product { id } invoice { id }
}`;

describe.each(engines)('The change log as part of the graph, on $name', (engine) => {
  let sluice: TestSluice;
  let [paymentId, customerId, before] = ['', '', ''];
  beforeAll(async () => {
    sluice = await startSluice({ engine });
    before = await sluice.head();
    const input = { customerEmail: 'payer@example.com', amount: { amount: '12.50', currencyCode: 'EUR' } };
    const { payment } = (await sluice.ask(PAY, { input })).data.createPayment;
    paymentId = payment.id;
    customerId = payment.customer.id;
    await sluice.ask(DESCRIBE, { input: { id: paymentId, description: 'A chair' } });
    await sluice.ask(
      'mutation { createContact(input: { email: "payer@example.com", name: "Payer" }) { contact { id } } }',
    );
  });
  afterAll(() => sluice[Symbol.asyncDispose]());

  const types = async (args: string): Promise<string[]> => {
    const { data, errors } = await sluice.ask(`{ changes${args} { nodes { type } } }`);
    expect(errors).toBeUndefined();
    return data.changes.nodes.map(({ type }: { type: string }) => type);
  };
  const ALL = [
    'sluice.integration.customer.created',
    'sluice.payments.payment.created',
    'sluice.payments.payment.updated',
    'sluice.integration.customer.updated',
    'sluice.crm.contact.created',
  ];

  it('tells each change as a CloudEvent that leads to its record in its system, and to whose it is', async () => {
    const { data, errors } = await sluice.ask(
      `{ changes(type: ["sluice.payments.payment.updated"]) { nodes { ${ENVELOPE} ${RECORD} customer { email } cause { id } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.changes.nodes).toEqual([
      {
        id: expect.any(String),
        source: '/systems/payments',
        system: 'payments',
        type: 'sluice.payments.payment.updated',
        subject: paymentId,
        time: expect.stringMatching(/Z$/),
        kind: 'UPDATED',
        changedFields: ['DESCRIPTION'],
        superseded: false,
        imported: false,
        customer: { email: 'payer@example.com' },
        cause: null,
        record: {
          type: 'Payment',
          id: paymentId,
          payment: { status: 'SUCCEEDED', customer: { email: 'payer@example.com' } },
          contact: null,
          customer: null,
          order: null,
          ticket: null,
          message: null,
          stockLevel: null,
          product: null,
          invoice: null,
        },
      },
    ]);
    const ofCustomers = await sluice.ask(`{ changes(system: ["integration"], first: 1) { nodes { ${RECORD} } } }`);
    expect(ofCustomers.data.changes.nodes[0].record).toMatchObject({
      type: 'Customer',
      id: customerId,
      customer: { email: 'payer@example.com' },
      payment: null,
    });
  });

  it('is read in its order, from the start, after a cursor, or back from the head', async () => {
    expect(await types('')).toEqual(ALL);
    expect(await types(`(after: "${before}")`)).toEqual(ALL);
    expect(await types('(last: 2)')).toEqual(ALL.slice(3));
    const page =
      '{ edges { cursor } nodes { cursor type } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';
    const first = (await sluice.ask(`{ changes(first: 2) ${page} }`)).data.changes;
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.nodes[0].cursor,
      endCursor: first.edges[1].cursor,
    });
    const next = (await sluice.ask(`{ changes(first: 3, after: "${first.pageInfo.endCursor}") ${page} }`)).data.changes;
    expect(next.nodes.map(({ type }: { type: string }) => type)).toEqual(ALL.slice(2));
    expect(next.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = (await sluice.ask(`{ changes(last: 1, before: "${next.pageInfo.startCursor}") ${page} }`)).data
      .changes;
    expect(back.nodes.map(({ type }: { type: string }) => type)).toEqual([ALL[1]]);
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('is restricted to systems and to types, which may be patterns', async () => {
    expect(await types('(system: ["crm", "payments"])')).toEqual([ALL[1], ALL[2], ALL[4]]);
    expect(await types('(type: ["sluice.payments.*"])')).toEqual([ALL[1], ALL[2]]);
    expect(await types('(type: ["sluice.*.*.created"])')).toEqual([ALL[0], ALL[1], ALL[4]]);
    expect(await types('(type: ["sluice.*.*.created", "sluice.*.customer.*"], system: ["integration"])')).toEqual([
      ALL[0],
      ALL[3],
    ]);
    expect(await types('(type: ["sluice.payments.*"], system: ["crm"])')).toEqual([]);
    expect(await types('(system: [])')).toEqual([]);
  });

  it.each([
    ['(type: ["payments"])', 'BAD_USER_INPUT', 'type'],
    ['(first: 101)', 'PAGE_TOO_LARGE', 'first'],
    ['(last: 101)', 'PAGE_TOO_LARGE', 'last'],
    ['(last: 0)', 'BAD_USER_INPUT', 'last'],
    ['(first: 1, last: 1)', 'BAD_USER_INPUT', 'first'],
    ['(after: "nonsense")', 'CURSOR_INVALID', undefined],
  ])('refuses to be read by %s', async (args, code, field) => {
    const { errors } = await sluice.ask(`{ changes${args} { nodes { id } } }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code, ...(field && { field }) });
  });

  it('is followed live, resumed after a cursor, with the fields of other systems', async () => {
    const WATCH = `subscription ($after: Cursor) {
      changeRecorded(type: ["sluice.payments.payment.*", "sluice.crm.*"], after: $after) {
        cursor type record { payment { description } contact { name } }
      }
    }`;
    await using all = await sluice.subscribe(WATCH, { after: before });
    const seen = [(await all.take()).data.changeRecorded, (await all.take()).data.changeRecorded];
    expect(seen).toMatchObject([
      { type: ALL[1], record: { payment: { description: 'A chair' }, contact: null } },
      { type: ALL[2], record: { payment: { description: 'A chair' }, contact: null } },
    ]);
    await using rest = await sluice.subscribe(WATCH, { after: seen[1].cursor });
    expect((await rest.take()).data.changeRecorded).toMatchObject({
      type: ALL[4],
      record: { payment: null, contact: { name: 'Payer' } },
    });
    const next = rest.take();
    await sluice.ask(
      'mutation { createTicket(input: { customerEmail: "payer@example.com", subject: "A", body: "B" }) { ticket { id } } }',
    );
    await sluice.ask(DESCRIBE, { input: { id: paymentId, description: 'A lamp' } });
    expect((await next).data.changeRecorded).toMatchObject({
      type: ALL[2],
      record: { payment: { description: 'A lamp' }, contact: null },
    });
  });
});
