import { recordOfType } from '../kit/changes/changedRecord.ts';
import { subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { entityReference } from '../kit/entityReference.ts';
import { NotFoundError } from '../kit/errors.ts';
import { parsePage, toConnection } from '../kit/pages.ts';
import type { Resolvers, SubscriptionTicketChangedArgs } from './generated/resolvers.ts';
import type { TicketRecord } from './records.ts';
import { ticketType } from './tickets.ts';

const TICKETS = 'tickets';

export const resolvers: Resolvers = {
  Query: {
    ticket: (_source, { id }, { loaders }) => loaders.ticketById.load(id),
    async tickets(_source, { status, priority, ...args }, { backend }) {
      const page = parsePage(TICKETS, args);
      const filter = { status: status ?? null, priority: priority ?? null };
      return toConnection(TICKETS, page, await backend.tickets(filter, page));
    },
  },
  Mutation: {
    createTicket: async (_source, { input }, { backend, caller }) => ({
      ticket: await backend.createTicket(caller, input),
    }),
    updateTicket: async (_source, { input }, { backend, caller }) => ({
      ticket: await backend.updateTicket(caller, input),
    }),
    addTicketComment: async (_source, { input }, { backend, caller }) => ({
      comment: await backend.addTicketComment(caller, input),
    }),
  },
  Subscription: {
    ticketChanged: subscribeToChanges(
      ticketType,
      ({ status, priority }: TicketRecord, args: Partial<SubscriptionTicketChangedArgs>) =>
        (!args.status || args.status.includes(status)) &&
        (!args.priority || (priority !== null && args.priority.includes(priority))),
    ),
  },
  Ticket: {
    __resolveReference: ({ id }, { loaders }) => loaders.ticketById.load(id),
    customer: ({ customerId }) => entityReference(customerId),
    order: ({ orderId }) => entityReference(orderId),
    comments: ({ id }, args, { loaders }) => loaders.commentsByTicket.load(id, args),
  },
  TicketComment: {
    __resolveReference: ({ id }, { loaders }) => loaders.commentById.load(id),
    async ticket({ ticketId }, _args, { loaders }) {
      const ticket = await loaders.ticketById.load(ticketId);
      if (!ticket) throw new NotFoundError('Ticket', ticketId);
      return ticket;
    },
  },
  Customer: {
    tickets: ({ id }, args, { loaders }) => loaders.ticketsByCustomer.load(id, args),
  },
  Order: {
    tickets: ({ id }, args, { loaders }) => loaders.ticketsByOrder.load(id, args),
  },
  ChangedRecord: {
    ticket: (reference, _args, { loaders }) => recordOfType(reference, 'Ticket', loaders.ticketById),
  },
};
