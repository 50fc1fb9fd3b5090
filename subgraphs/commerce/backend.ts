import type { Caller } from '../kit/caller.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type {
  CancelOrderInput,
  CreateProductInput,
  OrderStatus,
  PlaceOrderInput,
  UpdateOrderStatusInput,
  UpdateProductInput,
} from './generated/resolvers.ts';
import type { OrderRecord, ProductRecord } from './records.ts';

/** What the shop's adapter asks of the system behind it. Our own tables, or a vendor. */
export interface CommerceBackend {
  orders(statuses: readonly OrderStatus[] | null, page: Page): Promise<Slice<OrderRecord>>;
  ordersById(ids: readonly string[]): Promise<readonly OrderRecord[]>;
  ordersByCustomer(customerIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<OrderRecord>>>;
  products(page: Page): Promise<Slice<ProductRecord>>;
  productsById(ids: readonly string[]): Promise<readonly ProductRecord[]>;
  productsBySku(skus: readonly string[]): Promise<readonly ProductRecord[]>;
  /** @throws SluiceError `ALREADY_EXISTS` when a product has the number */
  createProduct(caller: Caller, input: CreateProductInput): Promise<ProductRecord>;
  updateProduct(caller: Caller, input: UpdateProductInput): Promise<ProductRecord>;
  /** @throws BadUserInputError when a product is unknown, or the products are not in one currency */
  placeOrder(caller: Caller, input: PlaceOrderInput): Promise<OrderRecord>;
  /** @throws SluiceError `INVALID_TRANSITION` when the order cannot get there from where it is */
  updateOrderStatus(caller: Caller, input: UpdateOrderStatusInput): Promise<OrderRecord>;
  /** @throws SluiceError `INVALID_TRANSITION` unless the order is PENDING, PAID or CANCELLED */
  cancelOrder(caller: Caller, input: CancelOrderInput): Promise<OrderRecord>;
}
