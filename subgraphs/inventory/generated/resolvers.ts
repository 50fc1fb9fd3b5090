import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { StockLevelRecord, StockAdjustmentRecord, ReservationRecord, ReservationLineRecord, ProductReference } from '../records.ts';
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
  /** A signed place in the change log. Opaque; resume a subscription after it with `after:`. */
  Cursor: { input: string; output: string; }
  /** A point in time, ISO 8601 in UTC, such as `2026-11-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  _FieldSet: { input: any; output: any; }
};

/** Which stock changes, and by how much. */
export type AdjustStockInput = {
  /** How many pieces came or, when negative, went; not 0. */
  readonly delta: Scalars['Int']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The place, at most 100 characters. */
  readonly location: Scalars['String']['input'];
  /** Why. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The product's number, at most 100 characters. */
  readonly sku: Scalars['String']['input'];
};

/** The stock level after the adjustment. */
export type AdjustStockPayload = {
  readonly __typename?: 'AdjustStockPayload';
  /** The stock level. */
  readonly stockLevel: StockLevel;
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
  /** The stock level as of now, when the record is one; null when it is gone. */
  readonly stockLevel?: Maybe<StockLevel>;
  /** The record's GraphQL type, such as `Payment`. */
  readonly type: Scalars['String']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Adds pieces to the stock of a product in one place, or takes away pieces that are not reserved. The first pieces make
   * the stock level.
   */
  readonly adjustStock: AdjustStockPayload;
  /**
   * Gives back all that is reserved for an order, for good: a reservation that comes later is refused with
   * RESERVATION_CLOSED, whether or not there was one before. Repeated, it does nothing.
   */
  readonly releaseStock: ReleaseStockPayload;
  /**
   * Sets pieces aside for an order: all lines or, with OUT_OF_STOCK, none. A line is taken from the places that have most of
   * the product, from as few of them as will do. Repeated with the same lines, it answers with the reservation that there is.
   */
  readonly reserveStock: ReserveStockPayload;
  /** Says from when on a product is to be ordered anew. */
  readonly setReorderPoint: SetReorderPointPayload;
};


export type MutationAdjustStockArgs = {
  input: AdjustStockInput;
};


export type MutationReleaseStockArgs = {
  input: ReleaseStockInput;
};


export type MutationReserveStockArgs = {
  input: ReserveStockInput;
};


export type MutationSetReorderPointArgs = {
  input: SetReorderPointInput;
};

/** An order of the shop. */
export type Order = {
  readonly __typename?: 'Order';
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** What is, or was, reserved for the order; null when nothing ever was. */
  readonly reservation?: Maybe<Reservation>;
};

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

/** Something that the shop sells. */
export type Product = {
  readonly __typename?: 'Product';
  /** The product's number in the shop; unique among products. */
  readonly sku: Scalars['String']['output'];
  /** How many pieces are where, in the order of the places' names. */
  readonly stock: ReadonlyArray<StockLevel>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** What is, or was, reserved for an order; null when nothing ever was. */
  readonly reservation?: Maybe<Reservation>;
  /** The stock of one product in one place; null when there never was any. */
  readonly stockLevel?: Maybe<StockLevel>;
  /** The stock of every product in every place, newest first. */
  readonly stockLevels: StockLevelConnection;
};


export type QueryReservationArgs = {
  orderId: Scalars['ID']['input'];
};


export type QueryStockLevelArgs = {
  location: Scalars['String']['input'];
  sku: Scalars['String']['input'];
};


export type QueryStockLevelsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  belowReorderPoint?: InputMaybe<Scalars['Boolean']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** For which order all pieces are given back. */
export type ReleaseStockInput = {
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The order's id. */
  readonly orderId: Scalars['ID']['input'];
};

/** What was set aside for the order. */
export type ReleaseStockPayload = {
  readonly __typename?: 'ReleaseStockPayload';
  /** The reservation. */
  readonly reservation: Reservation;
};

