import { recordOfType } from '../kit/changes/changedRecord.ts';
import { subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { entityReference } from '../kit/entityReference.ts';
import { parsePage, toConnection } from '../kit/pages.ts';
import type { Resolvers, SubscriptionMessageChangedArgs } from './generated/resolvers.ts';
import { messageType } from './messages.ts';
import type { MessageRecord } from './records.ts';

const MESSAGES = 'messages';

export const resolvers: Resolvers = {
  Query: {
    message: (_source, { id }, { loaders }) => loaders.messageById.load(id),
    async messages(_source, { channel, status, ...args }, { backend }) {
      const page = parsePage(MESSAGES, args);
      const filter = { channel: channel ?? null, status: status ?? null };
      return toConnection(MESSAGES, page, await backend.messages(filter, page));
    },
  },
  Mutation: {
    sendMessage: async (_source, { input }, { backend, caller }) => ({
      message: await backend.sendMessage(caller, input),
    }),
  },
  Subscription: {
    messageChanged: subscribeToChanges(
      messageType,
      ({ status }: MessageRecord, args: Partial<SubscriptionMessageChangedArgs>) =>
        !args.status || args.status.includes(status),
    ),
  },
  Message: {
    __resolveReference: ({ id }, { loaders }) => loaders.messageById.load(id),
    customer: ({ customerId }) => entityReference(customerId),
  },
  Customer: {
    messages: ({ id }, args, { loaders }) => loaders.messagesByCustomer.load(id, args),
  },
  ChangedRecord: {
    message: (reference, _args, { loaders }) => recordOfType(reference, 'Message', loaders.messageById),
  },
};
