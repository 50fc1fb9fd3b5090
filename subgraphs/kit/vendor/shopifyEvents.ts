import type { ShopifyCall, ShopifyClient, ShopifyPage } from './shopifyClient.ts';
import { externalIdOf, since } from './shopifyIds.ts';
import { pagesOf } from './shopifyLists.ts';

const DESTROYED = `query Destroyed($after: String, $query: String!) {
  events(first: 25, after: $after, query: $query, sortKey: CREATED_AT) {
    nodes { ... on BasicEvent { subjectId } } pageInfo { hasNextPage endCursor }
  }
}`;

/** External ids of the products that were deleted since then: https://shopify.dev/docs/api/admin-graphql/latest/queries/events */
export async function readDestroyed(
  client: ShopifyClient,
  fromMs: number,
  call: ShopifyCall,
): Promise<{ readonly products: readonly string[] }> {
  const query = `action:destroy AND subject_type:PRODUCT AND ${since('created_at', fromMs)}`;
  const products: string[] = [];
  const pages = pagesOf(async (after) => {
    type Answer = { events: ShopifyPage<{ subjectId?: string }> };
    return (await client.ask<Answer>(DESTROYED, { after, query }, call)).events;
  });
  for await (const page of pages) {
    products.push(...page.flatMap(({ subjectId }) => (subjectId === undefined ? [] : [externalIdOf(subjectId)])));
  }
  return { products };
}
