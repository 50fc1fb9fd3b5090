import type { Caller } from '../../kit/caller.ts';
import type { Page, Slice } from '../../kit/pages.ts';
import type {
  CreateWebhookEndpointInput,
  DeleteWebhookEndpointInput,
  DisableWebhookEndpointInput,
  EnableWebhookEndpointInput,
  RedeliverWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookEndpointInput,
  WebhookDeliveryStatus,
  WebhookEndpointStatus,
} from '../generated/resolvers.ts';
import type { WebhookAttemptRecord, WebhookDeliveryRecord, WebhookEndpointRecord } from '../records.ts';
import type { EndpointWithSecret } from './webhookEndpoints.ts';

/** The endpoints that are told changes by webhook, and their deliveries. */
export interface WebhookBackend {
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
