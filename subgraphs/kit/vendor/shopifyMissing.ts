import { chunked } from './chunked.ts';
import type { ShopifyCall, ShopifyClient } from './shopifyClient.ts';
import { externalIdOf, toGid } from './shopifyIds.ts';

const EXISTING = 'query Existing($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const AT_ONCE = 250;

/** Those of these ids of which there is no record any more. */
export async function readMissing(
  client: ShopifyClient,
  type: Parameters<typeof toGid>[0],
  externalIds: readonly string[],
  call: ShopifyCall,
): Promise<readonly string[]> {
  const missing = new Set(externalIds);
  for (const chunk of chunked(externalIds, AT_ONCE)) {
    const ids = chunk.map((id) => toGid(type, id));
    const { nodes } = await client.ask<{ nodes: ({ id: string } | null)[] }>(EXISTING, { ids }, call);
    for (const node of nodes) if (node) missing.delete(externalIdOf(node.id));
  }
  return [...missing];
}
