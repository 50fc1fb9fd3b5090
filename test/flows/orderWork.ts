import { type Answer, ask } from '../harness/startSluice.ts';

const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }';
const PAY = 'mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id } } }';
const URGENT = 'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } } }';
const CONTACT = 'mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }';
const STOCK = `mutation ($before: AdjustStockInput!, $reorder: SetReorderPointInput!, $after: AdjustStockInput!) {
  before: adjustStock(input: $before) { stockLevel { id } }
  setReorderPoint(input: $reorder) { stockLevel { id } }
  after: adjustStock(input: $after) { stockLevel { id } }
}`;

/** Every fifth payment is declined. */
const isDeclined = (n: number) => n % 5 === 0;
/** Every tenth order comes with what sets off the flows that no order does. */
const hasOthers = (n: number) => n % 10 === 0;
const pieces = (n: number) => 1 + (n % 3);

/** What the shipped flows are to do, each list sorted. */
export interface Effects {
  /** Order and payment, as the tickets have them. */
  readonly tickets: readonly string[];
  /** Payments. */
  readonly receipts: readonly string[];
  readonly notes: readonly string[];
  /** Orders. */
  readonly paid: readonly string[];
  readonly failed: readonly string[];
  readonly pending: readonly string[];
  /** Pieces. */
  readonly reserved: number;
  /** Texts of Slack messages, and to whom e-mails about lost contacts went. */
  readonly urgent: readonly string[];
  readonly low: readonly string[];
  readonly lost: readonly string[];
}

