import { mapSlice, type Slice, sliceOf } from '../kit/pages.ts';
import type { SubgraphServices, SubgraphSettings } from '../kit/subgraph.ts';
import type { OpenVendor } from '../kit/vendor/vendorFeed.ts';
import type { SupportBackend, TicketFilter } from './backend.ts';
import type { TicketCommentRecord, TicketRecord } from './records.ts';
import { ZendeskClient, type ZendeskPage, ZendeskRefusal, type ZendeskTicket } from './zendeskClient.ts';
import { createZendeskFeed } from './zendeskFeed.ts';
import { mergeSlices, scanSlice } from './zendeskLists.ts';
import { externalCommentId, externalTicketId, toComment, toTicket } from './zendeskRecords.ts';
import { createZendeskSystem, toTickets, type ZendeskSystem } from './zendeskSystem.ts';
import { defineAddTicketComment, defineCreateTicket, defineUpdateTicket } from './zendeskTickets.ts';
import { createZendeskWebhookHandler } from './zendeskWebhook.ts';

/** Puts Zendesk behind the support desk, when the settings say so. */
export function openZendesk(services: SubgraphServices): OpenVendor<SupportBackend> | undefined {
  const account = services.settings.vendors?.support;
  if (!account) return undefined;
  const system = createZendeskSystem(services, account);
  return {
    vendor: 'zendesk',
    backend: createZendeskBackend(system),
    feed: createZendeskFeed(system),
    webhookHandlers: [createZendeskWebhookHandler(system)],
  };
}

/** Asks Zendesk whose token it is. */
export function askZendesk(settings: SubgraphSettings, signal: AbortSignal): Promise<string> | undefined {
  const account = settings.vendors?.support;
  if (!account) return undefined;
  const client = new ZendeskClient(account, settings.vendorTimeoutMs ?? 5_000);
  return client.checkAgent({ signal }).then(() => "Zendesk answers, and the token is an agent's.");
}

/**
 * The support desk over Zendesk's API. Tickets are read a hundred at once; comments, and the tickets of one customer, only
 * one after the other, as many side by side as the policy lets.
 */
function createZendeskBackend(system: ZendeskSystem): SupportBackend {
  const { client, services, tickets } = system;
  const { queries } = services.database;

  async function ticketsByExternalId(externalIds: readonly string[]): Promise<readonly TicketRecord[]> {
    return externalIds.length === 0 ? [] : toTickets(system, await client.tickets(externalIds));
  }

  /** Tickets that Sluice has made for a customer as whom nobody at Zendesk is known for sure: no list of theirs has them. */
  async function readMadeFor(
    externalIds: readonly string[],
    linked: readonly string[],
  ): Promise<ZendeskPage<ZendeskTicket>> {
    const made = await client.tickets(externalIds);
    const unlisted = made.filter(({ requester_id }) => !linked.includes(String(requester_id)));
    return { records: unlisted.toSorted((a, b) => b.id - a.id), next: null };
  }

  return {
    async tickets(filter, page) {
      const read = (cursor: string) => client.ticketPage(cursor, null);
      return toRecords(system, await scanSlice(read, page, (ticket) => fits(ticket, filter)));
    },
    ticketsById: (ids) => ticketsByExternalId(ids.flatMap((id) => externalTicketId(id) ?? [])),
    async ticketsByCustomer(customerIds, page) {
      const [users, made] = await Promise.all([
        services.customers.recordsOf(queries, 'support', customerIds),
        tickets.externalIdsBy(queries, 'madeFor', customerIds),
      ]);
      const slices = [...users].map(async ([id, requesters]): Promise<[string, Slice<TicketRecord>]> => {
        const reads = requesters.map((requester) => (cursor: string) => client.ticketPage(cursor, requester));
        const madeForThem = made.get(id) ?? [];
        if (madeForThem.length > 0) reads.push(async () => readMadeFor(madeForThem, requesters));
        return [id, await toRecords(system, await mergeSlices(reads, page))];
      });
      return new Map(await Promise.all(slices));
    },
    async ticketsByOrder(orderIds, page) {
      // Zendesk has no list of them; which they are, the shadow knows.
      const byOrder = await tickets.externalIdsBy(queries, 'order', orderIds);
      const records = await ticketsByExternalId([...new Set([...byOrder.values()].flat())]);
      const newestFirst = records.toSorted((a, b) => Number(b.externalId) - Number(a.externalId));
      return new Map(
        orderIds.map((id) => [
          id,
          sliceOf(
            newestFirst.filter(({ orderId }) => orderId === id),
            page,
          ),
        ]),
      );
    },
    async commentsById(ids) {
      const wanted = ids.flatMap((id) => externalCommentId(id) ?? []);
      const ticketIds = [...new Set(wanted.map(({ ticket }) => ticket))];
      const comments = (await Promise.all(ticketIds.map((ticket) => commentsOf(system, ticket)))).flat();
      return comments.filter(({ id }) => ids.includes(id));
    },
    async commentsByTicket(ticketIds, page) {
      const slices = ticketIds.map(async (id): Promise<[string, Slice<TicketCommentRecord>]> => {
        const externalId = externalTicketId(id);
        const comments = externalId === undefined ? [] : await commentsOf(system, externalId);
        return [id, sliceOf(comments.toReversed(), page)];
      });
      return new Map(await Promise.all(slices));
    },
    createTicket: defineCreateTicket(system),
    updateTicket: defineUpdateTicket(system),
    addTicketComment: defineAddTicketComment(system),
  };
}

/** What was said on a ticket, oldest first, without what it was opened with, which is the ticket's body. */
async function commentsOf(
  { client, services, tickets }: ZendeskSystem,
  externalTicket: string,
): Promise<readonly TicketCommentRecord[]> {
  const comments = await client.comments(externalTicket).catch((error: unknown) => {
    if (error instanceof ZendeskRefusal && error.status === 404) return [];
    throw error;
  });
  const known = (await tickets.known(services.database.queries, [externalTicket])).get(externalTicket);
  return comments.slice(1).map((comment) => toComment(externalTicket, comment, known?.customerId ?? null));
}

function fits(ticket: ZendeskTicket, { status, priority }: TicketFilter): boolean {
  const record = toTicket(ticket, null);
  const hasPriority = priority === null || (record.priority !== null && priority.includes(record.priority));
  return hasPriority && (status === null || status.includes(record.status));
}

async function toRecords(system: ZendeskSystem, slice: Slice<ZendeskTicket>): Promise<Slice<TicketRecord>> {
  const records = await toTickets(
    system,
    slice.items.map(({ node }) => node),
  );
  const byNode = new Map(slice.items.map(({ node }, index) => [node, records[index] as TicketRecord]));
  return { ...mapSlice(slice, (node) => byNode.get(node) as TicketRecord), endMark: slice.endMark };
}
