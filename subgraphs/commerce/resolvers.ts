import { recordOfType } from '../kit/changes/changedRecord.ts';
import { subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { entityReference } from '../kit/entityReference.ts';
import { exactlyOne } from '../kit/input.ts';
import { formatMoney } from '../kit/money.ts';
import { parsePage, toConnection } from '../kit/pages.ts';
import type { Resolvers, SubscriptionOrderChangedArgs } from './generated/resolvers.ts';
import type { OrderRecord } from './records.ts';
import { orderType, productType } from './recordTypes.ts';

const ORDERS = 'orders';
const PRODUCTS = 'products';

export const resolvers: Resolvers = {
  Query: {
    order: (_source, { id }, { loaders }) => loaders.orderById.load(id),
    async orders(_source, { status, ...args }, { backend }) {
      const page = parsePage(ORDERS, args);
      return toConnection(ORDERS, page, await backend.orders(status ?? null, page));
    },
    product(_source, { id, sku }, { loaders }) {
      const [by, value] = exactlyOne('product', ['id', id], ['sku', sku]);
      return by === 'id' ? loaders.productById.load(value) : loaders.productBySku.load(value);
    },
    async products(_source, args, { backend }) {
      const page = parsePage(PRODUCTS, args);
      return toConnection(PRODUCTS, page, await backend.products(page));
    },
  },
  Mutation: {
    createProduct: async (_source, { input }, { backend, caller }) => ({
      product: await backend.createProduct(caller, input),
    }),
    updateProduct: async (_source, { input }, { backend, caller }) => ({
      product: await backend.updateProduct(caller, input),
    }),
    placeOrder: async (_source, { input }, { backend, caller }) => ({
      order: await backend.placeOrder(caller, input),
    }),
    updateOrderStatus: async (_source, { input }, { backend, caller }) => ({
      order: await backend.updateOrderStatus(caller, input),
    }),
    cancelOrder: async (_source, { input }, { backend, caller }) => ({
      order: await backend.cancelOrder(caller, input),
    }),
  },
  Subscription: {
    orderChanged: subscribeToChanges(
      orderType,
      ({ status }: OrderRecord, args: Partial<SubscriptionOrderChangedArgs>) =>
        !args.status || args.status.includes(status),
    ),
    productChanged: subscribeToChanges(productType, () => true),
  },
  Order: {
    __resolveReference: ({ id }, { loaders }) => loaders.orderById.load(id),
    customer: ({ customerId }) => entityReference(customerId),
  },
  OrderLine: {
    product: ({ productId }, _args, { loaders }) => loaders.productById.load(productId),
  },
  Product: {
    __resolveReference: (key, { loaders }) =>
      'id' in key ? loaders.productById.load(key.id) : loaders.productBySku.load(key.sku),
  },
  Money: {
    amount: (money) => formatMoney(money).amount,
  },
  Customer: {
    orders: ({ id }, args, { loaders }) => loaders.ordersByCustomer.load(id, args),
  },
  ChangedRecord: {
    order: (reference, _args, { loaders }) => recordOfType(reference, 'Order', loaders.orderById),
    product: (reference, _args, { loaders }) => recordOfType(reference, 'Product', loaders.productById),
  },
};
