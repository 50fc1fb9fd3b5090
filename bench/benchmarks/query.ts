import { compareQuery } from '../compareQuery.ts';

/** The customers' own system, the CRM and the payments: what a customer page shows first. */
const QUERY = /* GraphQL */ `
  query CustomerPage($first: Int!, $after: String) {
    customers(first: $first, after: $after) {
      nodes {
        id
        name
        email
        contact { id stage owner activities(first: 3) { nodes { id text createdAt } } }
        payments(first: 3) { nodes { id status amount { amount currencyCode } createdAt } }
      }
    }
  }
`;

export const query = compareQuery({
  title: 'A query of three systems',
  text: 'Customers, their contact with its last activities (CRM), their last payments.',
  query: QUERY,
});
