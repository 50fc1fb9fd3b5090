import type { Page, Slice } from '../kit/pages.ts';
import type { ZendeskPage } from './zendeskClient.ts';

/** Pages read for one page of a filtered list; then the page ends, though it may be short, and goes on from there. */
const MAX_SCANS = 10;

/**
 * One page of a list that Zendesk gives newest first. Its cursors stand for its own pages; a mark tells which of these a
 * record is on, and its id, so that the next page goes on after it.
 */
export async function scanSlice<Listed extends { readonly id: number }>(
  read: (cursor: string) => Promise<ZendeskPage<Listed>>,
  page: Page,
  accepts: (listed: Listed) => boolean = () => true,
): Promise<Slice<Listed>> {
  const items: { node: Listed; mark: string }[] = [];
  let { cursor, before } = readMark(page.after);
  for (let scans = 0; scans < MAX_SCANS; scans++) {
    const { records, next } = await read(cursor);
    for (const node of records) {
      if (node.id >= before || !accepts(node)) continue;
      if (items.length === page.limit) return { items, hasNextPage: true };
      items.push({ node, mark: `${node.id}|${cursor}` });
    }
    if (next === null) return { items, hasNextPage: false };
    [cursor, before] = [next, records.at(-1)?.id ?? before];
  }
  return { items, hasNextPage: true, endMark: `${before}|${cursor}` };
}

/** One page of several lists as one, newest first: somebody may be several users at Zendesk. */
export async function mergeSlices<Listed extends { readonly id: number }>(
  reads: readonly ((cursor: string) => Promise<ZendeskPage<Listed>>)[],
  page: Page,
): Promise<Slice<Listed>> {
  const [only] = reads;
  if (!only) return { items: [], hasNextPage: false };
  if (reads.length === 1) return scanSlice(only, page);
  // Ids go through all lists: the mark of one record is where each list goes on.
  const { before } = readMark(page.after);
  const slices = await Promise.all(
    reads.map((read) => scanSlice(read, { limit: page.limit, after: null }, ({ id }) => id < before)),
  );
  const merged = slices.flatMap(({ items }) => items).sort((a, b) => b.node.id - a.node.id);
  const items = merged.slice(0, page.limit).map(({ node }) => ({ node, mark: `${node.id}|` }));
  return { items, hasNextPage: merged.length > items.length || slices.some(({ hasNextPage }) => hasNextPage) };
}

function readMark(mark: string | null): { cursor: string; before: number } {
  const [id = '', cursor = ''] = mark?.split('|') ?? [];
  return { cursor, before: /^\d+$/.test(id) ? Number(id) : Number.POSITIVE_INFINITY };
}
