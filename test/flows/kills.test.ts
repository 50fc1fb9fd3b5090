import { describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { type SluiceProcess, spawnSluice } from '../harness/spawnSluice.ts';
import { type Answer, ask } from '../harness/startSluice.ts';

/** `npm run test:soak` asks for more. */
const ORDERS = Number(process.env.SOAK_ORDERS ?? 500);
const KILLS = Number(process.env.SOAK_KILLS ?? 20);
const WRITERS = 8;

const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }';
const PAY = 'mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id } } }';

/** Every fifth payment is declined. */
const isDeclined = (n: number) => n % 5 === 0;

interface Node {
  readonly [field: string]: unknown;
}

describe.each(engines)(
  '500 orders and their payments on $name, while the server is killed at random moments',
  (engine) => {
    it('have each of their effects once, and none is missing', { timeout: 300_000 + ORDERS * 1_000 }, async () => {
      await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: 'flows' });
      let server: SluiceProcess = await spawnSluice({ variables: storage.variables });
      const args = ['start', '--port', new URL(server.url).port];

      /** Asks until it is answered, however often the server goes away meanwhile. */
      const persist = async (query: string, variables?: Record<string, unknown>): Promise<Answer['data']> => {
        for (;;) {
          const answer = await ask(server.url, query, variables).catch(() => undefined);
          if (answer?.data && !answer.errors) return answer.data;
          const code = answer?.errors?.[0]?.extensions.code;
          if (code === 'BAD_USER_INPUT' || code === 'NOT_FOUND') throw new Error(JSON.stringify(answer));
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
      };
      const readAll = async (list: string, fields: string): Promise<Node[]> => {
        const nodes: Node[] = [];
        for (let after: string | null = null; ; ) {
          const query = `query ($after: String) { page: ${list.replace(')', ', first: 100, after: $after)')} { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
          const { page } = await persist(query, { after });
          nodes.push(...page.nodes);
          if (!page.pageInfo.hasNextPage) return nodes;
          after = page.pageInfo.endCursor;
        }
      };

      await persist(
        `mutation {
        createProduct(input: { sku: "LAMP", title: "Lamp", price: { amount: "20.00", currencyCode: "EUR" }, idempotencyKey: "product" }) { product { id } }
        adjustStock(input: { sku: "LAMP", location: "berlin", delta: 10000, idempotencyKey: "stock" }) { stockLevel { id } }
      }`,
      );
      const orders: string[] = [];
      const payments = new Map<string, string>();
      const write = async (writer: number) => {
        for (let n = writer; n < ORDERS; n += WRITERS) {
          const customerEmail = `buyer-${n}@example.com`;
          await persist(
            `mutation { createContact(input: { email: "${customerEmail}", idempotencyKey: "contact-${n}" }) { contact { id } } }`,
          );
          const lines = [{ sku: 'LAMP', quantity: 1 + (n % 3) }];
          const { placeOrder } = await persist(PLACE, {
            input: { customerEmail, lines, idempotencyKey: `order-${n}` },
          });
          orders[n] = placeOrder.order.id;
          const amount = { amount: '20.00', currencyCode: 'EUR' };
          const paymentMethod = isDeclined(n) ? 'pm_card_chargeDeclined' : 'pm_card_visa';
          const input = { customerEmail, orderId: orders[n], amount, paymentMethod, idempotencyKey: `payment-${n}` };
          payments.set(placeOrder.order.id, (await persist(PAY, { input })).createPayment.payment.id);
        }
      };
      let writing = true;
      const written = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer))).finally(() => {
        writing = false;
      });
      for (let kill = 0; kill < KILLS || writing; kill++) {
        await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1_500));
        await server.end('SIGKILL');
        server = await spawnSluice({ args, variables: storage.variables });
      }
      await written;

      // Effects are there when all orders have reached their end, and when each end's own effects have.
      const declined = orders.filter((_, n) => isDeclined(n));
      const paid = orders.filter((_, n) => !isDeclined(n));
      const pieces = orders.reduce((sum, _, n) => sum + (isDeclined(n) ? 0 : 1 + (n % 3)), 0);
      const isSettled = async () => {
        const tickets = await readAll('tickets(status: [NEW])', 'id');
        const receipts = await readAll('messages(channel: EMAIL)', 'id');
        const { stockLevel } = await persist('{ stockLevel(sku: "LAMP", location: "berlin") { reserved } }');
        const open = await readAll('orders(status: [PENDING])', 'id');
        return (
          tickets.length >= declined.length &&
          receipts.length >= paid.length &&
          open.length === 0 &&
          stockLevel.reserved === pieces
        );
      };
      while (!(await isSettled())) await new Promise((resolve) => setTimeout(resolve, 250));

      const byId = (one: string, other: string) => (one < other ? -1 : 1);
      const tickets = await readAll('tickets(status: [NEW])', 'order { id } body');
      expect(tickets.map(({ order }) => (order as { id: string }).id).sort(byId)).toEqual([...declined].sort(byId));
      for (const { order, body } of tickets) expect(body).toContain(payments.get((order as { id: string }).id));
      const receipts = await readAll('messages(channel: EMAIL)', 'text');
      const receipted = receipts.map(({ text }) => /pay_\w+/.exec(text as string)?.[0] ?? '');
      expect(receipted.sort(byId)).toEqual(paid.map((id) => payments.get(id) ?? '').sort(byId));
      const contacts = await readAll('contacts(stage: [CUSTOMER])', 'activities { nodes { text } }');
      const noted = contacts.flatMap(({ activities }) => (activities as { nodes: { text: string }[] }).nodes);
      expect(noted.map(({ text }) => /pay_\w+/.exec(text)?.[0] ?? '').sort(byId)).toEqual(receipted);
      expect(await readAll('orders(status: [PAID])', 'id')).toHaveLength(paid.length);
      expect(await readAll('orders(status: [FAILED])', 'id')).toHaveLength(declined.length);
      expect(await server.end('SIGTERM')).toBe(0);
    });
  },
);
