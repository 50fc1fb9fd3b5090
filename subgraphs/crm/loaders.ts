import { createKeyLoader, createPageLoader } from '../kit/loaders.ts';
import type { CrmBackend } from './backend.ts';

/** The batched reads of one operation. */
export type CrmLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(backend: CrmBackend) {
  return {
    contactById: createKeyLoader(
      (ids) => backend.contactsById(ids),
      ({ id }) => id,
    ),
    contactByCustomer: createKeyLoader(
      (customerIds) => backend.contactsByCustomer(customerIds),
      ({ customerId }) => customerId,
    ),
    activityById: createKeyLoader(
      (ids) => backend.activitiesById(ids),
      ({ id }) => id,
    ),
    activitiesByContact: createPageLoader('activities', (contactIds, page) =>
      backend.activitiesByContact(contactIds, page),
    ),
  };
}
