import { subscribeToChanges } from '../../kit/changes/changeSubscription.ts';
import { NotFoundError } from '../../kit/errors.ts';
import { parsePage, toConnection } from '../../kit/pages.ts';
import type { Resolvers, SubscriptionCustomerLinkProposalChangedArgs } from '../generated/resolvers.ts';
import type { CustomerLinkProposalRecord } from '../records.ts';
import { linkProposalType } from './linkProposals.ts';

const PROPOSALS = 'customerLinkProposals';

/** The part of the graph that is about links that an operator decides on. */
export const linkResolvers = {
  Query: {
    customerLinkProposal: (_source, { id }, { loaders }) => loaders.linkProposalById.load(id),
    async customerLinkProposals(_source, { status, system, ...args }, { backend }) {
      const page = parsePage(PROPOSALS, args);
      const filter = { status: status ?? null, system: system ?? null };
      return toConnection(PROPOSALS, page, await backend.linkProposals(filter, page));
    },
  },
  Mutation: {
    confirmCustomerLink: async (_source, { input }, { backend, caller }) => ({
      customerLinkProposal: await backend.confirmCustomerLink(caller, input),
    }),
    rejectCustomerLink: async (_source, { input }, { backend, caller }) => ({
      customerLinkProposal: await backend.rejectCustomerLink(caller, input),
    }),
  },
  Subscription: {
    customerLinkProposalChanged: subscribeToChanges(
      linkProposalType,
      ({ status }: CustomerLinkProposalRecord, args: Partial<SubscriptionCustomerLinkProposalChangedArgs>) =>
        !args.status || args.status.includes(status),
    ),
  },
  CustomerLinkProposal: {
    __resolveReference: ({ id }, { loaders }) => loaders.linkProposalById.load(id),
    async customer({ customerId }, _args, { loaders }) {
      const customer = await loaders.customerById.load(customerId);
      if (!customer) throw new NotFoundError('Customer', customerId);
      return customer;
    },
  },
} satisfies Resolvers;
