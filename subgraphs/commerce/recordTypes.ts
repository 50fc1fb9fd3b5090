import { defineRecordType } from '../kit/changes/recordType.ts';
import type { OrderRecord, ProductRecord } from './records.ts';

/** Orders in the change log. */
export const orderType = defineRecordType<OrderRecord, 'Order'>({
  system: 'commerce',
  name: 'Order',
  fields: [
    'lines',
    'total',
    'status',
    'backendStatus',
    'paymentStatus',
    'fulfillmentStatus',
    'cancelReason',
    'customerId',
  ],
});

/** Products in the change log. */
export const productType = defineRecordType<ProductRecord, 'Product'>({
  system: 'commerce',
  name: 'Product',
  fields: ['sku', 'title', 'price'],
});
