import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CustomerRecord, CustomerLinkRecord, CustomerLinkProposalRecord, FlowRecord, FlowOptionsRecord, FlowRunCountsRecord, FlowRunRecord, FlowStepRecord, FlowAttemptRecord, FlowFailureRecord, FlowReplayRecord, WebhookEndpointRecord, WebhookDeliveryRecord, WebhookAttemptRecord, ChangeRecord, SystemRecord, SystemVendorRecord, SystemHealthRecord, ExternalEventRecord, ParkedWebhookRecord } from '../records.ts';
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
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: any; output: any; }
};

/** A change of a record, an entry of the change log, as a CloudEvent 1.0 has it. */
export type Change = {
  readonly __typename?: 'Change';
  /** The run of a flow that made it; null when none did. */
  readonly cause?: Maybe<FlowRun>;
  /** The fields that changed, as the record's `<Record>Field` has them; empty when it was created or deleted. */
  readonly changedFields: ReadonlyArray<Scalars['String']['output']>;
  /** Its place in the log. Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Whose record it is; null when nobody's. */
  readonly customer?: Maybe<Customer>;
  /** Its identity. */
  readonly id: Scalars['ID']['output'];
  /** Whether it is part of a history that was read in when Sluice got to know the system. */
  readonly imported: Scalars['Boolean']['output'];
  /** What happened to the record. */
  readonly kind: ChangeKind;
  /** The record, in its system. */
  readonly record: ChangedRecord;
  /** Where it happened: the system, as a path such as `/systems/payments`. */
  readonly source: Scalars['String']['output'];
  /** The record's id. */
  readonly subject: Scalars['ID']['output'];
  /** Whether a newer change of the same record had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
  /** The system. */
  readonly system: Scalars['String']['output'];
  /** When it happened. */
  readonly time: Scalars['DateTime']['output'];
  /** What happened: `sluice.<system>.<record>.<kind>`, such as `sluice.payments.payment.updated`. */
  readonly type: Scalars['String']['output'];
};

/** A page of changes. */
export type ChangeConnection = {
  readonly __typename?: 'ChangeConnection';
  /** The page's changes, each with its cursor. */
  readonly edges: ReadonlyArray<ChangeEdge>;
  /** The page's changes. */
  readonly nodes: ReadonlyArray<Change>;
  /** Where the page is in the log. Its cursors are those of changes. */
  readonly pageInfo: PageInfo;
};

/** A change in the log. */
export type ChangeEdge = {
  readonly __typename?: 'ChangeEdge';
  /** The change's cursor. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The change. */
  readonly node: Change;
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
  /** The customer as of now, when the record is one; null when it is gone. */
  readonly customer?: Maybe<Customer>;
  /** The proposed link as of now, when the record is one; null when it is gone. */
  readonly customerLinkProposal?: Maybe<CustomerLinkProposal>;
  /** The event of others, when the record is one; null when it is gone. */
  readonly externalEvent?: Maybe<ExternalEvent>;
  /** The run of a flow, when the record is one. */
  readonly flowRun?: Maybe<FlowRun>;
  /** The record's id. */
  readonly id: Scalars['ID']['output'];
  /** The record's GraphQL type, such as `Payment`. */
  readonly type: Scalars['String']['output'];
};

