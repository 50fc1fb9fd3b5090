import type { VendorRequest } from '../emulator.ts';
import { ZendeskError } from './zendeskErrors.ts';

const MAX_PAGE = 100;

/**
 * A page of a list, under `name`: by cursor with `page[size]`, else by number with `per_page` and `page`.
 *
 * @see https://developer.zendesk.com/api-reference/introduction/pagination/
 */
export function presentPage(
  { query, path, headers }: VendorRequest,
  name: string,
  records: readonly { readonly id: number }[],
): object {
  const link = (params: Record<string, string>) =>
    `http://${headers.host}${path}.json?${new URLSearchParams({ ...Object.fromEntries(query), ...params })}`;
  if (query.has('page[size]') || query.has('page[after]')) {
    const size = pageSize(query.get('page[size]'));
    const after = query.get('page[after]');
    const start = after === null ? 0 : records.findIndex(({ id }) => String(id) === fromCursor(after)) + 1;
    const page = records.slice(start, start + size);
    const hasMore = start + size < records.length;
    const last = page.at(-1);
    const afterCursor = last ? Buffer.from(`id:${last.id}`).toString('base64url') : null;
    return {
      [name]: page,
      meta: { has_more: hasMore, after_cursor: afterCursor, before_cursor: null },
      links: { next: hasMore && afterCursor ? link({ 'page[after]': afterCursor }) : null, prev: null },
    };
  }
  const size = pageSize(query.get('per_page'));
  const number = Number(query.get('page') ?? 1);
  const start = (number - 1) * size;
  return {
    [name]: records.slice(start, start + size),
    count: records.length,
    next_page: start + size < records.length ? link({ page: String(number + 1) }) : null,
    previous_page: number > 1 ? link({ page: String(number - 1) }) : null,
  };
}

/** Ids that a request lists, at most 100. */
export function listedIds(query: URLSearchParams, name = 'ids'): readonly string[] {
  const ids = (query.get(name) ?? '').split(',').filter((id) => id !== '');
  if (ids.length > MAX_PAGE) throw new ZendeskError(400, 'TooManyIds', `At most ${MAX_PAGE} ids may be given.`);
  return ids;
}

function pageSize(given: string | null): number {
  const size = Number(given ?? MAX_PAGE);
  if (!(size >= 1 && size <= MAX_PAGE))
    throw new ZendeskError(400, 'InvalidPaginationParameter', 'page[size] is not 1 to 100');
  return size;
}

function fromCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString().replace(/^id:/, '');
}
