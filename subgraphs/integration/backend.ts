import type { Caller } from '../kit/caller.ts';
import type { FlowReader, FlowRecord, FlowReplayRecord, FlowRunRecord } from '../kit/contracts/flows.ts';
import type { SystemDirectory } from '../kit/contracts/systems.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type {
  ConfirmCustomerLinkInput,
  CustomerLinkProposalStatus,
  PauseFlowInput,
  RejectCustomerLinkInput,
  ReplayFlowInput,
  ResumeFlowInput,
  RetryDeadLettersInput,
  RetryFlowRunInput,
} from './generated/resolvers.ts';
import type { CustomerLinkProposalRecord, CustomerLinkRecord, CustomerRecord, SystemVendorRecord } from './records.ts';
import type { WebhookBackend } from './webhooks/webhookBackend.ts';

/** Which proposals a list has; null is no restriction. */
export interface LinkProposalFilter {
  readonly status: readonly CustomerLinkProposalStatus[] | null;
  readonly system: readonly string[] | null;
}

/** What the integration subgraph works with. It has one backend: Sluice's own state. */
export interface IntegrationBackend {
  readonly webhooks: WebhookBackend;
  customers(page: Page): Promise<Slice<CustomerRecord>>;
  customersById(ids: readonly string[]): Promise<readonly CustomerRecord[]>;
  /** Whose these addresses are; each with the address that it was found by. */
  customersByEmail(
    emails: readonly string[],
  ): Promise<readonly { readonly email: string; readonly customer: CustomerRecord }[]>;
  linksByCustomer(customerIds: readonly string[]): Promise<readonly CustomerLinkRecord[]>;
  linkProposals(filter: LinkProposalFilter, page: Page): Promise<Slice<CustomerLinkProposalRecord>>;
  linkProposalsById(ids: readonly string[]): Promise<readonly CustomerLinkProposalRecord[]>;
  confirmCustomerLink(caller: Caller, input: ConfirmCustomerLinkInput): Promise<CustomerLinkProposalRecord>;
  rejectCustomerLink(caller: Caller, input: RejectCustomerLinkInput): Promise<CustomerLinkProposalRecord>;
  /** Changes of whatever kind but those of flows' runs; see `ChangeLog.countsAfter`. */
  changesAfter(cursors: readonly string[]): Promise<ReadonlyMap<string, number>>;
  readonly flows: FlowReader;
  readonly systems: SystemDirectory;
  /** The vendors behind these systems; none where own tables are. */
  vendorsBySystem(systems: readonly string[]): Promise<readonly SystemVendorRecord[]>;
  pauseFlow(caller: Caller, input: PauseFlowInput): Promise<FlowRecord>;
  resumeFlow(caller: Caller, input: ResumeFlowInput): Promise<FlowRecord>;
  retryFlowRun(caller: Caller, input: RetryFlowRunInput): Promise<FlowRunRecord>;
  retryDeadLetters(caller: Caller, input: RetryDeadLettersInput): Promise<number>;
  replayFlow(caller: Caller, input: ReplayFlowInput): Promise<FlowReplayRecord>;
}