/** Which link is right. */
export type ConfirmCustomerLinkInput = {
  /** The proposal's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The proposal as it is now. */
export type ConfirmCustomerLinkPayload = {
  readonly __typename?: 'ConfirmCustomerLinkPayload';
  /** The proposal. */
  readonly customerLinkProposal: CustomerLinkProposal;
};

/** A new endpoint. */
export type CreateWebhookEndpointInput = {
  /** What it is for, at most 300 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** `whsec_` and 24 to 64 bytes in base64. One is made when it is left out. */
  readonly secret?: InputMaybe<Scalars['String']['input']>;
  /**
   * Types of the changes to tell, `sluice.<system>.<record>.<kind>`. `*` stands for any word, and at the end for all that
   * follow: `sluice.payments.payment.updated`, `sluice.payments.*`, `sluice.*.*.deleted`, `sluice.*`.
   */
  readonly types: ReadonlyArray<Scalars['String']['input']>;
  /** Where the webhooks go: an http or https URL without a user or password. */
  readonly url: Scalars['String']['input'];
};

/** The new endpoint, and its secret. */
export type CreateWebhookEndpointPayload = {
  readonly __typename?: 'CreateWebhookEndpointPayload';
  /** Verifies the webhooks' signatures. It is not told again: keep it. */
  readonly secret: Scalars['String']['output'];
  /** The endpoint. */
  readonly webhookEndpoint: WebhookEndpoint;
};

/** One person or company, across all systems. */
export type Customer = {
  readonly __typename?: 'Customer';
  /** When the customer was first seen. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The e-mail address by which systems that vouch for addresses find the customer. */
  readonly email?: Maybe<Scalars['String']['output']>;
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The customer's records in the systems, as far as those have a record for a customer. */
  readonly links: ReadonlyArray<CustomerLink>;
  /** How the customer is called. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** When name or e-mail address last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A change of a customer. */
export type CustomerChange = {
  readonly __typename?: 'CustomerChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<CustomerField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The customer, its own fields as of the change; null when deleted or erased. */
  readonly customer?: Maybe<Customer>;
  /** The customer's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** Whether a newer change of the same customer had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of customers. */
export type CustomerConnection = {
  readonly __typename?: 'CustomerConnection';
  /** The page's customers, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<CustomerEdge>;
  /** The page's customers. */
  readonly nodes: ReadonlyArray<Customer>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A customer in a list. */
export type CustomerEdge = {
  readonly __typename?: 'CustomerEdge';
  /** To go on after this customer. */
  readonly cursor: Scalars['String']['output'];
  /** The customer. */
  readonly node: Customer;
};

/** The fields of a customer whose changes are told. */
export type CustomerField =
  /** Its e-mail address. */
  | 'EMAIL'
  /** Its name. */
  | 'NAME';

/** Which record of a system stands for the customer there. */
export type CustomerLink = {
  readonly __typename?: 'CustomerLink';
  /** The record's id in that system. */
  readonly externalId: Scalars['String']['output'];
  /** The system, such as `crm`. */
  readonly system: Scalars['String']['output'];
  /** Whether the system vouches that the record is the customer's, or an operator has confirmed it. */
  readonly verified: Scalars['Boolean']['output'];
};

/**
 * A record of a system that may stand for a customer: somebody says so with an e-mail address, which the system does not vouch
 * for. Until it is confirmed, nothing of the record is the customer's.
 */
export type CustomerLinkProposal = {
  readonly __typename?: 'CustomerLinkProposal';
  /** When it was proposed. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The customer who has the address. */
  readonly customer: Customer;
  /** When it was last decided on; null when it has not been. */
  readonly decidedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The address that the record came with, which is the customer's. */
  readonly email: Scalars['String']['output'];
  /** The record's id in that system. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** The name that the record came with. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** What was decided. */
  readonly status: CustomerLinkProposalStatus;
  /** The system, such as `support`. */
  readonly system: Scalars['String']['output'];
  /** When it was last changed, by whomever. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A change of a proposed link. */
export type CustomerLinkProposalChange = {
  readonly __typename?: 'CustomerLinkProposalChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<CustomerLinkProposalField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The proposal, as of the change; null when deleted or erased. */
  readonly customerLinkProposal?: Maybe<CustomerLinkProposal>;
  /** The proposal's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** Whether a newer change of the same proposal had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of proposed links. */
export type CustomerLinkProposalConnection = {
  readonly __typename?: 'CustomerLinkProposalConnection';
  /** The page's proposals, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<CustomerLinkProposalEdge>;
  /** The page's proposals. */
  readonly nodes: ReadonlyArray<CustomerLinkProposal>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A proposed link in a list. */
export type CustomerLinkProposalEdge = {
  readonly __typename?: 'CustomerLinkProposalEdge';
  /** To go on after this proposal. */
  readonly cursor: Scalars['String']['output'];
  /** The proposal. */
  readonly node: CustomerLinkProposal;
};

/** The fields of a proposed link whose changes are told. */
export type CustomerLinkProposalField =
  /** Its status. */
  | 'STATUS';

/** What was decided of a proposed link. */
export type CustomerLinkProposalStatus =
  /** The record is the customer's. */
  | 'CONFIRMED'
  /** Nothing yet. */
  | 'PROPOSED'
  /** It is not, and is not proposed again. */
  | 'REJECTED';

/** Which endpoint to delete. */
export type DeleteWebhookEndpointInput = {
  /** The endpoint's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** What was deleted. */
export type DeleteWebhookEndpointPayload = {
  readonly __typename?: 'DeleteWebhookEndpointPayload';
  /** The id of the endpoint that is no more. */
  readonly id: Scalars['ID']['output'];
};

/** Which endpoint to disable. */
export type DisableWebhookEndpointInput = {
  /** The endpoint's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Why, at most 300 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** The endpoint as it is now. */
export type DisableWebhookEndpointPayload = {
  readonly __typename?: 'DisableWebhookEndpointPayload';
  /** The endpoint. */
  readonly webhookEndpoint: WebhookEndpoint;
};

/** Which webhook to put away. */
export type DiscardParkedWebhookInput = {
  /** The parked webhook's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The webhook that was put away. */
export type DiscardParkedWebhookPayload = {
  readonly __typename?: 'DiscardParkedWebhookPayload';
  /** Its id. */
  readonly id: Scalars['ID']['output'];
};

/** Which endpoint to enable. */
export type EnableWebhookEndpointInput = {
  /** The endpoint's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Whether to tell also the changes that came while it was disabled, as far as the log still has them. */
  readonly missed?: Scalars['Boolean']['input'];
};

/** The endpoint as it is now. */
export type EnableWebhookEndpointPayload = {
  readonly __typename?: 'EnableWebhookEndpointPayload';
  /** The endpoint. */
  readonly webhookEndpoint: WebhookEndpoint;
};

/** Something that happened elsewhere, as a sender of Standard Webhooks or CloudEvents told it. */
export type ExternalEvent = {
  readonly __typename?: 'ExternalEvent';
  /** When it was taken. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** What the sender tells of it. */
  readonly data?: Maybe<Scalars['JSON']['output']>;
  /** The sender's: unique among those of its source. */
  readonly externalId: Scalars['String']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** Who told it: the `<source>` of `/webhooks/standard/<source>`. */
  readonly source: Scalars['String']['output'];
  /** What it happened to, when the sender says. */
  readonly subject?: Maybe<Scalars['String']['output']>;
  /** A value inside `data`, as text; null when there is none. An object or a list is given as JSON. */
  readonly text?: Maybe<Scalars['String']['output']>;
  /** What happened, in the sender's words; `webhook` when it does not say. */
  readonly type: Scalars['String']['output'];
};


/** Something that happened elsewhere, as a sender of Standard Webhooks or CloudEvents told it. */
export type ExternalEventTextArgs = {
  pointer: Scalars['String']['input'];
};

/** An event that was told. */
export type ExternalEventChange = {
  readonly __typename?: 'ExternalEventChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<ExternalEventField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The event; null when deleted or erased. */
  readonly externalEvent?: Maybe<ExternalEvent>;
  /** The event's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened to the record of it. */
  readonly kind: ChangeKind;
  /** Whether a newer change of the same record had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of events. */
export type ExternalEventConnection = {
  readonly __typename?: 'ExternalEventConnection';
  /** The page's events, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<ExternalEventEdge>;
  /** The page's events. */
  readonly nodes: ReadonlyArray<ExternalEvent>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** An event in a list. */
export type ExternalEventEdge = {
  readonly __typename?: 'ExternalEventEdge';
  /** To go on after this event. */
  readonly cursor: Scalars['String']['output'];
  /** The event. */
  readonly node: ExternalEvent;
};

/** The fields of an event. */
export type ExternalEventField =
  /** What the sender tells of it. */
  | 'DATA'
  /** What it is about. */
  | 'SUBJECT'
  /** Its type. */
  | 'TYPE';

/** Keeps systems in step: for each change that concerns it, it runs mutations. Written in a file; `flows/README.md` tells how. */
export type Flow = {
  readonly __typename?: 'Flow';
  /**
   * Changes in the log after `cursor`, of whatever kind but those of flows' runs: how many of them concern the flow is known
   * when they have been read.
   * Null when the cursor is of another log, such as before a backup was restored.
   */
  readonly changesBehind?: Maybe<Scalars['Int']['output']>;
  /** When it was first read. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Up to where in the change log its changes have become runs. */
  readonly cursor: Scalars['Cursor']['output'];
  /** What it is for. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /**
   * What is wrong with its file, each fault with its place; null when nothing is. A file that breaks while the server runs
   * keeps the last good version running.
   */
  readonly fault?: Maybe<Scalars['String']['output']>;
  /** The file that it was last read from. */
  readonly file: Scalars['String']['output'];
  /** Name of its subscription, which is its identity; of a file that has been broken from the beginning, the file's. */
  readonly name: Scalars['String']['output'];
  /** The arguments of `@flow`. */
  readonly options: FlowOptions;
  /** When it was paused; null unless it is. */
  readonly pausedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many runs it has in each status. */
  readonly runCounts: FlowRunCounts;
  /** Its text, without comments. */
  readonly source: Scalars['String']['output'];
  /** Whether it runs. */
  readonly state: FlowState;
  /** Digest of its text, empty as long as there is no good one. A run keeps the version that it began with. */
  readonly version: Scalars['String']['output'];
};

/** One time that a process took up a run. */
export type FlowAttempt = {
  readonly __typename?: 'FlowAttempt';
  /** 1 for the first. */
  readonly attempt: Scalars['Int']['output'];
  /** When it ended; null while it goes on, and when its process was killed. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it failed; null when it did not. */
  readonly failure?: Maybe<FlowFailure>;
  /** When it began. */
  readonly startedAt: Scalars['DateTime']['output'];
};

/** Why something failed. */
export type FlowFailure = {
  readonly __typename?: 'FlowFailure';
  /** A stable code, such as `UPSTREAM_UNAVAILABLE`. */
  readonly code: Scalars['String']['output'];
  /** What was wrong. */
  readonly message: Scalars['String']['output'];
  /** Whether the same may succeed later. */
  readonly retryable: Scalars['Boolean']['output'];
  /** Name of the step; null when the change itself could not be read. */
  readonly step?: Maybe<Scalars['String']['output']>;
};

/** The arguments of `@flow`. */
export type FlowOptions = {
  readonly __typename?: 'FlowOptions';
  /** Runs at once, in one process. */
  readonly concurrency: Scalars['Int']['output'];
  /** Whether changes that were imported as history begin runs. */
  readonly imports: Scalars['Boolean']['output'];
  /** A change older than this begins no run; null when age does not matter. */
  readonly maxAgeSeconds?: Maybe<Scalars['Int']['output']>;
  /** Tries of a run before it is a dead letter. */
  readonly maxAttempts: Scalars['Int']['output'];
  /** Name of the export of which each value has one run ever; null when each change has one. */
  readonly once?: Maybe<Scalars['String']['output']>;
  /** Whether no later change of a record passes one that is tried again. */
  readonly ordered: Scalars['Boolean']['output'];
  /** What its operations are allowed. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** For one step, in milliseconds. */
  readonly timeoutMs: Scalars['Int']['output'];
};

/** Changes of the past that become runs of a flow. */
export type FlowReplay = {
  readonly __typename?: 'FlowReplay';
  /** When it was asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Up to where the changes have become runs. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Why its last try failed; null when it did not. It is tried again while it is RUNNING. */
  readonly failure?: Maybe<FlowFailure>;
  /** The flow. */
  readonly flow: Flow;
  /** Of the runs that it makes: 0 with MISSING, a number of its own with AGAIN. */
  readonly generation: Scalars['Int']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** Which changes become runs. */
  readonly mode: FlowReplayMode;
  /** Runs that it has made so far. */
  readonly runs: Scalars['Int']['output'];
  /** Whether all runs have been made. How they end is told by `flowRuns`. */
  readonly state: FlowReplayState;
  /** Where it ends. */
  readonly until: Scalars['Cursor']['output'];
  /** When something about it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A page of replays. */
export type FlowReplayConnection = {
  readonly __typename?: 'FlowReplayConnection';
  /** The page's replays, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<FlowReplayEdge>;
  /** The page's replays. */
  readonly nodes: ReadonlyArray<FlowReplay>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A replay in a list. */
export type FlowReplayEdge = {
  readonly __typename?: 'FlowReplayEdge';
  /** To go on after this replay. */
  readonly cursor: Scalars['String']['output'];
  /** The replay. */
  readonly node: FlowReplay;
};

/** What a replay makes runs of. History that was imported is left out unless the flow has `imports`; `maxAgeSeconds` does not count. */
export type FlowReplayMode =
  /** Of all, whatever ran before: their effects happen once more. With `once`, each value has one run in the replay. */
  | 'AGAIN'
  /** Of the changes that the flow has no run for, nor, with `once`, for their value. */
  | 'MISSING';

/** How far a replay is. */
export type FlowReplayState =
  /** It has made all its runs. */
  | 'DONE'
  /** It could not be carried on, and `failure` tells why. The runs that it made stay. */
  | 'FAILED'
  /** It makes runs, or is about to. */
  | 'RUNNING';

/** One execution of a flow for one change. */
export type FlowRun = {
  readonly __typename?: 'FlowRun';
  /** Times that it was taken up, in order. */
  readonly attempts: ReadonlyArray<FlowAttempt>;
  /** What the change gave names to by `@export`; null until it could be read. */
  readonly bindings?: Maybe<Scalars['JSON']['output']>;
  /** The change that set it off; null of a run that was begun before Sluice kept it. */
  readonly change?: Maybe<Change>;
  /** When the change became this run. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it is tried next; null unless it is waiting. */
  readonly dueAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why the last try failed; null when it did not. */
  readonly failure?: Maybe<FlowFailure>;
  /** Tries that have failed since a step was last done, or it was begun, or retried by an operator. */
  readonly failures: Scalars['Int']['output'];
  /** The flow. */
  readonly flow: Flow;
  /** 0 for the change's own run; above it, the replay that did it again. */
  readonly generation: Scalars['Int']['output'];
  /** Runs in the chain that led to the change: 0 when no run made it. */
  readonly hops: Scalars['Int']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** How far it is. */
  readonly status: FlowRunStatus;
  /** What became of its steps so far, in order; of a step with `@each`, of each item. */
  readonly steps: ReadonlyArray<FlowStep>;
  /** When something about it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** The version of the flow that the run began with, and keeps. */
  readonly version: Scalars['String']['output'];
};

/** A change of a run of a flow. */
export type FlowRunChange = {
  readonly __typename?: 'FlowRunChange';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The fields that changed; empty when created or deleted. */
  readonly changedFields: ReadonlyArray<FlowRunField>;
  /** Resume after it to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The run as of the change, its flow and its attempts as of now; null when deleted or erased. */
  readonly flowRun?: Maybe<FlowRun>;
  /** The run's id. */
  readonly id: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** Whether a newer change of the same run had been recorded before this one came. */
  readonly superseded: Scalars['Boolean']['output'];
};

/** A page of runs. */
export type FlowRunConnection = {
  readonly __typename?: 'FlowRunConnection';
  /** The page's runs, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<FlowRunEdge>;
  /** The page's runs. */
  readonly nodes: ReadonlyArray<FlowRun>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** How many runs a flow has in each status. */
export type FlowRunCounts = {
  readonly __typename?: 'FlowRunCounts';
  /** Dead letters. */
  readonly dead: Scalars['Int']['output'];
  /** Under way. */
  readonly running: Scalars['Int']['output'];
  /** Done. */
  readonly succeeded: Scalars['Int']['output'];
  /** To be begun, or to be tried again. */
  readonly waiting: Scalars['Int']['output'];
};

/** A run in a list. */
export type FlowRunEdge = {
  readonly __typename?: 'FlowRunEdge';
  /** To go on after this run. */
  readonly cursor: Scalars['String']['output'];
  /** The run. */
  readonly node: FlowRun;
};

/** The fields of a run whose changes are told. */
export type FlowRunField =
  /** Why the last try failed. */
  | 'FAILURE'
  /** How many of its tries have failed. */
  | 'FAILURES'
  /** Its status. */
  | 'STATUS';

/** How far a run is. */
export type FlowRunStatus =
  /** It is a dead letter: it could not succeed, or its tries are used up. */
  | 'DEAD'
  /** A process works on it. */
  | 'RUNNING'
  /** All its steps are done, or were left out for a reason. */
  | 'SUCCEEDED'
  /** It waits to be begun, or to be tried again. */
  | 'WAITING';

/** Whether a flow runs. */
export type FlowState =
  /** Its file is broken, and no good version is known: it waits where it is until the file is mended. */
  | 'BROKEN'
  /** It waits where it is until it is resumed. */
  | 'PAUSED'
  /** Its file is gone. Its runs stay. */
  | 'REMOVED'
  /** Its changes become runs. */
  | 'RUNNING';

/** What became of a step of a run. */
export type FlowStep = {
  readonly __typename?: 'FlowStep';
  /** Why it was left out. */
  readonly because?: Maybe<Scalars['String']['output']>;
  /** What it gave names to by `@export`. */
  readonly exports?: Maybe<Scalars['JSON']['output']>;
  /** Why it failed. */
  readonly failure?: Maybe<FlowFailure>;
  /** The item's key, in a step with `@each`. */
  readonly item?: Maybe<Scalars['String']['output']>;
  /** Whether it had its effect. */
  readonly status: FlowStepStatus;
  /** Name of the step's operation. */
  readonly step: Scalars['String']['output'];
};

/** What became of a step. */
export type FlowStepStatus =
  /** It failed, and a later step handled that. */
  | 'FAILED'
  /** It was left out: a condition did not hold, or a value was null. */
  | 'SKIPPED'
  /** It is done. */
  | 'SUCCEEDED';

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Links a proposed record with its customer: what it has sent is the customer's from then on. Confirmed stays confirmed, and a
   * rejection is taken back. When the record is another customer's by now, it is refused: `INVALID_TRANSITION`.
   */
  readonly confirmCustomerLink: ConfirmCustomerLinkPayload;
  /** Has changes told to a URL from now on, as signed webhooks. */
  readonly createWebhookEndpoint: CreateWebhookEndpointPayload;
  /** Deletes an endpoint, with its deliveries. */
  readonly deleteWebhookEndpoint: DeleteWebhookEndpointPayload;
  /** Stops telling an endpoint changes; deliveries that wait are kept. */
  readonly disableWebhookEndpoint: DisableWebhookEndpointPayload;
  /** Puts a parked webhook away for good: it changes nothing. */
  readonly discardParkedWebhook: DiscardParkedWebhookPayload;
  /** Has a disabled endpoint told changes again; deliveries that waited go on. */
  readonly enableWebhookEndpoint: EnableWebhookEndpointPayload;
  /**
   * Pauses a flow, in every process and across restarts: its changes become no runs, and no run is begun or tried again. What
   * is under way finishes. Nothing is lost: the flow keeps its place in the change log. A flow that is paused stays so.
   */
  readonly pauseFlow: PauseFlowPayload;
  /** Delivers once more what was delivered or given up, under the same `webhook-id`. */
  readonly redeliverWebhook: RedeliverWebhookPayload;
  /** Keeps a proposed record from its customer: the two are not proposed again. A link that was confirmed is undone. */
  readonly rejectCustomerLink: RejectCustomerLinkPayload;
  /**
   * Has changes that the log still keeps become runs of a flow: those that have none, as to start a new flow from a place in
   * the past, or all of them once more. It goes on by itself, across restarts; `flowReplay` tells how far it is. It waits while
   * the flow is paused. A beginning that is no longer kept is refused: `CURSOR_EXPIRED`.
   */
  readonly replayFlow: ReplayFlowPayload;
  /** Lets a paused flow go on from where it was. A flow that is not paused stays so. */
  readonly resumeFlow: ResumeFlowPayload;
  /** Has all dead letters of a flow tried again, as `retryFlowRun` does with one. */
  readonly retryDeadLetters: RetryDeadLettersPayload;
  /**
   * Has a dead letter, or a run that waits for its next try, tried again now, from its last finished step on. A run that is
   * under way or has succeeded is refused: `INVALID_TRANSITION`.
   */
  readonly retryFlowRun: RetryFlowRunPayload;
  /** Has a parked webhook processed again. */
  readonly retryParkedWebhook: RetryParkedWebhookPayload;
  /**
   * Gives an endpoint a new secret. For a while its webhooks carry two signatures, by the new secret and the one before it,
   * so that the receiver can change over without refusing any.
   */
  readonly rotateWebhookSecret: RotateWebhookSecretPayload;
  /** Changes an endpoint; what is left out stays. Deliveries that wait go to the new URL. */
  readonly updateWebhookEndpoint: UpdateWebhookEndpointPayload;
};


export type MutationConfirmCustomerLinkArgs = {
  input: ConfirmCustomerLinkInput;
};


export type MutationCreateWebhookEndpointArgs = {
  input: CreateWebhookEndpointInput;
};


export type MutationDeleteWebhookEndpointArgs = {
  input: DeleteWebhookEndpointInput;
};


export type MutationDisableWebhookEndpointArgs = {
  input: DisableWebhookEndpointInput;
};


export type MutationDiscardParkedWebhookArgs = {
  input: DiscardParkedWebhookInput;
};


export type MutationEnableWebhookEndpointArgs = {
  input: EnableWebhookEndpointInput;
};


export type MutationPauseFlowArgs = {
  input: PauseFlowInput;
};


export type MutationRedeliverWebhookArgs = {
  input: RedeliverWebhookInput;
};


export type MutationRejectCustomerLinkArgs = {
  input: RejectCustomerLinkInput;
};


export type MutationReplayFlowArgs = {
  input: ReplayFlowInput;
};


export type MutationResumeFlowArgs = {
  input: ResumeFlowInput;
};


export type MutationRetryDeadLettersArgs = {
  input: RetryDeadLettersInput;
};


export type MutationRetryFlowRunArgs = {
  input: RetryFlowRunInput;
};


export type MutationRetryParkedWebhookArgs = {
  input: RetryParkedWebhookInput;
};


export type MutationRotateWebhookSecretArgs = {
  input: RotateWebhookSecretInput;
};


export type MutationUpdateWebhookEndpointArgs = {
  input: UpdateWebhookEndpointInput;
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

/** A webhook that came in and could not be understood. */
export type ParkedWebhook = {
  readonly __typename?: 'ParkedWebhook';
  /** What was signed, as text. */
  readonly body: Scalars['String']['output'];
  /** What the sender knows it by. */
  readonly externalId: Scalars['String']['output'];
  /** How often it failed before. */
  readonly failures: Scalars['Int']['output'];
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** Why it is parked. */
  readonly reason: Scalars['String']['output'];
  /** When it came. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Who sent it, such as `stripe`, or `standard/erp`. */
  readonly source: Scalars['String']['output'];
};

/** A page of parked webhooks. */
export type ParkedWebhookConnection = {
  readonly __typename?: 'ParkedWebhookConnection';
  /** The page's webhooks, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<ParkedWebhookEdge>;
  /** The page's webhooks. */
  readonly nodes: ReadonlyArray<ParkedWebhook>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A parked webhook in a list. */
export type ParkedWebhookEdge = {
  readonly __typename?: 'ParkedWebhookEdge';
  /** To go on after this webhook. */
  readonly cursor: Scalars['String']['output'];
  /** The webhook. */
  readonly node: ParkedWebhook;
};

/** Which flow is to be paused. */
export type PauseFlowInput = {
  /** Name of the flow. */
  readonly flow: Scalars['String']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** A flow that is paused. */
export type PauseFlowPayload = {
  readonly __typename?: 'PauseFlowPayload';
  /** The flow. */
  readonly flow: Flow;
};

export type Query = {
  readonly __typename?: 'Query';
  /**
   * The head of the change log. Take it before reading records, subscribe after it, and no change between the two is
   * missed.
   */
  readonly changeCursor: Scalars['Cursor']['output'];
  /**
   * The change log, in its order. `first` and `after` read on from a place, and without `after` from the first change that is
   * kept; `last` and `before` read back, and without `before` from the head.
   */
  readonly changes: ChangeConnection;
  /** One customer, by exactly one of its id and an e-mail address; null when there is none. */
  readonly customer?: Maybe<Customer>;
  /** One proposed link, by its id; null when there is none. */
  readonly customerLinkProposal?: Maybe<CustomerLinkProposal>;
  /** Links with customers that no system vouches for, newest first: an operator confirms or rejects them. */
  readonly customerLinkProposals: CustomerLinkProposalConnection;
  /** Every customer, newest first. */
  readonly customers: CustomerConnection;
  /** The runs that are dead letters, newest first: what an operator has to look at. `retryFlowRun` tries one again. */
  readonly deadLetters: FlowRunConnection;
  /** What senders of Standard Webhooks and CloudEvents told, newest first. */
  readonly externalEvents: ExternalEventConnection;
  /** One flow; null when there has never been one of this name. */
  readonly flow?: Maybe<Flow>;
  /** One replay; null when there is none with this id. */
  readonly flowReplay?: Maybe<FlowReplay>;
  /** Replays of flows, newest first. */
  readonly flowReplays: FlowReplayConnection;
  /** One run; null when there is none with this id. */
  readonly flowRun?: Maybe<FlowRun>;
  /** Runs of flows, newest first. */
  readonly flowRuns: FlowRunConnection;
  /** The flows there are and were, by name. */
  readonly flows: ReadonlyArray<Flow>;
  /** Webhooks that came in and could not be understood, newest first. */
  readonly parkedWebhooks: ParkedWebhookConnection;
  /** The systems that `rover.yaml` lists, in its order. */
  readonly systems: ReadonlyArray<System>;
  /** One delivery of a webhook, by its id, which receivers know as `webhook-id`; null when there is none. */
  readonly webhookDelivery?: Maybe<WebhookDelivery>;
  /** One endpoint that is told changes by webhook, by its id; null when there is none. */
  readonly webhookEndpoint?: Maybe<WebhookEndpoint>;
  /** The endpoints that are told changes by webhook, newest first. */
  readonly webhookEndpoints: WebhookEndpointConnection;
  /** The sources whose webhooks are taken, with what came from each since this process started. */
  readonly webhookSources: ReadonlyArray<WebhookSource>;
};


export type QueryChangesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  system?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  type?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


export type QueryCustomerArgs = {
  email?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryCustomerLinkProposalArgs = {
  id: Scalars['ID']['input'];
};


export type QueryCustomerLinkProposalsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<ReadonlyArray<CustomerLinkProposalStatus>>;
  system?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


export type QueryCustomersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryDeadLettersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  flow?: InputMaybe<Scalars['String']['input']>;
};


export type QueryExternalEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  source?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  type?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


export type QueryFlowArgs = {
  name: Scalars['String']['input'];
};


export type QueryFlowReplayArgs = {
  id: Scalars['ID']['input'];
};


export type QueryFlowReplaysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  flow?: InputMaybe<Scalars['String']['input']>;
  state?: InputMaybe<ReadonlyArray<FlowReplayState>>;
};


export type QueryFlowRunArgs = {
  id: Scalars['ID']['input'];
};


export type QueryFlowRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  flow?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<ReadonlyArray<FlowRunStatus>>;
};


export type QueryFlowsArgs = {
  state?: InputMaybe<ReadonlyArray<FlowState>>;
};


export type QueryParkedWebhooksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  source?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


export type QueryWebhookDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookEndpointArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookEndpointsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<ReadonlyArray<WebhookEndpointStatus>>;
};

/** A stretch of time of which the vendor no longer tells what happened. All records are compared after it. */
export type ReconciliationGap = {
  readonly __typename?: 'ReconciliationGap';
  /** When all records had been compared, and were as the vendor has them; null while they are. */
  readonly bridgedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it begins. */
  readonly from: Scalars['DateTime']['output'];
  /** Where it ends. */
  readonly to: Scalars['DateTime']['output'];
};

/** What to deliver once more. */
export type RedeliverWebhookInput = {
  /** The delivery's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The delivery as it is now. */
export type RedeliverWebhookPayload = {
  readonly __typename?: 'RedeliverWebhookPayload';
  /** The delivery, which waits for its next try. */
  readonly webhookDelivery: WebhookDelivery;
};

/** Which link is wrong. */
export type RejectCustomerLinkInput = {
  /** The proposal's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The proposal as it is now. */
export type RejectCustomerLinkPayload = {
  readonly __typename?: 'RejectCustomerLinkPayload';
  /** The proposal. */
  readonly customerLinkProposal: CustomerLinkProposal;
};

/** Which flow is to be replayed, how, and from where to where. */
export type ReplayFlowInput = {
  /** Changes after this cursor. Exactly one of `after` and `since` is given. */
  readonly after?: InputMaybe<Scalars['Cursor']['input']>;
  /** Changes that happened before this time. */
  readonly before?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name of the flow. */
  readonly flow: Scalars['String']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Which of the changes that concern the flow become runs. */
  readonly mode: FlowReplayMode;
  /** Changes that happened at this time or later. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Changes up to the one of this cursor. At most one of `until` and `before` is given; without either, up to the head as of now. */
  readonly until?: InputMaybe<Scalars['Cursor']['input']>;
};

/** A replay that was asked for. */
export type ReplayFlowPayload = {
  readonly __typename?: 'ReplayFlowPayload';
  /** The replay. */
  readonly replay: FlowReplay;
};

/** Which flow is to go on. */
export type ResumeFlowInput = {
  /** Name of the flow. */
  readonly flow: Scalars['String']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** A flow that goes on. */
export type ResumeFlowPayload = {
  readonly __typename?: 'ResumeFlowPayload';
  /** The flow. */
  readonly flow: Flow;
};

/** Of which flow the dead letters are to be tried again. */
export type RetryDeadLettersInput = {
  /** Name of the flow. */
  readonly flow: Scalars['String']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** Dead letters that are tried again. */
export type RetryDeadLettersPayload = {
  readonly __typename?: 'RetryDeadLettersPayload';
  /** The flow. */
  readonly flow: Flow;
  /** How many. */
  readonly retried: Scalars['Int']['output'];
};

/** Which run is to be tried again. */
export type RetryFlowRunInput = {
  /** The run's id. */
  readonly id: Scalars['ID']['input'];
  /** Unique per caller and mutation. Repeated with the same input, the first result is answered and nothing is done. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** A run that is tried again. */
export type RetryFlowRunPayload = {
  readonly __typename?: 'RetryFlowRunPayload';
  /** The run, as it was set back. */
  readonly flowRun: FlowRun;
};

/** Which webhook to process again. */
export type RetryParkedWebhookInput = {
  /** The parked webhook's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The webhook that is processed again. */
export type RetryParkedWebhookPayload = {
  readonly __typename?: 'RetryParkedWebhookPayload';
  /** Its id; it is parked again when it fails again. */
  readonly id: Scalars['ID']['output'];
};

/** Which endpoint gets a new secret. */
export type RotateWebhookSecretInput = {
  /** The endpoint's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** For how long webhooks are signed by the present secret too, in seconds, up to 604800 (a week). */
  readonly keepPreviousSeconds?: Scalars['Int']['input'];
  /** `whsec_` and 24 to 64 bytes in base64. One is made when it is left out. */
  readonly secret?: InputMaybe<Scalars['String']['input']>;
};

/** The endpoint, and its new secret. */
export type RotateWebhookSecretPayload = {
  readonly __typename?: 'RotateWebhookSecretPayload';
  /** Verifies the webhooks' signatures. It is not told again: keep it. */
  readonly secret: Scalars['String']['output'];
  /** The endpoint. */
  readonly webhookEndpoint: WebhookEndpoint;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Changes of whatever kind, as they are recorded. */
  readonly changeRecorded: Change;
  /** Customers that were created, updated or deleted. */
  readonly customerChanged: CustomerChange;
  /** Links that were proposed, confirmed or rejected. */
  readonly customerLinkProposalChanged: CustomerLinkProposalChange;
  /** Events that senders of Standard Webhooks and CloudEvents told. An event does not change: each is told once, as created. */
  readonly externalEventChanged: ExternalEventChange;
  /**
   * Runs of flows: that a change became one (created), that it has succeeded, that it failed and is tried again or is a dead
   * letter, and that an operator retried it. That a process took it up is not told.
   */
  readonly flowRunChanged: FlowRunChange;
};


export type SubscriptionChangeRecordedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  system?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  type?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


export type SubscriptionCustomerChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<CustomerField>>;
};


export type SubscriptionCustomerLinkProposalChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<CustomerLinkProposalField>>;
  status?: InputMaybe<ReadonlyArray<CustomerLinkProposalStatus>>;
};


export type SubscriptionExternalEventChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<ExternalEventField>>;
  source?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  type?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


export type SubscriptionFlowRunChangedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  changed?: InputMaybe<ReadonlyArray<FlowRunField>>;
  flow?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  status?: InputMaybe<ReadonlyArray<FlowRunStatus>>;
};

/** A system that `rover.yaml` lists, as the server that answers for `integration` sees it. */
export type System = {
  readonly __typename?: 'System';
  /**
   * What its adapter talks to: `sql` for Sluice's own tables, or a vendor such as `stripe`. Null when only the process that
   * executes it knows.
   */
  readonly backend?: Maybe<Scalars['String']['output']>;
  /** Whether it answers. It is asked now, and given three seconds. */
  readonly health: SystemHealth;
  /** Where its adapter is executed. */
  readonly location: SystemLocation;
  /** Its name, such as `payments`. */
  readonly name: Scalars['String']['output'];
  /** URL of its server; null when it has none. */
  readonly url?: Maybe<Scalars['String']['output']>;
  /** The vendor behind it, as far as one is followed or has been called; null where its own tables are. */
  readonly vendor?: Maybe<SystemVendor>;
  /** What an operator should look at; empty when all is well. */
  readonly warnings: ReadonlyArray<SystemWarning>;
};

/** How a system was found. */
export type SystemHealth = {
  readonly __typename?: 'SystemHealth';
  /** How long its answer took, in milliseconds; null when it was not asked. */
  readonly latencyMs?: Maybe<Scalars['Int']['output']>;
  /** Why it is not UP; null when it is. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Whether it answered: a server a query, a system in process for its database. A vendor behind it is not asked. */
  readonly status: SystemStatus;
};

/** Where a system's adapter is executed. */
export type SystemLocation =
  /** In the gateway's process, which a subgraph server does not reach. */
  | 'ELSEWHERE'
  /** In the process that answers for `integration`. */
  | 'IN_PROCESS'
  /** In a server of its own. */
  | 'SERVER';

/** Whether a system answers. */
export type SystemStatus =
  /** It did not. */
  | 'DOWN'
  /** It cannot be asked from here, and nothing follows from that. */
  | 'UNKNOWN'
  /** It answered. */
  | 'UP';

/** The vendor behind a system, and how Sluice gets on with it. */
export type SystemVendor = {
  readonly __typename?: 'SystemVendor';
  /** Since when it is followed: what happened before is history, which `npm run import` brings in. */
  readonly followedSince?: Maybe<Scalars['DateTime']['output']>;
  /** The last outage that was longer than the vendor remembers; null when there was none. */
  readonly gap?: Maybe<ReconciliationGap>;
  /** When it last answered a call of this process. */
  readonly lastAnswerAt?: Maybe<Scalars['DateTime']['output']>;
  /** What went wrong then. */
  readonly lastFailure?: Maybe<Scalars['String']['output']>;
  /** When it last failed one. */
  readonly lastFailureAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the last poll ended. */
  readonly lastPollAt?: Maybe<Scalars['DateTime']['output']>;
  /** When its last webhook was taken by this process. */
  readonly lastWebhookAt?: Maybe<Scalars['DateTime']['output']>;
  /** Such as `stripe`; null when it is only called, and not followed. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Writes that are under way, or whose outcome is yet to be found out. */
  readonly openCalls: Scalars['Int']['output'];
  /** Webhooks of it that could not be understood, and wait for an operator: see `parkedWebhooks`. */
  readonly parkedWebhooks: Scalars['Int']['output'];
  /** What the last poll failed of; null when it did not. */
  readonly pollError?: Maybe<Scalars['String']['output']>;
  /** Up to where polls have read what happened. */
  readonly polledTo?: Maybe<Scalars['DateTime']['output']>;
  /** How the calls of the process that answers for `integration` have found it. */
  readonly state: VendorState;
};

/** Something that an operator should look at. */
export type SystemWarning = {
  readonly __typename?: 'SystemWarning';
  /** Which kind of thing. */
  readonly code: SystemWarningCode;
  /** The same in words, with what is known of it. */
  readonly message: Scalars['String']['output'];
};

/** Kinds of things that an operator should look at. */
export type SystemWarningCode =
  /** The last poll failed. */
  | 'POLL_FAILING'
  /** An outage was longer than the vendor remembers: what happened in between is not told. Shown for 30 days after it was bridged. */
  | 'RECONCILIATION_GAP'
  /** The vendor failed the last call. */
  | 'VENDOR_FAILING'
  /** Webhooks could not be understood. */
  | 'WEBHOOKS_PARKED';

/** What to change of an endpoint. */
export type UpdateWebhookEndpointInput = {
  /** What it is for; null removes it. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The endpoint's id. */
  readonly id: Scalars['ID']['input'];
  /** Repeating the mutation with the same key gives the first answer again, and does nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Types of the changes to tell from now on. */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Where the webhooks go from now on. */
  readonly url?: InputMaybe<Scalars['String']['input']>;
};

/** The endpoint as it is now. */
export type UpdateWebhookEndpointPayload = {
  readonly __typename?: 'UpdateWebhookEndpointPayload';
  /** The endpoint. */
  readonly webhookEndpoint: WebhookEndpoint;
};

/** How calls have found a vendor. */
export type VendorState =
  /** It answered the last one. */
  | 'ANSWERING'
  /** It failed the last one. */
  | 'FAILING'
  /** It failed several in a row, and is not called for a moment. */
  | 'LEFT_ALONE'
  /** This process has made none. */
  | 'UNKNOWN';

/** One try of a delivery. */
export type WebhookAttempt = {
  readonly __typename?: 'WebhookAttempt';
  /** When its outcome was known; null while it goes on, or when the process that made it was stopped. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The same in words. */
  readonly error?: Maybe<Scalars['String']['output']>;
  /** Why the webhook was not accepted, such as `HTTP_500`, `TIMEOUT` or `ADDRESS_REFUSED`; null when it was. */
  readonly errorCode?: Maybe<Scalars['String']['output']>;
  /** Status of the endpoint's answer; null when none came. */
  readonly httpStatus?: Maybe<Scalars['Int']['output']>;
  /** 1 for the first. */
  readonly number: Scalars['Int']['output'];
  /** The beginning of the endpoint's answer. */
  readonly response?: Maybe<Scalars['String']['output']>;
  /** When it began. */
  readonly startedAt: Scalars['DateTime']['output'];
};

/** One change for one endpoint: tried until it is accepted, or given up. */
export type WebhookDelivery = {
  readonly __typename?: 'WebhookDelivery';
  /** The tries so far, oldest first. */
  readonly attempts: ReadonlyArray<WebhookAttempt>;
  /** The change's id, which is the `id` of its CloudEvent. */
  readonly changeId: Scalars['ID']['output'];
  /** When the change became a delivery. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Where it goes. */
  readonly endpoint: WebhookEndpoint;
  /** Ours, and opaque. Receivers know it as `webhook-id`, the same at each try. */
  readonly id: Scalars['ID']['output'];
  /** When it is tried next, while it waits. */
  readonly nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** What has become of it. */
  readonly status: WebhookDeliveryStatus;
  /** Id of the record that changed. */
  readonly subject: Scalars['ID']['output'];
  /** Type of the change, such as `sluice.payments.payment.updated`. */
  readonly type: Scalars['String']['output'];
  /** When it was last tried, or asked for. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A page of deliveries. */
export type WebhookDeliveryConnection = {
  readonly __typename?: 'WebhookDeliveryConnection';
  /** The page's deliveries, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<WebhookDeliveryEdge>;
  /** The page's deliveries. */
  readonly nodes: ReadonlyArray<WebhookDelivery>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** A delivery in a list. */
export type WebhookDeliveryEdge = {
  readonly __typename?: 'WebhookDeliveryEdge';
  /** To go on after this delivery. */
  readonly cursor: Scalars['String']['output'];
  /** The delivery. */
  readonly node: WebhookDelivery;
};

/** What has become of a delivery. */
export type WebhookDeliveryStatus =
  /** The endpoint accepted it. */
  | 'DELIVERED'
  /** It was given up after its last try. */
  | 'FAILED'
  /** It is on its way. */
  | 'SENDING'
  /** It waits for its next try. */
  | 'WAITING';

/** A URL that is told changes by webhook: CloudEvents 1.0, signed as Standard Webhooks has it. */
export type WebhookEndpoint = {
  readonly __typename?: 'WebhookEndpoint';
  /** When it was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** What it was, or is to be, told, newest first. */
  readonly deliveries: WebhookDeliveryConnection;
  /** What it is for. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Why it is disabled, when it is. */
  readonly disabledReason?: Maybe<Scalars['String']['output']>;
  /** Since when no webhook was accepted, while the last one was not. */
  readonly failingSince?: Maybe<Scalars['DateTime']['output']>;
  /** Ours, and opaque. */
  readonly id: Scalars['ID']['output'];
  /** Until when its webhooks are signed by the secret before the present one too. */
  readonly previousSecretUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Whether webhooks go to it. */
  readonly status: WebhookEndpointStatus;
  /** Types of the changes that it is told, as patterns such as `sluice.payments.*`. */
  readonly types: ReadonlyArray<Scalars['String']['output']>;
  /** When it was last changed, by whomever. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Where its webhooks go. */
  readonly url: Scalars['String']['output'];
};


/** A URL that is told changes by webhook: CloudEvents 1.0, signed as Standard Webhooks has it. */
export type WebhookEndpointDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<ReadonlyArray<WebhookDeliveryStatus>>;
};

/** A page of endpoints. */
export type WebhookEndpointConnection = {
  readonly __typename?: 'WebhookEndpointConnection';
  /** The page's endpoints, each with a cursor to go on after it. */
  readonly edges: ReadonlyArray<WebhookEndpointEdge>;
  /** The page's endpoints. */
  readonly nodes: ReadonlyArray<WebhookEndpoint>;
  /** Where the page is in the list. */
  readonly pageInfo: PageInfo;
};

/** An endpoint in a list. */
export type WebhookEndpointEdge = {
  readonly __typename?: 'WebhookEndpointEdge';
  /** To go on after this endpoint. */
  readonly cursor: Scalars['String']['output'];
  /** The endpoint. */
  readonly node: WebhookEndpoint;
};

/** Whether webhooks go to an endpoint. */
export type WebhookEndpointStatus =
  /** They do not: it was disabled, by a mutation, by itself (410 Gone), or by failing for too long. */
  | 'DISABLED'
  /** They do. */
  | 'ENABLED'
  /** They do, though the last ones were not accepted; five days of that disable the endpoint. */
  | 'FAILING';

/** How many webhooks were refused for one reason. */
export type WebhookRefusalCount = {
  readonly __typename?: 'WebhookRefusalCount';
  /** How many. */
  readonly count: Scalars['Int']['output'];
  /** `SIGNATURE`, `TIMESTAMP`, `MALFORMED`, `MODE` or `TOO_LARGE`. */
  readonly reason: Scalars['String']['output'];
};

/** A source whose webhooks are taken, and what came from it since this process started. */
export type WebhookSource = {
  readonly __typename?: 'WebhookSource';
  /** When the last of them came; null when none has. */
  readonly lastStoredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Webhooks that were refused, by the reason; nothing else is kept of them. */
  readonly refused: ReadonlyArray<WebhookRefusalCount>;
  /** Events that had been stored before, and were answered all the same. */
  readonly repeated: Scalars['Int']['output'];
  /** Such as `stripe`, or `standard/erp`. */
  readonly source: Scalars['String']['output'];
  /** Events that were stored. */
  readonly stored: Scalars['Int']['output'];
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
  CustomerLinkProposal: CustomerLinkProposal;
  ExternalEvent: ExternalEvent;
  FlowRun: FlowRun;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  ChangedRecord:
    ( { __typename: 'ChangedRecord' }
    & GraphQLRecursivePick<FederationTypes['ChangedRecord'], {"type":true,"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
  CustomerLinkProposal:
    ( { __typename: 'CustomerLinkProposal' }
    & GraphQLRecursivePick<FederationTypes['CustomerLinkProposal'], {"id":true}> );
  ExternalEvent:
    ( { __typename: 'ExternalEvent' }
    & GraphQLRecursivePick<FederationTypes['ExternalEvent'], {"id":true}> );
  FlowRun:
    ( { __typename: 'FlowRun' }
    & GraphQLRecursivePick<FederationTypes['FlowRun'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Change: ResolverTypeWrapper<ChangeRecord>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ChangeConnection: ResolverTypeWrapper<Omit<ChangeConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ChangeEdge']>, nodes: ReadonlyArray<ResolversTypes['Change']> }>;
  ChangeEdge: ResolverTypeWrapper<Omit<ChangeEdge, 'node'> & { node: ResolversTypes['Change'] }>;
  ChangeKind: ChangeKind;
  ChangedRecord: ResolverTypeWrapper<ChangedRecordReference>;
  ConfirmCustomerLinkInput: ConfirmCustomerLinkInput;
  ConfirmCustomerLinkPayload: ResolverTypeWrapper<Omit<ConfirmCustomerLinkPayload, 'customerLinkProposal'> & { customerLinkProposal: ResolversTypes['CustomerLinkProposal'] }>;
  CreateWebhookEndpointInput: CreateWebhookEndpointInput;
  CreateWebhookEndpointPayload: ResolverTypeWrapper<Omit<CreateWebhookEndpointPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversTypes['WebhookEndpoint'] }>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Customer: ResolverTypeWrapper<CustomerRecord>;
  CustomerChange: ResolverTypeWrapper<ChangePayload>;
  CustomerConnection: ResolverTypeWrapper<Omit<CustomerConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['CustomerEdge']>, nodes: ReadonlyArray<ResolversTypes['Customer']> }>;
  CustomerEdge: ResolverTypeWrapper<Omit<CustomerEdge, 'node'> & { node: ResolversTypes['Customer'] }>;
  CustomerField: CustomerField;
  CustomerLink: ResolverTypeWrapper<CustomerLinkRecord>;
  CustomerLinkProposal: ResolverTypeWrapper<CustomerLinkProposalRecord>;
  CustomerLinkProposalChange: ResolverTypeWrapper<ChangePayload>;
  CustomerLinkProposalConnection: ResolverTypeWrapper<Omit<CustomerLinkProposalConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['CustomerLinkProposalEdge']>, nodes: ReadonlyArray<ResolversTypes['CustomerLinkProposal']> }>;
  CustomerLinkProposalEdge: ResolverTypeWrapper<Omit<CustomerLinkProposalEdge, 'node'> & { node: ResolversTypes['CustomerLinkProposal'] }>;
  CustomerLinkProposalField: CustomerLinkProposalField;
  CustomerLinkProposalStatus: CustomerLinkProposalStatus;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteWebhookEndpointInput: DeleteWebhookEndpointInput;
  DeleteWebhookEndpointPayload: ResolverTypeWrapper<DeleteWebhookEndpointPayload>;
  DisableWebhookEndpointInput: DisableWebhookEndpointInput;
  DisableWebhookEndpointPayload: ResolverTypeWrapper<Omit<DisableWebhookEndpointPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversTypes['WebhookEndpoint'] }>;
  DiscardParkedWebhookInput: DiscardParkedWebhookInput;
  DiscardParkedWebhookPayload: ResolverTypeWrapper<DiscardParkedWebhookPayload>;
  EnableWebhookEndpointInput: EnableWebhookEndpointInput;
  EnableWebhookEndpointPayload: ResolverTypeWrapper<Omit<EnableWebhookEndpointPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversTypes['WebhookEndpoint'] }>;
  ExternalEvent: ResolverTypeWrapper<ExternalEventRecord>;
  ExternalEventChange: ResolverTypeWrapper<ChangePayload>;
  ExternalEventConnection: ResolverTypeWrapper<Omit<ExternalEventConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ExternalEventEdge']>, nodes: ReadonlyArray<ResolversTypes['ExternalEvent']> }>;
  ExternalEventEdge: ResolverTypeWrapper<Omit<ExternalEventEdge, 'node'> & { node: ResolversTypes['ExternalEvent'] }>;
  ExternalEventField: ExternalEventField;
  Flow: ResolverTypeWrapper<FlowRecord>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  FlowAttempt: ResolverTypeWrapper<FlowAttemptRecord>;
  FlowFailure: ResolverTypeWrapper<FlowFailureRecord>;
  FlowOptions: ResolverTypeWrapper<FlowOptionsRecord>;
  FlowReplay: ResolverTypeWrapper<FlowReplayRecord>;
  FlowReplayConnection: ResolverTypeWrapper<Omit<FlowReplayConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['FlowReplayEdge']>, nodes: ReadonlyArray<ResolversTypes['FlowReplay']> }>;
  FlowReplayEdge: ResolverTypeWrapper<Omit<FlowReplayEdge, 'node'> & { node: ResolversTypes['FlowReplay'] }>;
  FlowReplayMode: FlowReplayMode;
  FlowReplayState: FlowReplayState;
  FlowRun: ResolverTypeWrapper<FlowRunRecord>;
  FlowRunChange: ResolverTypeWrapper<ChangePayload>;
  FlowRunConnection: ResolverTypeWrapper<Omit<FlowRunConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['FlowRunEdge']>, nodes: ReadonlyArray<ResolversTypes['FlowRun']> }>;
  FlowRunCounts: ResolverTypeWrapper<FlowRunCountsRecord>;
  FlowRunEdge: ResolverTypeWrapper<Omit<FlowRunEdge, 'node'> & { node: ResolversTypes['FlowRun'] }>;
  FlowRunField: FlowRunField;
  FlowRunStatus: FlowRunStatus;
  FlowState: FlowState;
  FlowStep: ResolverTypeWrapper<FlowStepRecord>;
  FlowStepStatus: FlowStepStatus;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  ParkedWebhook: ResolverTypeWrapper<ParkedWebhookRecord>;
  ParkedWebhookConnection: ResolverTypeWrapper<Omit<ParkedWebhookConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ParkedWebhookEdge']>, nodes: ReadonlyArray<ResolversTypes['ParkedWebhook']> }>;
  ParkedWebhookEdge: ResolverTypeWrapper<Omit<ParkedWebhookEdge, 'node'> & { node: ResolversTypes['ParkedWebhook'] }>;
  PauseFlowInput: PauseFlowInput;
  PauseFlowPayload: ResolverTypeWrapper<Omit<PauseFlowPayload, 'flow'> & { flow: ResolversTypes['Flow'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReconciliationGap: ResolverTypeWrapper<ReconciliationGap>;
  RedeliverWebhookInput: RedeliverWebhookInput;
  RedeliverWebhookPayload: ResolverTypeWrapper<Omit<RedeliverWebhookPayload, 'webhookDelivery'> & { webhookDelivery: ResolversTypes['WebhookDelivery'] }>;
  RejectCustomerLinkInput: RejectCustomerLinkInput;
  RejectCustomerLinkPayload: ResolverTypeWrapper<Omit<RejectCustomerLinkPayload, 'customerLinkProposal'> & { customerLinkProposal: ResolversTypes['CustomerLinkProposal'] }>;
  ReplayFlowInput: ReplayFlowInput;
  ReplayFlowPayload: ResolverTypeWrapper<Omit<ReplayFlowPayload, 'replay'> & { replay: ResolversTypes['FlowReplay'] }>;
  ResumeFlowInput: ResumeFlowInput;
  ResumeFlowPayload: ResolverTypeWrapper<Omit<ResumeFlowPayload, 'flow'> & { flow: ResolversTypes['Flow'] }>;
  RetryDeadLettersInput: RetryDeadLettersInput;
  RetryDeadLettersPayload: ResolverTypeWrapper<Omit<RetryDeadLettersPayload, 'flow'> & { flow: ResolversTypes['Flow'] }>;
  RetryFlowRunInput: RetryFlowRunInput;
  RetryFlowRunPayload: ResolverTypeWrapper<Omit<RetryFlowRunPayload, 'flowRun'> & { flowRun: ResolversTypes['FlowRun'] }>;
  RetryParkedWebhookInput: RetryParkedWebhookInput;
  RetryParkedWebhookPayload: ResolverTypeWrapper<RetryParkedWebhookPayload>;
  RotateWebhookSecretInput: RotateWebhookSecretInput;
  RotateWebhookSecretPayload: ResolverTypeWrapper<Omit<RotateWebhookSecretPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversTypes['WebhookEndpoint'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  System: ResolverTypeWrapper<SystemRecord>;
  SystemHealth: ResolverTypeWrapper<SystemHealthRecord>;
  SystemLocation: SystemLocation;
  SystemStatus: SystemStatus;
  SystemVendor: ResolverTypeWrapper<SystemVendorRecord>;
  SystemWarning: ResolverTypeWrapper<SystemWarning>;
  SystemWarningCode: SystemWarningCode;
  UpdateWebhookEndpointInput: UpdateWebhookEndpointInput;
  UpdateWebhookEndpointPayload: ResolverTypeWrapper<Omit<UpdateWebhookEndpointPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversTypes['WebhookEndpoint'] }>;
  VendorState: VendorState;
  WebhookAttempt: ResolverTypeWrapper<WebhookAttemptRecord>;
  WebhookDelivery: ResolverTypeWrapper<WebhookDeliveryRecord>;
  WebhookDeliveryConnection: ResolverTypeWrapper<Omit<WebhookDeliveryConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['WebhookDeliveryEdge']>, nodes: ReadonlyArray<ResolversTypes['WebhookDelivery']> }>;
  WebhookDeliveryEdge: ResolverTypeWrapper<Omit<WebhookDeliveryEdge, 'node'> & { node: ResolversTypes['WebhookDelivery'] }>;
  WebhookDeliveryStatus: WebhookDeliveryStatus;
  WebhookEndpoint: ResolverTypeWrapper<WebhookEndpointRecord>;
  WebhookEndpointConnection: ResolverTypeWrapper<Omit<WebhookEndpointConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['WebhookEndpointEdge']>, nodes: ReadonlyArray<ResolversTypes['WebhookEndpoint']> }>;
  WebhookEndpointEdge: ResolverTypeWrapper<Omit<WebhookEndpointEdge, 'node'> & { node: ResolversTypes['WebhookEndpoint'] }>;
  WebhookEndpointStatus: WebhookEndpointStatus;
  WebhookRefusalCount: ResolverTypeWrapper<WebhookRefusalCount>;
  WebhookSource: ResolverTypeWrapper<WebhookSource>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Change: ChangeRecord;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  ChangeConnection: Omit<ChangeConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ChangeEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Change']> };
  ChangeEdge: Omit<ChangeEdge, 'node'> & { node: ResolversParentTypes['Change'] };
  ChangedRecord: ChangedRecordReference;
  ConfirmCustomerLinkInput: ConfirmCustomerLinkInput;
  ConfirmCustomerLinkPayload: Omit<ConfirmCustomerLinkPayload, 'customerLinkProposal'> & { customerLinkProposal: ResolversParentTypes['CustomerLinkProposal'] };
  CreateWebhookEndpointInput: CreateWebhookEndpointInput;
  CreateWebhookEndpointPayload: Omit<CreateWebhookEndpointPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversParentTypes['WebhookEndpoint'] };
  Cursor: Scalars['Cursor']['output'];
  Customer: CustomerRecord;
  CustomerChange: ChangePayload;
  CustomerConnection: Omit<CustomerConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['CustomerEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Customer']> };
  CustomerEdge: Omit<CustomerEdge, 'node'> & { node: ResolversParentTypes['Customer'] };
  CustomerLink: CustomerLinkRecord;
  CustomerLinkProposal: CustomerLinkProposalRecord;
  CustomerLinkProposalChange: ChangePayload;
  CustomerLinkProposalConnection: Omit<CustomerLinkProposalConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['CustomerLinkProposalEdge']>, nodes: ReadonlyArray<ResolversParentTypes['CustomerLinkProposal']> };
  CustomerLinkProposalEdge: Omit<CustomerLinkProposalEdge, 'node'> & { node: ResolversParentTypes['CustomerLinkProposal'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteWebhookEndpointInput: DeleteWebhookEndpointInput;
  DeleteWebhookEndpointPayload: DeleteWebhookEndpointPayload;
  DisableWebhookEndpointInput: DisableWebhookEndpointInput;
  DisableWebhookEndpointPayload: Omit<DisableWebhookEndpointPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversParentTypes['WebhookEndpoint'] };
  DiscardParkedWebhookInput: DiscardParkedWebhookInput;
  DiscardParkedWebhookPayload: DiscardParkedWebhookPayload;
  EnableWebhookEndpointInput: EnableWebhookEndpointInput;
  EnableWebhookEndpointPayload: Omit<EnableWebhookEndpointPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversParentTypes['WebhookEndpoint'] };
  ExternalEvent: ExternalEventRecord;
  ExternalEventChange: ChangePayload;
  ExternalEventConnection: Omit<ExternalEventConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ExternalEventEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ExternalEvent']> };
  ExternalEventEdge: Omit<ExternalEventEdge, 'node'> & { node: ResolversParentTypes['ExternalEvent'] };
  Flow: FlowRecord;
  Int: Scalars['Int']['output'];
  FlowAttempt: FlowAttemptRecord;
  FlowFailure: FlowFailureRecord;
  FlowOptions: FlowOptionsRecord;
  FlowReplay: FlowReplayRecord;
  FlowReplayConnection: Omit<FlowReplayConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['FlowReplayEdge']>, nodes: ReadonlyArray<ResolversParentTypes['FlowReplay']> };
  FlowReplayEdge: Omit<FlowReplayEdge, 'node'> & { node: ResolversParentTypes['FlowReplay'] };
  FlowRun: FlowRunRecord;
  FlowRunChange: ChangePayload;
  FlowRunConnection: Omit<FlowRunConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['FlowRunEdge']>, nodes: ReadonlyArray<ResolversParentTypes['FlowRun']> };
  FlowRunCounts: FlowRunCountsRecord;
  FlowRunEdge: Omit<FlowRunEdge, 'node'> & { node: ResolversParentTypes['FlowRun'] };
  FlowStep: FlowStepRecord;
  JSON: Scalars['JSON']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  ParkedWebhook: ParkedWebhookRecord;
  ParkedWebhookConnection: Omit<ParkedWebhookConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ParkedWebhookEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ParkedWebhook']> };
  ParkedWebhookEdge: Omit<ParkedWebhookEdge, 'node'> & { node: ResolversParentTypes['ParkedWebhook'] };
  PauseFlowInput: PauseFlowInput;
  PauseFlowPayload: Omit<PauseFlowPayload, 'flow'> & { flow: ResolversParentTypes['Flow'] };
  Query: Record<PropertyKey, never>;
  ReconciliationGap: ReconciliationGap;
  RedeliverWebhookInput: RedeliverWebhookInput;
  RedeliverWebhookPayload: Omit<RedeliverWebhookPayload, 'webhookDelivery'> & { webhookDelivery: ResolversParentTypes['WebhookDelivery'] };
  RejectCustomerLinkInput: RejectCustomerLinkInput;
  RejectCustomerLinkPayload: Omit<RejectCustomerLinkPayload, 'customerLinkProposal'> & { customerLinkProposal: ResolversParentTypes['CustomerLinkProposal'] };
  ReplayFlowInput: ReplayFlowInput;
  ReplayFlowPayload: Omit<ReplayFlowPayload, 'replay'> & { replay: ResolversParentTypes['FlowReplay'] };
  ResumeFlowInput: ResumeFlowInput;
  ResumeFlowPayload: Omit<ResumeFlowPayload, 'flow'> & { flow: ResolversParentTypes['Flow'] };
  RetryDeadLettersInput: RetryDeadLettersInput;
  RetryDeadLettersPayload: Omit<RetryDeadLettersPayload, 'flow'> & { flow: ResolversParentTypes['Flow'] };
  RetryFlowRunInput: RetryFlowRunInput;
  RetryFlowRunPayload: Omit<RetryFlowRunPayload, 'flowRun'> & { flowRun: ResolversParentTypes['FlowRun'] };
  RetryParkedWebhookInput: RetryParkedWebhookInput;
  RetryParkedWebhookPayload: RetryParkedWebhookPayload;
  RotateWebhookSecretInput: RotateWebhookSecretInput;
  RotateWebhookSecretPayload: Omit<RotateWebhookSecretPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversParentTypes['WebhookEndpoint'] };
  Subscription: Record<PropertyKey, never>;
  System: SystemRecord;
  SystemHealth: SystemHealthRecord;
  SystemVendor: SystemVendorRecord;
  SystemWarning: SystemWarning;
  UpdateWebhookEndpointInput: UpdateWebhookEndpointInput;
  UpdateWebhookEndpointPayload: Omit<UpdateWebhookEndpointPayload, 'webhookEndpoint'> & { webhookEndpoint: ResolversParentTypes['WebhookEndpoint'] };
  WebhookAttempt: WebhookAttemptRecord;
  WebhookDelivery: WebhookDeliveryRecord;
  WebhookDeliveryConnection: Omit<WebhookDeliveryConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['WebhookDeliveryEdge']>, nodes: ReadonlyArray<ResolversParentTypes['WebhookDelivery']> };
  WebhookDeliveryEdge: Omit<WebhookDeliveryEdge, 'node'> & { node: ResolversParentTypes['WebhookDelivery'] };
  WebhookEndpoint: WebhookEndpointRecord;
  WebhookEndpointConnection: Omit<WebhookEndpointConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['WebhookEndpointEdge']>, nodes: ReadonlyArray<ResolversParentTypes['WebhookEndpoint']> };
  WebhookEndpointEdge: Omit<WebhookEndpointEdge, 'node'> & { node: ResolversParentTypes['WebhookEndpoint'] };
  WebhookRefusalCount: WebhookRefusalCount;
  WebhookSource: WebhookSource;
};

export type ChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Change'] = ResolversParentTypes['Change']> = {
  cause?: Resolver<Maybe<ResolversTypes['FlowRun']>, ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  imported?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  record?: Resolver<ResolversTypes['ChangedRecord'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ChangeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeConnection'] = ResolversParentTypes['ChangeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChangeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Change']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ChangeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeEdge'] = ResolversParentTypes['ChangeEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Change'], ParentType, ContextType>;
};

export type ChangedRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedRecord'] = ResolversParentTypes['ChangedRecord'], FederationReferenceType extends FederationReferenceTypes['ChangedRecord'] = FederationReferenceTypes['ChangedRecord']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ChangedRecord']> | FederationReferenceType, FederationReferenceType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  customerLinkProposal?: Resolver<Maybe<ResolversTypes['CustomerLinkProposal']>, ParentType, ContextType>;
  externalEvent?: Resolver<Maybe<ResolversTypes['ExternalEvent']>, ParentType, ContextType>;
  flowRun?: Resolver<Maybe<ResolversTypes['FlowRun']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ConfirmCustomerLinkPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConfirmCustomerLinkPayload'] = ResolversParentTypes['ConfirmCustomerLinkPayload']> = {
  customerLinkProposal?: Resolver<ResolversTypes['CustomerLinkProposal'], ParentType, ContextType>;
};

export type CreateWebhookEndpointPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateWebhookEndpointPayload'] = ResolversParentTypes['CreateWebhookEndpointPayload']> = {
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webhookEndpoint?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  links?: Resolver<ReadonlyArray<ResolversTypes['CustomerLink']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CustomerChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerChange'] = ResolversParentTypes['CustomerChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['CustomerField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CustomerConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerConnection'] = ResolversParentTypes['CustomerConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomerEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CustomerEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerEdge'] = ResolversParentTypes['CustomerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
};

export type CustomerLinkResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerLink'] = ResolversParentTypes['CustomerLink']> = {
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CustomerLinkProposalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerLinkProposal'] = ResolversParentTypes['CustomerLinkProposal'], FederationReferenceType extends FederationReferenceTypes['CustomerLinkProposal'] = FederationReferenceTypes['CustomerLinkProposal']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['CustomerLinkProposal']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CustomerLinkProposalStatus'], ParentType, ContextType>;
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CustomerLinkProposalChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerLinkProposalChange'] = ResolversParentTypes['CustomerLinkProposalChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['CustomerLinkProposalField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  customerLinkProposal?: Resolver<Maybe<ResolversTypes['CustomerLinkProposal']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CustomerLinkProposalConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerLinkProposalConnection'] = ResolversParentTypes['CustomerLinkProposalConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomerLinkProposalEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['CustomerLinkProposal']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CustomerLinkProposalEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerLinkProposalEdge'] = ResolversParentTypes['CustomerLinkProposalEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CustomerLinkProposal'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteWebhookEndpointPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteWebhookEndpointPayload'] = ResolversParentTypes['DeleteWebhookEndpointPayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type DisableWebhookEndpointPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisableWebhookEndpointPayload'] = ResolversParentTypes['DisableWebhookEndpointPayload']> = {
  webhookEndpoint?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType>;
};

export type DiscardParkedWebhookPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DiscardParkedWebhookPayload'] = ResolversParentTypes['DiscardParkedWebhookPayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type EnableWebhookEndpointPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EnableWebhookEndpointPayload'] = ResolversParentTypes['EnableWebhookEndpointPayload']> = {
  webhookEndpoint?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType>;
};

export type ExternalEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExternalEvent'] = ResolversParentTypes['ExternalEvent'], FederationReferenceType extends FederationReferenceTypes['ExternalEvent'] = FederationReferenceTypes['ExternalEvent']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ExternalEvent']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<ExternalEventTextArgs, 'pointer'>>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExternalEventChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExternalEventChange'] = ResolversParentTypes['ExternalEventChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['ExternalEventField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  externalEvent?: Resolver<Maybe<ResolversTypes['ExternalEvent']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ExternalEventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExternalEventConnection'] = ResolversParentTypes['ExternalEventConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ExternalEventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ExternalEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ExternalEventEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExternalEventEdge'] = ResolversParentTypes['ExternalEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ExternalEvent'], ParentType, ContextType>;
};