/** What is set aside for an order. An order has one reservation, ever. */
export type Reservation = {
  readonly __typename?: 'Reservation';
  /** What is set aside, and where; what was, when released. */
  readonly lines: ReadonlyArray<ReservationLine>;
  /** The order's id. */
  readonly orderId: Scalars['ID']['output'];
  /** Whether it is still set aside. */
  readonly status: ReservationStatus;
};

/** Pieces of one product that are set aside in one place. */
export type ReservationLine = {
  readonly __typename?: 'ReservationLine';
  /** The place. */
  readonly location: Scalars['String']['output'];
  /** How many pieces. */
  readonly quantity: Scalars['Int']['output'];
  /** The product's number. */
  readonly sku: Scalars['String']['output'];
};

/** Whether a reservation still holds pieces. */
export type ReservationStatus =
  /** A status of the backend that has no counterpart. */
  | 'OTHER'
  /** It does not, and will not again. */
  | 'RELEASED'
  /** It does. */
  | 'RESERVED';

/** For which order pieces are set aside. */
export type ReserveStockInput = {
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** What is set aside, 1 to 100 lines. Lines of the same product are merged. */
  readonly lines: ReadonlyArray<StockLineInput>;
  /** The order's id. */
  readonly orderId: Scalars['ID']['input'];
};

/** What is set aside for the order. */
export type ReserveStockPayload = {
  readonly __typename?: 'ReserveStockPayload';
  /** The reservation. */
  readonly reservation: Reservation;
};

/** Which stock, and its new reorder point. */
export type SetReorderPointInput = {
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The place. */
  readonly location: Scalars['String']['input'];
  /** Below so many free pieces, the product is to be ordered anew. 0 for never. */
  readonly reorderPoint: Scalars['Int']['input'];
  /** The product's number. */
  readonly sku: Scalars['String']['input'];
};

/** The stock level with its reorder point. */
export type SetReorderPointPayload = {
  readonly __typename?: 'SetReorderPointPayload';
  /** The stock level. */
  readonly stockLevel: StockLevel;
};

/** Pieces that came or went. */
export type StockAdjustment = {
  readonly __typename?: 'StockAdjustment';
  /** When it was noted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** How many pieces came or, when negative, went. */
  readonly delta: Scalars['Int']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** Why. */
  readonly reason?: Maybe<Scalars['String']['output']>;
};

