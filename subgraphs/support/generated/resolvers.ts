import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TicketRecord, TicketCommentRecord } from '../records.ts';
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

/** Which ticket, and the comment. */
export type AddTicketCommentInput = {
  /** What is said, in at most 50,000 characters. */
  readonly body: Scalars['String']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The ticket's id. */
  readonly ticketId: Scalars['ID']['input'];
};

/** The comment that was added. */
export type AddTicketCommentPayload = {
  readonly __typename?: 'AddTicketCommentPayload';
  /** The comment. */
  readonly comment: TicketComment;
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
  /** The ticket as of now, when the record is one; null when it is gone. */
  readonly ticket?: Maybe<Ticket>;
  /** The record's GraphQL type, such as `Payment`. */
  readonly type: Scalars['String']['output'];
};

/** Who asks for what. Exactly one of `customerId` and `customerEmail` is given. */
export type CreateTicketInput = {
  /** What the customer wants, in at most 50,000 characters. */
  readonly body: Scalars['String']['input'];
  /** The customer's e-mail address; a customer is made when nobody has it. Whoever gives it vouches that it is theirs. */
  readonly customerEmail?: InputMaybe<Scalars['String']['input']>;
  /** The customer's id. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The order that it is about. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** How soon it wants an answer; none, when left out. */
  readonly priority?: InputMaybe<TicketPriority>;
  /** What it is about, in at most 300 characters. */
  readonly subject: Scalars['String']['input'];
};

/** The ticket that was opened. */
export type CreateTicketPayload = {
  readonly __typename?: 'CreateTicketPayload';
  /** The ticket. */
  readonly ticket: Ticket;
};

/** One person or company, across all systems. */
export type Customer = {
  readonly __typename?: 'Customer';
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The customer's tickets, newest first. */
  readonly tickets: TicketConnection;
};


/** One person or company, across all systems. */
export type CustomerTicketsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Adds a comment to a ticket. A closed ticket takes none: `INVALID_TRANSITION`. */
  readonly addTicketComment: AddTicketCommentPayload;
  /** Opens a ticket for a customer, with the status NEW. */
  readonly createTicket: CreateTicketPayload;
  /** Changes the fields that are given. A closed ticket stays as it is: `INVALID_TRANSITION`. */
  readonly updateTicket: UpdateTicketPayload;
};


export type MutationAddTicketCommentArgs = {
  input: AddTicketCommentInput;
};


export type MutationCreateTicketArgs = {
  input: CreateTicketInput;
};


export type MutationUpdateTicketArgs = {
  input: UpdateTicketInput;
};

/** An order of the shop. */
export type Order = {
  readonly __typename?: 'Order';
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The tickets about the order, newest first. */
  readonly tickets: TicketConnection;
};


/** An order of the shop. */
export type OrderTicketsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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

export type Query = {
  readonly __typename?: 'Query';
  /** One ticket; null when there is none with this id. */
  readonly ticket?: Maybe<Ticket>;
  /** Tickets, newest first. */
  readonly tickets: TicketConnection;
};


export type QueryTicketArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTicketsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  priority?: InputMaybe<ReadonlyArray<TicketPriority>>;
  status?: InputMaybe<ReadonlyArray<TicketStatus>>;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Tickets that were created, updated or deleted. */
  readonly ticketChanged: TicketChange;
};


export type SubscriptionTicketChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<TicketField>>;
  priority?: InputMaybe<ReadonlyArray<TicketPriority>>;
  status?: InputMaybe<ReadonlyArray<TicketStatus>>;
};

