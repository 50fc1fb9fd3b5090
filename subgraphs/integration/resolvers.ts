import { subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { exactlyOne, parseEmail } from '../kit/input.ts';
import { parsePage, toConnection } from '../kit/pages.ts';
import { customerType } from './customers.ts';
import type { Resolvers } from './generated/resolvers.ts';

const CUSTOMERS = 'customers';

export const resolvers: Resolvers = {
  Query: {
    async customers(_source, args, { backend }) {
      const page = parsePage(CUSTOMERS, args);
      return toConnection(CUSTOMERS, page, await backend.customers(page));
    },
    customer(_source, { id, email }, { loaders }) {
      const [by, value] = exactlyOne('customer', ['id', id], ['email', email]);
      return by === 'id' ? loaders.customerById.load(value) : loaders.customerByEmail.load(parseEmail('email', value));
    },
    changeCursor: (_source, _args, { changes }) => changes.head(),
  },
  Subscription: {
    customerChanged: subscribeToChanges(customerType, () => true),
  },
  Customer: {
    __resolveReference: ({ id }, { loaders }) => loaders.customerById.load(id),
    links: ({ id }, _args, { loaders }) => loaders.linksByCustomer.load(id),
  },
};
