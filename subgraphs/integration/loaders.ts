import { createGroupLoader, createKeyLoader, createPageLoader, type PageLoader } from '../kit/loaders.ts';
import type { PageArguments } from '../kit/pages.ts';
import type { IntegrationBackend } from './backend.ts';
import type { WebhookDeliveryStatus } from './generated/resolvers.ts';
import type { WebhookDeliveryRecord } from './records.ts';
import type { WebhookBackend } from './webhooks/webhookBackend.ts';

/** The batched reads of one operation. */
export type IntegrationLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(backend: IntegrationBackend) {
  const byEmail = createKeyLoader(
    (emails) => backend.customersByEmail(emails),
    ({ email }) => email,
  );
  const afterCursor = createKeyLoader(
    async (cursors) => [...(await backend.changesAfter(cursors))],
    ([cursor]) => cursor,
  );
  return {
    changesAfter: {
      load: async (cursor: string) => (await afterCursor.load(cursor))?.[1] ?? null,
    },
    customerById: createKeyLoader(
      (ids) => backend.customersById(ids),
      ({ id }) => id,
    ),
    customerByEmail: {
      load: async (email: string) => (await byEmail.load(email))?.customer ?? null,
    },
    flowByName: createKeyLoader(
      (names) => backend.flows.flows(names),
      ({ name }) => name,
    ),
    runCountsByFlow: createKeyLoader(
      (names) => backend.flows.countsByFlow(names),
      ({ flow }) => flow,
    ),
    runById: createKeyLoader(
      (ids) => backend.flows.runsById(ids),
      ({ id }) => id,
    ),
    replayById: createKeyLoader(
      (ids) => backend.flows.replaysById(ids),
      ({ id }) => id,
    ),
    attemptsByRun: createGroupLoader(
      (runIds) => backend.flows.attemptsByRun(runIds),
      ({ runId }) => runId,
    ),
    externalEventById: createKeyLoader(
      (ids) => backend.webhooks.eventsById(ids),
      ({ id }) => id,
    ),
    webhookEndpointById: createKeyLoader(
      (ids) => backend.webhooks.endpointsById(ids),
      ({ id }) => id,
    ),
    deliveriesByEndpoint: createDeliveryLoader(backend.webhooks),
    webhookDeliveryById: createKeyLoader(
      (ids) => backend.webhooks.deliveriesById(ids),
      ({ id }) => id,
    ),
    attemptsByDelivery: createGroupLoader(
      (ids) => backend.webhooks.attempts(ids),
      ({ deliveryId }) => deliveryId,
    ),
    vendorBySystem: createKeyLoader(
      (systems) => backend.vendorsBySystem(systems),
      ({ system }) => system,
    ),
    linkProposalById: createKeyLoader(
      (ids) => backend.linkProposalsById(ids),
      ({ id }) => id,
    ),
    linksByCustomer: createGroupLoader(
      (ids) => backend.linksByCustomer(ids),
      ({ customerId }) => customerId,
    ),
  };
}

interface DeliveryArguments extends PageArguments {
  readonly status?: readonly WebhookDeliveryStatus[] | null;
}

/** A page loader for each filter that is asked for. */
function createDeliveryLoader(webhooks: WebhookBackend) {
  const byStatus = new Map<string, PageLoader<WebhookDeliveryRecord>>();
  function loaderOf(status: readonly WebhookDeliveryStatus[] | null): PageLoader<WebhookDeliveryRecord> {
    const key = JSON.stringify(status);
    const loader =
      byStatus.get(key) ??
      createPageLoader('webhookDeliveries', (ids, page) => webhooks.deliveriesByEndpoint(ids, status, page));
    byStatus.set(key, loader);
    return loader;
  }
  return {
    load: (endpointId: string, { status, ...args }: DeliveryArguments) =>
      loaderOf(status ?? null).load(endpointId, args),
  };
}
