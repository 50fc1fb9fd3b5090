import { recordOfType } from '../kit/changes/changedRecord.ts';
import { subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { entityReference } from '../kit/entityReference.ts';
import { NotFoundError } from '../kit/errors.ts';
import { parsePage, toConnection } from '../kit/pages.ts';
import { contactType } from './contacts.ts';
import type { Resolvers, SubscriptionContactChangedArgs } from './generated/resolvers.ts';
import type { ContactRecord } from './records.ts';

const CONTACTS = 'contacts';

export const resolvers: Resolvers = {
  Query: {
    contact: (_source, { id }, { loaders }) => loaders.contactById.load(id),
    async contacts(_source, { stage, ...args }, { backend }) {
      const page = parsePage(CONTACTS, args);
      return toConnection(CONTACTS, page, await backend.contacts(stage ?? null, page));
    },
  },
  Mutation: {
    createContact: async (_source, { input }, { backend, caller }) => ({
      contact: await backend.createContact(caller, input),
    }),
    updateContact: async (_source, { input }, { backend, caller }) => ({
      contact: await backend.updateContact(caller, input),
    }),
    logActivity: async (_source, { input }, { backend, caller }) => ({
      activity: await backend.logActivity(caller, input),
    }),
  },
  Subscription: {
    contactChanged: subscribeToChanges(
      contactType,
      ({ stage }: ContactRecord, args: Partial<SubscriptionContactChangedArgs>) =>
        !args.stage || args.stage.includes(stage),
    ),
  },
  Contact: {
    __resolveReference: ({ id }, { loaders }) => loaders.contactById.load(id),
    customer: ({ customerId }) => entityReference(customerId),
    activities: ({ id }, args, { loaders }) => loaders.activitiesByContact.load(id, args),
  },
  Activity: {
    __resolveReference: ({ id }, { loaders }) => loaders.activityById.load(id),
    async contact({ contactId }, _args, { loaders }) {
      const contact = await loaders.contactById.load(contactId);
      if (!contact) throw new NotFoundError('Contact', contactId);
      return contact;
    },
  },
  Customer: {
    contact: ({ id }, _args, { loaders }) => loaders.contactByCustomer.load(id),
  },
  ChangedRecord: {
    contact: (reference, _args, { loaders }) => recordOfType(reference, 'Contact', loaders.contactById),
  },
};
