import type { GraphQLRequest } from './load/loadQueries.ts';
import type { Exchange } from './servers/exchanges.ts';

/** How many pages the load goes round, and how many customers lie between their beginnings. */
const PAGES = 16;
const STEP = 8;

/** Customers that a query asks for in one list. */
export const LIST_LENGTHS = [10, 100] as const;

/** Requests for pages that begin at different customers, so that few requests that are in flight at a time are equal. */
export async function customerPages(url: string, query: string, first: number): Promise<readonly GraphQLRequest[]> {
  const marks = await ask(url, { query: '{ customers(first: 100) { edges { cursor } } }', variables: {} });
  const more = await ask(url, {
    query: 'query ($after: String) { customers(first: 100, after: $after) { edges { cursor } } }',
    variables: { after: cursorsOf(marks).at(-1) },
  });
  const cursors = [...cursorsOf(marks), ...cursorsOf(more)];
  return Array.from({ length: PAGES }, (_, page) => ({
    query,
    variables: { first, after: page === 0 ? null : cursors[page * STEP - 1] },
  }));
}

/** Sends each request once. @throws Error when an answer has errors, or not the customers that were asked for */
export async function exchangePages(url: string, requests: readonly GraphQLRequest[]): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const request of requests) {
    const answer = await ask(url, request);
    const { nodes } = answer.data.customers as { nodes: unknown[] };
    if (nodes.length !== request.variables.first)
      throw new Error(`${nodes.length} customers came instead of ${request.variables.first}.`);
    exchanges.push({ request, answer });
  }
  return exchanges;
}

/** @throws Error when the answer has errors */
export async function ask(url: string, request: GraphQLRequest): Promise<Exchange['answer']> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const answer = (await response.json()) as Exchange['answer'] & { errors?: unknown };
  if (answer.errors || !answer.data) throw new Error(`A query was answered with ${JSON.stringify(answer)}`);
  return answer;
}

function cursorsOf({ data }: Exchange['answer']): string[] {
  return (data.customers as { edges: { cursor: string }[] }).edges.map(({ cursor }) => cursor);
}
