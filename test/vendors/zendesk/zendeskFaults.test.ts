import { zendeskVariables } from '../backends.ts';
import { describeVendorFaults } from '../describeVendorFaults.ts';
import type { VendorUnderFaults } from '../vendorUnderFaults.ts';
import type { ZendeskTicket } from './zendeskAccount.ts';
import { startZendesk } from './zendeskEmulator.ts';

const CREATE = 'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id externalId } } }';
const UPDATE = 'mutation ($input: UpdateTicketInput!) { updateTicket(input: $input) { ticket { status } } }';

const wordOf = (status: string) => (status === 'hold' ? 'ON_HOLD' : status.toUpperCase());

async function start(): Promise<VendorUnderFaults> {
  const emulator = await startZendesk({ requestsPerMinute: 100_000, exportsPerMinute: 10_000, exportLagMs: 0 });
  const { account } = emulator;
  let count = 0;

  function statusesOf({ audits, status }: ZendeskTicket): readonly string[] {
    const changes = audits.flatMap(({ changes }) => changes.filter(({ field }) => field === 'status'));
    const first = String(changes[0]?.from ?? (status === 'deleted' ? 'new' : status));
    const statuses = [first, ...changes.map(({ to }) => String(to))].map(wordOf);
    return status === 'deleted' ? [...statuses, 'DELETED'] : statuses;
  }

  const happened = () => Object.fromEntries(account.allTickets.map((ticket) => [ticket.id, statusesOf(ticket)]));
  const asked = () => {
    count += 1;
    return { customerEmail: `asker${count % 3}@example.com`, subject: `Question ${count}`, body: 'Where is it?' };
  };
  const byHand = () => account.createTicket({ subject: 'By hand', comment: { body: 'Where is it?' } });
  const move = (ticket: ZendeskTicket, status: string) => account.updateTicket(ticket, { status });

  return {
    emulator,
    variables: { ...zendeskVariables(emulator), ZENDESK_WEBHOOK_SECRET: emulator.signingSecret },
    source: 'zendesk',
    changeType: 'sluice.support.ticket.*',
    subscription: `subscription ($after: Cursor) {
      change: ticketChanged(after: $after) { kind superseded changedFields id record: ticket { status } }
    }`,
    statusField: 'STATUS',
    flow: `subscription Thank @flow(scopes: ["support:write"]) {
      ticketChanged(status: [SOLVED], changed: [STATUS]) { ticket { id @export(as: "ticketId") } }
    }
    mutation Comment($ticketId: ID!, $body: String! @template(text: "Solved {ticketId}")) {
      addTicketComment(input: { ticketId: $ticketId, body: $body }) { comment { id } }
    }`,
    isPoll: ({ path }) => path.startsWith('/api/v2/incremental/'),
    async ours(insist) {
      const made = await Promise.all(
        Array.from({ length: 3 }, async () => (await insist(CREATE, asked())).data.createTicket.ticket),
      );
      await Promise.all(made.slice(0, 2).map(({ id }) => insist(UPDATE, { id, status: 'PENDING', priority: 'HIGH' })));
      for (const { externalId } of made.slice(0, 2)) move(account.ticket(Number(externalId)), 'solved');
    },
    async theirs(untilTold) {
      const [asked, solved, gone] = [byHand(), byHand(), byHand()];
      for (const status of ['open', 'pending', 'open', 'solved']) move(asked, status);
      account.updateTicket(solved, { status: 'solved', priority: 'low' });
      move(gone, 'open');
      await untilTold();
      account.deleteTicket(gone);
    },
    twoSteps() {
      const ticket = () => account.tickets.at(-1) as ZendeskTicket;
      return [
        () => {
          byHand();
          move(ticket(), 'open');
        },
        () => move(ticket(), 'solved'),
      ];
    },
    async editThrice(insist) {
      const { id, externalId } = (await insist(CREATE, asked())).data.createTicket.ticket;
      await insist(UPDATE, { id, status: 'SOLVED' });
      for (const priority of ['LOW', 'NORMAL']) await insist(UPDATE, { id, priority });
      account.updateTicket(account.ticket(Number(externalId)), { tags: ['edited'] });
    },
    happened,
    isOptional: () => false,
    effects: async () =>
      account.tickets.flatMap(({ audits }) =>
        audits.flatMap(({ comment }) => (comment?.body.startsWith('Solved') ? [comment.body] : [])),
      ),
    dueEffects: () =>
      Object.entries(happened()).flatMap(([id, statuses]) =>
        statuses.filter((status) => status === 'SOLVED').map(() => `Solved tic_${id}`),
      ),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

describeVendorFaults('Zendesk', start);
