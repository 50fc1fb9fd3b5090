import { compareQuery } from '../compareQuery.ts';

/** All that Sluice knows of a page of customers. */
export const SIX_SYSTEMS_QUERY = /* GraphQL */ `
  query CustomerOverview($first: Int!, $after: String) {
    customers(first: $first, after: $after) {
      nodes {
        id
        name
        email
        contact { id stage owner activities(first: 2) { nodes { id text createdAt } } }
        payments(first: 2) { nodes { id status amount { amount currencyCode } createdAt } }
        orders(first: 2) {
          nodes {
            id
            status
            total { amount currencyCode }
            lines { quantity product { id title stock { location available } } }
            reservation { status }
          }
        }
        tickets(first: 2) { nodes { id subject status comments(first: 2) { nodes { id body } } } }
        messages(first: 2) { nodes { id channel subject status createdAt } }
      }
    }
  }
`;

export const sixSystems = compareQuery({
  title: 'A query of six systems',
  text:
    'Customers with contact and activities (CRM), payments, orders and their products (shop), stock and reservations ' +
    '(stock), tickets and comments (support desk), messages.',
  query: SIX_SYSTEMS_QUERY,
});
