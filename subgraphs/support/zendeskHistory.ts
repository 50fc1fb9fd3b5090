import type { VendorEffect } from '../kit/vendor/vendorFeed.ts';
import type { ZendeskAudit, ZendeskTicket } from './zendeskClient.ts';
import { ZendeskRefusal } from './zendeskClient.ts';
import { observeTicket, type TicketState, type ZendeskSystem } from './zendeskSystem.ts';

/** Of a ticket that was not known, what happened so long ago is not told: it was made before, and is as it is. */
const NEWS_MS = 3_600_000;

/** The fields of a ticket that make the record. */
const FIELDS: readonly string[] = ['subject', 'priority', 'status', 'requester_id', 'external_id'];

/**
 * Asks how a ticket is and what was done to it, and records each state that it has been in and that is not known yet: two
 * changes between two looks are two. A ticket that is no more is told as deleted.
 */
export async function learnTicket(
  system: ZendeskSystem,
  externalId: string,
  signal: AbortSignal,
  { imported = false } = {},
): Promise<VendorEffect> {
  const { client, services, tickets } = system;
  const ticket = await client.ticket(externalId, { signal }).catch((error: unknown) => {
    if (error instanceof ZendeskRefusal && error.status === 404) return null;
    throw error;
  });
  if (!ticket) return forgetTicket(system, externalId, Date.now());
  const known = (await tickets.known(services.database.queries, [externalId])).get(externalId);
  const states = pastStates(ticket, await client.audits(externalId, { signal }));
  const news = imported ? states.slice(-1) : known || isNew(ticket) ? states : states.slice(-1);
  return async (transaction) => {
    for (const state of news) await observeTicket(system, services, transaction, state, imported);
  };
}

/** Records that a ticket is no more. */
export function forgetTicket({ services, tickets }: ZendeskSystem, externalId: string, atMs: number): VendorEffect {
  return async (transaction) => {
    await tickets.observe(services.changes, transaction, { externalId, atMs, state: () => null });
  };
}

/** The states after each audit, oldest first: from how the ticket is now, what each audit changed is taken back. */
function pastStates(ticket: ZendeskTicket, audits: readonly ZendeskAudit[]): readonly TicketState[] {
  const states: TicketState[] = [];
  let state = ticket;
  for (const audit of audits.toReversed()) {
    states.push({ ticket: state, audit });
    const before = audit.events.flatMap(({ type, field_name, previous_value }) =>
      type === 'Change' && field_name !== undefined && FIELDS.includes(field_name)
        ? [[field_name, readValue(field_name, previous_value)]]
        : [],
    );
    state = { ...state, ...Object.fromEntries(before) };
  }
  return states.length === 0 ? [{ ticket }] : states.reverse();
}

/** Ids are numbers in tickets, and may be texts in audits. */
function readValue(field: string, value: unknown): unknown {
  return field === 'requester_id' ? Number(value) : (value ?? null);
}

function isNew({ created_at }: ZendeskTicket): boolean {
  return Date.now() - Date.parse(created_at) < NEWS_MS;
}
