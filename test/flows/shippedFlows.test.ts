import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { type Answer, startSluice, type TestSluice } from '../harness/startSluice.ts';
import {
  type BackendUnderTest,
  hubspot,
  shopify,
  slackAndSmtp,
  stripe,
  type TestBackend,
  zendesk,
} from '../vendors/backends.ts';

const euros = (amount: string) => ({ amount, currencyCode: 'EUR' });

/** Every system has its vendor. */
const vendors: readonly BackendUnderTest[] = [hubspot, zendesk, stripe, shopify, slackAndSmtp];

const combinations = engines.flatMap((engine) => [
  { name: `own tables, ${engine.name}`, engine, backends: [] },
  { name: `vendors, ${engine.name}`, engine, backends: vendors },
]);

describe.each(combinations)('The flows that are shipped, on $name', ({ engine, backends }) => {
  let behind: readonly TestBackend[];
  let sluice: TestSluice;
  beforeAll(async () => {
    behind = await Promise.all(backends.map((backend) => backend.start()));
    const variables = Object.assign({}, ...behind.map((backend) => backend.variables));
    sluice = await startSluice({ engine, flows: 'flows', variables });
    await sluice.ask(
      `mutation ($lamp: CreateProductInput!, $chair: CreateProductInput!, $stock: AdjustStockInput!, $reorder: SetReorderPointInput!) {
        lamp: createProduct(input: $lamp) { product { id } }
        chair: createProduct(input: $chair) { product { id } }
        adjustStock(input: $stock) { stockLevel { id } }
        setReorderPoint(input: $reorder) { stockLevel { id } }
      }`,
      {
        lamp: { sku: 'LAMP', title: 'Lamp', price: euros('20.00') },
        chair: { sku: 'CHAIR', title: 'Chair', price: euros('90.00') },
        stock: { sku: 'LAMP', location: 'berlin', delta: 10 },
        reorder: { sku: 'LAMP', location: 'berlin', reorderPoint: 3 },
      },
    );
  });
  afterAll(async () => {
    await sluice[Symbol.asyncDispose]();
    await Promise.all(behind.map((backend) => backend[Symbol.asyncDispose]()));
  });

  /** Asks until the answer is as awaited; the test's own time limit ends it. */
  const eventually = async (query: string, isThere: (data: Answer['data']) => boolean): Promise<Answer['data']> => {
    for (;;) {
      const { data } = await sluice.ask(query);
      if (data && isThere(data)) return data;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const mutate = async (mutation: string) => {
    const { data, errors } = await sluice.ask(`mutation { ${mutation} }`);
    expect(errors).toBeUndefined();
    return data;
  };
  const placeOrder = async (email: string, quantity: number): Promise<string> => {
    const input = `{ customerEmail: "${email}", lines: [{ sku: "LAMP", quantity: ${quantity} }] }`;
    return (await mutate(`placeOrder(input: ${input}) { order { id } }`)).placeOrder.order.id;
  };
  const pay = async (email: string, orderId: string, method: string): Promise<string> => {
    const input = `{ customerEmail: "${email}", orderId: "${orderId}", amount: { amount: "20.00", currencyCode: "EUR" }, paymentMethod: "${method}" }`;
    return (await mutate(`createPayment(input: ${input}) { payment { id } }`)).createPayment.payment.id;
  };
  const ofCustomer = (email: string, fields: string) => `{ customer(email: "${email}") { ${fields} } }`;
  const available = '{ stockLevel(sku: "LAMP", location: "berlin") { available reserved } }';

  it('a placed order is reserved; its payment makes a customer, is noted, is receipted and pays the order', async () => {
    const email = 'payer@example.com';
    await mutate(`createContact(input: { email: "${email}", name: "Payer" }) { contact { id } }`);
    const orderId = await placeOrder(email, 2);
    await eventually(available, ({ stockLevel }) => stockLevel.reserved === 2);
    const paymentId = await pay(email, orderId, 'pm_card_visa');
    const all =
      'contact { stage activities { nodes { text } } } orders { nodes { status } } messages { nodes { channel to subject text } }';
    const { customer } = await eventually(
      ofCustomer(email, all),
      ({ customer: { orders, messages } }) => orders.nodes[0].status === 'PAID' && messages.nodes.length > 0,
    );
    expect(customer).toEqual({
      contact: { stage: 'CUSTOMER', activities: { nodes: [{ text: `Paid 20.00 EUR (${paymentId})` }] } },
      orders: { nodes: [{ status: 'PAID' }] },
      messages: {
        nodes: [
          {
            channel: 'EMAIL',
            to: email,
            subject: 'Your payment of 20.00 EUR',
            text: expect.stringContaining(paymentId),
          },
        ],
      },
    });
    for (const description of ['one', 'two', 'three']) {
      await mutate(`updatePayment(input: { id: "${paymentId}", description: "${description}" }) { payment { id } }`);
    }
    // A later payment's receipt tells that the edits before it have been passed.
    await pay(email, orderId, 'pm_card_visa');
    const after = await eventually(
      ofCustomer(email, 'messages { nodes { text } }'),
      ({ customer: { messages } }) => messages.nodes.length > 1,
    );
    expect(after.customer.messages.nodes).toHaveLength(2);
  });

  it('a payment that fails fails the order, which opens one ticket with order and payment, and frees the stock', async () => {
    const email = 'declined@example.com';
    const orderId = await placeOrder(email, 1);
    const reserved = `{ reservation(orderId: "${orderId}") { status } }`;
    await eventually(reserved, ({ reservation }) => reservation?.status === 'RESERVED');
    const paymentId = await pay(email, orderId, 'pm_card_chargeDeclined');
    const { customer } = await eventually(
      ofCustomer(
        email,
        'orders { nodes { status cancelReason } } tickets { nodes { priority subject body order { id } } }',
      ),
      ({ customer: { tickets } }) => tickets.nodes.length > 0,
    );
    expect(customer).toEqual({
      orders: { nodes: [{ status: 'FAILED', cancelReason: 'Payment failed: card_declined' }] },
      tickets: {
        nodes: [
          {
            priority: 'HIGH',
            subject: `Order ${orderId} failed`,
            body: expect.stringContaining(paymentId),
            order: { id: orderId },
          },
        ],
      },
    });
    await eventually(reserved, ({ reservation }) => reservation.status === 'RELEASED');
  });

  it('an order that cannot be reserved fails, and opens a ticket though nobody has paid', async () => {
    const email = 'greedy@example.com';
    const orderId = await placeOrder(email, 500);
    const { customer } = await eventually(
      ofCustomer(email, 'orders { nodes { status cancelReason } } tickets { nodes { priority body } }'),
      ({ customer: { tickets } }) => tickets.nodes.length > 0,
    );
    expect(customer.orders.nodes).toEqual([{ status: 'FAILED', cancelReason: 'Out of stock' }]);
    expect(customer.tickets.nodes).toEqual([{ priority: 'HIGH', body: expect.stringContaining(orderId) }]);
  });

  it('a cancelled order frees its stock', async () => {
    const orderId = await placeOrder('canceller@example.com', 1);
    const reserved = `{ reservation(orderId: "${orderId}") { status } }`;
    await eventually(reserved, ({ reservation }) => reservation?.status === 'RESERVED');
    await mutate(`cancelOrder(input: { id: "${orderId}", reason: "Changed my mind" }) { order { id } }`);
    await eventually(reserved, ({ reservation }) => reservation.status === 'RELEASED');
  });

  it('stock that falls below its reorder point is told once per crossing', async () => {
    const adjust = (delta: number) =>
      mutate(`adjustStock(input: { sku: "CHAIR", location: "lyon", delta: ${delta} }) { stockLevel { id } }`);
    await adjust(10);
    await mutate('setReorderPoint(input: { sku: "CHAIR", location: "lyon", reorderPoint: 5 }) { stockLevel { id } }');
    for (const delta of [-6, -1, -1, +8, -1, -5]) await adjust(delta);
    const told = '{ messages(channel: SLACK, first: 50) { nodes { to text } } }';
    const ofChair = (data: Answer['data']) =>
      data.messages.nodes.filter(({ text }: { text: string }) => text.startsWith('CHAIR'));
    const data = await eventually(told, (found) => ofChair(found).length >= 2);
    expect(
      ofChair(data)
        .map(({ text }: { text: string }) => text)
        .sort(),
    ).toEqual(['CHAIR in lyon: 4 left, reorder point 5.', 'CHAIR in lyon: 4 left, reorder point 5.']);
  });

  it('an urgent ticket is told on Slack, and a churned contact to its owner', async () => {
    const ticket =
      '{ customerEmail: "urgent@example.com", subject: "Fire", body: "Everything burns.", priority: URGENT }';
    const { id } = (await mutate(`createTicket(input: ${ticket}) { ticket { id } }`)).createTicket.ticket;
    await eventually('{ messages(channel: SLACK, first: 50) { nodes { text } } }', ({ messages }) =>
      messages.nodes.some(({ text }: { text: string }) => text === `Urgent: Fire (${id})`),
    );
    await mutate(
      'createContact(input: { email: "lost@example.com", stage: CHURNED, owner: "tove@sluice.example" }) { contact { id } }',
    );
    await eventually('{ messages(channel: EMAIL, first: 50) { nodes { to subject } } }', ({ messages }) =>
      messages.nodes.some(
        ({ to, subject }: { to: string; subject: string }) =>
          to === 'tove@sluice.example' && subject === 'lost@example.com has left',
      ),
    );
  });

  // Own tables keep messages, and send none.
  it.skipIf(backends.length === 0)('what they sent has arrived, each message once', async () => {
    const { messages } = await eventually('{ messages(first: 100) { nodes { status } } }', ({ messages }) =>
      messages.nodes.every(({ status }: { status: string }) => status !== 'QUEUED'),
    );
    expect(new Set(messages.nodes.map(({ status }: { status: string }) => status))).toEqual(new Set(['SENT']));
    const delivered = behind.reduce((sum, backend) => sum + (backend.delivered?.() ?? 0), 0);
    expect(delivered).toBe(messages.nodes.length);
  });
});
