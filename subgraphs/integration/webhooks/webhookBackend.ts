import type { Caller } from '../../kit/caller.ts';
import type { WebhookSourceCounts } from '../../kit/contracts/webhookSources.ts';
import type { Page, Slice } from '../../kit/pages.ts';
import type {
  CreateWebhookEndpointInput,
  DeleteWebhookEndpointInput,
  DisableWebhookEndpointInput,
  DiscardParkedWebhookInput,
  EnableWebhookEndpointInput,
  RedeliverWebhookInput,
  RetryParkedWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookEndpointInput,
  WebhookDeliveryStatus,
  WebhookEndpointStatus,
} from '../generated/resolvers.ts';
import type {
  ExternalEventRecord,
  ParkedWebhookRecord,
  WebhookAttemptRecord,
  WebhookDeliveryRecord,
  WebhookEndpointRecord,
} from '../records.ts';
import type { EndpointWithSecret } from './webhookEndpoints.ts';

/** Webhooks: the endpoints that are told changes and their deliveries, and what has come in. */
export interface WebhookBackend {
  parked(source: readonly string[] | null, page: Page): Promise<Slice<ParkedWebhookRecord>>;
  retryParked(caller: Caller, input: RetryParkedWebhookInput): Promise<{ readonly id: string }>;
  discardParked(caller: Caller, input: DiscardParkedWebhookInput): Promise<{ readonly id: string }>;
  events(
    filter: { readonly source: readonly string[] | null; readonly type: readonly string[] | null },
    page: Page,
  ): Promise<Slice<ExternalEventRecord>>;
  eventsById(ids: readonly string[]): Promise<readonly ExternalEventRecord[]>;
  /** What came in since this process started. */
  sources(): readonly WebhookSourceCounts[];
  endpoints(status: readonly WebhookEndpointStatus[] | null, page: Page): Promise<Slice<WebhookEndpointRecord>>;
  endpointsById(ids: readonly string[]): Promise<readonly WebhookEndpointRecord[]>;
  createEndpoint(caller: Caller, input: CreateWebhookEndpointInput): Promise<EndpointWithSecret>;
  updateEndpoint(caller: Caller, input: UpdateWebhookEndpointInput): Promise<WebhookEndpointRecord>;
  enableEndpoint(caller: Caller, input: EnableWebhookEndpointInput): Promise<WebhookEndpointRecord>;
  disableEndpoint(caller: Caller, input: DisableWebhookEndpointInput): Promise<WebhookEndpointRecord>;
  deleteEndpoint(caller: Caller, input: DeleteWebhookEndpointInput): Promise<{ readonly id: string }>;
  rotateSecret(caller: Caller, input: RotateWebhookSecretInput): Promise<EndpointWithSecret>;
  deliveriesById(ids: readonly string[]): Promise<readonly WebhookDeliveryRecord[]>;
  /** A page of each endpoint's deliveries; null is no restriction. */
  deliveriesByEndpoint(
    endpointIds: readonly string[],
    status: readonly WebhookDeliveryStatus[] | null,
    page: Page,
  ): Promise<ReadonlyMap<string, Slice<WebhookDeliveryRecord>>>;
  attempts(deliveryIds: readonly string[]): Promise<readonly WebhookAttemptRecord[]>;
  redeliver(caller: Caller, input: RedeliverWebhookInput): Promise<WebhookDeliveryRecord>;
}