export type FlowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Flow'] = ResolversParentTypes['Flow']> = {
  changesBehind?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fault?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  options?: Resolver<ResolversTypes['FlowOptions'], ParentType, ContextType>;
  pausedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  runCounts?: Resolver<ResolversTypes['FlowRunCounts'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['FlowState'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FlowAttemptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowAttempt'] = ResolversParentTypes['FlowAttempt']> = {
  attempt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['FlowFailure']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type FlowFailureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowFailure'] = ResolversParentTypes['FlowFailure']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FlowOptionsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowOptions'] = ResolversParentTypes['FlowOptions']> = {
  concurrency?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  imports?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  maxAgeSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxAttempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  once?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ordered?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  timeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FlowReplayResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowReplay'] = ResolversParentTypes['FlowReplay']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['FlowFailure']>, ParentType, ContextType>;
  flow?: Resolver<ResolversTypes['Flow'], ParentType, ContextType>;
  generation?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['FlowReplayMode'], ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['FlowReplayState'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type FlowReplayConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowReplayConnection'] = ResolversParentTypes['FlowReplayConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['FlowReplayEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['FlowReplay']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type FlowReplayEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowReplayEdge'] = ResolversParentTypes['FlowReplayEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['FlowReplay'], ParentType, ContextType>;
};

export type FlowRunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowRun'] = ResolversParentTypes['FlowRun'], FederationReferenceType extends FederationReferenceTypes['FlowRun'] = FederationReferenceTypes['FlowRun']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['FlowRun']> | FederationReferenceType, FederationReferenceType, ContextType>;
  attempts?: Resolver<ReadonlyArray<ResolversTypes['FlowAttempt']>, ParentType, ContextType>;
  bindings?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['Change']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  dueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['FlowFailure']>, ParentType, ContextType>;
  failures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  flow?: Resolver<ResolversTypes['Flow'], ParentType, ContextType>;
  generation?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hops?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['FlowRunStatus'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['FlowStep']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FlowRunChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowRunChange'] = ResolversParentTypes['FlowRunChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['FlowRunField']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  flowRun?: Resolver<Maybe<ResolversTypes['FlowRun']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type FlowRunConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowRunConnection'] = ResolversParentTypes['FlowRunConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['FlowRunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['FlowRun']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type FlowRunCountsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowRunCounts'] = ResolversParentTypes['FlowRunCounts']> = {
  dead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  running?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FlowRunEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowRunEdge'] = ResolversParentTypes['FlowRunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['FlowRun'], ParentType, ContextType>;
};

export type FlowStepResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FlowStep'] = ResolversParentTypes['FlowStep']> = {
  because?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  exports?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['FlowFailure']>, ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['FlowStepStatus'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  confirmCustomerLink?: Resolver<ResolversTypes['ConfirmCustomerLinkPayload'], ParentType, ContextType, RequireFields<MutationConfirmCustomerLinkArgs, 'input'>>;
  createWebhookEndpoint?: Resolver<ResolversTypes['CreateWebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationCreateWebhookEndpointArgs, 'input'>>;
  deleteWebhookEndpoint?: Resolver<ResolversTypes['DeleteWebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationDeleteWebhookEndpointArgs, 'input'>>;
  disableWebhookEndpoint?: Resolver<ResolversTypes['DisableWebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationDisableWebhookEndpointArgs, 'input'>>;
  discardParkedWebhook?: Resolver<ResolversTypes['DiscardParkedWebhookPayload'], ParentType, ContextType, RequireFields<MutationDiscardParkedWebhookArgs, 'input'>>;
  enableWebhookEndpoint?: Resolver<ResolversTypes['EnableWebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationEnableWebhookEndpointArgs, 'input'>>;
  pauseFlow?: Resolver<ResolversTypes['PauseFlowPayload'], ParentType, ContextType, RequireFields<MutationPauseFlowArgs, 'input'>>;
  redeliverWebhook?: Resolver<ResolversTypes['RedeliverWebhookPayload'], ParentType, ContextType, RequireFields<MutationRedeliverWebhookArgs, 'input'>>;
  rejectCustomerLink?: Resolver<ResolversTypes['RejectCustomerLinkPayload'], ParentType, ContextType, RequireFields<MutationRejectCustomerLinkArgs, 'input'>>;
  replayFlow?: Resolver<ResolversTypes['ReplayFlowPayload'], ParentType, ContextType, RequireFields<MutationReplayFlowArgs, 'input'>>;
  resumeFlow?: Resolver<ResolversTypes['ResumeFlowPayload'], ParentType, ContextType, RequireFields<MutationResumeFlowArgs, 'input'>>;
  retryDeadLetters?: Resolver<ResolversTypes['RetryDeadLettersPayload'], ParentType, ContextType, RequireFields<MutationRetryDeadLettersArgs, 'input'>>;
  retryFlowRun?: Resolver<ResolversTypes['RetryFlowRunPayload'], ParentType, ContextType, RequireFields<MutationRetryFlowRunArgs, 'input'>>;
  retryParkedWebhook?: Resolver<ResolversTypes['RetryParkedWebhookPayload'], ParentType, ContextType, RequireFields<MutationRetryParkedWebhookArgs, 'input'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['RotateWebhookSecretPayload'], ParentType, ContextType, RequireFields<MutationRotateWebhookSecretArgs, 'input'>>;
  updateWebhookEndpoint?: Resolver<ResolversTypes['UpdateWebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationUpdateWebhookEndpointArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ParkedWebhookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkedWebhook'] = ResolversParentTypes['ParkedWebhook']> = {
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  failures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ParkedWebhookConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkedWebhookConnection'] = ResolversParentTypes['ParkedWebhookConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ParkedWebhookEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ParkedWebhook']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ParkedWebhookEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkedWebhookEdge'] = ResolversParentTypes['ParkedWebhookEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ParkedWebhook'], ParentType, ContextType>;
};

export type PauseFlowPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PauseFlowPayload'] = ResolversParentTypes['PauseFlowPayload']> = {
  flow?: Resolver<ResolversTypes['Flow'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  changeCursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  changes?: Resolver<ResolversTypes['ChangeConnection'], ParentType, ContextType, Partial<QueryChangesArgs>>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType, Partial<QueryCustomerArgs>>;
  customerLinkProposal?: Resolver<Maybe<ResolversTypes['CustomerLinkProposal']>, ParentType, ContextType, RequireFields<QueryCustomerLinkProposalArgs, 'id'>>;
  customerLinkProposals?: Resolver<ResolversTypes['CustomerLinkProposalConnection'], ParentType, ContextType, RequireFields<QueryCustomerLinkProposalsArgs, 'first'>>;
  customers?: Resolver<ResolversTypes['CustomerConnection'], ParentType, ContextType, RequireFields<QueryCustomersArgs, 'first'>>;
  deadLetters?: Resolver<ResolversTypes['FlowRunConnection'], ParentType, ContextType, RequireFields<QueryDeadLettersArgs, 'first'>>;
  externalEvents?: Resolver<ResolversTypes['ExternalEventConnection'], ParentType, ContextType, RequireFields<QueryExternalEventsArgs, 'first'>>;
  flow?: Resolver<Maybe<ResolversTypes['Flow']>, ParentType, ContextType, RequireFields<QueryFlowArgs, 'name'>>;
  flowReplay?: Resolver<Maybe<ResolversTypes['FlowReplay']>, ParentType, ContextType, RequireFields<QueryFlowReplayArgs, 'id'>>;
  flowReplays?: Resolver<ResolversTypes['FlowReplayConnection'], ParentType, ContextType, RequireFields<QueryFlowReplaysArgs, 'first'>>;
  flowRun?: Resolver<Maybe<ResolversTypes['FlowRun']>, ParentType, ContextType, RequireFields<QueryFlowRunArgs, 'id'>>;
  flowRuns?: Resolver<ResolversTypes['FlowRunConnection'], ParentType, ContextType, RequireFields<QueryFlowRunsArgs, 'first'>>;
  flows?: Resolver<ReadonlyArray<ResolversTypes['Flow']>, ParentType, ContextType, Partial<QueryFlowsArgs>>;
  parkedWebhooks?: Resolver<ResolversTypes['ParkedWebhookConnection'], ParentType, ContextType, RequireFields<QueryParkedWebhooksArgs, 'first'>>;
  systems?: Resolver<ReadonlyArray<ResolversTypes['System']>, ParentType, ContextType>;
  webhookDelivery?: Resolver<Maybe<ResolversTypes['WebhookDelivery']>, ParentType, ContextType, RequireFields<QueryWebhookDeliveryArgs, 'id'>>;
  webhookEndpoint?: Resolver<Maybe<ResolversTypes['WebhookEndpoint']>, ParentType, ContextType, RequireFields<QueryWebhookEndpointArgs, 'id'>>;
  webhookEndpoints?: Resolver<ResolversTypes['WebhookEndpointConnection'], ParentType, ContextType, RequireFields<QueryWebhookEndpointsArgs, 'first'>>;
  webhookSources?: Resolver<ReadonlyArray<ResolversTypes['WebhookSource']>, ParentType, ContextType>;
};

export type ReconciliationGapResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReconciliationGap'] = ResolversParentTypes['ReconciliationGap']> = {
  bridgedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RedeliverWebhookPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RedeliverWebhookPayload'] = ResolversParentTypes['RedeliverWebhookPayload']> = {
  webhookDelivery?: Resolver<ResolversTypes['WebhookDelivery'], ParentType, ContextType>;
};

export type RejectCustomerLinkPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RejectCustomerLinkPayload'] = ResolversParentTypes['RejectCustomerLinkPayload']> = {
  customerLinkProposal?: Resolver<ResolversTypes['CustomerLinkProposal'], ParentType, ContextType>;
};

export type ReplayFlowPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReplayFlowPayload'] = ResolversParentTypes['ReplayFlowPayload']> = {
  replay?: Resolver<ResolversTypes['FlowReplay'], ParentType, ContextType>;
};

export type ResumeFlowPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResumeFlowPayload'] = ResolversParentTypes['ResumeFlowPayload']> = {
  flow?: Resolver<ResolversTypes['Flow'], ParentType, ContextType>;
};

export type RetryDeadLettersPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RetryDeadLettersPayload'] = ResolversParentTypes['RetryDeadLettersPayload']> = {
  flow?: Resolver<ResolversTypes['Flow'], ParentType, ContextType>;
  retried?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RetryFlowRunPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RetryFlowRunPayload'] = ResolversParentTypes['RetryFlowRunPayload']> = {
  flowRun?: Resolver<ResolversTypes['FlowRun'], ParentType, ContextType>;
};

export type RetryParkedWebhookPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RetryParkedWebhookPayload'] = ResolversParentTypes['RetryParkedWebhookPayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type RotateWebhookSecretPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateWebhookSecretPayload'] = ResolversParentTypes['RotateWebhookSecretPayload']> = {
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webhookEndpoint?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  changeRecorded?: SubscriptionResolver<ResolversTypes['Change'], "changeRecorded", ParentType, ContextType, Partial<SubscriptionChangeRecordedArgs>>;
  customerChanged?: SubscriptionResolver<ResolversTypes['CustomerChange'], "customerChanged", ParentType, ContextType, Partial<SubscriptionCustomerChangedArgs>>;
  customerLinkProposalChanged?: SubscriptionResolver<ResolversTypes['CustomerLinkProposalChange'], "customerLinkProposalChanged", ParentType, ContextType, Partial<SubscriptionCustomerLinkProposalChangedArgs>>;
  externalEventChanged?: SubscriptionResolver<ResolversTypes['ExternalEventChange'], "externalEventChanged", ParentType, ContextType, Partial<SubscriptionExternalEventChangedArgs>>;
  flowRunChanged?: SubscriptionResolver<ResolversTypes['FlowRunChange'], "flowRunChanged", ParentType, ContextType, Partial<SubscriptionFlowRunChangedArgs>>;
};

export type SystemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['System'] = ResolversParentTypes['System']> = {
  backend?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  health?: Resolver<ResolversTypes['SystemHealth'], ParentType, ContextType>;
  location?: Resolver<ResolversTypes['SystemLocation'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  vendor?: Resolver<Maybe<ResolversTypes['SystemVendor']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['SystemWarning']>, ParentType, ContextType>;
};

export type SystemHealthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SystemHealth'] = ResolversParentTypes['SystemHealth']> = {
  latencyMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SystemStatus'], ParentType, ContextType>;
};

export type SystemVendorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SystemVendor'] = ResolversParentTypes['SystemVendor']> = {
  followedSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  gap?: Resolver<Maybe<ResolversTypes['ReconciliationGap']>, ParentType, ContextType>;
  lastAnswerAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastFailure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastFailureAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastPollAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastWebhookAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  openCalls?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  parkedWebhooks?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pollError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  polledTo?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['VendorState'], ParentType, ContextType>;
};

export type SystemWarningResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SystemWarning'] = ResolversParentTypes['SystemWarning']> = {
  code?: Resolver<ResolversTypes['SystemWarningCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UpdateWebhookEndpointPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateWebhookEndpointPayload'] = ResolversParentTypes['UpdateWebhookEndpointPayload']> = {
  webhookEndpoint?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType>;
};

export type WebhookAttemptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookAttempt'] = ResolversParentTypes['WebhookAttempt']> = {
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  httpStatus?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  response?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type WebhookDeliveryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDelivery'] = ResolversParentTypes['WebhookDelivery']> = {
  attempts?: Resolver<ReadonlyArray<ResolversTypes['WebhookAttempt']>, ParentType, ContextType>;
  changeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endpoint?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WebhookDeliveryStatus'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type WebhookDeliveryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDeliveryConnection'] = ResolversParentTypes['WebhookDeliveryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WebhookDeliveryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['WebhookDelivery']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookDeliveryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDeliveryEdge'] = ResolversParentTypes['WebhookDeliveryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WebhookDelivery'], ParentType, ContextType>;
};

