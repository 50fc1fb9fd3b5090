import type { Queries, Transactional } from '../kit/database/database.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { CallLedger } from '../kit/vendor/callLedger.ts';
import { createShadow, type Shadow } from '../kit/vendor/shadow.ts';
import { VendorWrites } from '../kit/vendor/vendorWrites.ts';
import type { TicketRecord } from './records.ts';
import { ticketType } from './tickets.ts';
import { type ZendeskAccount, type ZendeskAudit, ZendeskClient, type ZendeskTicket } from './zendeskClient.ts';
import { toTicket } from './zendeskRecords.ts';

/** What the parts of the Zendesk backend share. */
export interface ZendeskSystem {
  readonly services: SubgraphServices;
  readonly client: ZendeskClient;
  readonly writes: VendorWrites;
  readonly tickets: Shadow<TicketRecord>;
}

/** Zendesk remembers an idempotency key for two hours. */
const KEY_LIFETIME_MS = 6_600_000;

export function createZendeskSystem(services: SubgraphServices, account: ZendeskAccount): ZendeskSystem {
  const { database, settings } = services;
  const { vendorDeadlineMs = 30_000, vendorTimeoutMs = 5_000 } = settings;
  const ledger = new CallLedger({
    database,
    system: 'support',
    deadlineMs: vendorDeadlineMs,
    keyLifetimeMs: KEY_LIFETIME_MS,
  });
  return {
    services,
    client: new ZendeskClient(account, vendorTimeoutMs),
    writes: new VendorWrites(services, ledger),
    tickets: createShadow({ type: ticketType, references: ({ orderId }) => ({ order: orderId }) }),
  };
}

/** Whose tickets of these requesters are, as far as somebody vouches for it: an address in a mail proves nothing. */
function customersOf(
  { services }: ZendeskSystem,
  queries: Queries,
  tickets: readonly Pick<ZendeskTicket, 'requester_id'>[],
): Promise<ReadonlyMap<string, string>> {
  const requesters = [...new Set(tickets.map(({ requester_id }) => String(requester_id)))];
  return services.customers.customersOf(queries, 'support', requesters);
}

/** Tickets as Zendesk has them now, with what only Sluice knows: whose they are, and when they last changed. */
export async function toTickets(
  system: ZendeskSystem,
  tickets: readonly ZendeskTicket[],
): Promise<readonly TicketRecord[]> {
  const { queries } = system.services.database;
  const [customers, known] = await Promise.all([
    customersOf(system, queries, tickets),
    system.tickets.known(
      queries,
      tickets.map(({ id }) => String(id)),
    ),
  ]);
  return tickets.map((ticket) => {
    const record = toTicket(ticket, customers.get(String(ticket.requester_id)) ?? null);
    return { ...record, updatedAt: known.get(record.externalId)?.updatedAt ?? record.updatedAt };
  });
}

/** A state that a ticket was in, with what brought it about, where that is known. */
export interface TicketState {
  readonly ticket: ZendeskTicket;
  readonly audit?: Pick<ZendeskAudit, 'id' | 'created_at'> | undefined;
}

/** What a write came to: the ticket as Zendesk has it then, and what was done to it. */
export interface TicketAnswer {
  readonly ticket: ZendeskTicket;
  readonly audits: readonly ZendeskAudit[];
  /** How it was found before the write. */
  readonly before?: ZendeskTicket;
}

/**
 * A state of a ticket as it is observed. Zendesk's times are whole seconds, and its audits are in order: what one of them
 * brought about is taken in once, whether an answer, a webhook or a poll tells it.
 */
export async function observationOf(system: ZendeskSystem, transaction: Transactional, { ticket, audit }: TicketState) {
  const customers = await customersOf(system, transaction, [ticket]);
  return {
    atMs: Date.parse(audit?.created_at ?? ticket.updated_at),
    rank: audit?.id ?? 0,
    eventId: audit ? `audit:${audit.id}` : `updated:${ticket.updated_at}`,
    state: toTicket(ticket, customers.get(String(ticket.requester_id)) ?? null),
  };
}

/** Records a state of a ticket. Resolves with the ticket as it is known then. */
export async function observeTicket(
  system: ZendeskSystem,
  services: SubgraphServices,
  transaction: Transactional,
  state: TicketState,
  { imported = false } = {},
): Promise<TicketRecord | null> {
  const { state: record, ...told } = await observationOf(system, transaction, state);
  const { externalId } = record;
  return system.tickets.observe(services.changes, transaction, { externalId, ...told, imported, state: () => record });
}
