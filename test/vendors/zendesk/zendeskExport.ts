import type { VendorRequest } from '../emulator.ts';
import type { VendorClock } from '../vendorClock.ts';
import type { ZendeskAccount, ZendeskTicket } from './zendeskAccount.ts';
import { ZendeskError } from './zendeskErrors.ts';

const MAX_PAGE = 1_000;

/**
 * Tickets by the time of their last change, deleted ones too, in pages that a cursor goes on from. The latest changes are
 * left out: they come with a later page.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
 */
export function exportTickets(
  account: ZendeskAccount,
  { query, path, headers }: VendorRequest,
  { clock, exportLagMs }: { readonly clock: VendorClock; readonly exportLagMs: number },
) {
  const until = clock.now() - exportLagMs;
  const size = Number(query.get('per_page') ?? MAX_PAGE);
  const [time, lastId] = startOf(query, until);
  const settled = account.allTickets
    .filter(({ generatedAt, id }) => generatedAt <= until && comesAfter(generatedAt, id, time, lastId))
    .sort((a, b) => a.generatedAt - b.generatedAt || a.id - b.id);
  const tickets = settled.slice(0, size);
  const last = tickets.at(-1);
  const cursor = last ? writeCursor(last) : writeCursor({ generatedAt: time, id: lastId });
  return {
    tickets,
    after_cursor: cursor,
    after_url: `http://${headers.host}${path}.json?cursor=${cursor}`,
    before_cursor: null,
    before_url: null,
    end_of_stream: settled.length <= size,
  };
}

function startOf(query: URLSearchParams, until: number): readonly [time: number, lastId: number] {
  const cursor = query.get('cursor');
  if (cursor !== null) {
    const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('|');
    if (!/^\d+$/.test(time)) throw new ZendeskError(400, 'InvalidCursor', 'cursor is not valid');
    return [Number(time), Number(id)];
  }
  const startTime = Number(query.get('start_time') ?? Number.NaN);
  if (!(startTime * 1000 <= until)) {
    throw new ZendeskError(422, 'InvalidValue', 'Too recent start_time. Use a start_time older than 60 seconds');
  }
  return [startTime * 1000, 0];
}

function comesAfter(generatedAt: number, id: number, time: number, lastId: number): boolean {
  return generatedAt > time || (generatedAt === time && id > lastId);
}

function writeCursor({ generatedAt, id }: Pick<ZendeskTicket, 'generatedAt' | 'id'>): string {
  return Buffer.from(`${generatedAt}|${id}`).toString('base64url');
}