export type WebhookEndpointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookEndpoint'] = ResolversParentTypes['WebhookEndpoint']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deliveries?: Resolver<ResolversTypes['WebhookDeliveryConnection'], ParentType, ContextType, RequireFields<WebhookEndpointDeliveriesArgs, 'first'>>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  disabledReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  previousSecretUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WebhookEndpointStatus'], ParentType, ContextType>;
  types?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookEndpointConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookEndpointConnection'] = ResolversParentTypes['WebhookEndpointConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WebhookEndpointEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['WebhookEndpoint']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookEndpointEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookEndpointEdge'] = ResolversParentTypes['WebhookEndpointEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType>;
};

export type WebhookRefusalCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookRefusalCount'] = ResolversParentTypes['WebhookRefusalCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookSourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookSource'] = ResolversParentTypes['WebhookSource']> = {
  lastStoredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  refused?: Resolver<ReadonlyArray<ResolversTypes['WebhookRefusalCount']>, ParentType, ContextType>;
  repeated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stored?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Change?: ChangeResolvers<ContextType>;
  ChangeConnection?: ChangeConnectionResolvers<ContextType>;
  ChangeEdge?: ChangeEdgeResolvers<ContextType>;
  ChangedRecord?: ChangedRecordResolvers<ContextType>;
  ConfirmCustomerLinkPayload?: ConfirmCustomerLinkPayloadResolvers<ContextType>;
  CreateWebhookEndpointPayload?: CreateWebhookEndpointPayloadResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  CustomerChange?: CustomerChangeResolvers<ContextType>;
  CustomerConnection?: CustomerConnectionResolvers<ContextType>;
  CustomerEdge?: CustomerEdgeResolvers<ContextType>;
  CustomerLink?: CustomerLinkResolvers<ContextType>;
  CustomerLinkProposal?: CustomerLinkProposalResolvers<ContextType>;
  CustomerLinkProposalChange?: CustomerLinkProposalChangeResolvers<ContextType>;
  CustomerLinkProposalConnection?: CustomerLinkProposalConnectionResolvers<ContextType>;
  CustomerLinkProposalEdge?: CustomerLinkProposalEdgeResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteWebhookEndpointPayload?: DeleteWebhookEndpointPayloadResolvers<ContextType>;
  DisableWebhookEndpointPayload?: DisableWebhookEndpointPayloadResolvers<ContextType>;
  DiscardParkedWebhookPayload?: DiscardParkedWebhookPayloadResolvers<ContextType>;
  EnableWebhookEndpointPayload?: EnableWebhookEndpointPayloadResolvers<ContextType>;
  ExternalEvent?: ExternalEventResolvers<ContextType>;
  ExternalEventChange?: ExternalEventChangeResolvers<ContextType>;
  ExternalEventConnection?: ExternalEventConnectionResolvers<ContextType>;
  ExternalEventEdge?: ExternalEventEdgeResolvers<ContextType>;
  Flow?: FlowResolvers<ContextType>;
  FlowAttempt?: FlowAttemptResolvers<ContextType>;
  FlowFailure?: FlowFailureResolvers<ContextType>;
  FlowOptions?: FlowOptionsResolvers<ContextType>;
  FlowReplay?: FlowReplayResolvers<ContextType>;
  FlowReplayConnection?: FlowReplayConnectionResolvers<ContextType>;
  FlowReplayEdge?: FlowReplayEdgeResolvers<ContextType>;
  FlowRun?: FlowRunResolvers<ContextType>;
  FlowRunChange?: FlowRunChangeResolvers<ContextType>;
  FlowRunConnection?: FlowRunConnectionResolvers<ContextType>;
  FlowRunCounts?: FlowRunCountsResolvers<ContextType>;
  FlowRunEdge?: FlowRunEdgeResolvers<ContextType>;
  FlowStep?: FlowStepResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  ParkedWebhook?: ParkedWebhookResolvers<ContextType>;
  ParkedWebhookConnection?: ParkedWebhookConnectionResolvers<ContextType>;
  ParkedWebhookEdge?: ParkedWebhookEdgeResolvers<ContextType>;
  PauseFlowPayload?: PauseFlowPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReconciliationGap?: ReconciliationGapResolvers<ContextType>;
  RedeliverWebhookPayload?: RedeliverWebhookPayloadResolvers<ContextType>;
  RejectCustomerLinkPayload?: RejectCustomerLinkPayloadResolvers<ContextType>;
  ReplayFlowPayload?: ReplayFlowPayloadResolvers<ContextType>;
  ResumeFlowPayload?: ResumeFlowPayloadResolvers<ContextType>;
  RetryDeadLettersPayload?: RetryDeadLettersPayloadResolvers<ContextType>;
  RetryFlowRunPayload?: RetryFlowRunPayloadResolvers<ContextType>;
  RetryParkedWebhookPayload?: RetryParkedWebhookPayloadResolvers<ContextType>;
  RotateWebhookSecretPayload?: RotateWebhookSecretPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  System?: SystemResolvers<ContextType>;
  SystemHealth?: SystemHealthResolvers<ContextType>;
  SystemVendor?: SystemVendorResolvers<ContextType>;
  SystemWarning?: SystemWarningResolvers<ContextType>;
  UpdateWebhookEndpointPayload?: UpdateWebhookEndpointPayloadResolvers<ContextType>;
  WebhookAttempt?: WebhookAttemptResolvers<ContextType>;
  WebhookDelivery?: WebhookDeliveryResolvers<ContextType>;
  WebhookDeliveryConnection?: WebhookDeliveryConnectionResolvers<ContextType>;
  WebhookDeliveryEdge?: WebhookDeliveryEdgeResolvers<ContextType>;
  WebhookEndpoint?: WebhookEndpointResolvers<ContextType>;
  WebhookEndpointConnection?: WebhookEndpointConnectionResolvers<ContextType>;
  WebhookEndpointEdge?: WebhookEndpointEdgeResolvers<ContextType>;
  WebhookRefusalCount?: WebhookRefusalCountResolvers<ContextType>;
  WebhookSource?: WebhookSourceResolvers<ContextType>;
};

