import { createGroupLoader, createKeyLoader } from '../kit/loaders.ts';
import type { IntegrationBackend } from './backend.ts';

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
    attemptsByRun: createGroupLoader(
      (runIds) => backend.flows.attemptsByRun(runIds),
      ({ runId }) => runId,
    ),
    linksByCustomer: createGroupLoader(
      (ids) => backend.linksByCustomer(ids),
      ({ customerId }) => customerId,
    ),
  };
}
