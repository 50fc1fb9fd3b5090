import { buildSchema } from 'graphql';

/**
 * The part of the Admin API that the emulator serves, with the names and types that Shopify documents for 2026-04.
 *
 * @see https://shopify.dev/docs/api/admin-graphql/2026-04
 */
export const shopifySchema = buildSchema(/* GraphQL */ `
  directive @idempotent(key: String!) on FIELD

  scalar DateTime
  scalar Decimal
  scalar Money
  scalar URL
  scalar UnsignedInt64

  interface Node { id: ID! }

  type Query {
    shop: Shop!
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    order(id: ID!): Order
    orderByIdentifier(identifier: OrderIdentifierInput!): Order
    orders(first: Int, after: String, query: String, sortKey: OrderSortKeys = PROCESSED_AT, reverse: Boolean = false): OrderConnection!
    customerByIdentifier(identifier: CustomerIdentifierInput!): Customer
    product(id: ID!): Product
    productByIdentifier(identifier: ProductIdentifierInput!): Product
    products(first: Int, after: String, query: String, sortKey: ProductSortKeys = ID, reverse: Boolean = false): ProductConnection!
    events(first: Int, after: String, query: String, sortKey: EventSortKeys = ID, reverse: Boolean = false): EventConnection!
    productVariant(id: ID!): ProductVariant
    productVariants(first: Int, after: String, query: String, sortKey: ProductVariantSortKeys = ID, reverse: Boolean = false): ProductVariantConnection!
    inventoryItems(first: Int, after: String, query: String, reverse: Boolean = false): InventoryItemConnection!
    inventoryItem(id: ID!): InventoryItem
    inventoryLevel(id: ID!): InventoryLevel
    location(id: ID!): Location
    locations(first: Int, after: String): LocationConnection!
    job(id: ID!): Job
    webhookSubscriptions(first: Int): WebhookSubscriptionConnection!
  }

  type Mutation {
    orderCreate(order: OrderCreateOrderInput!, options: OrderCreateOptionsInput): OrderCreatePayload
    orderMarkAsPaid(input: OrderMarkAsPaidInput!): OrderMarkAsPaidPayload
    orderCancel(orderId: ID!, reason: OrderCancelReason!, restock: Boolean!, refundMethod: OrderCancelRefundMethodInput, notifyCustomer: Boolean = false, staffNote: String): OrderCancelPayload
    metafieldDefinitionCreate(definition: MetafieldDefinitionInput!): MetafieldDefinitionCreatePayload
    fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
    productSet(input: ProductSetInput!, identifier: ProductSetIdentifiers, synchronous: Boolean = true): ProductSetPayload
    productUpdate(product: ProductUpdateInput!): ProductUpdatePayload
    productVariantsBulkUpdate(productId: ID!, variants: [ProductVariantsBulkInput!]!): ProductVariantsBulkUpdatePayload
    productDelete(input: ProductDeleteInput!): ProductDeletePayload
    inventoryAdjustQuantities(input: InventoryAdjustQuantitiesInput!): InventoryAdjustQuantitiesPayload
    inventoryMoveQuantities(input: InventoryMoveQuantitiesInput!): InventoryMoveQuantitiesPayload
    webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
  }

  type Shop { id: ID! name: String! myshopifyDomain: String! currencyCode: CurrencyCode! }

  enum CurrencyCode { EUR USD GBP JPY CHF SEK }
  enum OrderSortKeys { CREATED_AT ID PROCESSED_AT UPDATED_AT }
  enum ProductVariantSortKeys { ID SKU }
  enum ProductSortKeys { CREATED_AT ID TITLE UPDATED_AT }
  enum EventSortKeys { CREATED_AT ID }
  enum MetafieldOwnerType { ORDER PRODUCT }
  enum OrderTransactionKind { AUTHORIZATION CAPTURE REFUND SALE VOID }
  enum OrderTransactionStatus { FAILURE PENDING SUCCESS }
  enum OrderCancelReason { CUSTOMER DECLINED FRAUD INVENTORY OTHER STAFF }
  enum OrderDisplayFinancialStatus { AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED }
  enum OrderDisplayFulfillmentStatus { FULFILLED IN_PROGRESS ON_HOLD OPEN PARTIALLY_FULFILLED PENDING_FULFILLMENT RESTOCKED SCHEDULED UNFULFILLED }
  enum OrderCreateFinancialStatus { AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED }
  enum OrderCreateInputsInventoryBehavior { BYPASS DECREMENT_IGNORING_POLICY DECREMENT_OBEYING_POLICY }
  enum WebhookSubscriptionTopic { ORDERS_CREATE ORDERS_UPDATED ORDERS_PAID ORDERS_CANCELLED ORDERS_FULFILLED ORDERS_DELETE PRODUCTS_CREATE PRODUCTS_UPDATE PRODUCTS_DELETE INVENTORY_LEVELS_UPDATE }

  type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
  type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
  type Attribute { key: String! value: String }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type UserError { field: [String!] message: String! code: String }

  type Order implements Node {
    id: ID!
    legacyResourceId: UnsignedInt64!
    name: String!
    email: String
    customer: Customer
    note: String
    tags: [String!]!
    customAttributes: [Attribute!]!
    createdAt: DateTime!
    processedAt: DateTime!
    updatedAt: DateTime!
    cancelledAt: DateTime
    cancelReason: OrderCancelReason
    cancellation: OrderCancellation
    closedAt: DateTime
    currencyCode: CurrencyCode!
    displayFinancialStatus: OrderDisplayFinancialStatus
    displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
    fullyPaid: Boolean!
    totalPriceSet: MoneyBag!
    lineItems(first: Int, after: String): LineItemConnection!
    fulfillmentOrders(first: Int, after: String): FulfillmentOrderConnection!
    metafield(namespace: String, key: String!): Metafield
    transactions(first: Int): [OrderTransaction!]!
    fulfillments(first: Int): [Fulfillment!]!
  }
  type OrderCancellation { staffNote: String }
  type OrderTransaction implements Node {
    id: ID! kind: OrderTransactionKind! status: OrderTransactionStatus! processedAt: DateTime createdAt: DateTime amountSet: MoneyBag!
  }
  type OrderConnection { nodes: [Order!]! edges: [OrderEdge!]! pageInfo: PageInfo! }
  type OrderEdge { cursor: String! node: Order! }
  type LineItem implements Node {
    id: ID! title: String! sku: String quantity: Int! currentQuantity: Int! variant: ProductVariant
    originalUnitPriceSet: MoneyBag!
  }
  type LineItemConnection { nodes: [LineItem!]! pageInfo: PageInfo! }
  type FulfillmentOrder implements Node { id: ID! status: String! assignedLocation: FulfillmentOrderAssignedLocation!
    lineItems(first: Int, after: String): FulfillmentOrderLineItemConnection!
  }
  type FulfillmentOrderLineItem { id: ID! sku: String totalQuantity: Int! }
  type FulfillmentOrderLineItemConnection { nodes: [FulfillmentOrderLineItem!]! pageInfo: PageInfo! }
  type FulfillmentOrderAssignedLocation { name: String! location: Location }
  type FulfillmentOrderConnection { nodes: [FulfillmentOrder!]! pageInfo: PageInfo! }
  type Metafield { namespace: String! key: String! value: String! type: String! }

  type Customer implements Node { id: ID! email: String firstName: String lastName: String displayName: String! createdAt: DateTime! }

  type Product implements Node {
    id: ID! title: String! handle: String! status: String! hasOnlyDefaultVariant: Boolean! createdAt: DateTime! updatedAt: DateTime!
    variants(first: Int, after: String): ProductVariantConnection!
  }
  type ProductConnection { nodes: [Product!]! pageInfo: PageInfo! }
  interface Event { id: ID! action: String! createdAt: DateTime! }
  type BasicEvent implements Event { id: ID! action: String! createdAt: DateTime! subjectId: ID! subjectType: String! }
  type EventConnection { nodes: [Event!]! pageInfo: PageInfo! }
  type ProductVariant implements Node {
    id: ID! title: String! sku: String price: Money! product: Product! inventoryItem: InventoryItem!
    inventoryQuantity: Int createdAt: DateTime! updatedAt: DateTime!
  }
  type ProductVariantConnection { nodes: [ProductVariant!]! edges: [ProductVariantEdge!]! pageInfo: PageInfo! }
  type ProductVariantEdge { cursor: String! node: ProductVariant! }

  type InventoryItem implements Node {
    id: ID! sku: String tracked: Boolean! variant: ProductVariant! createdAt: DateTime! updatedAt: DateTime!
    inventoryLevels(first: Int, after: String): InventoryLevelConnection!
  }
  type InventoryItemConnection { nodes: [InventoryItem!]! pageInfo: PageInfo! }
  type InventoryLevel implements Node {
    id: ID! item: InventoryItem! location: Location! createdAt: DateTime! updatedAt: DateTime!
    quantities(names: [String!]!): [InventoryQuantity!]!
  }
  type InventoryLevelConnection { nodes: [InventoryLevel!]! pageInfo: PageInfo! }
  type InventoryQuantity { name: String! quantity: Int! updatedAt: DateTime }
  type Location implements Node {
    id: ID! name: String! isActive: Boolean!
    inventoryLevels(first: Int, after: String, query: String): InventoryLevelConnection!
  }
  type LocationConnection { nodes: [Location!]! pageInfo: PageInfo! }
  type Job { id: ID! done: Boolean! }
  type WebhookSubscription { id: ID! topic: WebhookSubscriptionTopic! uri: String! }
  type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! pageInfo: PageInfo! }

  input OrderIdentifierInput { id: ID customId: UniqueMetafieldValueInput }
  input UniqueMetafieldValueInput { namespace: String key: String! value: String! }
  input CustomerIdentifierInput { id: ID emailAddress: String }
  input MoneyInput { amount: Decimal! currencyCode: CurrencyCode! }
  input MoneyBagInput { shopMoney: MoneyInput! presentmentMoney: MoneyInput }
  input AttributeInput { key: String! value: String! }
  input MetafieldInput { namespace: String key: String! value: String! type: String }

  input OrderCreateOrderInput {
    currency: CurrencyCode
    email: String
    customer: OrderCreateCustomerInput
    customAttributes: [AttributeInput!]
    financialStatus: OrderCreateFinancialStatus
    lineItems: [OrderCreateLineItemInput!]
    metafields: [MetafieldInput!]
    note: String
    tags: [String!]
  }
  input OrderCreateCustomerInput { toAssociate: OrderCreateAssociateCustomerAttributesInput toUpsert: OrderCreateUpsertCustomerAttributesInput }
  input OrderCreateAssociateCustomerAttributesInput { id: ID email: String }
  input OrderCreateUpsertCustomerAttributesInput { id: ID email: String firstName: String lastName: String }
  input OrderCreateLineItemInput { variantId: ID quantity: Int! title: String priceSet: MoneyBagInput }
  input OrderCreateOptionsInput { inventoryBehaviour: OrderCreateInputsInventoryBehavior = BYPASS sendReceipt: Boolean = false }
  type OrderCreatePayload { order: Order userErrors: [UserError!]! }
  input OrderMarkAsPaidInput { id: ID! }
  type OrderMarkAsPaidPayload { order: Order userErrors: [UserError!]! }
  input OrderCancelRefundMethodInput { originalPaymentMethodsRefund: Boolean }
  type OrderCancelPayload { job: Job orderCancelUserErrors: [UserError!]! }
  input FulfillmentInput { lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! notifyCustomer: Boolean = false }
  input FulfillmentOrderLineItemsInput { fulfillmentOrderId: ID! }
  type Fulfillment { id: ID! status: String! createdAt: DateTime! }
  type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }

  input ProductIdentifierInput { id: ID handle: String customId: UniqueMetafieldValueInput }
  input ProductSetIdentifiers { id: ID handle: String customId: UniqueMetafieldValueInput }
  input MetafieldDefinitionInput { namespace: String key: String! name: String! type: String! ownerType: MetafieldOwnerType! }
  type MetafieldDefinition { id: ID! namespace: String! key: String! }
  type MetafieldDefinitionCreatePayload { createdDefinition: MetafieldDefinition userErrors: [UserError!]! }
  input ProductSetInput { title: String handle: String status: String productOptions: [OptionSetInput!] variants: [ProductVariantSetInput!] }
  input OptionSetInput { name: String values: [OptionValueSetInput!] }
  input OptionValueSetInput { name: String }
  input ProductVariantSetInput { sku: String price: Money optionValues: [VariantOptionValueInput!]! inventoryItem: InventoryItemInput }
  input VariantOptionValueInput { optionName: String name: String }
  input InventoryItemInput { sku: String tracked: Boolean }
  type ProductSetPayload { product: Product userErrors: [UserError!]! }
  input ProductUpdateInput { id: ID! title: String }
  type ProductUpdatePayload { product: Product userErrors: [UserError!]! }
  input ProductVariantsBulkInput { id: ID! price: Money inventoryItem: InventoryItemInput }
  type ProductVariantsBulkUpdatePayload { product: Product productVariants: [ProductVariant!] userErrors: [UserError!]! }
  input ProductDeleteInput { id: ID! }
  type ProductDeletePayload { deletedProductId: ID userErrors: [UserError!]! }

  input InventoryAdjustQuantitiesInput { reason: String! name: String! referenceDocumentUri: String changes: [InventoryChangeInput!]! }
  input InventoryChangeInput { delta: Int! inventoryItemId: ID! locationId: ID! ledgerDocumentUri: String changeFromQuantity: Int }
  type InventoryAdjustQuantitiesPayload { inventoryAdjustmentGroup: InventoryAdjustmentGroup userErrors: [UserError!]! }
  input InventoryMoveQuantitiesInput { reason: String! referenceDocumentUri: String! changes: [InventoryMoveQuantityChange!]! }
  input InventoryMoveQuantityChange { inventoryItemId: ID! quantity: Int! from: InventoryMoveQuantityTerminalInput! to: InventoryMoveQuantityTerminalInput! }
  input InventoryMoveQuantityTerminalInput { locationId: ID! name: String! ledgerDocumentUri: String changeFromQuantity: Int }
  type InventoryMoveQuantitiesPayload { inventoryAdjustmentGroup: InventoryAdjustmentGroup userErrors: [UserError!]! }
  type InventoryAdjustmentGroup { id: ID! createdAt: DateTime! reason: String! referenceDocumentUri: String changes(quantityNames: [String!]): [InventoryChange!]! }
  type InventoryChange { name: String! delta: Int! quantityAfterChange: Int item: InventoryItem location: Location }

  input WebhookSubscriptionInput { uri: String! }
  type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
`);
