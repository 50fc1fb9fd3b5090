import type { Page, Slice } from '../kit/pages.ts';

/** A page as Stripe gives it, newest first: https://docs.stripe.com/api/pagination */
export interface StripePage<Listed> {
  readonly data: readonly Listed[];
  readonly has_more: boolean;
}

interface Listed {
  readonly id: string;
  readonly created: number;
}

/** Asks for up to `limit` objects after the one with the id `after`. */
export type ReadStripePage<Kind> = (limit: number, after: string | undefined) => Promise<StripePage<Kind>>;

/** Calls for one page of a filtered list; then the page ends, though it may be short, and goes on from there. */
const MAX_SCANS = 10;
const SCAN_LIMIT = 100;

/** One page of a list of Stripe's, whose marks are Stripe's ids. */
export async function readSlice<Kind extends Listed>(read: ReadStripePage<Kind>, page: Page): Promise<Slice<Kind>> {
  const { data, has_more } = await read(page.limit, page.after ?? undefined);
  return { items: data.map((node) => ({ node, mark: node.id })), hasNextPage: has_more };
}

/** One page of those that are accepted: Stripe's lists know no such filter, so they are read and passed over. */
export async function scanSlice<Kind extends Listed>(
  read: ReadStripePage<Kind>,
  page: Page,
  accepts: (listed: Kind) => boolean,
): Promise<Slice<Kind>> {
  const items: { node: Kind; mark: string }[] = [];
  let after = page.after ?? undefined;
  for (let scans = 0; scans < MAX_SCANS; scans++) {
    const { data, has_more } = await read(SCAN_LIMIT, after);
    for (const [index, node] of data.entries()) {
      after = node.id;
      if (!accepts(node)) continue;
      items.push({ node, mark: node.id });
      if (items.length === page.limit) return { items, hasNextPage: has_more || index < data.length - 1 };
    }
    if (!has_more || data.length === 0) return { items, hasNextPage: false };
  }
  return { items, hasNextPage: true, endMark: after };
}

/**
 * One page of several lists as one, newest first. Somebody may be several customers at Stripe. The mark tells how far each
 * list has been read.
 */
export async function mergeSlices<Kind extends Listed>(
  reads: ReadonlyMap<string, ReadStripePage<Kind>>,
  page: Page,
): Promise<Slice<Kind>> {
  const marks = new Map((page.after ?? '').split(',').flatMap((pair) => splitMark(pair)));
  const lists = await Promise.all(
    [...reads].map(async ([list, read]) => ({ list, ...(await read(page.limit, marks.get(list))) })),
  );
  const merged = lists
    .flatMap(({ list, data }) => data.map((node) => ({ list, node })))
    .sort((one, other) => other.node.created - one.node.created);
  const items = merged.slice(0, page.limit).map(({ list, node }) => {
    marks.set(list, node.id);
    return { node, mark: [...marks].map((pair) => pair.join('=')).join(',') };
  });
  return { items, hasNextPage: merged.length > items.length || lists.some(({ has_more }) => has_more) };
}

function splitMark(pair: string): [string, string][] {
  const [list, id] = pair.split('=');
  return list && id ? [[list, id]] : [];
}
