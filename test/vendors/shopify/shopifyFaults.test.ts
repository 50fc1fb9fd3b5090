import { setTimeout as delay } from 'node:timers/promises';
import { shopifyVariables } from '../backends.ts';
import { describeVendorFaults } from '../describeVendorFaults.ts';
import type { Insist, Statuses, VendorUnderFaults } from '../vendorUnderFaults.ts';
import { startShopify } from './shopifyEmulator.ts';
import { legacyId, type ShopOrder } from './shopifyShop.ts';

const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id externalId } } }';
const UPDATE = 'mutation ($input: UpdateOrderStatusInput!) { updateOrderStatus(input: $input) { order { status } } }';

/** Shopify's times are whole seconds: what happens in the second of an order's making is taken for its beginning. */
const SECOND_MS = 1_100;

async function start(): Promise<VendorUnderFaults> {
  const emulator = await startShopify({ maximumCost: 1_000_000, restoreRate: 100_000 });
  const { shop } = emulator;
  const lamp = shop.addProduct({ title: 'Lamp', sku: 'LAMP', price: '10.00' });
  /** Also those that were deleted. */
  const orders = new Set<ShopOrder>();
  let count = 0;

  function statusesOf(order: ShopOrder): readonly string[] {
    const isPaidLater = order.transactions.some(({ kind }) => kind === 'SALE');
    const isPaid = isPaidLater || order.financialStatus === 'PAID';
    return [
      ...(isPaid && !isPaidLater ? [] : ['PENDING']),
      ...(isPaid ? ['PAID'] : []),
      ...(order.fulfilled ? ['FULFILLED'] : []),
      ...(order.cancelledAt === null ? [] : [order.cancelReason === 'OTHER' ? 'CANCELLED' : 'FAILED']),
      ...(shop.orders.has(order.id) ? [] : ['DELETED']),
    ];
  }

  function happened(): Statuses {
    for (const order of shop.orders.values()) orders.add(order);
    return Object.fromEntries([...orders].map((order) => [String(legacyId(order.id)), statusesOf(order)]));
  }

  const byHand = (financialStatus: 'PENDING' | 'PAID' = 'PENDING') => {
    const nothing = { note: null, tags: [], customAttributes: [], metafields: [], customerId: null, email: null };
    const lines = [{ title: 'Lamp', variantId: lamp.id, quantity: 1, price: lamp.price }];
    return shop.createOrder({ ...nothing, currency: 'EUR', financialStatus, lines, claim: 'no' });
  };
  const place = async (insist: Insist) => {
    count += 1;
    const input = { customerEmail: `buyer${count % 4}@example.com`, lines: [{ sku: 'LAMP', quantity: 1 }] };
    return (await insist(PLACE, input)).data.placeOrder.order as { id: string; externalId: string };
  };
  const orderOf = ({ externalId }: { externalId: string }) =>
    shop.orders.get(`gid://shopify/Order/${externalId}`) as ShopOrder;

  return {
    emulator,
    variables: { ...shopifyVariables(emulator), SHOPIFY_WEBHOOK_SECRET: emulator.clientSecret },
    source: 'shopify',
    changeType: 'sluice.commerce.order.*',
    subscription: `subscription ($after: Cursor) {
      change: orderChanged(after: $after) { kind superseded changedFields id record: order { status } }
    }`,
    statusField: 'STATUS',
    flow: `subscription Thank @flow(scopes: ["messaging:write"]) {
      orderChanged(status: [PAID], changed: [STATUS]) { order { externalId @export(as: "order") } }
    }
    mutation Send($text: String! @template(text: "Paid {order}")) {
      sendMessage(input: { channel: WEBHOOK, to: "https://example.com/", text: $text }) { message { id } }
    }`,
    isPoll: ({ body }) => body.includes('query ProductIds'),
    async ours(insist) {
      const made = await Promise.all(Array.from({ length: 4 }, () => place(insist)));
      const step = (n: number, status: string, reason?: string) =>
        insist(UPDATE, { id: made[n]?.id, status, ...(reason && { reason }) });
      await Promise.all([step(0, 'PAID'), step(1, 'FAILED', 'Out of stock'), step(2, 'CANCELLED'), step(3, 'PAID')]);
      await step(0, 'FULFILLED');
      shop.fulfill(orderOf(made[3] as { externalId: string }));
    },
    async theirs(untilTold) {
      const [sent, declined, gone] = [byHand(), byHand(), byHand(), byHand('PAID')] as const;
      await delay(SECOND_MS);
      for (const order of [sent, gone]) shop.markPaid(order);
      shop.fulfill(sent);
      shop.cancel(declined, { reason: 'DECLINED', restock: true, refund: false });
      await untilTold();
      shop.deleteOrder(gone);
    },
    twoSteps() {
      let order: ShopOrder | undefined;
      return [
        () => {
          order = byHand();
        },
        async () => {
          await delay(SECOND_MS);
          if (order) shop.markPaid(order);
        },
      ];
    },
    async editThrice(insist) {
      const order = await place(insist);
      for (const status of ['PAID', 'FULFILLED']) await insist(UPDATE, { id: order.id, status });
      shop.noteOn(orderOf(order), 'Leave it at the door.');
    },
    happened,
    isOptional: () => false,
    async effects(ask) {
      const { data } = await ask('{ messages(first: 100) { nodes { text } } }');
      return data.messages.nodes.map(({ text }: { text: string }) => text);
    },
    dueEffects: () =>
      Object.entries(happened()).flatMap(([id, statuses]) => (statuses.includes('PAID') ? [`Paid ${id}`] : [])),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

describeVendorFaults('Shopify shop', start);
