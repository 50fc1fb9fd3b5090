import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MinorUnits } from '../../kit/money.ts';
import type { PaymentRecord, InvoiceRecord, InvoiceLineRecord } from '../records.ts';
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
  /** The invoice as of now, when the record is one; null when it is gone. */
  readonly invoice?: Maybe<Invoice>;
  /** The payment as of now, when the record is one; null when it is gone. */
  readonly payment?: Maybe<Payment>;
  /** The record's GraphQL type, such as `Payment`. */
  readonly type: Scalars['String']['output'];
};

/** Who is billed for what. Exactly one of `customerId` and `customerEmail` is given. */
export type CreateInvoiceInput = {
  /** The customer's e-mail address; a customer is made when nobody has it. */
  readonly customerEmail?: InputMaybe<Scalars['String']['input']>;
  /** The customer's id. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** When it is to be paid; at once, when left out. */
  readonly dueAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** What is billed, 1 to 100 positions, all in one currency. */
  readonly lines: ReadonlyArray<InvoiceLineInput>;
  /** The order that is billed. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
};

/** The invoice that was made. */
export type CreateInvoicePayload = {
  readonly __typename?: 'CreateInvoicePayload';
  /** The invoice. */
  readonly invoice: Invoice;
};

/** Who pays what. Exactly one of `customerId` and `customerEmail` is given. */
export type CreatePaymentInput = {
  /** How much. */
  readonly amount: MoneyInput;
  /** The customer's e-mail address; a customer is made when nobody has it. */
  readonly customerEmail?: InputMaybe<Scalars['String']['input']>;
  /** The customer's id. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** What it is for, in words. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The order that is paid. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** By what; `pm_card_visa`, when left out. */
  readonly paymentMethod?: InputMaybe<Scalars['String']['input']>;
};

/** The payment that was begun. */
export type CreatePaymentPayload = {
  readonly __typename?: 'CreatePaymentPayload';
  /** The payment. */
  readonly payment: Payment;
};

/** One person or company, across all systems. */
export type Customer = {
  readonly __typename?: 'Customer';
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The customer's invoices, newest first. */
  readonly invoices: InvoiceConnection;
  /** The customer's payments, newest first. */
  readonly payments: PaymentConnection;
};


/** One person or company, across all systems. */
export type CustomerInvoicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** One person or company, across all systems. */
export type CustomerPaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A bill to a customer. */
export type Invoice = {
  readonly __typename?: 'Invoice';
  /** The status in the words of the system that keeps it. */
  readonly backendStatus?: Maybe<Scalars['String']['output']>;
  /** When the invoice was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Who is billed. */
  readonly customer?: Maybe<Customer>;
  /** When it is to be paid; null when at once. */
  readonly dueAt?: Maybe<Scalars['DateTime']['output']>;
  /** The invoice's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** What is billed. */
  readonly lines: ReadonlyArray<InvoiceLine>;
  /** The order that it bills; null when none. */
  readonly order?: Maybe<Order>;
  /** The payment that paid it; null until then. */
  readonly payment?: Maybe<Payment>;
  /** How far the invoice is. */
  readonly status: InvoiceStatus;
  /** The sum of the lines. */
  readonly total: Money;
  /** When one of its fields last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A change of an invoice. */
export type InvoiceChange = {
  readonly __typename?: 'InvoiceChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<InvoiceField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The invoice's id. */
  readonly id: Scalars['ID']['output'];
  /** The invoice, its own fields as of the change; null when deleted or erased. */
  readonly invoice?: Maybe<Invoice>;
  /** What happened. */
  readonly kind: ChangeKind;
  /** Whether a newer change of the same invoice had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of invoices. */
export type InvoiceConnection = {
  readonly __typename?: 'InvoiceConnection';
  /** The page's invoices, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<InvoiceEdge>;
  /** The page's invoices. */
  readonly nodes: ReadonlyArray<Invoice>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** An invoice in a list. */
export type InvoiceEdge = {
  readonly __typename?: 'InvoiceEdge';
  /** To go on after this invoice. */
  readonly cursor: Scalars['String']['output'];
  /** The invoice. */
  readonly node: Invoice;
};

/** The fields of an invoice whose changes are told. */
export type InvoiceField =
  /** Its status in the backend's words. */
  | 'BACKEND_STATUS'
  /** Who is billed. */
  | 'CUSTOMER_ID'
  /** When it is to be paid. */
  | 'DUE_AT'
  /** What is billed. */
  | 'LINES'
  /** The order that it bills. */
  | 'ORDER_ID'
  /** The payment that paid it. */
  | 'PAYMENT_ID'
  /** Its status. */
  | 'STATUS'
  /** The sum of the lines. */
  | 'TOTAL';

/** One position of an invoice. */
export type InvoiceLine = {
  readonly __typename?: 'InvoiceLine';
  /** How much it is. */
  readonly amount: Money;
  /** What it is for. */
  readonly description: Scalars['String']['output'];
};

/** One position of a new invoice. */
export type InvoiceLineInput = {
  /** How much it is. */
  readonly amount: MoneyInput;
  /** What it is for. */
  readonly description: Scalars['String']['input'];
};

/** How far an invoice is. */
export type InvoiceStatus =
  /** Not yet sent. */
  | 'DRAFT'
  /** To be paid. */
  | 'OPEN'
  /** A status of the backend that has no counterpart; `backendStatus` tells it. */
  | 'OTHER'
  /** Paid. */
  | 'PAID'
  /** Given up as lost. */
  | 'UNCOLLECTIBLE'
  /** Withdrawn. */
  | 'VOID';

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
  /** Bills a customer. */
  readonly createInvoice: CreateInvoicePayload;
  /**
   * Takes a payment from a customer. A payment that is declined is a payment too, with the status FAILED and a
   * `failureCode`.
   */
  readonly createPayment: CreatePaymentPayload;
  /** Takes the payment of an open invoice by the customer's default method. */
  readonly payInvoice: PayInvoicePayload;
  /** Gives back a payment, or a part of it. */
  readonly refundPayment: RefundPaymentPayload;
  /** Changes a payment's description. */
  readonly updatePayment: UpdatePaymentPayload;
};


export type MutationCreateInvoiceArgs = {
  input: CreateInvoiceInput;
};


export type MutationCreatePaymentArgs = {
  input: CreatePaymentInput;
};


export type MutationPayInvoiceArgs = {
  input: PayInvoiceInput;
};


export type MutationRefundPaymentArgs = {
  input: RefundPaymentInput;
};


export type MutationUpdatePaymentArgs = {
  input: UpdatePaymentInput;
};

/** An order of the shop. */
export type Order = {
  readonly __typename?: 'Order';
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The order's last payment, whatever became of it; null when there is none. */
  readonly latestPayment?: Maybe<Payment>;
  /** The order's payments, newest first. */
  readonly payments: PaymentConnection;
};


/** An order of the shop. */
export type OrderPaymentsArgs = {
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

/** Which invoice is paid. */
export type PayInvoiceInput = {
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The invoice's id. */
  readonly invoiceId: Scalars['ID']['input'];
};

/** The invoice after the payment. */
export type PayInvoicePayload = {
  readonly __typename?: 'PayInvoicePayload';
  /** The invoice. */
  readonly invoice: Invoice;
};

/** One attempt of a customer to pay, and what became of it. */
export type Payment = {
  readonly __typename?: 'Payment';
  /** How much is paid. */
  readonly amount: Money;
  /** How much of it was given back. */
  readonly amountRefunded: Money;
  /** The status in the words of the system that keeps it. */
  readonly backendStatus?: Maybe<Scalars['String']['output']>;
  /** When the payment was begun. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Who pays. */
  readonly customer?: Maybe<Customer>;
  /** What it is for, in words. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The payment's id in the system that keeps it. */
  readonly externalId: Scalars['String']['output'];
  /** Why the payment failed, such as `card_declined`; null when it did not. */
  readonly failureCode?: Maybe<Scalars['String']['output']>;
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The order that it pays; null when none. */
  readonly order?: Maybe<Order>;
  /** By what it is paid, such as `pm_card_visa`. */
  readonly paymentMethod?: Maybe<Scalars['String']['output']>;
  /** How far the payment is. */
  readonly status: PaymentStatus;
  /** When one of its fields last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A change of a payment. */
export type PaymentChange = {
  readonly __typename?: 'PaymentChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<PaymentField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The payment's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** The payment, its own fields as of the change; null when deleted or erased. */
  readonly payment?: Maybe<Payment>;
  /** Whether a newer change of the same payment had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of payments. */
export type PaymentConnection = {
  readonly __typename?: 'PaymentConnection';
  /** The page's payments, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<PaymentEdge>;
  /** The page's payments. */
  readonly nodes: ReadonlyArray<Payment>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A payment in a list. */
export type PaymentEdge = {
  readonly __typename?: 'PaymentEdge';
  /** To go on after this payment. */
  readonly cursor: Scalars['String']['output'];
  /** The payment. */
  readonly node: Payment;
};

/** The fields of a payment whose changes are told. */
export type PaymentField =
  /** How much is paid. */
  | 'AMOUNT'
  /** How much was given back. */
  | 'AMOUNT_REFUNDED'
  /** Its status in the backend's words. */
  | 'BACKEND_STATUS'
  /** Who pays. */
  | 'CUSTOMER_ID'
  /** What it is for. */
  | 'DESCRIPTION'
  /** Why it failed. */
  | 'FAILURE_CODE'
  /** The order that it pays. */
  | 'ORDER_ID'
  /** By what it is paid. */
  | 'PAYMENT_METHOD'
  /** Its status. */
  | 'STATUS';

/** How far a payment is. */
export type PaymentStatus =
  /** Reserved, not yet taken. */
  | 'AUTHORIZED'
  /** Given up. */
  | 'CANCELLED'
  /** Declined. Not final: a later try may succeed. */
  | 'FAILED'
  /** A status of the backend that has no counterpart; `backendStatus` tells it. */
  | 'OTHER'
  /** Taken, and a part of it given back. */
  | 'PARTIALLY_REFUNDED'
  /** Begun. */
  | 'PENDING'
  /** Taken, and all of it given back. */
  | 'REFUNDED'
  /** The customer has to do something, such as confirm it with the bank. */
  | 'REQUIRES_ACTION'
  /** Taken. */
  | 'SUCCEEDED';

export type Query = {
  readonly __typename?: 'Query';
  /** One invoice; null when there is none with this id. */
  readonly invoice?: Maybe<Invoice>;
  /** One payment; null when there is none with this id. */
  readonly payment?: Maybe<Payment>;
  /** Payments, newest first. */
  readonly payments: PaymentConnection;
};


export type QueryInvoiceArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPaymentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<ReadonlyArray<PaymentStatus>>;
};

/** Which payment, and how much of it. */
export type RefundPaymentInput = {
  /** How much; all that is left, when left out. */
  readonly amount?: InputMaybe<MoneyInput>;
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The payment's id. */
  readonly paymentId: Scalars['ID']['input'];
};

/** The payment after the refund. */
export type RefundPaymentPayload = {
  readonly __typename?: 'RefundPaymentPayload';
  /** The payment. */
  readonly payment: Payment;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Invoices that were created, updated or deleted. */
  readonly invoiceChanged: InvoiceChange;
  /** Payments that were created, updated or deleted. */
  readonly paymentChanged: PaymentChange;
};


export type SubscriptionInvoiceChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<InvoiceField>>;
  status?: InputMaybe<ReadonlyArray<InvoiceStatus>>;
};


export type SubscriptionPaymentChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<PaymentField>>;
  status?: InputMaybe<ReadonlyArray<PaymentStatus>>;
};

/** Which payment, and its new fields; those left out stay. */
export type UpdatePaymentInput = {
  /** What it is for, in words. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The payment's id. */
  readonly id: Scalars['ID']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The payment after the update. */
export type UpdatePaymentPayload = {
  readonly __typename?: 'UpdatePaymentPayload';
  /** The payment. */
  readonly payment: Payment;
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
  Invoice: Invoice;
  Order: Order;
  Payment: Payment;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  ChangedRecord:
    ( { __typename: 'ChangedRecord' }
    & GraphQLRecursivePick<FederationTypes['ChangedRecord'], {"type":true,"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
  Invoice:
    ( { __typename: 'Invoice' }
    & GraphQLRecursivePick<FederationTypes['Invoice'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Payment:
    ( { __typename: 'Payment' }
    & GraphQLRecursivePick<FederationTypes['Payment'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ChangeKind: ChangeKind;
  ChangedRecord: ResolverTypeWrapper<ChangedRecordReference>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CreateInvoiceInput: CreateInvoiceInput;
  CreateInvoicePayload: ResolverTypeWrapper<Omit<CreateInvoicePayload, 'invoice'> & { invoice: ResolversTypes['Invoice'] }>;
  CreatePaymentInput: CreatePaymentInput;
  CreatePaymentPayload: ResolverTypeWrapper<Omit<CreatePaymentPayload, 'payment'> & { payment: ResolversTypes['Payment'] }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Customer: ResolverTypeWrapper<EntityReference>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Invoice: ResolverTypeWrapper<InvoiceRecord>;
  InvoiceChange: ResolverTypeWrapper<ChangePayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  InvoiceConnection: ResolverTypeWrapper<Omit<InvoiceConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['InvoiceEdge']>, nodes: ReadonlyArray<ResolversTypes['Invoice']> }>;
  InvoiceEdge: ResolverTypeWrapper<Omit<InvoiceEdge, 'node'> & { node: ResolversTypes['Invoice'] }>;
  InvoiceField: InvoiceField;
  InvoiceLine: ResolverTypeWrapper<InvoiceLineRecord>;
  InvoiceLineInput: InvoiceLineInput;
  InvoiceStatus: InvoiceStatus;
  Money: ResolverTypeWrapper<MinorUnits>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<EntityReference>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PayInvoiceInput: PayInvoiceInput;
  PayInvoicePayload: ResolverTypeWrapper<Omit<PayInvoicePayload, 'invoice'> & { invoice: ResolversTypes['Invoice'] }>;
  Payment: ResolverTypeWrapper<PaymentRecord>;
  PaymentChange: ResolverTypeWrapper<ChangePayload>;
  PaymentConnection: ResolverTypeWrapper<Omit<PaymentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['PaymentEdge']>, nodes: ReadonlyArray<ResolversTypes['Payment']> }>;
  PaymentEdge: ResolverTypeWrapper<Omit<PaymentEdge, 'node'> & { node: ResolversTypes['Payment'] }>;
  PaymentField: PaymentField;
  PaymentStatus: PaymentStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RefundPaymentInput: RefundPaymentInput;
  RefundPaymentPayload: ResolverTypeWrapper<Omit<RefundPaymentPayload, 'payment'> & { payment: ResolversTypes['Payment'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UpdatePaymentInput: UpdatePaymentInput;
  UpdatePaymentPayload: ResolverTypeWrapper<Omit<UpdatePaymentPayload, 'payment'> & { payment: ResolversTypes['Payment'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ChangedRecord: ChangedRecordReference;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  CreateInvoiceInput: CreateInvoiceInput;
  CreateInvoicePayload: Omit<CreateInvoicePayload, 'invoice'> & { invoice: ResolversParentTypes['Invoice'] };
  CreatePaymentInput: CreatePaymentInput;
  CreatePaymentPayload: Omit<CreatePaymentPayload, 'payment'> & { payment: ResolversParentTypes['Payment'] };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Cursor: Scalars['Cursor']['output'];
  Customer: EntityReference;
  Int: Scalars['Int']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Invoice: InvoiceRecord;
  InvoiceChange: ChangePayload;
  Boolean: Scalars['Boolean']['output'];
  InvoiceConnection: Omit<InvoiceConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['InvoiceEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Invoice']> };
  InvoiceEdge: Omit<InvoiceEdge, 'node'> & { node: ResolversParentTypes['Invoice'] };
  InvoiceLine: InvoiceLineRecord;
  InvoiceLineInput: InvoiceLineInput;
  Money: MinorUnits;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Order: EntityReference;
  PageInfo: PageInfo;
  PayInvoiceInput: PayInvoiceInput;
  PayInvoicePayload: Omit<PayInvoicePayload, 'invoice'> & { invoice: ResolversParentTypes['Invoice'] };
  Payment: PaymentRecord;
  PaymentChange: ChangePayload;
  PaymentConnection: Omit<PaymentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['PaymentEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Payment']> };
  PaymentEdge: Omit<PaymentEdge, 'node'> & { node: ResolversParentTypes['Payment'] };
  Query: Record<PropertyKey, never>;
  RefundPaymentInput: RefundPaymentInput;
  RefundPaymentPayload: Omit<RefundPaymentPayload, 'payment'> & { payment: ResolversParentTypes['Payment'] };
  Subscription: Record<PropertyKey, never>;
  UpdatePaymentInput: UpdatePaymentInput;
  UpdatePaymentPayload: Omit<UpdatePaymentPayload, 'payment'> & { payment: ResolversParentTypes['Payment'] };
};

export type ChangedRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedRecord'] = ResolversParentTypes['ChangedRecord'], FederationReferenceType extends FederationReferenceTypes['ChangedRecord'] = FederationReferenceTypes['ChangedRecord']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ChangedRecord']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateInvoicePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateInvoicePayload'] = ResolversParentTypes['CreateInvoicePayload']> = {
  invoice?: Resolver<ResolversTypes['Invoice'], ParentType, ContextType>;
};

export type CreatePaymentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreatePaymentPayload'] = ResolversParentTypes['CreatePaymentPayload']> = {
  payment?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
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
  invoices?: Resolver<ResolversTypes['InvoiceConnection'], ParentType, ContextType, RequireFields<CustomerInvoicesArgs, 'first'>>;
  payments?: Resolver<ResolversTypes['PaymentConnection'], ParentType, ContextType, RequireFields<CustomerPaymentsArgs, 'first'>>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type InvoiceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Invoice'] = ResolversParentTypes['Invoice'], FederationReferenceType extends FederationReferenceTypes['Invoice'] = FederationReferenceTypes['Invoice']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Invoice']> | FederationReferenceType, FederationReferenceType, ContextType>;
  backendStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  dueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['InvoiceLine']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['InvoiceStatus'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type InvoiceChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceChange'] = ResolversParentTypes['InvoiceChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['InvoiceField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type InvoiceConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceConnection'] = ResolversParentTypes['InvoiceConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['InvoiceEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Invoice']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type InvoiceEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceEdge'] = ResolversParentTypes['InvoiceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Invoice'], ParentType, ContextType>;
};

export type InvoiceLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceLine'] = ResolversParentTypes['InvoiceLine']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createInvoice?: Resolver<ResolversTypes['CreateInvoicePayload'], ParentType, ContextType, RequireFields<MutationCreateInvoiceArgs, 'input'>>;
  createPayment?: Resolver<ResolversTypes['CreatePaymentPayload'], ParentType, ContextType, RequireFields<MutationCreatePaymentArgs, 'input'>>;
  payInvoice?: Resolver<ResolversTypes['PayInvoicePayload'], ParentType, ContextType, RequireFields<MutationPayInvoiceArgs, 'input'>>;
  refundPayment?: Resolver<ResolversTypes['RefundPaymentPayload'], ParentType, ContextType, RequireFields<MutationRefundPaymentArgs, 'input'>>;
  updatePayment?: Resolver<ResolversTypes['UpdatePaymentPayload'], ParentType, ContextType, RequireFields<MutationUpdatePaymentArgs, 'input'>>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  latestPayment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  payments?: Resolver<ResolversTypes['PaymentConnection'], ParentType, ContextType, RequireFields<OrderPaymentsArgs, 'first'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PayInvoicePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PayInvoicePayload'] = ResolversParentTypes['PayInvoicePayload']> = {
  invoice?: Resolver<ResolversTypes['Invoice'], ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  amountRefunded?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  backendStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  failureCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  paymentMethod?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type PaymentChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentChange'] = ResolversParentTypes['PaymentChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['PaymentField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PaymentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentConnection'] = ResolversParentTypes['PaymentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PaymentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Payment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PaymentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentEdge'] = ResolversParentTypes['PaymentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType, RequireFields<QueryInvoiceArgs, 'id'>>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentArgs, 'id'>>;
  payments?: Resolver<ResolversTypes['PaymentConnection'], ParentType, ContextType, RequireFields<QueryPaymentsArgs, 'first'>>;
};

export type RefundPaymentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefundPaymentPayload'] = ResolversParentTypes['RefundPaymentPayload']> = {
  payment?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  invoiceChanged?: SubscriptionResolver<ResolversTypes['InvoiceChange'], "invoiceChanged", ParentType, ContextType, Partial<SubscriptionInvoiceChangedArgs>>;
  paymentChanged?: SubscriptionResolver<ResolversTypes['PaymentChange'], "paymentChanged", ParentType, ContextType, Partial<SubscriptionPaymentChangedArgs>>;
};

export type UpdatePaymentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdatePaymentPayload'] = ResolversParentTypes['UpdatePaymentPayload']> = {
  payment?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  ChangedRecord?: ChangedRecordResolvers<ContextType>;
  CreateInvoicePayload?: CreateInvoicePayloadResolvers<ContextType>;
  CreatePaymentPayload?: CreatePaymentPayloadResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Cursor?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Invoice?: InvoiceResolvers<ContextType>;
  InvoiceChange?: InvoiceChangeResolvers<ContextType>;
  InvoiceConnection?: InvoiceConnectionResolvers<ContextType>;
  InvoiceEdge?: InvoiceEdgeResolvers<ContextType>;
  InvoiceLine?: InvoiceLineResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PayInvoicePayload?: PayInvoicePayloadResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  PaymentChange?: PaymentChangeResolvers<ContextType>;
  PaymentConnection?: PaymentConnectionResolvers<ContextType>;
  PaymentEdge?: PaymentEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RefundPaymentPayload?: RefundPaymentPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UpdatePaymentPayload?: UpdatePaymentPayloadResolvers<ContextType>;
};

