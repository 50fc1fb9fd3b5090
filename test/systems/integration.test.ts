import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';

const PAY = `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { customer { id name email } } } }`;
const CONTACT = `mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id customer { id name email } } } }`;

describe.each(engines)('Customers on $name', (engine) => {
  let sluice: TestSluice;
  beforeAll(async () => {
    sluice = await startSluice({ engine });
  });
  afterAll(() => sluice[Symbol.asyncDispose]());

  const pay = async (customerEmail: string) => {
    const { data } = await sluice.ask(PAY, {
      input: { customerEmail, amount: { amount: '1.00', currencyCode: 'EUR' } },
    });
    return data.createPayment.payment.customer;
  };

  it('are one person across systems, found by an address in whatever case', async () => {
    const payer = await pay('one@example.com');
    const { data } = await sluice.ask(CONTACT, { input: { email: 'ONE@example.com', name: 'One Person' } });
    expect(data.createContact.contact.customer).toEqual({ id: payer.id, name: 'One Person', email: 'one@example.com' });
    const found = await sluice.ask(
      '{ customer(email: " One@Example.com ") { id contact { name } payments { nodes { status } } } }',
    );
    expect(found.data.customer).toEqual({
      id: payer.id,
      contact: { name: 'One Person' },
      payments: { nodes: [{ status: 'SUCCEEDED' }] },
    });
  });

  it('are made once, however many systems bring a new address at once', async () => {
    const customers = await Promise.all(Array.from({ length: 8 }, () => pay('many@example.com')));
    expect(new Set(customers.map(({ id }) => id)).size).toBe(1);
  });

  it('are told when made and when named, with what other systems know', async () => {
    const after = await sluice.head();
    const { id } = await pay('told@example.com');
    await sluice.ask(CONTACT, { input: { email: 'told@example.com', name: 'Told' } });
    await using changes = await sluice.subscribe(
      `subscription ($after: Cursor) {
        customerChanged(after: $after) { id kind changedFields customer { email name contact { stage } } }
      }`,
      { after },
    );
    expect((await changes.take()).data.customerChanged).toEqual({
      id,
      kind: 'CREATED',
      changedFields: [],
      customer: { email: 'told@example.com', name: null, contact: { stage: 'LEAD' } },
    });
    expect((await changes.take()).data.customerChanged).toMatchObject({ id, kind: 'UPDATED', changedFields: ['NAME'] });
  });

  it('are listed newest first, a page at a time', async () => {
    for (const n of [1, 2, 3]) await pay(`page-${n}@example.com`);
    const PAGE =
      'query ($after: String) { customers(first: 2, after: $after) { edges { cursor node { email } } pageInfo { startCursor endCursor } } }';
    const first = (await sluice.ask(PAGE)).data.customers;
    expect(first.edges.map((edge: { node: { email: string } }) => edge.node.email)).toEqual([
      'page-3@example.com',
      'page-2@example.com',
    ]);
    expect(first.pageInfo).toEqual({ startCursor: first.edges[0].cursor, endCursor: first.edges[1].cursor });
    const second = (await sluice.ask(PAGE, { after: first.pageInfo.endCursor })).data.customers;
    expect(second.edges[0].node.email).toBe('page-1@example.com');
  });

  it.each([
    ['{ customers(first: 10000) { nodes { id } } }', 'PAGE_TOO_LARGE', 'first'],
    ['{ customers(first: 0) { nodes { id } } }', 'BAD_USER_INPUT', 'first'],
    ['{ customers(first: -1) { nodes { id } } }', 'BAD_USER_INPUT', 'first'],
    ['{ customers(after: "nonsense") { nodes { id } } }', 'BAD_USER_INPUT', 'after'],
    ['{ customer { id } }', 'BAD_USER_INPUT', 'customer'],
    ['{ customer(id: "cus_1", email: "a@example.com") { id } }', 'BAD_USER_INPUT', 'customer'],
    ['{ customer(email: "nonsense") { id } }', 'BAD_USER_INPUT', 'email'],
    ['{ customer(id: "a\\u0000b") { id } }', 'BAD_USER_INPUT', 'id'],
  ])('refuse %s', async (query, code, field) => {
    const { errors } = await sluice.ask(query);
    expect(errors?.[0]?.extensions).toMatchObject({ code, field });
  });

  it('answer null for an id or an address that nobody has', async () => {
    const { data, errors } = await sluice.ask(
      '{ byId: customer(id: "cus_none") { id } byEmail: customer(email: "none@example.com") { id } }',
    );
    expect({ data, errors }).toEqual({ data: { byId: null, byEmail: null }, errors: undefined });
  });
});

describe.each(engines)('A list of customers on $name', (engine) => {
  const QUERY = `query ($first: Int!) {
    customers(first: $first) {
      nodes { name contact { stage activities(first: 5) { nodes { text contact { name } } } } payments(first: 5) { nodes { status amount { amount } } } }
    }
  }`;

  it('takes as many SQL statements at 100 as at 10, with contacts, activities and payments', async () => {
    await using sluice = await startSluice({ engine, seed: 'demo' });
    const count = async (first: number) => {
      sluice.takeStatements();
      const { data, errors } = await sluice.ask(QUERY, { first });
      expect(errors).toBeUndefined();
      expect(data.customers.nodes).toHaveLength(first);
      expect(data.customers.nodes.some((node: { payments: { nodes: [] } }) => node.payments.nodes.length > 0)).toBe(
        true,
      );
      // The change log's own statements come when they come.
      return sluice.takeStatements().filter((sql) => /integration_|crm_|payments_/.test(sql));
    };
    const [ten, hundred] = [await count(10), await count(100)];
    expect(hundred).toHaveLength(ten.length);
    // customers · contacts · activities · the activities' contacts · payments
    expect(ten).toHaveLength(5);
  });
});
