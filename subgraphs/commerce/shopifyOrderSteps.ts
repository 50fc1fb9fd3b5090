import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../kit/caller.ts';
import { NotFoundError } from '../kit/errors.ts';
import { parseOptionalText } from '../kit/input.ts';
import { accepted, ShopifyRefusal, type ShopifyUserError } from '../kit/vendor/shopifyClient.ts';
import { toGid } from '../kit/vendor/shopifyIds.ts';
import type { CancelOrderInput, OrderStatus, UpdateOrderStatusInput } from './generated/resolvers.ts';
import { MAX_REASON } from './limits.ts';
import { requireTransition } from './orderTransitions.ts';
import type { OrderRecord } from './records.ts';
import { observeOrder } from './shopifyObservations.ts';
import { readHistories } from './shopifyOrders.ts';
import { externalOrderId, orderId, type ShopifyOrderHistory, toOrder } from './shopifyRecords.ts';
import { toRefusal } from './shopifyRefusals.ts';
import type { ShopifySystem } from './shopifySystem.ts';

interface StepPlan {
  readonly externalId: string;
  readonly status: OrderStatus;
  readonly reason: string | null;
}

const MARK_PAID = `mutation MarkPaid($id: ID!) {
  orderMarkAsPaid(input: { id: $id }) { userErrors { field message } }
}`;
const CANCEL = `mutation CancelOrder($id: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $staffNote: String) {
  orderCancel(orderId: $id, reason: $reason, restock: $restock, notifyCustomer: false, staffNote: $staffNote) {
    job { id done } orderCancelUserErrors { field message code }
  }
}`;
const JOB = 'query CancelJob($id: ID!) { job(id: $id) { done } }';
const FULFILLMENT_ORDERS = `query FulfillmentOrders($id: ID!) {
  order(id: $id) { fulfillmentOrders(first: 50) { nodes { id status } } }
}`;
const FULFILL = `mutation Fulfill($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { userErrors { field message } }
}`;

const JOB_POLL_MS = 200;
/** Fulfillment orders of which something can still be sent. */
const UNSENT: readonly string[] = ['OPEN', 'IN_PROGRESS'];

export function defineUpdateOrderStatus(system: ShopifySystem) {
  return defineStep<UpdateOrderStatusInput>(system, 'updateOrderStatus', ({ status }) => status);
}

export function defineCancelOrder(system: ShopifySystem) {
  return defineStep<CancelOrderInput>(system, 'cancelOrder', () => 'CANCELLED');
}

/** A step to a status. Taken again, it finds the order there. */
function defineStep<Input extends CancelOrderInput>(
  system: ShopifySystem,
  mutation: string,
  statusOf: (input: Input) => OrderStatus,
): (caller: Caller, input: Input) => Promise<OrderRecord> {
  const { client, writes } = system;

  async function readOrder(externalId: string, signal: AbortSignal): Promise<ShopifyOrderHistory> {
    const [order] = await readHistories(client, [externalId], { signal });
    if (!order) throw new NotFoundError('Order', orderId(externalId));
    return order;
  }

  return writes.define<Input, StepPlan, ShopifyOrderHistory, OrderRecord>({
    mutation,
    async plan(_services, _transaction, input) {
      const reason = parseOptionalText('input.reason', input.reason, MAX_REASON);
      const externalId = externalOrderId(input.id);
      if (externalId === undefined) throw new NotFoundError('Order', input.id);
      return { externalId, status: statusOf(input), reason };
    },
    async send(plan, _call, signal) {
      const { externalId, status } = plan;
      const before = await readOrder(externalId, signal);
      const { status: from } = toOrder(before, null);
      if (from === status) return before;
      requireTransition(from, status);
      try {
        await takeStep(system, before, plan, signal);
      } catch (error) {
        if (!(error instanceof ShopifyRefusal)) throw error;
        // Somebody was faster; then the order as it is now says whether it is where it should be.
        const now = await readOrder(externalId, signal);
        const { status: reached } = toOrder(now, null);
        if (reached === status) return now;
        requireTransition(reached, status);
        throw toRefusal(error, 'Order', orderId(externalId));
      }
      return readOrder(externalId, signal);
    },
    async look({ externalId, status }, _call, signal) {
      const order = await readOrder(externalId, signal);
      return toOrder(order, null).status === status ? order : null;
    },
    async record(services, transaction, { externalId }, order) {
      const observed = await observeOrder(system, services, transaction, order);
      if (!observed) throw new NotFoundError('Order', orderId(externalId));
      return observed;
    },
  });
}

async function takeStep(
  { client }: ShopifySystem,
  order: ShopifyOrderHistory,
  { externalId, status, reason }: StepPlan,
  signal: AbortSignal,
): Promise<void> {
  const id = toGid('Order', externalId);
  type Payload = { readonly userErrors: readonly ShopifyUserError[] };
  if (status === 'PAID') {
    accepted((await client.ask<{ orderMarkAsPaid: Payload }>(MARK_PAID, { id }, { signal })).orderMarkAsPaid);
    return;
  }
  if (status === 'FULFILLED') {
    type Answer = { order: { fulfillmentOrders: { nodes: { id: string; status: string }[] } } | null };
    const { fulfillmentOrders } = (await client.ask<Answer>(FULFILLMENT_ORDERS, { id }, { signal })).order ?? {};
    // One for each place that something is sent from.
    for (const { id: fulfillmentOrderId, status: sent } of fulfillmentOrders?.nodes ?? []) {
      if (!UNSENT.includes(sent)) continue;
      const fulfillment = { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId }], notifyCustomer: false };
      const answer = await client.ask<{ fulfillmentCreate: Payload }>(FULFILL, { fulfillment }, { signal });
      accepted(answer.fulfillmentCreate);
    }
    return;
  }
  type Cancelled = {
    readonly job: { readonly id: string; readonly done: boolean } | null;
    readonly orderCancelUserErrors: readonly ShopifyUserError[];
  };
  // What Sluice has placed has claimed no stock; what a reservation set aside is given back by releaseStock.
  const restock = order.metafield === null;
  const variables = { id, reason: reasonOf(status, reason), restock, staffNote: reason };
  const { orderCancel } = await client.ask<{ orderCancel: Cancelled }>(CANCEL, variables, { signal });
  accepted({ userErrors: orderCancel.orderCancelUserErrors });
  const { job } = orderCancel;
  for (let isDone = job?.done ?? true; !isDone; ) {
    await delay(JOB_POLL_MS, undefined, { signal });
    isDone = (await client.ask<{ job: { done: boolean } | null }>(JOB, { id: job?.id }, { signal })).job?.done ?? true;
  }
}

/** Shopify has no failed orders: they are cancelled for a reason that says so. */
function reasonOf(status: OrderStatus, reason: string | null): string {
  if (status !== 'FAILED') return 'OTHER';
  return /\bstock\b/i.test(reason ?? '') ? 'INVENTORY' : 'DECLINED';
}
