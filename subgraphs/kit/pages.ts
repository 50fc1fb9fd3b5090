import { BadUserInputError, SluiceError } from './errors.ts';

/** The arguments of a connection, as Relay has them: https://relay.dev/graphql/connections.htm */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A request for one page, checked. */
export interface Page {
  /** Records wanted, 1 to {@link MAX_PAGE_SIZE}. */
  readonly limit: number;
  /** The backend's own mark of the last record of the page before, or null for the first page. */
  readonly after: string | null;
}

/** What a backend answers to a {@link Page}: the records, each with the backend's mark to go on after it. */
export interface Slice<Node> {
  readonly items: readonly { readonly node: Node; readonly mark: string }[];
  readonly hasNextPage: boolean;
  /** Where the next page begins, when that is not after the last item: a filtered list may have looked further. */
  readonly endMark?: string | undefined;
}

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 20;

/**
 * Checks a connection's arguments. `list` names the connection, and is part of its cursors, so that a cursor of
 * another list is refused instead of giving a page of the wrong place.
 *
 * @throws SluiceError `PAGE_TOO_LARGE`, BadUserInputError
 */
export function parsePage(list: string, { first, after }: PageArguments): Page {
  return { limit: parsePageSize('first', first), after: after == null ? null : decodeCursor(list, after) };
}

/** How many records a page is to have. @throws SluiceError `PAGE_TOO_LARGE`, BadUserInputError */
export function parsePageSize(field: 'first' | 'last', asked: number | null | undefined): number {
  const limit = asked ?? DEFAULT_PAGE_SIZE;
  if (limit > MAX_PAGE_SIZE) {
    throw new SluiceError(
      'PAGE_TOO_LARGE',
      `A page holds at most ${MAX_PAGE_SIZE} records; ${limit} were asked for. Follow \`pageInfo.endCursor\` for the rest.`,
      { extensions: { field, max: MAX_PAGE_SIZE } },
    );
  }
  if (limit < 1) throw new BadUserInputError(field, `\`${field}\` must be from 1 to ${MAX_PAGE_SIZE}, not ${limit}.`);
  return limit;
}

/** The connection of one page of `list`. */
export function toConnection<Node>(list: string, page: Page, slice: Slice<Node>): Connection<Node> {
  const edges = slice.items.map(({ node, mark }) => ({ node, cursor: encodeCursor(list, mark) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: slice.hasNextPage,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: slice.endMark === undefined ? (edges.at(-1)?.cursor ?? null) : encodeCursor(list, slice.endMark),
    },
  };
}

/** The same slice of other nodes, such as records instead of rows. */
export function mapSlice<From, To>({ items, hasNextPage }: Slice<From>, map: (node: From) => To): Slice<To> {
  return { items: items.map(({ node, mark }) => ({ node: map(node), mark })), hasNextPage };
}

/** A page of a list that is there as a whole. */
export function sliceOf<Node extends { readonly id: string }>(
  records: readonly Node[],
  { after, limit }: Page,
): Slice<Node> {
  const from = after === null ? 0 : records.findIndex(({ id }) => id === after) + 1;
  const items = records.slice(from, from + limit).map((node) => ({ node, mark: node.id }));
  return { items, hasNextPage: records.length > from + limit };
}

function encodeCursor(list: string, mark: string): string {
  return Buffer.from(`${list}:${mark}`).toString('base64url');
}

function decodeCursor(list: string, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.startsWith(`${list}:`) || text.includes('\0')) {
    throw new BadUserInputError(
      'after',
      `\`after\` must be a cursor of this list, from \`pageInfo.endCursor\` or an edge.`,
    );
  }
  return text.slice(list.length + 1);
}
