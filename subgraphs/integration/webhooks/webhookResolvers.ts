import { NotFoundError } from '../../kit/errors.ts';
import { parsePage, toConnection } from '../../kit/pages.ts';
import type { Resolvers } from '../generated/resolvers.ts';

const ENDPOINTS = 'webhookEndpoints';

/** The part of the graph that is about webhooks going out. */
export const webhookResolvers = {
  Query: {
    webhookEndpoint: (_source, { id }, { loaders }) => loaders.webhookEndpointById.load(id),
    async webhookEndpoints(_source, { status, ...args }, { backend }) {
      const page = parsePage(ENDPOINTS, args);
      return toConnection(ENDPOINTS, page, await backend.webhooks.endpoints(status ?? null, page));
    },
    webhookDelivery: (_source, { id }, { loaders }) => loaders.webhookDeliveryById.load(id),
  },
  Mutation: {
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
