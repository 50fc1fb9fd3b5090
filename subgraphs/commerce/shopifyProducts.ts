import type { Page, Slice } from '../kit/pages.ts';
import { chunked } from '../kit/vendor/chunked.ts';
import type { ShopifyCall, ShopifyClient, ShopifyPage } from '../kit/vendor/shopifyClient.ts';
import { anyOf, toGid } from '../kit/vendor/shopifyIds.ts';
import { pagesOf, type ShopifyEdges, scanEdges } from '../kit/vendor/shopifyLists.ts';
import type { ShopifyListed } from '../kit/vendor/shopifyReadings.ts';
import type { ShopifyVariant } from './shopifyRecords.ts';

const AT_ONCE = 250;
/** More would make a search too long. */
const SKUS_AT_ONCE = 50;
/** Most products have few variants, and a query costs what it may bring. */
const FIRST_VARIANTS = 5;
const MORE_VARIANTS = 100;
const PRODUCTS_AT_ONCE = 50;

const VARIANT = 'id title sku price createdAt updatedAt product { id title updatedAt hasOnlyDefaultVariant }';
const READ = `query Variants($ids: [ID!]!) { nodes(ids: $ids) { ... on ProductVariant { ${VARIANT} } } }`;
const LIST = `query VariantPage($first: Int!, $after: String, $query: String, $reverse: Boolean) {
  productVariants(first: $first, after: $after, query: $query, sortKey: ID, reverse: $reverse) {
    edges { cursor node { ${VARIANT} } } pageInfo { hasNextPage endCursor }
  }
}`;
const OF_PRODUCTS = `query VariantsOfProducts($ids: [ID!]!) { nodes(ids: $ids) { ... on Product {
  id variants(first: ${FIRST_VARIANTS}) { nodes { ${VARIANT} } pageInfo { hasNextPage endCursor } }
} } }`;
const OF_PRODUCT = `query VariantsOfProduct($id: ID!, $after: String) {
  product(id: $id) {
    variants(first: ${MORE_VARIANTS}, after: $after) { nodes { ${VARIANT} } pageInfo { hasNextPage endCursor } }
  }
}`;
const SEARCH = `query ProductIds($first: Int!, $after: String, $query: String!, $sortKey: ProductSortKeys!) {
  products(first: $first, after: $after, query: $query, sortKey: $sortKey) {
    nodes { id updatedAt } pageInfo { hasNextPage endCursor }
  }
}`;

/** The variants with these ids that exist. */
export async function readVariants(
  client: ShopifyClient,
  externalIds: readonly string[],
  call: ShopifyCall = {},
): Promise<readonly ShopifyVariant[]> {
  const chunks = await Promise.all(
    chunked(externalIds, AT_ONCE).map(async (chunk) => {
      const ids = chunk.map((id) => toGid('ProductVariant', id));
      const { nodes } = await client.ask<{ nodes: (ShopifyVariant | null)[] }>(READ, { ids }, call);
      return nodes.filter((node): node is ShopifyVariant => node?.id !== undefined);
    }),
  );
  return chunks.flat();
}

/** The variants with one of these numbers, as far as Shopify's index has them: it is seconds behind. */
export async function searchVariants(
  client: ShopifyClient,
  skus: readonly string[],
  call: ShopifyCall = {},
): Promise<readonly ShopifyVariant[]> {
  const chunks = await Promise.all(
    chunked(skus, SKUS_AT_ONCE).map(async (chunk) => {
      const variables = { first: AT_ONCE, after: null, query: anyOf('sku', chunk), reverse: false };
      return (await client.ask<{ productVariants: ShopifyEdges<ShopifyVariant> }>(LIST, variables, call))
        .productVariants.edges;
    }),
  );
  return chunks.flat().map(({ node }) => node);
}

/** One page of variants that have a number, newest first. */
export function listVariants(client: ShopifyClient, page: Page): Promise<Slice<ShopifyVariant>> {
  return scanEdges<ShopifyVariant>(
    {
      atOnce: AT_ONCE,
      accepts: ({ sku }) => sku !== null && sku.trim() !== '',
      read: async (first, after) =>
        (
          await client.ask<{ productVariants: ShopifyEdges<ShopifyVariant> }>(LIST, {
            first: Math.min(first, page.limit + 1),
            after,
            query: null,
            reverse: true,
          })
        ).productVariants,
    },
    page,
  );
}

/** All variants of the products with these ids that exist. */
export async function readVariantsOf(
  client: ShopifyClient,
  externalIds: readonly string[],
  call: ShopifyCall,
): Promise<readonly ShopifyVariant[]> {
  type Product = { id: string; variants: ShopifyPage<ShopifyVariant> };
  const chunks = await Promise.all(
    chunked(externalIds, PRODUCTS_AT_ONCE).map(async (chunk) => {
      const ids = chunk.map((id) => toGid('Product', id));
      const { nodes } = await client.ask<{ nodes: (Product | null)[] }>(OF_PRODUCTS, { ids }, call);
      return nodes.filter((node): node is Product => node?.id !== undefined);
    }),
  );
  const variants = await Promise.all(
    chunks.flat().map(async ({ id, variants: first }) => {
      const all = [...first.nodes];
      for (let { pageInfo } = first; pageInfo.hasNextPage; ) {
        type Answer = { product: Pick<Product, 'variants'> | null };
        const { product } = await client.ask<Answer>(OF_PRODUCT, { id, after: pageInfo.endCursor }, call);
        if (!product) return [];
        all.push(...product.variants.nodes);
        pageInfo = product.variants.pageInfo;
      }
      return all;
    }),
  );
  return variants.flat();
}

/** Ids of products that a search finds, oldest first, a page at a time. */
export function searchProductIds(
  client: ShopifyClient,
  query: string,
  sortKey: 'UPDATED_AT' | 'CREATED_AT',
  call: ShopifyCall,
): AsyncGenerator<readonly ShopifyListed[]> {
  return pagesOf(async (after) => {
    const variables = { first: PRODUCTS_AT_ONCE, after, query, sortKey };
    return (await client.ask<{ products: ShopifyPage<ShopifyListed> }>(SEARCH, variables, call)).products;
  });
}
