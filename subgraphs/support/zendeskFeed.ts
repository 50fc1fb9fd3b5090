import type { VendorEffect, VendorFeed } from '../kit/vendor/vendorFeed.ts';
import { ticketType } from './tickets.ts';
import type { ZendeskTicket } from './zendeskClient.ts';
import { forgetTicket, learnTicket } from './zendeskHistory.ts';
import { toTicket } from './zendeskRecords.ts';
import type { ZendeskSystem } from './zendeskSystem.ts';

/** Nobody waits for a poll. */
const PATIENCE_MS = 60_000;
const SETTLED_AT_ONCE = 20;

/** How the support desk follows Zendesk beside its webhooks: by the incremental export, which goes back to the first ticket. */
export function createZendeskFeed(system: ZendeskSystem): VendorFeed {
  const { client, services, tickets, writes } = system;
  const { queries } = services.database;
  return {
    memoryMs: Number.MAX_SAFE_INTEGER,
    async *changesBetween(fromMs, _toMs, signal) {
      for await (const page of client.changedSince(fromMs, { signal, patienceMs: PATIENCE_MS })) {
        const known = await tickets.known(
          queries,
          page.map(({ id }) => String(id)),
        );
        for (const ticket of page) {
          const externalId = String(ticket.id);
          if (ticket.status === 'deleted') {
            if (known.has(externalId)) yield forgetTicket(system, externalId, Date.parse(ticket.updated_at));
          } else if (isNews(ticket, known.get(externalId))) {
            yield await learnTicket(system, externalId, signal);
          }
        }
      }
    },
    records: [
      {
        doubtful: tickets.doubtful,
        page: tickets.page,
        async readNow(externalIds, signal) {
          const effects = await Promise.all(externalIds.map((id) => learnTicket(system, id, signal)));
          return all(effects);
        },
      },
    ],
    async *recordsSince(sinceMs, imported, signal) {
      for await (const page of client.changedSince(sinceMs, { signal, patienceMs: PATIENCE_MS })) {
        const made = page.filter((ticket) => Date.parse(ticket.created_at) >= sinceMs && ticket.status !== 'deleted');
        for (const ticket of made) {
          yield { records: 1, apply: await learnTicket(system, String(ticket.id), signal, { imported }) };
        }
      }
    },
    relink: (externalId) => async (transaction) => {
      const owners = await services.customers.customersOf(transaction, 'support', [externalId]);
      const owner = owners.get(externalId) ?? null;
      await tickets.relink(services.changes, transaction, externalId, ({ madeFor }) => owner ?? madeFor);
    },
    settleOverdue: (onError) => writes.settleOverdue(SETTLED_AT_ONCE, onError),
  };
}

/** Whether a ticket differs from what is known of it; if not, nobody has to ask what was done to it. */
function isNews(ticket: ZendeskTicket, known: ReturnType<typeof toTicket> | undefined): boolean {
  return !known || ticketType.differs(known, toTicket(ticket, known.customerId));
}

function all(effects: readonly VendorEffect[]): VendorEffect {
  return async (transaction) => {
    for (const effect of effects) await effect(transaction);
  };
}