/** A page of adjustments. */
export type StockAdjustmentConnection = {
  readonly __typename?: 'StockAdjustmentConnection';
  /** The page's adjustments, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<StockAdjustmentEdge>;
  /** The page's adjustments. */
  readonly nodes: ReadonlyArray<StockAdjustment>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** An adjustment in a list. */
export type StockAdjustmentEdge = {
  readonly __typename?: 'StockAdjustmentEdge';
  /** To go on after this adjustment. */
  readonly cursor: Scalars['String']['output'];
  /** The adjustment. */
  readonly node: StockAdjustment;
};

/** How many pieces of a product are in one place. */
export type StockLevel = {
  readonly __typename?: 'StockLevel';
  /** By what the pieces that are there came and went, newest first. */
  readonly adjustments: StockAdjustmentConnection;
  /** Pieces of them that are free: `onHand` less `reserved`. */
  readonly available: Scalars['Int']['output'];
  /** The status in the words of the system that keeps it; null where it has none. */
  readonly backendStatus?: Maybe<Scalars['String']['output']>;
  /** Whether fewer pieces are available than the reorder point says. */
  readonly belowReorderPoint: Scalars['Boolean']['output'];
  /** When the first pieces came. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The stock level's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The place, such as `berlin`. One product has one stock level in one place. */
  readonly location: Scalars['String']['output'];
  /** Pieces that are there. */
  readonly onHand: Scalars['Int']['output'];
  /** The product. */
  readonly product?: Maybe<Product>;
  /** Below so many free pieces, the product is to be ordered anew. */
  readonly reorderPoint: Scalars['Int']['output'];
  /** Pieces of them that are set aside for orders. */
  readonly reserved: Scalars['Int']['output'];
  /** The product's number. */
  readonly sku: Scalars['String']['output'];
  /** When one of its fields last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};


/** How many pieces of a product are in one place. */
export type StockLevelAdjustmentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A change of a stock level. */
export type StockLevelChange = {
  readonly __typename?: 'StockLevelChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<StockLevelField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The stock level's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** The stock level, its own fields as of the change; null when deleted or erased. */
  readonly stockLevel?: Maybe<StockLevel>;
  /** Whether a newer change of the same stock level had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of stock levels. */
export type StockLevelConnection = {
  readonly __typename?: 'StockLevelConnection';
  /** The page's stock levels, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<StockLevelEdge>;
  /** The page's stock levels. */
  readonly nodes: ReadonlyArray<StockLevel>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A stock level in a list. */
export type StockLevelEdge = {
  readonly __typename?: 'StockLevelEdge';
  /** To go on after this stock level. */
  readonly cursor: Scalars['String']['output'];
  /** The stock level. */
  readonly node: StockLevel;
};

/** The fields of a stock level whose changes are told. */
export type StockLevelField =
  /** How many are free. */
  | 'AVAILABLE'
  /** Its status in the backend's words. */
  | 'BACKEND_STATUS'
  /** Whether fewer are available than that: with `changed`, the crossing. */
  | 'BELOW_REORDER_POINT'
  /** How many pieces are there. */
  | 'ON_HAND'
  /** From when on the product is to be ordered anew. */
  | 'REORDER_POINT'
  /** How many are set aside. */
  | 'RESERVED';

/** Pieces of one product that are to be set aside. */
export type StockLineInput = {
  /** How many pieces, 1 to 10,000. */
  readonly quantity: Scalars['Int']['input'];
  /** The product's number. */
  readonly sku: Scalars['String']['input'];
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Stock levels that were created, updated or deleted. */
  readonly stockChanged: StockLevelChange;
};


export type SubscriptionStockChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  belowReorderPoint?: InputMaybe<Scalars['Boolean']['input']>;
  changed?: InputMaybe<ReadonlyArray<StockLevelField>>;
  sku?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
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
  Order: Order;
  Product: Product;
  StockLevel: StockLevel;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  ChangedRecord:
    ( { __typename: 'ChangedRecord' }
    & GraphQLRecursivePick<FederationTypes['ChangedRecord'], {"type":true,"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"sku":true}> );
  StockLevel:
    ( { __typename: 'StockLevel' }
    & GraphQLRecursivePick<FederationTypes['StockLevel'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AdjustStockInput: AdjustStockInput;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AdjustStockPayload: ResolverTypeWrapper<Omit<AdjustStockPayload, 'stockLevel'> & { stockLevel: ResolversTypes['StockLevel'] }>;
  ChangeKind: ChangeKind;
  ChangedRecord: ResolverTypeWrapper<ChangedRecordReference>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<EntityReference>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Product: ResolverTypeWrapper<ProductReference>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReleaseStockInput: ReleaseStockInput;
  ReleaseStockPayload: ResolverTypeWrapper<Omit<ReleaseStockPayload, 'reservation'> & { reservation: ResolversTypes['Reservation'] }>;
  Reservation: ResolverTypeWrapper<ReservationRecord>;
  ReservationLine: ResolverTypeWrapper<ReservationLineRecord>;
  ReservationStatus: ReservationStatus;
  ReserveStockInput: ReserveStockInput;
  ReserveStockPayload: ResolverTypeWrapper<Omit<ReserveStockPayload, 'reservation'> & { reservation: ResolversTypes['Reservation'] }>;
  SetReorderPointInput: SetReorderPointInput;
  SetReorderPointPayload: ResolverTypeWrapper<Omit<SetReorderPointPayload, 'stockLevel'> & { stockLevel: ResolversTypes['StockLevel'] }>;
  StockAdjustment: ResolverTypeWrapper<StockAdjustmentRecord>;
  StockAdjustmentConnection: ResolverTypeWrapper<Omit<StockAdjustmentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['StockAdjustmentEdge']>, nodes: ReadonlyArray<ResolversTypes['StockAdjustment']> }>;
  StockAdjustmentEdge: ResolverTypeWrapper<Omit<StockAdjustmentEdge, 'node'> & { node: ResolversTypes['StockAdjustment'] }>;
  StockLevel: ResolverTypeWrapper<StockLevelRecord>;
  StockLevelChange: ResolverTypeWrapper<ChangePayload>;
  StockLevelConnection: ResolverTypeWrapper<Omit<StockLevelConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['StockLevelEdge']>, nodes: ReadonlyArray<ResolversTypes['StockLevel']> }>;
  StockLevelEdge: ResolverTypeWrapper<Omit<StockLevelEdge, 'node'> & { node: ResolversTypes['StockLevel'] }>;
  StockLevelField: StockLevelField;
  StockLineInput: StockLineInput;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AdjustStockInput: AdjustStockInput;
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  AdjustStockPayload: Omit<AdjustStockPayload, 'stockLevel'> & { stockLevel: ResolversParentTypes['StockLevel'] };
  ChangedRecord: ChangedRecordReference;
  Cursor: Scalars['Cursor']['output'];
  DateTime: Scalars['DateTime']['output'];
  Mutation: Record<PropertyKey, never>;
  Order: EntityReference;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Product: ProductReference;
  Query: Record<PropertyKey, never>;
  ReleaseStockInput: ReleaseStockInput;
  ReleaseStockPayload: Omit<ReleaseStockPayload, 'reservation'> & { reservation: ResolversParentTypes['Reservation'] };
  Reservation: ReservationRecord;
  ReservationLine: ReservationLineRecord;
  ReserveStockInput: ReserveStockInput;
  ReserveStockPayload: Omit<ReserveStockPayload, 'reservation'> & { reservation: ResolversParentTypes['Reservation'] };
  SetReorderPointInput: SetReorderPointInput;
  SetReorderPointPayload: Omit<SetReorderPointPayload, 'stockLevel'> & { stockLevel: ResolversParentTypes['StockLevel'] };
  StockAdjustment: StockAdjustmentRecord;
  StockAdjustmentConnection: Omit<StockAdjustmentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['StockAdjustmentEdge']>, nodes: ReadonlyArray<ResolversParentTypes['StockAdjustment']> };
  StockAdjustmentEdge: Omit<StockAdjustmentEdge, 'node'> & { node: ResolversParentTypes['StockAdjustment'] };
  StockLevel: StockLevelRecord;
  StockLevelChange: ChangePayload;
  StockLevelConnection: Omit<StockLevelConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['StockLevelEdge']>, nodes: ReadonlyArray<ResolversParentTypes['StockLevel']> };
  StockLevelEdge: Omit<StockLevelEdge, 'node'> & { node: ResolversParentTypes['StockLevel'] };
  StockLineInput: StockLineInput;
  Subscription: Record<PropertyKey, never>;
};

export type AdjustStockPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AdjustStockPayload'] = ResolversParentTypes['AdjustStockPayload']> = {
  stockLevel?: Resolver<ResolversTypes['StockLevel'], ParentType, ContextType>;
};

export type ChangedRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedRecord'] = ResolversParentTypes['ChangedRecord'], FederationReferenceType extends FederationReferenceTypes['ChangedRecord'] = FederationReferenceTypes['ChangedRecord']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ChangedRecord']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  stockLevel?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  adjustStock?: Resolver<ResolversTypes['AdjustStockPayload'], ParentType, ContextType, RequireFields<MutationAdjustStockArgs, 'input'>>;
  releaseStock?: Resolver<ResolversTypes['ReleaseStockPayload'], ParentType, ContextType, RequireFields<MutationReleaseStockArgs, 'input'>>;
  reserveStock?: Resolver<ResolversTypes['ReserveStockPayload'], ParentType, ContextType, RequireFields<MutationReserveStockArgs, 'input'>>;
  setReorderPoint?: Resolver<ResolversTypes['SetReorderPointPayload'], ParentType, ContextType, RequireFields<MutationSetReorderPointArgs, 'input'>>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reservation?: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stock?: Resolver<ReadonlyArray<ResolversTypes['StockLevel']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  reservation?: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType, RequireFields<QueryReservationArgs, 'orderId'>>;
  stockLevel?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType, RequireFields<QueryStockLevelArgs, 'location' | 'sku'>>;
  stockLevels?: Resolver<ResolversTypes['StockLevelConnection'], ParentType, ContextType, RequireFields<QueryStockLevelsArgs, 'first'>>;
};

