import type { Transactional } from '../kit/database/database.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { CallLedger } from '../kit/vendor/callLedger.ts';
import { withHiddenFields } from '../kit/vendor/hiddenFields.ts';
import { createShadow, type Shadow } from '../kit/vendor/shadow.ts';
import { VendorWrites } from '../kit/vendor/vendorWrites.ts';
import type { TicketRecord } from './records.ts';
import { ticketType } from './tickets.ts';
import { type ZendeskAccount, type ZendeskAudit, ZendeskClient, type ZendeskTicket } from './zendeskClient.ts';
import { toTicket } from './zendeskRecords.ts';
import { customersOf } from './zendeskRequesters.ts';

/** What the parts of the Zendesk backend share. */
export interface ZendeskSystem {
  readonly services: SubgraphServices;
  readonly client: ZendeskClient;
  readonly writes: VendorWrites;
  readonly tickets: Shadow<StoredTicket>;
}

/** A ticket as it is known of Zendesk: the record, who asks, and for which customer Sluice has made it when that was unsure. */
export interface StoredTicket extends TicketRecord {
  readonly requester: string;
  readonly madeFor: string | null;
}

const { type: storedTicketType, shown } = withHiddenFields<StoredTicket, TicketRecord, 'Ticket'>(ticketType, [
  'requester',
  'madeFor',
]);

/** The ticket as the graph and the log have it. */
export const toShown = shown;

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
    client: new ZendeskClient(account, vendorTimeoutMs, services.vendorActivity),
    writes: new VendorWrites(services, ledger),
    tickets: createShadow({
      type: storedTicketType,
      references: ({ orderId, madeFor }) => ({ order: orderId, madeFor }),
      owner: ({ requester }) => requester,
    }),
  };
}

/** Tickets as Zendesk has them now, with what only Sluice knows: whose they are, and when they last changed. */
export async function toTickets(
  system: ZendeskSystem,
  tickets: readonly ZendeskTicket[],
): Promise<readonly TicketRecord[]> {
  const { queries } = system.services.database;
  const [customers, known] = await Promise.all([
    customersOf(
      system,
      queries,
      tickets.map(({ requester_id }) => requester_id),
    ),
    system.tickets.known(
      queries,
      tickets.map(({ id }) => String(id)),
    ),
  ]);
  return tickets.map((ticket) => {
    const record = toStored(ticket, customers, known.get(String(ticket.id)));
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
export async function observationOf(
  system: ZendeskSystem,
  transaction: Transactional,
  { ticket, audit }: TicketState,
  madeFor?: string,
) {
  const customers = await customersOf(system, transaction, [ticket.requester_id]);
  const externalId = String(ticket.id);
  const known = (await system.tickets.known(transaction, [externalId])).get(externalId);
  return {
    atMs: Date.parse(audit?.created_at ?? ticket.updated_at),
    rank: audit?.id ?? 0,
    eventId: audit ? `audit:${audit.id}` : `updated:${ticket.updated_at}`,
    state: toStored(ticket, customers, known, madeFor),
  };
}

/** Whose a ticket is: its requester's customer, while they ask for it; else whoever it was made for. */
function toStored(
  ticket: ZendeskTicket,
  customers: ReadonlyMap<string, string>,
  known: StoredTicket | undefined,
  made?: string,
): StoredTicket {
  const requester = String(ticket.requester_id);
  const madeFor = made ?? (known?.requester === requester ? known.madeFor : null);
  return { ...toTicket(ticket, customers.get(requester) ?? madeFor), requester, madeFor };
}

/** Records a state of a ticket. Resolves with the ticket as it is known then. */
export async function observeTicket(
  system: ZendeskSystem,
  services: SubgraphServices,
  transaction: Transactional,
  state: TicketState,
  { imported = false, madeFor }: { readonly imported?: boolean; readonly madeFor?: string | undefined } = {},
): Promise<StoredTicket | null> {
  const { state: record, ...told } = await observationOf(system, transaction, state, madeFor);
  const { externalId } = record;
  return system.tickets.observe(services.changes, transaction, { externalId, ...told, imported, state: () => record });
}
