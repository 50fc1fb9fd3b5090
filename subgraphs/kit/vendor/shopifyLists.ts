import type { Page, Slice } from '../pages.ts';
import type { ShopifyPage } from './shopifyClient.ts';

/** A page of a connection, each record with a cursor to go on after it. */
export interface ShopifyEdges<Node> extends Pick<ShopifyPage<never>, 'pageInfo'> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
}

export interface ShopifyScan<Node> {
  readonly read: (first: number, after: string | null) => Promise<ShopifyEdges<Node>>;
  /** Records in one request, as far as its cost allows. */
  readonly atOnce: number;
  /** Those that fail are passed over. @default all pass */
  readonly accepts?: (node: Node) => boolean;
}

/** Requests for one page of a list; then the page ends, though it may be short, and goes on from there. */
const MAX_SCANS = 5;

/** One page of a list of Shopify's, whose marks are Shopify's cursors. */
export async function scanEdges<Node>({ read, atOnce, accepts }: ShopifyScan<Node>, page: Page): Promise<Slice<Node>> {
  const items: { node: Node; mark: string }[] = [];
  let after = page.after;
  for (let scans = 0; scans < MAX_SCANS; scans++) {
    const first = accepts ? atOnce : Math.min(page.limit - items.length, atOnce);
    const { edges, pageInfo } = await read(first, after);
    for (const [index, { cursor, node }] of edges.entries()) {
      after = cursor;
      if (accepts && !accepts(node)) continue;
      items.push({ node, mark: cursor });
      if (items.length === page.limit) {
        return { items, hasNextPage: pageInfo.hasNextPage || index < edges.length - 1 };
      }
    }
    if (!pageInfo.hasNextPage) return { items, hasNextPage: false };
  }
  return { items, hasNextPage: true, endMark: after ?? undefined };
}

/** All pages of a list, in its order. */
export async function* pagesOf<Node>(
  read: (after: string | null) => Promise<ShopifyPage<Node>>,
): AsyncGenerator<readonly Node[]> {
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo }: ShopifyPage<Node> = await read(after);
    yield nodes;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}
