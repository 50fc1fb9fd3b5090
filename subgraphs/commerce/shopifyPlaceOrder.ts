import type { FoundCustomer } from '../kit/contracts/customerDirectory.ts';
import { NotFoundError } from '../kit/errors.ts';
import { parseSkuQuantities, type SkuQuantity } from '../kit/skuQuantities.ts';
import type { LedgerCall } from '../kit/vendor/callLedger.ts';
import { notSupported } from '../kit/vendor/notSupported.ts';
import { accepted, ShopifyRefusal, type ShopifyUserError } from '../kit/vendor/shopifyClient.ts';
import { externalIdOf, toGid } from '../kit/vendor/shopifyIds.ts';
import type { PlaceOrderInput } from './generated/resolvers.ts';
import { currencyOf, priceLines, sumOf } from './orderLines.ts';
import type { OrderRecord } from './records.ts';
import { observeOrder } from './shopifyObservations.ts';
import { findByCall, readHistories } from './shopifyOrders.ts';
import { CALL_METAFIELD, externalProductId, orderId, type ShopifyOrderHistory, toProduct } from './shopifyRecords.ts';
import { toRefusal } from './shopifyRefusals.ts';
import { findBySku } from './shopifySkus.ts';
import type { ShopifySystem } from './shopifySystem.ts';

interface PlacePlan {
  readonly customer: FoundCustomer;
  /** The customer's record at Shopify, when there is one. */
  readonly externalCustomer: string | null;
  readonly lines: readonly SkuQuantity[];
}

const CREATE = `mutation PlaceOrder($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) { order { id } userErrors { field message } }
}`;

/**
 * Shopify's orders know no idempotency keys. The call is noted on the order in a unique metafield: a second order of the
 * same call is refused, and the first is found by it without the search index. Stock is not claimed: it is set aside by
 * `reserveStock`, which may be another system's.
 */
export function definePlaceOrder(system: ShopifySystem) {
  const { client, writes } = system;

  async function ofCall(call: LedgerCall, signal: AbortSignal): Promise<ShopifyOrderHistory | null> {
    const id = await findByCall(client, call.id, { signal });
    return id === null ? null : ((await readHistories(client, [externalIdOf(id)], { signal }))[0] ?? null);
  }

  return writes.define<PlaceOrderInput, PlacePlan, ShopifyOrderHistory, OrderRecord>({
    mutation: 'placeOrder',
    async plan({ customers }, transaction, input) {
      const lines = parseSkuQuantities('input.lines', input.lines);
      const customer = await customers.find(transaction, input);
      const known = customer.id === null ? [] : [customer.id];
      const records = await customers.recordsOf(transaction, 'commerce', known);
      const externalCustomer = [...records.values()][0]?.[0] ?? null;
      if (externalCustomer === null && customer.email === null) {
        throw notSupported(
          'input.customerId',
          'Shopify knows a buyer by the e-mail address, and the customer has none.',
        );
      }
      return { customer, lines, externalCustomer };
    },
    async send({ customer, externalCustomer, lines }, call, signal) {
      await system.prepare(signal);
      const variants = await findBySku(
        system,
        lines.map(({ sku }) => sku),
        { signal },
      );
      const currency = await system.currency(signal);
      const priced = priceLines(
        lines,
        [...variants.values()].flatMap((variant) => toProduct(variant, currency) ?? []),
      );
      sumOf(priced);
      const order = {
        currency: currencyOf(priced),
        financialStatus: 'PENDING',
        lineItems: priced.map(({ productId, quantity }) => ({
          variantId: toGid('ProductVariant', externalProductId(productId) ?? ''),
          quantity,
        })),
        ...(externalCustomer === null
          ? { email: customer.email, customer: { toUpsert: { email: customer.email } } }
          : { customer: { toAssociate: { id: `gid://shopify/Customer/${externalCustomer}` } } }),
        metafields: [{ ...CALL_METAFIELD, type: 'id', value: call.id }],
      };
      type Answer = { orderCreate: { userErrors: readonly ShopifyUserError[] } };
      const options = { inventoryBehaviour: 'BYPASS', sendReceipt: false };
      try {
        accepted((await client.ask<Answer>(CREATE, { order, options }, { signal })).orderCreate);
      } catch (error) {
        // An earlier try of this call has placed it: its metafield is taken.
        const placed = error instanceof ShopifyRefusal ? await ofCall(call, signal) : null;
        if (placed) return placed;
        throw toRefusal(error, 'Order', '');
      }
      const placed = await ofCall(call, signal);
      if (!placed) throw new NotFoundError('Order', orderId(''));
      return placed;
    },
    look: (_plan, call, signal) => ofCall(call, signal),
    async record(services, transaction, { customer }, order) {
      const { customers } = services;
      const customerId = customer.id ?? (await customers.resolve(transaction, { customerEmail: customer.email }));
      if (order.customer) {
        await customers.link(transaction, customerId, {
          system: 'commerce',
          externalId: externalIdOf(order.customer.id),
        });
      }
      const observed = await observeOrder(system, services, transaction, order);
      if (!observed) throw new NotFoundError('Order', orderId(externalIdOf(order.id)));
      return observed;
    },
  });
}
