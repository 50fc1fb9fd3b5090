import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MinorUnits } from '../../kit/money.ts';
import type { ProductRecord, OrderRecord, OrderLineRecord } from '../records.ts';
import type { EntityReference } from '../../kit/entityReference.ts';
import type { ChangePayload } from '../../kit/changes/changeSubscription.ts';
import type { ChangedRecordReference } from '../../kit/changes/changedRecord.ts';
import type { Context } from '../index.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A currency code of ISO 4217, such as `EUR`. */
  CurrencyCode: { input: string; output: string; }
  /** A signed place in the change log. Opaque; resume a subscription after it with `after:`. */
  Cursor: { input: string; output: string; }
  /** A point in time, ISO 8601 in UTC, such as `2026-11-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  /** A decimal number as a string, such as `"12.50"`; never a float. */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: any; output: any; }
};

/** Which order is cancelled, and why. */
export type CancelOrderInput = {
  /** The order's id. */
  readonly id: Scalars['ID']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Why; kept as `cancelReason`. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** The order, cancelled. */
export type CancelOrderPayload = {
  readonly __typename?: 'CancelOrderPayload';
  /** The order. */
  readonly order: Order;
};

/** What happened to a record. */
export type ChangeKind =
  /** It was created. */
  | 'CREATED'
  /** It was deleted. */
  | 'DELETED'
  /** Some of its fields changed. */
  | 'UPDATED';

/** A record of a system, such as one that changed. Each system adds its types of records. */
export type ChangedRecord = {
  readonly __typename?: 'ChangedRecord';
  /** The record's id. */
  readonly id: Scalars['ID']['output'];
  /** The order as of now, when the record is one; null when it is gone. */
  readonly order?: Maybe<Order>;
  /** The product as of now, when the record is one; null when it is gone. */
  readonly product?: Maybe<Product>;
  /** The record's GraphQL type, such as `Payment`. */
  readonly type: Scalars['String']['output'];
};

/** What a new product is. */
export type CreateProductInput = {
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** What one piece costs. */
  readonly price: MoneyInput;
  /** The product's number; unique among products, at most 100 characters. */
  readonly sku: Scalars['String']['input'];
  /** How the product is called. */
  readonly title: Scalars['String']['input'];
};

/** The product that was added. */
export type CreateProductPayload = {
  readonly __typename?: 'CreateProductPayload';
  /** The product. */
  readonly product: Product;
};

/** One person or company, across all systems. */
export type Customer = {
  readonly __typename?: 'Customer';
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The customer's orders, newest first. */
  readonly orders: OrderConnection;
};


/** One person or company, across all systems. */
export type CustomerOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** An amount of money. */
export type Money = {
  readonly __typename?: 'Money';
  /** How much, with all decimals that the currency has. */
  readonly amount: Scalars['Decimal']['output'];
  /** Of which currency. */
  readonly currencyCode: Scalars['CurrencyCode']['output'];
};

/** An amount of money. */
export type MoneyInput = {
  /** How much, with at most the decimals that the currency has. */
  readonly amount: Scalars['Decimal']['input'];
  /** Of which currency. */
  readonly currencyCode: Scalars['CurrencyCode']['input'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Cancels an order that is PENDING or PAID. One that is cancelled already stays as it is. */
  readonly cancelOrder: CancelOrderPayload;
  /** Adds a product to the shop. */
  readonly createProduct: CreateProductPayload;
  /** Orders products at their present prices. */
  readonly placeOrder: PlaceOrderPayload;
  /**
   * Takes an order a step further: from PENDING to PAID, FAILED or CANCELLED, from PAID to FULFILLED or CANCELLED. An order
   * that has the status already stays as it is, so that a step may be repeated.
   */
  readonly updateOrderStatus: UpdateOrderStatusPayload;
  /** Changes the fields that are given. Orders that were placed keep their prices. */
  readonly updateProduct: UpdateProductPayload;
};


export type MutationCancelOrderArgs = {
  input: CancelOrderInput;
};


export type MutationCreateProductArgs = {
  input: CreateProductInput;
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationUpdateOrderStatusArgs = {
  input: UpdateOrderStatusInput;
};


export type MutationUpdateProductArgs = {
  input: UpdateProductInput;
};

/** What a customer has ordered, and what became of it. */
export type Order = {
  readonly __typename?: 'Order';
  /** The status in the words of the system that keeps it. */
  readonly backendStatus?: Maybe<Scalars['String']['output']>;
  /** Why the order was cancelled, or failed; null when it was not, or nobody said. */
  readonly cancelReason?: Maybe<Scalars['String']['output']>;
  /** When the order was placed. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Who ordered; null when the shop does not know. */
  readonly customer?: Maybe<Customer>;
  /** The order's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Whether the goods are on their way. */
  readonly fulfillmentStatus: OrderFulfillmentStatus;
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** What was ordered, each product once. */
  readonly lines: ReadonlyArray<OrderLine>;
  /** Whether the shop has been paid. */
  readonly paymentStatus: OrderPaymentStatus;
  /** How far the order is. */
  readonly status: OrderStatus;
  /** The sum of the lines. */
  readonly total: Money;
  /** When one of its fields last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A change of an order. */
export type OrderChange = {
  readonly __typename?: 'OrderChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<OrderField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The order's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** The order, its own fields as of the change; null when deleted or erased. */
  readonly order?: Maybe<Order>;
  /** Whether a newer change of the same order had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of orders. */
export type OrderConnection = {
  readonly __typename?: 'OrderConnection';
  /** The page's orders, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<OrderEdge>;
  /** The page's orders. */
  readonly nodes: ReadonlyArray<Order>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** An order in a list. */
export type OrderEdge = {
  readonly __typename?: 'OrderEdge';
  /** To go on after this order. */
  readonly cursor: Scalars['String']['output'];
  /** The order. */
  readonly node: Order;
};

/** The fields of an order whose changes are told. */
export type OrderField =
  /** Its status in the backend's words. */
  | 'BACKEND_STATUS'
  /** Why it was cancelled or failed. */
  | 'CANCEL_REASON'
  /** Who ordered. */
  | 'CUSTOMER_ID'
  /** Whether the goods are on their way. */
  | 'FULFILLMENT_STATUS'
  /** What was ordered. */
  | 'LINES'
  /** Whether the shop has been paid. */
  | 'PAYMENT_STATUS'
  /** Its status. */
  | 'STATUS'
  /** The sum of the lines. */
  | 'TOTAL';

/** Whether the goods of an order are on their way. */
export type OrderFulfillmentStatus =
  /** All of them. */
  | 'FULFILLED'
  /** A status of the backend that has no counterpart, such as a part of them. */
  | 'OTHER'
  /** Not yet. */
  | 'UNFULFILLED';

/** One position of an order. */
export type OrderLine = {
  readonly __typename?: 'OrderLine';
  /** What was ordered; null when the shop no longer has it. */
  readonly product?: Maybe<Product>;
  /** How many pieces. */
  readonly quantity: Scalars['Int']['output'];
  /** The product's number as of the order. */
  readonly sku: Scalars['String']['output'];
  /** What one piece cost as of the order. */
  readonly unitPrice: Money;
};

/** One position of a new order. */
export type OrderLineInput = {
  /** How many pieces, 1 to 10,000. */
  readonly quantity: Scalars['Int']['input'];
  /** The product's number in the shop. */
  readonly sku: Scalars['String']['input'];
};

/** Whether the shop has been paid for an order. */
export type OrderPaymentStatus =
  /** The payment was refused. */
  | 'FAILED'
  /** A status of the backend that has no counterpart. */
  | 'OTHER'
  /** Yes. */
  | 'PAID'
  /** Not yet. */
  | 'PENDING'
  /** Paid, and given back. */
  | 'REFUNDED';

/** How far an order is. */
export type OrderStatus =
  /** Called off, by the customer or the shop. */
  | 'CANCELLED'
  /** It came to nothing: not paid, or not in stock. */
  | 'FAILED'
  /** Sent. */
  | 'FULFILLED'
  /** A status of the backend that has no counterpart; `backendStatus` tells it. */
  | 'OTHER'
  /** Paid, not yet sent. */
  | 'PAID'
  /** Placed, not yet paid. */
  | 'PENDING';

/** Where a page is in its list. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Cursor of the page's last record; give it as `after` for the next page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether there is a page after this one. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is a page before this one. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the page's first record. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** Who orders what. Exactly one of `customerId` and `customerEmail` is given. */
export type PlaceOrderInput = {
  /** The customer's e-mail address; a customer is made when nobody has it. */
  readonly customerEmail?: InputMaybe<Scalars['String']['input']>;
  /** The customer's id. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** What is ordered, 1 to 100 positions, all in one currency. Positions of the same product are merged. */
  readonly lines: ReadonlyArray<OrderLineInput>;
};

/** The order that was placed. */
export type PlaceOrderPayload = {
  readonly __typename?: 'PlaceOrderPayload';
  /** The order. */
  readonly order: Order;
};

/** Something that the shop sells: one variant, with a price and a number of its own. */
export type Product = {
  readonly __typename?: 'Product';
  /** When the product was added. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The product's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** What one piece costs now. */
  readonly price: Money;
  /** The product's number in the shop; unique among products. */
  readonly sku: Scalars['String']['output'];
  /** How the product is called. */
  readonly title: Scalars['String']['output'];
  /** When one of its fields last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A change of a product. */
export type ProductChange = {
  readonly __typename?: 'ProductChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<ProductField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The product's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** The product, its own fields as of the change; null when deleted or erased. */
  readonly product?: Maybe<Product>;
  /** Whether a newer change of the same product had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of products. */
export type ProductConnection = {
  readonly __typename?: 'ProductConnection';
  /** The page's products, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<ProductEdge>;
  /** The page's products. */
  readonly nodes: ReadonlyArray<Product>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A product in a list. */
export type ProductEdge = {
  readonly __typename?: 'ProductEdge';
  /** To go on after this product. */
  readonly cursor: Scalars['String']['output'];
  /** The product. */
  readonly node: Product;
};

/** The fields of a product whose changes are told. */
export type ProductField =
  /** Its price. */
  | 'PRICE'
  /** Its number. */
  | 'SKU'
  /** Its title. */
  | 'TITLE';

export type Query = {
  readonly __typename?: 'Query';
  /** One order; null when there is none with this id. */
  readonly order?: Maybe<Order>;
  /** Orders, newest first. */
  readonly orders: OrderConnection;
  /** One product, by exactly one of its id and its number; null when there is none. */
  readonly product?: Maybe<Product>;
  /** Products, newest first. */
  readonly products: ProductConnection;
};


export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<ReadonlyArray<OrderStatus>>;
};


export type QueryProductArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
};


export type QueryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Orders that were created, updated or deleted. */
  readonly orderChanged: OrderChange;
  /** Products that were created, updated or deleted. */
  readonly productChanged: ProductChange;
};


export type SubscriptionOrderChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<OrderField>>;
  status?: InputMaybe<ReadonlyArray<OrderStatus>>;
};


export type SubscriptionProductChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<ProductField>>;
};

/** Which order, and its new status. */
export type UpdateOrderStatusInput = {
  /** The order's id. */
  readonly id: Scalars['ID']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Why. Kept, as `cancelReason`, when the order is cancelled or failed. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** How far the order is now. */
  readonly status: OrderStatus;
};

/** The order after the step. */
export type UpdateOrderStatusPayload = {
  readonly __typename?: 'UpdateOrderStatusPayload';
  /** The order. */
  readonly order: Order;
};

/** Which product, and its new fields; those left out stay. */
export type UpdateProductInput = {
  /** The product's id. */
  readonly id: Scalars['ID']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** What one piece costs from now on. */
  readonly price?: InputMaybe<MoneyInput>;
  /** How the product is called. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** The product after the update. */
export type UpdateProductPayload = {
  readonly __typename?: 'UpdateProductPayload';
  /** The product. */
  readonly product: Product;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  ChangedRecord: ChangedRecord;
  Customer: Customer;
  Order: Order;
  Product: Product;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  ChangedRecord:
    ( { __typename: 'ChangedRecord' }
    & GraphQLRecursivePick<FederationTypes['ChangedRecord'], {"type":true,"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Product:
    ( { __typename: 'Product' }
    & ( GraphQLRecursivePick<FederationTypes['Product'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['Product'], {"sku":true}> ) );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CancelOrderInput: CancelOrderInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CancelOrderPayload: ResolverTypeWrapper<Omit<CancelOrderPayload, 'order'> & { order: ResolversTypes['Order'] }>;
  ChangeKind: ChangeKind;
  ChangedRecord: ResolverTypeWrapper<ChangedRecordReference>;
  CreateProductInput: CreateProductInput;
  CreateProductPayload: ResolverTypeWrapper<Omit<CreateProductPayload, 'product'> & { product: ResolversTypes['Product'] }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Customer: ResolverTypeWrapper<EntityReference>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Money: ResolverTypeWrapper<MinorUnits>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<OrderRecord>;
  OrderChange: ResolverTypeWrapper<ChangePayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  OrderConnection: ResolverTypeWrapper<Omit<OrderConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['OrderEdge']>, nodes: ReadonlyArray<ResolversTypes['Order']> }>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderField: OrderField;
  OrderFulfillmentStatus: OrderFulfillmentStatus;
  OrderLine: ResolverTypeWrapper<OrderLineRecord>;
  OrderLineInput: OrderLineInput;
  OrderPaymentStatus: OrderPaymentStatus;
  OrderStatus: OrderStatus;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderPayload: ResolverTypeWrapper<Omit<PlaceOrderPayload, 'order'> & { order: ResolversTypes['Order'] }>;
  Product: ResolverTypeWrapper<ProductRecord>;
  ProductChange: ResolverTypeWrapper<ChangePayload>;
  ProductConnection: ResolverTypeWrapper<Omit<ProductConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ProductEdge']>, nodes: ReadonlyArray<ResolversTypes['Product']> }>;
  ProductEdge: ResolverTypeWrapper<Omit<ProductEdge, 'node'> & { node: ResolversTypes['Product'] }>;
  ProductField: ProductField;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UpdateOrderStatusInput: UpdateOrderStatusInput;
  UpdateOrderStatusPayload: ResolverTypeWrapper<Omit<UpdateOrderStatusPayload, 'order'> & { order: ResolversTypes['Order'] }>;
  UpdateProductInput: UpdateProductInput;
  UpdateProductPayload: ResolverTypeWrapper<Omit<UpdateProductPayload, 'product'> & { product: ResolversTypes['Product'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CancelOrderInput: CancelOrderInput;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  CancelOrderPayload: Omit<CancelOrderPayload, 'order'> & { order: ResolversParentTypes['Order'] };
  ChangedRecord: ChangedRecordReference;
  CreateProductInput: CreateProductInput;
  CreateProductPayload: Omit<CreateProductPayload, 'product'> & { product: ResolversParentTypes['Product'] };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Cursor: Scalars['Cursor']['output'];
  Customer: EntityReference;
  Int: Scalars['Int']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Money: MinorUnits;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Order: OrderRecord;
  OrderChange: ChangePayload;
  Boolean: Scalars['Boolean']['output'];
  OrderConnection: Omit<OrderConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['OrderEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Order']> };
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderLine: OrderLineRecord;
  OrderLineInput: OrderLineInput;
  PageInfo: PageInfo;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderPayload: Omit<PlaceOrderPayload, 'order'> & { order: ResolversParentTypes['Order'] };
  Product: ProductRecord;
  ProductChange: ChangePayload;
  ProductConnection: Omit<ProductConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ProductEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Product']> };
  ProductEdge: Omit<ProductEdge, 'node'> & { node: ResolversParentTypes['Product'] };
  Query: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  UpdateOrderStatusInput: UpdateOrderStatusInput;
  UpdateOrderStatusPayload: Omit<UpdateOrderStatusPayload, 'order'> & { order: ResolversParentTypes['Order'] };
  UpdateProductInput: UpdateProductInput;
  UpdateProductPayload: Omit<UpdateProductPayload, 'product'> & { product: ResolversParentTypes['Product'] };
};

export type CancelOrderPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelOrderPayload'] = ResolversParentTypes['CancelOrderPayload']> = {
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type ChangedRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedRecord'] = ResolversParentTypes['ChangedRecord'], FederationReferenceType extends FederationReferenceTypes['ChangedRecord'] = FederationReferenceTypes['ChangedRecord']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ChangedRecord']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateProductPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateProductPayload'] = ResolversParentTypes['CreateProductPayload']> = {
  product?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<CustomerOrdersArgs, 'first'>>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelOrder?: Resolver<ResolversTypes['CancelOrderPayload'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'input'>>;
  createProduct?: Resolver<ResolversTypes['CreateProductPayload'], ParentType, ContextType, RequireFields<MutationCreateProductArgs, 'input'>>;
  placeOrder?: Resolver<ResolversTypes['PlaceOrderPayload'], ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  updateOrderStatus?: Resolver<ResolversTypes['UpdateOrderStatusPayload'], ParentType, ContextType, RequireFields<MutationUpdateOrderStatusArgs, 'input'>>;
  updateProduct?: Resolver<ResolversTypes['UpdateProductPayload'], ParentType, ContextType, RequireFields<MutationUpdateProductArgs, 'input'>>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  backendStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cancelReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fulfillmentStatus?: Resolver<ResolversTypes['OrderFulfillmentStatus'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  paymentStatus?: Resolver<ResolversTypes['OrderPaymentStatus'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OrderChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderChange'] = ResolversParentTypes['OrderChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['OrderField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlaceOrderPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceOrderPayload'] = ResolversParentTypes['PlaceOrderPayload']> = {
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ProductChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductChange'] = ResolversParentTypes['ProductChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['ProductField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProductConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Product']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProductEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<QueryOrdersArgs, 'first'>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, Partial<QueryProductArgs>>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, RequireFields<QueryProductsArgs, 'first'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  orderChanged?: SubscriptionResolver<ResolversTypes['OrderChange'], "orderChanged", ParentType, ContextType, Partial<SubscriptionOrderChangedArgs>>;
  productChanged?: SubscriptionResolver<ResolversTypes['ProductChange'], "productChanged", ParentType, ContextType, Partial<SubscriptionProductChangedArgs>>;
};

export type UpdateOrderStatusPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateOrderStatusPayload'] = ResolversParentTypes['UpdateOrderStatusPayload']> = {
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type UpdateProductPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateProductPayload'] = ResolversParentTypes['UpdateProductPayload']> = {
  product?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  CancelOrderPayload?: CancelOrderPayloadResolvers<ContextType>;
  ChangedRecord?: ChangedRecordResolvers<ContextType>;
  CreateProductPayload?: CreateProductPayloadResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Cursor?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderChange?: OrderChangeResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PlaceOrderPayload?: PlaceOrderPayloadResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductChange?: ProductChangeResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UpdateOrderStatusPayload?: UpdateOrderStatusPayloadResolvers<ContextType>;
  UpdateProductPayload?: UpdateProductPayloadResolvers<ContextType>;
};

