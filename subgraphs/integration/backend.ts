import type { Caller } from '../kit/caller.ts';
import type { FlowReader, FlowRecord, FlowReplayRecord, FlowRunRecord } from '../kit/contracts/flows.ts';
import type { SystemDirectory } from '../kit/contracts/systems.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type {
  PauseFlowInput,
  ReplayFlowInput,
  ResumeFlowInput,
  RetryDeadLettersInput,
  RetryFlowRunInput,
} from './generated/resolvers.ts';
import type { CustomerLinkRecord, CustomerRecord } from './records.ts';
import type { WebhookBackend } from './webhooks/webhookBackend.ts';

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
  /** Changes of whatever kind but those of flows' runs; see `ChangeLog.countsAfter`. */
  changesAfter(cursors: readonly string[]): Promise<ReadonlyMap<string, number>>;
  readonly flows: FlowReader;
  readonly systems: SystemDirectory;
  pauseFlow(caller: Caller, input: PauseFlowInput): Promise<FlowRecord>;
  resumeFlow(caller: Caller, input: ResumeFlowInput): Promise<FlowRecord>;
  retryFlowRun(caller: Caller, input: RetryFlowRunInput): Promise<FlowRunRecord>;
  retryDeadLetters(caller: Caller, input: RetryDeadLettersInput): Promise<number>;
  replayFlow(caller: Caller, input: ReplayFlowInput): Promise<FlowReplayRecord>;
}