/** A request of a customer that somebody looks after until it is solved. */
export type Ticket = {
  readonly __typename?: 'Ticket';
  /** The status in the words of the system that keeps it. */
  readonly backendStatus?: Maybe<Scalars['String']['output']>;
  /** What the customer wants. */
  readonly body: Scalars['String']['output'];
  /** What was said on the ticket, newest first. */
  readonly comments: TicketCommentConnection;
  /** When the ticket was opened. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Who asks. */
  readonly customer?: Maybe<Customer>;
  /** The ticket's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The order that it is about; null when none. */
  readonly order?: Maybe<Order>;
  /** How soon it wants an answer; null when nobody has said. */
  readonly priority?: Maybe<TicketPriority>;
  /** How far the ticket is. */
  readonly status: TicketStatus;
  /** What it is about, in one line. */
  readonly subject: Scalars['String']['output'];
  /** When one of its fields last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};


/** A request of a customer that somebody looks after until it is solved. */
export type TicketCommentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A change of a ticket. */
export type TicketChange = {
  readonly __typename?: 'TicketChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<TicketField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The ticket's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** Whether a newer change of the same ticket had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
  /** The ticket, its own fields as of the change; null when deleted or erased. */
  readonly ticket?: Maybe<Ticket>;
};

/** Something that was said on a ticket. */
export type TicketComment = {
  readonly __typename?: 'TicketComment';
  /** What was said. */
  readonly body: Scalars['String']['output'];
  /** When it was said. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The comment's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** On which ticket. */
  readonly ticket: Ticket;
};

/** A page of comments. */
export type TicketCommentConnection = {
  readonly __typename?: 'TicketCommentConnection';
  /** The page's comments, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<TicketCommentEdge>;
  /** The page's comments. */
  readonly nodes: ReadonlyArray<TicketComment>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A comment in a list. */
export type TicketCommentEdge = {
  readonly __typename?: 'TicketCommentEdge';
  /** To go on after this comment. */
  readonly cursor: Scalars['String']['output'];
  /** The comment. */
  readonly node: TicketComment;
};

/** A page of tickets. */
export type TicketConnection = {
  readonly __typename?: 'TicketConnection';
  /** The page's tickets, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<TicketEdge>;
  /** The page's tickets. */
  readonly nodes: ReadonlyArray<Ticket>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A ticket in a list. */
export type TicketEdge = {
  readonly __typename?: 'TicketEdge';
  /** To go on after this ticket. */
  readonly cursor: Scalars['String']['output'];
  /** The ticket. */
  readonly node: Ticket;
};

/** The fields of a ticket whose changes are told. */
export type TicketField =
  /** Its status in the backend's words. */
  | 'BACKEND_STATUS'
  /** What the customer wants. */
  | 'BODY'
  /** Who asks. */
  | 'CUSTOMER_ID'
  /** The order that it is about. */
  | 'ORDER_ID'
  /** Its priority. */
  | 'PRIORITY'
  /** Its status. */
  | 'STATUS'
  /** What it is about. */
  | 'SUBJECT';

/** How soon a ticket wants an answer. */
export type TicketPriority =
  /** Before the others. */
  | 'HIGH'
  /** When there is time. */
  | 'LOW'
  /** In its turn. */
  | 'NORMAL'
  /** A priority of the backend that has no counterpart. It cannot be set. */
  | 'OTHER'
  /** At once. */
  | 'URGENT';

/** How far a ticket is. */
export type TicketStatus =
  /** Over, for good: a closed ticket does not change. */
  | 'CLOSED'
  /** Nobody has looked at it yet. */
  | 'NEW'
  /** Waits for somebody else. */
  | 'ON_HOLD'
  /** Somebody works on it. */
  | 'OPEN'
  /** A status of the backend that has no counterpart; `backendStatus` tells it. It cannot be set. */
  | 'OTHER'
  /** Waits for an answer of the customer. */
  | 'PENDING'
  /** Answered. May be opened again. */
  | 'SOLVED';

/** Which ticket, and its new fields; those left out stay. */
export type UpdateTicketInput = {
  /** The ticket's id. */
  readonly id: Scalars['ID']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** How soon it wants an answer; null takes the priority away. */
  readonly priority?: InputMaybe<TicketPriority>;
  /** How far the ticket is. */
  readonly status?: InputMaybe<TicketStatus>;
};

/** The ticket after the update. */
export type UpdateTicketPayload = {
  readonly __typename?: 'UpdateTicketPayload';
  /** The ticket. */
  readonly ticket: Ticket;
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
  Ticket: Ticket;
  TicketComment: TicketComment;
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
  Ticket:
    ( { __typename: 'Ticket' }
    & GraphQLRecursivePick<FederationTypes['Ticket'], {"id":true}> );
  TicketComment:
    ( { __typename: 'TicketComment' }
    & GraphQLRecursivePick<FederationTypes['TicketComment'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddTicketCommentInput: AddTicketCommentInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AddTicketCommentPayload: ResolverTypeWrapper<Omit<AddTicketCommentPayload, 'comment'> & { comment: ResolversTypes['TicketComment'] }>;
  ChangeKind: ChangeKind;
  ChangedRecord: ResolverTypeWrapper<ChangedRecordReference>;
  CreateTicketInput: CreateTicketInput;
  CreateTicketPayload: ResolverTypeWrapper<Omit<CreateTicketPayload, 'ticket'> & { ticket: ResolversTypes['Ticket'] }>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Customer: ResolverTypeWrapper<EntityReference>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<EntityReference>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Ticket: ResolverTypeWrapper<TicketRecord>;
  TicketChange: ResolverTypeWrapper<ChangePayload>;
  TicketComment: ResolverTypeWrapper<TicketCommentRecord>;
  TicketCommentConnection: ResolverTypeWrapper<Omit<TicketCommentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['TicketCommentEdge']>, nodes: ReadonlyArray<ResolversTypes['TicketComment']> }>;
  TicketCommentEdge: ResolverTypeWrapper<Omit<TicketCommentEdge, 'node'> & { node: ResolversTypes['TicketComment'] }>;
  TicketConnection: ResolverTypeWrapper<Omit<TicketConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['TicketEdge']>, nodes: ReadonlyArray<ResolversTypes['Ticket']> }>;
  TicketEdge: ResolverTypeWrapper<Omit<TicketEdge, 'node'> & { node: ResolversTypes['Ticket'] }>;
  TicketField: TicketField;
  TicketPriority: TicketPriority;
  TicketStatus: TicketStatus;
  UpdateTicketInput: UpdateTicketInput;
  UpdateTicketPayload: ResolverTypeWrapper<Omit<UpdateTicketPayload, 'ticket'> & { ticket: ResolversTypes['Ticket'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddTicketCommentInput: AddTicketCommentInput;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  AddTicketCommentPayload: Omit<AddTicketCommentPayload, 'comment'> & { comment: ResolversParentTypes['TicketComment'] };
  ChangedRecord: ChangedRecordReference;
  CreateTicketInput: CreateTicketInput;
  CreateTicketPayload: Omit<CreateTicketPayload, 'ticket'> & { ticket: ResolversParentTypes['Ticket'] };
  Cursor: Scalars['Cursor']['output'];
  Customer: EntityReference;
  Int: Scalars['Int']['output'];
  DateTime: Scalars['DateTime']['output'];
  Mutation: Record<PropertyKey, never>;
  Order: EntityReference;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Query: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  Ticket: TicketRecord;
  TicketChange: ChangePayload;
  TicketComment: TicketCommentRecord;
  TicketCommentConnection: Omit<TicketCommentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['TicketCommentEdge']>, nodes: ReadonlyArray<ResolversParentTypes['TicketComment']> };
  TicketCommentEdge: Omit<TicketCommentEdge, 'node'> & { node: ResolversParentTypes['TicketComment'] };
  TicketConnection: Omit<TicketConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['TicketEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Ticket']> };
  TicketEdge: Omit<TicketEdge, 'node'> & { node: ResolversParentTypes['Ticket'] };
  UpdateTicketInput: UpdateTicketInput;
  UpdateTicketPayload: Omit<UpdateTicketPayload, 'ticket'> & { ticket: ResolversParentTypes['Ticket'] };
};

export type AddTicketCommentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddTicketCommentPayload'] = ResolversParentTypes['AddTicketCommentPayload']> = {
  comment?: Resolver<ResolversTypes['TicketComment'], ParentType, ContextType>;
};

export type ChangedRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedRecord'] = ResolversParentTypes['ChangedRecord'], FederationReferenceType extends FederationReferenceTypes['ChangedRecord'] = FederationReferenceTypes['ChangedRecord']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ChangedRecord']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ticket?: Resolver<Maybe<ResolversTypes['Ticket']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateTicketPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateTicketPayload'] = ResolversParentTypes['CreateTicketPayload']> = {
  ticket?: Resolver<ResolversTypes['Ticket'], ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tickets?: Resolver<ResolversTypes['TicketConnection'], ParentType, ContextType, RequireFields<CustomerTicketsArgs, 'first'>>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addTicketComment?: Resolver<ResolversTypes['AddTicketCommentPayload'], ParentType, ContextType, RequireFields<MutationAddTicketCommentArgs, 'input'>>;
  createTicket?: Resolver<ResolversTypes['CreateTicketPayload'], ParentType, ContextType, RequireFields<MutationCreateTicketArgs, 'input'>>;
  updateTicket?: Resolver<ResolversTypes['UpdateTicketPayload'], ParentType, ContextType, RequireFields<MutationUpdateTicketArgs, 'input'>>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tickets?: Resolver<ResolversTypes['TicketConnection'], ParentType, ContextType, RequireFields<OrderTicketsArgs, 'first'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  ticket?: Resolver<Maybe<ResolversTypes['Ticket']>, ParentType, ContextType, RequireFields<QueryTicketArgs, 'id'>>;
  tickets?: Resolver<ResolversTypes['TicketConnection'], ParentType, ContextType, RequireFields<QueryTicketsArgs, 'first'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  ticketChanged?: SubscriptionResolver<ResolversTypes['TicketChange'], "ticketChanged", ParentType, ContextType, Partial<SubscriptionTicketChangedArgs>>;
};

