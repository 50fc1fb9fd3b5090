import { createKeyLoader, createPageLoader } from '../kit/loaders.ts';
import type { SupportBackend } from './backend.ts';

/** The batched reads of one operation. */
export type SupportLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(backend: SupportBackend) {
  return {
    ticketById: createKeyLoader(
      (ids) => backend.ticketsById(ids),
      ({ id }) => id,
    ),
    commentById: createKeyLoader(
      (ids) => backend.commentsById(ids),
      ({ id }) => id,
    ),
    ticketsByCustomer: createPageLoader('tickets', (customerIds, page) => backend.ticketsByCustomer(customerIds, page)),
    ticketsByOrder: createPageLoader('tickets', (orderIds, page) => backend.ticketsByOrder(orderIds, page)),
    commentsByTicket: createPageLoader('comments', (ticketIds, page) => backend.commentsByTicket(ticketIds, page)),
  };
}
