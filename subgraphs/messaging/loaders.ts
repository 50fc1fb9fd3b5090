import { createKeyLoader, createPageLoader } from '../kit/loaders.ts';
import type { MessagingBackend } from './backend.ts';

/** The batched reads of one operation. */
export type MessagingLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(backend: MessagingBackend) {
  return {
    messageById: createKeyLoader(
      (ids) => backend.messagesById(ids),
      ({ id }) => id,
    ),
    messagesByCustomer: createPageLoader('messages', (customerIds, page) =>
      backend.messagesByCustomer(customerIds, page),
    ),
  };
}