export type TicketResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Ticket'] = ResolversParentTypes['Ticket'], FederationReferenceType extends FederationReferenceTypes['Ticket'] = FederationReferenceTypes['Ticket']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Ticket']> | FederationReferenceType, FederationReferenceType, ContextType>;
  backendStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  comments?: Resolver<ResolversTypes['TicketCommentConnection'], ParentType, ContextType, RequireFields<TicketCommentsArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  priority?: Resolver<Maybe<ResolversTypes['TicketPriority']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TicketStatus'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type TicketChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TicketChange'] = ResolversParentTypes['TicketChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['TicketField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  ticket?: Resolver<Maybe<ResolversTypes['Ticket']>, ParentType, ContextType>;
};

export type TicketCommentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TicketComment'] = ResolversParentTypes['TicketComment'], FederationReferenceType extends FederationReferenceTypes['TicketComment'] = FederationReferenceTypes['TicketComment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['TicketComment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ticket?: Resolver<ResolversTypes['Ticket'], ParentType, ContextType>;
};

export type TicketCommentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TicketCommentConnection'] = ResolversParentTypes['TicketCommentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TicketCommentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['TicketComment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TicketCommentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TicketCommentEdge'] = ResolversParentTypes['TicketCommentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TicketComment'], ParentType, ContextType>;
};

export type TicketConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TicketConnection'] = ResolversParentTypes['TicketConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TicketEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Ticket']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TicketEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TicketEdge'] = ResolversParentTypes['TicketEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Ticket'], ParentType, ContextType>;
};

export type UpdateTicketPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateTicketPayload'] = ResolversParentTypes['UpdateTicketPayload']> = {
  ticket?: Resolver<ResolversTypes['Ticket'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AddTicketCommentPayload?: AddTicketCommentPayloadResolvers<ContextType>;
  ChangedRecord?: ChangedRecordResolvers<ContextType>;
  CreateTicketPayload?: CreateTicketPayloadResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Ticket?: TicketResolvers<ContextType>;
  TicketChange?: TicketChangeResolvers<ContextType>;
  TicketComment?: TicketCommentResolvers<ContextType>;
  TicketCommentConnection?: TicketCommentConnectionResolvers<ContextType>;
  TicketCommentEdge?: TicketCommentEdgeResolvers<ContextType>;
  TicketConnection?: TicketConnectionResolvers<ContextType>;
  TicketEdge?: TicketEdgeResolvers<ContextType>;
  UpdateTicketPayload?: UpdateTicketPayloadResolvers<ContextType>;
};

