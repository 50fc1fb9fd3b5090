import { chunked } from '../kit/vendor/chunked.ts';
import type { ShopifyCall, ShopifyClient, ShopifyPage } from '../kit/vendor/shopifyClient.ts';
import { anyOf, since, toGid } from '../kit/vendor/shopifyIds.ts';
import { pagesOf } from '../kit/vendor/shopifyLists.ts';
import type { ReadLevel, ShopifyLevel } from './shopifyRecords.ts';

/** A request may cost 1,000 points, and a level costs about six: https://shopify.dev/docs/api/usage/limits */
const LEVELS_AT_ONCE = 150;
/** Items with so many levels each; those of items in more places are asked for after that. */
const ITEMS_AT_ONCE = 7;
const LEVELS_OF_ITEM = 20;

const LEVEL = `id createdAt updatedAt location { id name } item { id sku variant { product { id } } }
  quantities(names: ["available", "on_hand"]) { name quantity }`;
const READ = `query Levels($ids: [ID!]!) { nodes(ids: $ids) { ... on InventoryLevel { ${LEVEL} } } }`;
const OF_SKUS = `query LevelsOfSkus($query: String!) {
  inventoryItems(first: ${ITEMS_AT_ONCE}, query: $query) { nodes {
    id sku inventoryLevels(first: ${LEVELS_OF_ITEM}) { nodes { ${LEVEL} } pageInfo { hasNextPage endCursor } }
  } }
}`;
const OF_ITEM = `query LevelsOfItem($id: ID!, $after: String) {
  inventoryItem(id: $id) {
    inventoryLevels(first: ${LEVELS_AT_ONCE}, after: $after) { nodes { ${LEVEL} } pageInfo { hasNextPage endCursor } }
  }
}`;
const LOCATIONS = `query Locations($after: String) {
  locations(first: 250, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;
const OF_LOCATION = `query LevelsOfLocation($id: ID!, $after: String, $query: String!) {
  location(id: $id) {
    inventoryLevels(first: ${LEVELS_AT_ONCE}, after: $after, query: $query) {
      nodes { ${LEVEL} } pageInfo { hasNextPage endCursor }
    }
  }
}`;

type LevelPage = ShopifyPage<ShopifyLevel>;

const EMPTY: LevelPage = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** The levels with these ids that exist. */
export async function readLevels(
  client: ShopifyClient,
  externalIds: readonly string[],
  call: ShopifyCall = {},
): Promise<readonly ReadLevel[]> {
  const chunks = await Promise.all(
    chunked(externalIds, LEVELS_AT_ONCE).map(async (chunk) => {
      const ids = chunk.map((id) => toGid('InventoryLevel', id));
      const { data, readMs } = await client.read<{ nodes: (ShopifyLevel | null)[] }>(READ, { ids }, call);
      return data.nodes.filter((node): node is ShopifyLevel => node?.id !== undefined).map(readAt(readMs));
    }),
  );
  return chunks.flat();
}

/** The levels of products with these numbers, in every place where Shopify stocks them. Its index is seconds behind. */
export async function searchLevels(
  client: ShopifyClient,
  skus: readonly string[],
  call: ShopifyCall = {},
): Promise<readonly ReadLevel[]> {
  type Item = { id: string; sku: string | null; inventoryLevels: LevelPage };
  const chunks = await Promise.all(
    chunked(skus, ITEMS_AT_ONCE).map(async (chunk) => {
      type Answer = { inventoryItems: { nodes: Item[] } };
      const { data, readMs } = await client.read<Answer>(OF_SKUS, { query: anyOf('sku', chunk) }, call);
      // Shopify lets several items have one number: the oldest is the one that is meant, as it is of products.
      const oldest = new Map(
        data.inventoryItems.nodes
          .toSorted(byAge)
          .reverse()
          .map((item) => [item.sku, { ...item, readMs }]),
      );
      return chunk.flatMap((sku) => oldest.get(sku) ?? []);
    }),
  );
  const levels = await Promise.all(
    chunks.flat().map(async ({ id, inventoryLevels: first, readMs: firstMs }) => {
      const all = first.nodes.map(readAt(firstMs));
      for (let { pageInfo } = first; pageInfo.hasNextPage; ) {
        type Answer = { inventoryItem: { inventoryLevels: LevelPage } | null };
        const { data, readMs } = await client.read<Answer>(OF_ITEM, { id, after: pageInfo.endCursor }, call);
        const page = data.inventoryItem?.inventoryLevels ?? EMPTY;
        all.push(...page.nodes.map(readAt(readMs)));
        pageInfo = page.pageInfo;
      }
      return all;
    }),
  );
  return levels.flat();
}

/** The levels of every place that a search finds, a page at a time. */
export async function* levelsSince(
  client: ShopifyClient,
  field: 'updated_at' | 'created_at',
  fromMs: number,
  call: ShopifyCall,
): AsyncGenerator<readonly ReadLevel[]> {
  const locations = pagesOf(async (after) => {
    type Answer = { locations: ShopifyPage<{ id: string }> };
    return (await client.ask<Answer>(LOCATIONS, { after }, call)).locations;
  });
  for await (const page of locations) {
    for (const { id } of page) {
      yield* pagesOf(async (after) => {
        type Answer = { location: { inventoryLevels: LevelPage } | null };
        const variables = { id, after, query: since(field, fromMs) };
        const { data, readMs } = await client.read<Answer>(OF_LOCATION, variables, call);
        const { nodes, pageInfo } = data.location?.inventoryLevels ?? EMPTY;
        return { nodes: nodes.map(readAt(readMs)), pageInfo };
      });
    }
  }
}

function readAt(readMs: number): (level: ShopifyLevel) => ReadLevel {
  return (level) => ({ ...level, readMs });
}

/** Ids grow with time. */
function byAge(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id.length - other.id.length || (one.id < other.id ? -1 : 1);
}
