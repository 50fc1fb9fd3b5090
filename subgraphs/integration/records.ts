import type { ChangeEnvelope } from '../kit/changes/change.ts';
import type * as flows from '../kit/contracts/flows.ts';
import type * as systems from '../kit/contracts/systems.ts';
import type {
  CustomerLinkProposalStatus,
  VendorState,
  WebhookDeliveryStatus,
  WebhookEndpointStatus,
} from './generated/resolvers.ts';

/** A customer, as the graph and the change log know it. */
export interface CustomerRecord {
  readonly id: string;
  /** The customer is its own customer: its data is erased with it. */
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A record of a system that stands for a customer there. */
export interface CustomerLinkRecord {
  readonly customerId: string;
  readonly system: string;
  readonly externalId: string;
  readonly verified: boolean;
}

/** A link with a customer that nobody vouches for, for an operator to decide on. */
export interface CustomerLinkProposalRecord {
  readonly id: string;
  readonly customerId: string;
  readonly system: string;
  readonly externalId: string;
  readonly email: string;
  readonly name: string | null;
  readonly status: CustomerLinkProposalStatus;
  readonly decidedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A change, without its record, and its place in the log. */
export interface ChangeRecord {
  readonly cursor: string;
  readonly change: ChangeEnvelope;
}

export type FlowRecord = flows.FlowRecord;
export type FlowOptionsRecord = flows.FlowOptions;
export type FlowRunCountsRecord = flows.FlowRunCounts;
export type FlowRunRecord = flows.FlowRunRecord;
export type FlowReplayRecord = flows.FlowReplayRecord;
export type FlowStepRecord = flows.StepState;
export type FlowAttemptRecord = flows.FlowAttemptRecord;
export type FlowFailureRecord = flows.RunFailure;
/** A URL that is told changes by webhook, without its secrets. */
export interface WebhookEndpointRecord {
  readonly id: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly description: string | null;
  readonly status: WebhookEndpointStatus;
  readonly disabledReason: string | null;
  readonly failingSince: string | null;
  readonly previousSecretUntil: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One change for one endpoint. */
export interface WebhookDeliveryRecord {
  readonly id: string;
  readonly endpointId: string;
  readonly changeId: string;
  readonly type: string;
  readonly subject: string;
  readonly status: WebhookDeliveryStatus;
  readonly nextAttemptAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One try of a delivery. */
export interface WebhookAttemptRecord {
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly httpStatus: number | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly response: string | null;
}
export type SystemRecord = systems.SystemRecord;

/** The vendor behind a system, as it is known now; times are ISO 8601 in UTC. */
export interface SystemVendorRecord {
  readonly system: string;
  readonly name: string | null;
  readonly state: VendorState;
  readonly lastAnswerAt: string | null;
  readonly lastFailureAt: string | null;
  readonly lastFailure: string | null;
  readonly followedSince: string | null;
  readonly polledTo: string | null;
  readonly lastPollAt: string | null;
  readonly pollError: string | null;
  readonly lastWebhookAt: string | null;
  readonly parkedWebhooks: number;
  readonly openCalls: number;
  readonly gap: { readonly from: string; readonly to: string; readonly bridgedAt: string | null } | null;
}

export type SystemHealthRecord = systems.SystemHealth;

/** What a sender of Standard Webhooks or CloudEvents told. */
export interface ExternalEventRecord {
  readonly id: string;
  readonly externalId: string;
  /** Nobody knows whose data the sender tells. */
  readonly customerId: null;
  readonly source: string;
  readonly type: string;
  readonly subject: string | null;
  readonly data: unknown;
  readonly occurredAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A webhook that came in and could not be understood. */
export interface ParkedWebhookRecord {
  readonly id: string;
  readonly source: string;
  readonly externalId: string;
  readonly reason: string;
  readonly body: string;
  readonly failures: number;
  readonly receivedAt: string;
}
