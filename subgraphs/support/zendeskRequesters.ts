import type { SeenCustomer } from '../kit/contracts/customerDirectory.ts';
import type { Queries } from '../kit/database/database.ts';
import { parseOptionalEmail } from '../kit/input.ts';
import { ZendeskRefusal, type ZendeskTicket, type ZendeskUser } from './zendeskClient.ts';
import type { ZendeskSystem } from './zendeskSystem.ts';

const SYSTEM = 'support';

/** Zendesk's times are whole seconds, and a ticket follows the user that comes with it. */
const MADE_WITH_TICKET_MS = 2_000;

/** Whose tickets of these requesters are, as far as somebody vouches for it: an address in a mail proves nothing. */
export function customersOf(
  { services }: Pick<ZendeskSystem, 'services'>,
  queries: Queries,
  requesterIds: readonly number[],
): Promise<ReadonlyMap<string, string>> {
  return services.customers.customersOf(queries, SYSTEM, [...new Set(requesterIds.map(String))]);
}

/** Asks who a requester is that is nobody's yet; null when they are somebody's, or no more. */
export async function readUnlinked(
  system: ZendeskSystem,
  requesterId: number,
  signal: AbortSignal,
): Promise<ZendeskUser | null> {
  const linked = await customersOf(system, system.services.database.queries, [requesterId]);
  if (linked.size > 0) return null;
  return system.client.user(requesterId, { signal }).catch((error: unknown) => {
    if (error instanceof ZendeskRefusal && error.status === 404) return null;
    throw error;
  });
}

/** Somebody at Zendesk, as the customers' directory is told of them. */
export function toSeen({ id, email, name }: ZendeskUser): SeenCustomer {
  return { system: SYSTEM, externalId: String(id), email: parseOptionalEmail(email), name };
}

/**
 * Whether Zendesk has made the user for the ticket. One who was there before may be anybody who has once written from the
 * address, or said so, and what they have written is not to become the customer's by a ticket of ours.
 */
export function isMadeWith(ticket: ZendeskTicket, user: ZendeskUser): boolean {
  return Date.parse(user.created_at) >= Date.parse(ticket.created_at) - MADE_WITH_TICKET_MS;
}
