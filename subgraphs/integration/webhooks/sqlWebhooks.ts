import type { SubgraphServices } from '../../kit/subgraph.ts';
import { defineWrite } from '../../kit/write.ts';
import { externalEvents } from './externalEvents.ts';
import { discardParkedWebhook, readParkedWebhooks, retryParkedWebhook } from './parkedWebhooks.ts';
import type { WebhookBackend } from './webhookBackend.ts';
import { readAttempts, redeliverWebhook, webhookDeliveries } from './webhookDeliveryRecords.ts';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  disableWebhookEndpoint,
  enableWebhookEndpoint,
  rotateWebhookSecret,
  updateWebhookEndpoint,
  webhookEndpoints,
} from './webhookEndpoints.ts';

/** The webhooks over the integration's own tables. */
export function createWebhookBackend(services: SubgraphServices): WebhookBackend {
  const { queries } = services.database;
  return {
    parked: (source, page) => readParkedWebhooks(queries, source, page),
    retryParked: defineWrite(services, 'retryParkedWebhook', retryParkedWebhook),
    discardParked: defineWrite(services, 'discardParkedWebhook', discardParkedWebhook),
    events: (filter, page) => externalEvents.page(queries, { ...filter }, page),
    eventsById: (ids) => externalEvents.byIds(queries, ids),
    sources: () => services.webhookSources(),
    endpoints: (status, page) => webhookEndpoints.page(queries, { status }, page),
    endpointsById: (ids) => webhookEndpoints.byIds(queries, ids),
    createEndpoint: defineWrite(services, 'createWebhookEndpoint', createWebhookEndpoint),
    updateEndpoint: defineWrite(services, 'updateWebhookEndpoint', updateWebhookEndpoint),
    enableEndpoint: defineWrite(services, 'enableWebhookEndpoint', enableWebhookEndpoint),
    disableEndpoint: defineWrite(services, 'disableWebhookEndpoint', disableWebhookEndpoint),
    deleteEndpoint: defineWrite(services, 'deleteWebhookEndpoint', deleteWebhookEndpoint),
    rotateSecret: defineWrite(services, 'rotateWebhookSecret', rotateWebhookSecret),
    deliveriesById: (ids) => webhookDeliveries.byIds(queries, ids),
    deliveriesByEndpoint: (endpointIds, status, page) =>
      webhookDeliveries.pageByParent(queries, 'endpoint_id', endpointIds, page, { status }),
    attempts: (deliveryIds) => readAttempts(queries, deliveryIds),
    redeliver: defineWrite(services, 'redeliverWebhook', redeliverWebhook),
  };
}
