import { createGroupLoader, createKeyLoader } from '../kit/loaders.ts';
import type { IntegrationBackend } from './backend.ts';

/** The batched reads of one operation. */
export type IntegrationLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(backend: IntegrationBackend) {
  const byEmail = createKeyLoader(
    (emails) => backend.customersByEmail(emails),
    ({ email }) => email,
  );
  return {
    customerById: createKeyLoader(
      (ids) => backend.customersById(ids),
      ({ id }) => id,
    ),
    customerByEmail: {
      load: async (email: string) => (await byEmail.load(email))?.customer ?? null,
    },
    linksByCustomer: createGroupLoader(
      (ids) => backend.linksByCustomer(ids),
      ({ customerId }) => customerId,
    ),
  };
}
