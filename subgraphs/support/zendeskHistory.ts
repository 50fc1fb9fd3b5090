import type { Transactional } from '../kit/database/database.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { VendorEffect } from '../kit/vendor/vendorFeed.ts';
import { ticketType } from './tickets.ts';
import type { ZendeskAudit, ZendeskTicket } from './zendeskClient.ts';
import { ZendeskRefusal } from './zendeskClient.ts';
import { toTicket } from './zendeskRecords.ts';
import { readUnlinked, toSeen } from './zendeskRequesters.ts';
import {
  observationOf,
  observeTicket,
  type StoredTicket,
  type TicketAnswer,
  type TicketState,
  type ZendeskSystem,
} from './zendeskSystem.ts';

/** The fields of a ticket that make the record. */
const FIELDS: readonly string[] = ['subject', 'priority', 'status', 'requester_id', 'external_id'];

/**
 * Asks how a ticket is and what was done to it, and records each state that it has been in and that is not known yet: two
 * changes between two looks are two. A ticket that is no more is told as deleted. Who asks, and is nobody's, is proposed.
 */
export async function learnTicket(
  system: ZendeskSystem,
  externalId: string,
  signal: AbortSignal,
  { imported = false } = {},
): Promise<VendorEffect> {
  const { client, services, tickets } = system;
  const askedAtMs = Date.now();
  const ticket = await client.ticket(externalId, { signal }).catch((error: unknown) => {
    if (error instanceof ZendeskRefusal && error.status === 404) return null;
    throw error;
  });
  if (!ticket) return forgetTicket(system, externalId, Date.now());
  const states = statesOf(ticket, await client.audits(externalId, { signal }));
  const last = states.at(-1) as TicketState;
  const requester = await readUnlinked(system, last.ticket.requester_id, signal);
  return async (transaction) => {
    if (requester) await services.customers.recognise(transaction, toSeen(requester));
    if (imported) {
      await observeTicket(system, services, transaction, last, { imported });
      return;
    }
    const told = await Promise.all(states.map((state) => observationOf(system, transaction, state)));
    await tickets.learn(services.changes, transaction, { externalId, askedAtMs, states: told });
  };
}

/**
 * Records what came of a write of ours: what the ticket is now is news in any case. `before` is how it was found, when it was
 * read for the write: if that is not how it was known, the vendor is asked what was done to it.
 */
export async function observeAnswer(
  system: ZendeskSystem,
  services: SubgraphServices,
  transaction: Transactional,
  { ticket, audits, before }: TicketAnswer,
  madeFor?: string,
): Promise<StoredTicket | null> {
  const { tickets } = system;
  const externalId = String(ticket.id);
  const known = (await tickets.known(transaction, [externalId])).get(externalId);
  const states = statesOf(ticket, audits);
  const earlier = await Promise.all(
    states.slice(0, -1).map((state) => observationOf(system, transaction, state, madeFor)),
  );
  await tickets.learn(services.changes, transaction, { externalId, askedAtMs: Date.now(), states: earlier });
  const observed = await observeTicket(system, services, transaction, states.at(-1) as TicketState, { madeFor });
  if (known && before && ticketType.differs(known, toTicket(before, known.customerId))) {
    await tickets.doubt(transaction, externalId);
  }
  return observed;
}

/** Records that a ticket is no more. */
export function forgetTicket({ services, tickets }: ZendeskSystem, externalId: string, atMs: number): VendorEffect {
  return async (transaction) => {
    await tickets.observe(services.changes, transaction, { externalId, atMs, state: () => null });
  };
}

/**
 * The states after each audit, oldest first: from how the ticket is now, what each audit changed is taken back. The audits
 * were read after the ticket, and may tell of changes that it does not show yet. The last state is there also without audits.
 */
function statesOf(read: ZendeskTicket, audits: readonly ZendeskAudit[]): readonly TicketState[] {
  const states: TicketState[] = [];
  let ticket: ZendeskTicket = { ...read, ...Object.fromEntries(audits.flatMap((audit) => changesOf(audit, 'value'))) };
  for (const audit of audits.toReversed()) {
    states.push({ ticket, audit });
    ticket = { ...ticket, ...Object.fromEntries(changesOf(audit, 'previous_value')) };
  }
  return states.length === 0 ? [{ ticket }] : states.reverse();
}

function changesOf(
  { events }: ZendeskAudit,
  side: 'value' | 'previous_value',
): readonly (readonly [string, unknown])[] {
  return events.flatMap((event) => {
    const { type, field_name: field } = event;
    if (type !== 'Change' || field === undefined || !FIELDS.includes(field)) return [];
    // Ids are numbers in tickets, and may be texts in audits.
    return [[field, field === 'requester_id' ? Number(event[side]) : (event[side] ?? null)] as const];
  });
}