export type ReleaseStockPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReleaseStockPayload'] = ResolversParentTypes['ReleaseStockPayload']> = {
  reservation?: Resolver<ResolversTypes['Reservation'], ParentType, ContextType>;
};

export type ReservationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reservation'] = ResolversParentTypes['Reservation']> = {
  lines?: Resolver<ReadonlyArray<ResolversTypes['ReservationLine']>, ParentType, ContextType>;
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReservationStatus'], ParentType, ContextType>;
};

export type ReservationLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReservationLine'] = ResolversParentTypes['ReservationLine']> = {
  location?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReserveStockPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReserveStockPayload'] = ResolversParentTypes['ReserveStockPayload']> = {
  reservation?: Resolver<ResolversTypes['Reservation'], ParentType, ContextType>;
};

export type SetReorderPointPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetReorderPointPayload'] = ResolversParentTypes['SetReorderPointPayload']> = {
  stockLevel?: Resolver<ResolversTypes['StockLevel'], ParentType, ContextType>;
};

export type StockAdjustmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockAdjustment'] = ResolversParentTypes['StockAdjustment']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  delta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type StockAdjustmentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockAdjustmentConnection'] = ResolversParentTypes['StockAdjustmentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockAdjustmentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockAdjustment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StockAdjustmentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockAdjustmentEdge'] = ResolversParentTypes['StockAdjustmentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockAdjustment'], ParentType, ContextType>;
};

