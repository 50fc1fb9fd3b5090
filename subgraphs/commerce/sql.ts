import type { SubgraphServices } from '../kit/subgraph.ts';
import { defineWrite } from '../kit/write.ts';
import type { CommerceBackend } from './backend.ts';
import { cancelOrder, placeOrder, updateOrderStatus } from './sqlOrders.ts';
import { createProduct, readProductsBySku, updateProduct } from './sqlProducts.ts';
import { orders, products } from './sqlTables.ts';

/** The shop over its own tables. */
export function createSqlBackend(services: SubgraphServices): CommerceBackend {
  const { queries } = services.database;
  return {
    orders: (statuses, page) => orders.page(queries, { status: statuses }, page),
    ordersById: (ids) => orders.byIds(queries, ids),
    ordersByCustomer: (customerIds, page) => orders.pageByParent(queries, 'customer_id', customerIds, page),
    products: (page) => products.page(queries, {}, page),
    productsById: (ids) => products.byIds(queries, ids),
    productsBySku: (skus) => readProductsBySku(queries, skus),
    createProduct: defineWrite(services, 'createProduct', createProduct),
    updateProduct: defineWrite(services, 'updateProduct', updateProduct),
    placeOrder: defineWrite(services, 'placeOrder', placeOrder),
    updateOrderStatus: defineWrite(services, 'updateOrderStatus', updateOrderStatus),
    cancelOrder: defineWrite(services, 'cancelOrder', cancelOrder),
  };
}
