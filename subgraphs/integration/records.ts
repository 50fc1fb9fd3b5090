import type * as flows from '../kit/contracts/flows.ts';

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

export type FlowRecord = flows.FlowRecord;
export type FlowOptionsRecord = flows.FlowOptions;
export type FlowRunCountsRecord = flows.FlowRunCounts;
export type FlowRunRecord = flows.FlowRunRecord;
export type FlowStepRecord = flows.StepState;
export type FlowAttemptRecord = flows.FlowAttemptRecord;
export type FlowFailureRecord = flows.RunFailure;
