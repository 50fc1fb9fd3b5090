import { subscribeToChanges } from '../../kit/changes/changeSubscription.ts';
import { NotFoundError } from '../../kit/errors.ts';
import { parsePage, toConnection } from '../../kit/pages.ts';
import type { Resolvers, SubscriptionExternalEventChangedArgs } from '../generated/resolvers.ts';
import type { ExternalEventRecord } from '../records.ts';
import { externalEventType } from './externalEvents.ts';
import { textAt } from './jsonPointer.ts';

const ENDPOINTS = 'webhookEndpoints';
const EVENTS = 'externalEvents';
const PARKED = 'parkedWebhooks';

/** The part of the graph that is about webhooks going out. */
export const webhookResolvers = {
  Query: {
    async externalEvents(_source, { source, type, ...args }, { backend }) {
      const page = parsePage(EVENTS, args);
      const filter = { source: source ?? null, type: type ?? null };
      return toConnection(EVENTS, page, await backend.webhooks.events(filter, page));
    },
    async parkedWebhooks(_source, { source, ...args }, { backend }) {
      const page = parsePage(PARKED, args);
      return toConnection(PARKED, page, await backend.webhooks.parked(source ?? null, page));
    },
    webhookSources: (_source, _args, { backend }) =>
      backend.webhooks.sources().map(({ refused, ...counts }) => ({
        ...counts,
        refused: Object.entries(refused).map(([reason, count]) => ({ reason, count })),
      })),
    webhookEndpoint: (_source, { id }, { loaders }) => loaders.webhookEndpointById.load(id),
    async webhookEndpoints(_source, { status, ...args }, { backend }) {
      const page = parsePage(ENDPOINTS, args);
      return toConnection(ENDPOINTS, page, await backend.webhooks.endpoints(status ?? null, page));
    },
    webhookDelivery: (_source, { id }, { loaders }) => loaders.webhookDeliveryById.load(id),
  },
  Mutation: {
    retryParkedWebhook: (_source, { input }, { backend, caller }) => backend.webhooks.retryParked(caller, input),
    discardParkedWebhook: (_source, { input }, { backend, caller }) => backend.webhooks.discardParked(caller, input),
    createWebhookEndpoint: (_source, { input }, { backend, caller }) => backend.webhooks.createEndpoint(caller, input),
    updateWebhookEndpoint: async (_source, { input }, { backend, caller }) => ({
      webhookEndpoint: await backend.webhooks.updateEndpoint(caller, input),
    }),
    enableWebhookEndpoint: async (_source, { input }, { backend, caller }) => ({
      webhookEndpoint: await backend.webhooks.enableEndpoint(caller, input),
    }),
    disableWebhookEndpoint: async (_source, { input }, { backend, caller }) => ({
      webhookEndpoint: await backend.webhooks.disableEndpoint(caller, input),
    }),
    deleteWebhookEndpoint: (_source, { input }, { backend, caller }) => backend.webhooks.deleteEndpoint(caller, input),
    rotateWebhookSecret: (_source, { input }, { backend, caller }) => backend.webhooks.rotateSecret(caller, input),
    redeliverWebhook: async (_source, { input }, { backend, caller }) => ({
      webhookDelivery: await backend.webhooks.redeliver(caller, input),
    }),
  },
  Subscription: {
    externalEventChanged: subscribeToChanges(
      externalEventType,
      ({ source, type }: ExternalEventRecord, args: Partial<SubscriptionExternalEventChangedArgs>) =>
        (!args.source || args.source.includes(source)) && (!args.type || args.type.includes(type)),
    ),
  },
  ExternalEvent: {
    __resolveReference: ({ id }, { loaders }) => loaders.externalEventById.load(id),
    text: ({ data }, { pointer }) => textAt(data, pointer),
  },
  WebhookEndpoint: {
    deliveries: ({ id }, args, { loaders }) => loaders.deliveriesByEndpoint.load(id, args),
  },
  WebhookDelivery: {
    async endpoint({ endpointId }, _args, { loaders }) {
      const endpoint = await loaders.webhookEndpointById.load(endpointId);
      // Deliveries go with their endpoint; this one went between two reads.
      if (!endpoint) throw new NotFoundError('WebhookEndpoint', endpointId);
      return endpoint;
    },
    attempts: ({ id }, _args, { loaders }) => loaders.attemptsByDelivery.load(id),
  },
} satisfies Resolvers;