export type StockLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevel'] = ResolversParentTypes['StockLevel'], FederationReferenceType extends FederationReferenceTypes['StockLevel'] = FederationReferenceTypes['StockLevel']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['StockLevel']> | FederationReferenceType, FederationReferenceType, ContextType>;
  adjustments?: Resolver<ResolversTypes['StockAdjustmentConnection'], ParentType, ContextType, RequireFields<StockLevelAdjustmentsArgs, 'first'>>;
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  backendStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  belowReorderPoint?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  location?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  reorderPoint?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type StockLevelChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevelChange'] = ResolversParentTypes['StockLevelChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['StockLevelField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  stockLevel?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type StockLevelConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevelConnection'] = ResolversParentTypes['StockLevelConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockLevelEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StockLevelEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevelEdge'] = ResolversParentTypes['StockLevelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockLevel'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  stockChanged?: SubscriptionResolver<ResolversTypes['StockLevelChange'], "stockChanged", ParentType, ContextType, Partial<SubscriptionStockChangedArgs>>;
};

export type Resolvers<ContextType = Context> = {
  AdjustStockPayload?: AdjustStockPayloadResolvers<ContextType>;
  ChangedRecord?: ChangedRecordResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReleaseStockPayload?: ReleaseStockPayloadResolvers<ContextType>;
  Reservation?: ReservationResolvers<ContextType>;
  ReservationLine?: ReservationLineResolvers<ContextType>;
  ReserveStockPayload?: ReserveStockPayloadResolvers<ContextType>;
  SetReorderPointPayload?: SetReorderPointPayloadResolvers<ContextType>;
  StockAdjustment?: StockAdjustmentResolvers<ContextType>;
  StockAdjustmentConnection?: StockAdjustmentConnectionResolvers<ContextType>;
  StockAdjustmentEdge?: StockAdjustmentEdgeResolvers<ContextType>;
  StockLevel?: StockLevelResolvers<ContextType>;
  StockLevelChange?: StockLevelChangeResolvers<ContextType>;
  StockLevelConnection?: StockLevelConnectionResolvers<ContextType>;
  StockLevelEdge?: StockLevelEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
};

