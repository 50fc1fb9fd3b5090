import type { GraphQLRequest } from '../load/loadQueries.ts';

/** A request and what Sluice answered: what the servers that set limits answer from. */
export interface Exchange {
  readonly request: GraphQLRequest;
  readonly answer: { readonly data: Readonly<Record<string, unknown>> };
}