/** Orders, payments, and what else sets off a shipped flow, written however often the server fails or goes away. */
export interface OrderWork {
  /** Writes what orders `from` to `to` (that one not included) ask for. */
  write(from: number, to: number): Promise<void>;
  /** What there is. */
  effects(): Promise<Effects>;
  /** What is asked for by what has been written. */
  wanted(): Effects;
  /** The runs that are to have succeeded, as `countRuns` names them. */
  wantedRuns(): Readonly<Record<string, number>>;
  /** Asks until it is answered; with an idempotency key in each mutation, so that it happens once. */
  persist(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer['data']>;
}

interface Node {
  readonly [field: string]: unknown;
}

/** Makes the product that is ordered. `url` tells where the server is at the moment. */
export async function startOrderWork(url: (n: number) => string): Promise<OrderWork> {
  const orders = new Map<number, { readonly id: string; readonly paymentId: string }>();
  const urgent = new Map<number, string>();
  let asked = 0;

  async function persist(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer['data']> {
    for (;;) {
      const answer = await ask(url(asked++), query, variables).catch(() => undefined);
      if (answer?.data && !answer.errors) return answer.data;
      const code = answer?.errors?.[0]?.extensions.code;
      if (code === 'BAD_USER_INPUT' || code === 'NOT_FOUND') throw new Error(JSON.stringify(answer));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  async function readAll(list: string, fields: string): Promise<Node[]> {
    const nodes: Node[] = [];
    for (let after: string | null = null; ; ) {
      const page = list.replace(')', ', first: 100, after: $after)');
      const query = `query ($after: String) { page: ${page} { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
      const data = await persist(query, { after });
      nodes.push(...data.page.nodes);
      if (!data.page.pageInfo.hasNextPage) return nodes;
      after = data.page.pageInfo.endCursor;
    }
  }

  async function placeAndPay(n: number): Promise<void> {
    const customerEmail = `buyer-${n}@example.com`;
    await persist(CONTACT, { input: { email: customerEmail, idempotencyKey: `contact-${n}` } });
    const lines = [{ sku: 'LAMP', quantity: pieces(n) }];
    const placed = await persist(PLACE, { input: { customerEmail, lines, idempotencyKey: `order-${n}` } });
    const { id } = placed.placeOrder.order;
    const amount = { amount: '20.00', currencyCode: 'EUR' };
    const paymentMethod = isDeclined(n) ? 'pm_card_chargeDeclined' : 'pm_card_visa';
    const input = { customerEmail, orderId: id, amount, paymentMethod, idempotencyKey: `payment-${n}` };
    orders.set(n, { id, paymentId: (await persist(PAY, { input })).createPayment.payment.id });
  }

  async function writeOthers(n: number): Promise<void> {
    const ticket = { customerEmail: `buyer-${n}@example.com`, subject: `Fire ${n}`, body: 'It burns.' };
    const created = await persist(URGENT, { input: { ...ticket, priority: 'URGENT', idempotencyKey: `urgent-${n}` } });
    urgent.set(n, created.createTicket.ticket.id);
    const contact = { email: `lost-${n}@example.com`, owner: `owner-${n}@example.com`, stage: 'CHURNED' };
    await persist(CONTACT, { input: { ...contact, idempotencyKey: `lost-${n}` } });
    const level = { sku: `CHAIR-${n}`, location: 'lyon' };
    await persist(STOCK, {
      before: { ...level, delta: 10, idempotencyKey: `before-${n}` },
      reorder: { ...level, reorderPoint: 5, idempotencyKey: `reorder-${n}` },
      after: { ...level, delta: -6, idempotencyKey: `after-${n}` },
    });
  }

  await persist(
    `mutation {
      createProduct(input: { sku: "LAMP", title: "Lamp", price: { amount: "20.00", currencyCode: "EUR" }, idempotencyKey: "product" }) { product { id } }
      adjustStock(input: { sku: "LAMP", location: "berlin", delta: 100000, idempotencyKey: "stock" }) { stockLevel { id } }
    }`,
  );
  return {
    persist,
    async write(from, to) {
      for (let n = from; n < to; n++) {
        await placeAndPay(n);
        if (hasOthers(n)) await writeOthers(n);
      }
    },
    async effects() {
      const tickets = await readAll('tickets(status: [NEW])', 'order { id } body');
      const emails = await readAll('messages(channel: EMAIL)', 'to text');
      const slack = (await readAll('messages(channel: SLACK)', 'text')).map(({ text }) => String(text));
      const contacts = await readAll('contacts(stage: [CUSTOMER])', 'activities { nodes { text } }');
      const notes = contacts.flatMap(({ activities }) => (activities as { nodes: Node[] }).nodes);
      const { stockLevel } = await persist('{ stockLevel(sku: "LAMP", location: "berlin") { reserved } }');
      const ordersOf = async (status: string) =>
        sorted((await readAll(`orders(status: [${status}])`, 'id')).map(({ id }) => String(id)));
      const ofOrders = tickets.filter(({ order }) => order !== null);
      return {
        tickets: sorted(ofOrders.map(({ order, body }) => `${(order as Node).id} ${paymentIn(body)}`)),
        receipts: sorted(emails.map(({ text }) => paymentIn(text)).filter((id) => id !== '')),
        notes: sorted(notes.map(({ text }) => paymentIn(text))),
        paid: await ordersOf('PAID'),
        failed: await ordersOf('FAILED'),
        pending: await ordersOf('PENDING'),
        reserved: stockLevel.reserved,
        urgent: sorted(slack.filter((text) => text.startsWith('Urgent'))),
        low: sorted(slack.filter((text) => text.startsWith('CHAIR'))),
        lost: sorted(emails.filter(({ text }) => paymentIn(text) === '').map(({ to }) => String(to))),
      };
    },
    wantedRuns() {
      const declined = [...orders.keys()].filter(isDeclined).length;
      return {
        'OrderPlaced SUCCEEDED': orders.size,
        'PaymentSucceeded SUCCEEDED': orders.size - declined,
        'PaymentFailed SUCCEEDED': declined,
        'OrderFailed SUCCEEDED': declined,
        'OrderClosed SUCCEEDED': declined,
        'TicketUrgent SUCCEEDED': urgent.size,
        'StockLow SUCCEEDED': urgent.size,
        'ContactChurned SUCCEEDED': urgent.size,
      };
    },
    wanted() {
      const all = [...orders];
      const declined = all.filter(([n]) => isDeclined(n));
      const succeeded = all.filter(([n]) => !isDeclined(n));
      const payments = sorted(succeeded.map(([, { paymentId }]) => paymentId));
      return {
        tickets: sorted(declined.map(([, { id, paymentId }]) => `${id} ${paymentId}`)),
        receipts: payments,
        notes: payments,
        paid: sorted(succeeded.map(([, { id }]) => id)),
        failed: sorted(declined.map(([, { id }]) => id)),
        pending: [],
        reserved: succeeded.reduce((sum, [n]) => sum + pieces(n), 0),
        urgent: sorted([...urgent].map(([n, id]) => `Urgent: Fire ${n} (${id})`)),
        low: sorted([...urgent].map(([n]) => `CHAIR-${n} in lyon: 4 left, reorder point 5.`)),
        lost: sorted([...urgent].map(([n]) => `owner-${n}@example.com`)),
      };
    },
  };
}

function paymentIn(text: unknown): string {
  return /pay_\w+/.exec(String(text))?.[0] ?? '';
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted();
}
