import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ContactRecord, ActivityRecord } from '../records.ts';
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

/** Something that happened with a contact. */
export type Activity = {
  readonly __typename?: 'Activity';
  /** With whom. */
  readonly contact: Contact;
  /** When it was noted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The activity's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly text: Scalars['String']['output'];
};

/** A page of activities. */
export type ActivityConnection = {
  readonly __typename?: 'ActivityConnection';
  /** The page's activities, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<ActivityEdge>;
  /** The page's activities. */
  readonly nodes: ReadonlyArray<Activity>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** An activity in a list. */
export type ActivityEdge = {
  readonly __typename?: 'ActivityEdge';
  /** To go on after this activity. */
  readonly cursor: Scalars['String']['output'];
  /** The activity. */
  readonly node: Activity;
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
  /** The contact as of now, when the record is one; null when it is gone. */
  readonly contact?: Maybe<Contact>;
  /** The record's id. */
  readonly id: Scalars['ID']['output'];
  /** The record's GraphQL type, such as `Payment`. */
  readonly type: Scalars['String']['output'];
};

/** A person in the CRM. */
export type Contact = {
  readonly __typename?: 'Contact';
  /** What happened with the contact, newest first. */
  readonly activities: ActivityConnection;
  /** The stage in the words of the system that keeps it. */
  readonly backendStatus?: Maybe<Scalars['String']['output']>;
  /** When the contact was added. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The customer that the contact stands for. */
  readonly customer?: Maybe<Customer>;
  /** The contact's e-mail address; unique among contacts. */
  readonly email: Scalars['String']['output'];
  /** The contact's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** How the contact is called. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** E-mail address of the colleague who looks after the contact. */
  readonly owner?: Maybe<Scalars['String']['output']>;
  /** How far the contact is on the way to being a customer. */
  readonly stage: ContactStage;
  /** When one of its fields last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};


/** A person in the CRM. */
export type ContactActivitiesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A change of a contact. */
export type ContactChange = {
  readonly __typename?: 'ContactChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<ContactField>;
  /** The contact, its own fields as of the change; null when deleted or erased. */
  readonly contact?: Maybe<Contact>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The contact's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** Whether a newer change of the same contact had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of contacts. */
export type ContactConnection = {
  readonly __typename?: 'ContactConnection';
  /** The page's contacts, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<ContactEdge>;
  /** The page's contacts. */
  readonly nodes: ReadonlyArray<Contact>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A contact in a list. */
export type ContactEdge = {
  readonly __typename?: 'ContactEdge';
  /** To go on after this contact. */
  readonly cursor: Scalars['String']['output'];
  /** The contact. */
  readonly node: Contact;
};

/** The fields of a contact whose changes are told. */
export type ContactField =
  /** Its stage in the backend's words. */
  | 'BACKEND_STATUS'
  /** The customer that it stands for. */
  | 'CUSTOMER_ID'
  /** Its e-mail address. */
  | 'EMAIL'
  /** Its name. */
  | 'NAME'
  /** Who looks after it. */
  | 'OWNER'
  /** Its stage. */
  | 'STAGE';

/** How far a contact is on the way to being a customer. */
export type ContactStage =
  /** Was a customer. */
  | 'CHURNED'
  /** Has bought. */
  | 'CUSTOMER'
  /** Known, no more. */
  | 'LEAD'
  /** A stage of the backend that has no counterpart; `backendStatus` tells it. */
  | 'OTHER'
  /** In talks. */
  | 'PROSPECT';

/** What a new contact is. */
export type CreateContactInput = {
  /** E-mail address; unique among contacts. */
  readonly email: Scalars['String']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** How the contact is called. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** E-mail address of the colleague who looks after the contact. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** How far the contact is. LEAD, when left out. */
  readonly stage?: InputMaybe<ContactStage>;
};

/** The contact that was added. */
export type CreateContactPayload = {
  readonly __typename?: 'CreateContactPayload';
  /** The contact. */
  readonly contact: Contact;
};

/** One person or company, across all systems. */
export type Customer = {
  readonly __typename?: 'Customer';
  /** The customer's contact in the CRM; the oldest, when there are several. */
  readonly contact?: Maybe<Contact>;
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
};

/** What happened, and with whom. */
export type LogActivityInput = {
  /** The contact's id. */
  readonly contactId: Scalars['ID']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** What happened, at most 10,000 characters. */
  readonly text: Scalars['String']['input'];
};

/** The activity that was noted. */
export type LogActivityPayload = {
  readonly __typename?: 'LogActivityPayload';
  /** The activity. */
  readonly activity: Activity;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Adds a contact. Its customer is the one with its e-mail address, made when there is none. */
  readonly createContact: CreateContactPayload;
  /** Notes something that happened with a contact. */
  readonly logActivity: LogActivityPayload;
  /** Changes the fields that are given. */
  readonly updateContact: UpdateContactPayload;
};


export type MutationCreateContactArgs = {
  input: CreateContactInput;
};


export type MutationLogActivityArgs = {
  input: LogActivityInput;
};


export type MutationUpdateContactArgs = {
  input: UpdateContactInput;
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
  /** One contact; null when there is none with this id. */
  readonly contact?: Maybe<Contact>;
  /** Contacts, newest first. */
  readonly contacts: ContactConnection;
};


export type QueryContactArgs = {
  id: Scalars['ID']['input'];
};


export type QueryContactsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  stage?: InputMaybe<ReadonlyArray<ContactStage>>;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Contacts that were created, updated or deleted. */
  readonly contactChanged: ContactChange;
};


export type SubscriptionContactChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<ContactField>>;
  stage?: InputMaybe<ReadonlyArray<ContactStage>>;
};

/** Which contact, and its new fields; those left out stay. */
export type UpdateContactInput = {
  /** The contact's id. */
  readonly id: Scalars['ID']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** How the contact is called. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** E-mail address of the colleague who looks after the contact. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** How far the contact is. */
  readonly stage?: InputMaybe<ContactStage>;
};

/** The contact after the update. */
export type UpdateContactPayload = {
  readonly __typename?: 'UpdateContactPayload';
  /** The contact. */
  readonly contact: Contact;
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
  Activity: Activity;
  ChangedRecord: ChangedRecord;
  Contact: Contact;
  Customer: Customer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Activity:
    ( { __typename: 'Activity' }
    & GraphQLRecursivePick<FederationTypes['Activity'], {"id":true}> );
  ChangedRecord:
    ( { __typename: 'ChangedRecord' }
    & GraphQLRecursivePick<FederationTypes['ChangedRecord'], {"type":true,"id":true}> );
  Contact:
    ( { __typename: 'Contact' }
    & GraphQLRecursivePick<FederationTypes['Contact'], {"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Activity: ResolverTypeWrapper<ActivityRecord>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ActivityConnection: ResolverTypeWrapper<Omit<ActivityConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ActivityEdge']>, nodes: ReadonlyArray<ResolversTypes['Activity']> }>;
  ActivityEdge: ResolverTypeWrapper<Omit<ActivityEdge, 'node'> & { node: ResolversTypes['Activity'] }>;
  ChangeKind: ChangeKind;
  ChangedRecord: ResolverTypeWrapper<ChangedRecordReference>;
  Contact: ResolverTypeWrapper<ContactRecord>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ContactChange: ResolverTypeWrapper<ChangePayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ContactConnection: ResolverTypeWrapper<Omit<ContactConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ContactEdge']>, nodes: ReadonlyArray<ResolversTypes['Contact']> }>;
  ContactEdge: ResolverTypeWrapper<Omit<ContactEdge, 'node'> & { node: ResolversTypes['Contact'] }>;
  ContactField: ContactField;
  ContactStage: ContactStage;
  CreateContactInput: CreateContactInput;
  CreateContactPayload: ResolverTypeWrapper<Omit<CreateContactPayload, 'contact'> & { contact: ResolversTypes['Contact'] }>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Customer: ResolverTypeWrapper<EntityReference>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  LogActivityInput: LogActivityInput;
  LogActivityPayload: ResolverTypeWrapper<Omit<LogActivityPayload, 'activity'> & { activity: ResolversTypes['Activity'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UpdateContactInput: UpdateContactInput;
  UpdateContactPayload: ResolverTypeWrapper<Omit<UpdateContactPayload, 'contact'> & { contact: ResolversTypes['Contact'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Activity: ActivityRecord;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  ActivityConnection: Omit<ActivityConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ActivityEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Activity']> };
  ActivityEdge: Omit<ActivityEdge, 'node'> & { node: ResolversParentTypes['Activity'] };
  ChangedRecord: ChangedRecordReference;
  Contact: ContactRecord;
  Int: Scalars['Int']['output'];
  ContactChange: ChangePayload;
  Boolean: Scalars['Boolean']['output'];
  ContactConnection: Omit<ContactConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ContactEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Contact']> };
  ContactEdge: Omit<ContactEdge, 'node'> & { node: ResolversParentTypes['Contact'] };
  CreateContactInput: CreateContactInput;
  CreateContactPayload: Omit<CreateContactPayload, 'contact'> & { contact: ResolversParentTypes['Contact'] };
  Cursor: Scalars['Cursor']['output'];
  Customer: EntityReference;
  DateTime: Scalars['DateTime']['output'];
  LogActivityInput: LogActivityInput;
  LogActivityPayload: Omit<LogActivityPayload, 'activity'> & { activity: ResolversParentTypes['Activity'] };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  UpdateContactInput: UpdateContactInput;
  UpdateContactPayload: Omit<UpdateContactPayload, 'contact'> & { contact: ResolversParentTypes['Contact'] };
};

export type ActivityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Activity'] = ResolversParentTypes['Activity'], FederationReferenceType extends FederationReferenceTypes['Activity'] = FederationReferenceTypes['Activity']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Activity']> | FederationReferenceType, FederationReferenceType, ContextType>;
  contact?: Resolver<ResolversTypes['Contact'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ActivityConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActivityConnection'] = ResolversParentTypes['ActivityConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ActivityEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Activity']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ActivityEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActivityEdge'] = ResolversParentTypes['ActivityEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Activity'], ParentType, ContextType>;
};

export type ChangedRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedRecord'] = ResolversParentTypes['ChangedRecord'], FederationReferenceType extends FederationReferenceTypes['ChangedRecord'] = FederationReferenceTypes['ChangedRecord']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ChangedRecord']> | FederationReferenceType, FederationReferenceType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['Contact']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ContactResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Contact'] = ResolversParentTypes['Contact'], FederationReferenceType extends FederationReferenceTypes['Contact'] = FederationReferenceTypes['Contact']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Contact']> | FederationReferenceType, FederationReferenceType, ContextType>;
  activities?: Resolver<ResolversTypes['ActivityConnection'], ParentType, ContextType, RequireFields<ContactActivitiesArgs, 'first'>>;
  backendStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['ContactStage'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ContactChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContactChange'] = ResolversParentTypes['ContactChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['ContactField']>, ParentType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['Contact']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ContactConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContactConnection'] = ResolversParentTypes['ContactConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ContactEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Contact']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ContactEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContactEdge'] = ResolversParentTypes['ContactEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Contact'], ParentType, ContextType>;
};

export type CreateContactPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateContactPayload'] = ResolversParentTypes['CreateContactPayload']> = {
  contact?: Resolver<ResolversTypes['Contact'], ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  contact?: Resolver<Maybe<ResolversTypes['Contact']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type LogActivityPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogActivityPayload'] = ResolversParentTypes['LogActivityPayload']> = {
  activity?: Resolver<ResolversTypes['Activity'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createContact?: Resolver<ResolversTypes['CreateContactPayload'], ParentType, ContextType, RequireFields<MutationCreateContactArgs, 'input'>>;
  logActivity?: Resolver<ResolversTypes['LogActivityPayload'], ParentType, ContextType, RequireFields<MutationLogActivityArgs, 'input'>>;
  updateContact?: Resolver<ResolversTypes['UpdateContactPayload'], ParentType, ContextType, RequireFields<MutationUpdateContactArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  contact?: Resolver<Maybe<ResolversTypes['Contact']>, ParentType, ContextType, RequireFields<QueryContactArgs, 'id'>>;
  contacts?: Resolver<ResolversTypes['ContactConnection'], ParentType, ContextType, RequireFields<QueryContactsArgs, 'first'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  contactChanged?: SubscriptionResolver<ResolversTypes['ContactChange'], "contactChanged", ParentType, ContextType, Partial<SubscriptionContactChangedArgs>>;
};

export type UpdateContactPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateContactPayload'] = ResolversParentTypes['UpdateContactPayload']> = {
  contact?: Resolver<ResolversTypes['Contact'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Activity?: ActivityResolvers<ContextType>;
  ActivityConnection?: ActivityConnectionResolvers<ContextType>;
  ActivityEdge?: ActivityEdgeResolvers<ContextType>;
  ChangedRecord?: ChangedRecordResolvers<ContextType>;
  Contact?: ContactResolvers<ContextType>;
  ContactChange?: ContactChangeResolvers<ContextType>;
  ContactConnection?: ContactConnectionResolvers<ContextType>;
  ContactEdge?: ContactEdgeResolvers<ContextType>;
  CreateContactPayload?: CreateContactPayloadResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  LogActivityPayload?: LogActivityPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UpdateContactPayload?: UpdateContactPayloadResolvers<ContextType>;
};

