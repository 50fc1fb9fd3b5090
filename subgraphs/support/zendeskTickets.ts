import type { FoundCustomer } from '../kit/contracts/customerDirectory.ts';
import { NotFoundError, SluiceError } from '../kit/errors.ts';
import { parseOrderId, parseText } from '../kit/input.ts';
import { notSupported } from '../kit/vendor/notSupported.ts';
import type {
  AddTicketCommentInput,
  CreateTicketInput,
  TicketPriority,
  TicketStatus,
  UpdateTicketInput,
} from './generated/resolvers.ts';
import { MAX_BODY, MAX_SUBJECT } from './limits.ts';
import type { TicketCommentRecord, TicketRecord } from './records.ts';
import { refuseOther } from './refuseOther.ts';
import type { ZendeskComment, ZendeskTicket, ZendeskUser, ZendeskWritten } from './zendeskClient.ts';
import { observeAnswer } from './zendeskHistory.ts';
import {
  externalIdOf,
  externalTicketId,
  fromPriority,
  fromStatus,
  ticketId,
  toComment,
  toTicket,
} from './zendeskRecords.ts';
import { toRefusal } from './zendeskRefusals.ts';
import { isMadeWith, readUnlinked, toSeen } from './zendeskRequesters.ts';
import { type TicketAnswer, toShown, type ZendeskSystem } from './zendeskSystem.ts';

/** What a request says of itself, by which a comment is found again. */
const CALL_METADATA = 'sluice_call';

interface CreatePlan {
  readonly subject: string;
  readonly body: string;
  readonly priority: TicketPriority | null;
  readonly orderId: string | null;
  readonly customer: FoundCustomer;
  /** Who the customer is at Zendesk, when that is known. */
  readonly requester: string | null;
}

/** What opening a ticket came to: the ticket, and who asks, when that is nobody's yet. */
interface CreatedTicket extends TicketAnswer {
  readonly unlinked: ZendeskUser | null;
}

export function defineCreateTicket(system: ZendeskSystem) {
  const { client, writes } = system;

  async function withRequester(answer: TicketAnswer, signal: AbortSignal): Promise<CreatedTicket> {
    return { ...answer, unlinked: await readUnlinked(system, answer.ticket.requester_id, signal) };
  }

  return writes.define<CreateTicketInput, CreatePlan, CreatedTicket, TicketRecord>({
    mutation: 'createTicket',
    async plan({ customers }, transaction, input) {
      const subject = parseText('input.subject', input.subject, MAX_SUBJECT);
      const body = parseText('input.body', input.body, MAX_BODY);
      refuseOther('input.priority', input.priority);
      const orderId = parseOrderId('input.orderId', input.orderId);
      const customer = await customers.find(transaction, input);
      const { id } = customer;
      const linked = id === null ? [] : ((await customers.recordsOf(transaction, 'support', [id])).get(id) ?? []);
      if (linked.length === 0 && customer.email === null) {
        throw notSupported('input.customerId', 'The customer has no address, without which Zendesk knows nobody.');
      }
      return { subject, body, priority: input.priority ?? null, orderId, customer, requester: linked[0] ?? null };
    },
    async send({ subject, body, priority, orderId, customer, requester }, call, signal) {
      const { email, name } = customer;
      const ticket = {
        subject,
        comment: { body },
        ...(priority !== null && { priority: fromPriority(priority) }),
        external_id: externalIdOf(call.id, orderId),
        ...(requester === null ? { requester: { email, name: name ?? email } } : { requester_id: Number(requester) }),
      };
      const written = await client.create(ticket, call.key('ticket'), { signal }).catch((error: unknown) => {
        throw toRefusal(error, '');
      });
      return withRequester(await answerOf(system, written, signal), signal);
    },
    async look({ orderId }, call, signal) {
      const ticket = await client.ticketByExternalId(externalIdOf(call.id, orderId), { signal });
      if (!ticket) return null;
      return withRequester({ ticket, audits: await client.audits(String(ticket.id), { signal }) }, signal);
    },
    async record(services, transaction, { customer }, { unlinked, ...answer }) {
      const { customers } = services;
      const customerId = customer.id ?? (await customers.resolve(transaction, { customerEmail: customer.email }));
      const isTheirs = unlinked && isMadeWith(answer.ticket, unlinked);
      if (isTheirs) await customers.link(transaction, customerId, { system: 'support', externalId: `${unlinked.id}` });
      else if (unlinked) await customers.recognise(transaction, toSeen(unlinked));
      const madeFor = unlinked && !isTheirs ? customerId : undefined;
      const told = await observeAnswer(system, services, transaction, answer, madeFor);
      return told ? toShown(told) : toTicket(answer.ticket, customerId);
    },
  });
}

interface UpdatePlan {
  readonly externalId: string;
  /** Undefined leaves it as it is. */
  readonly status?: TicketStatus;
  readonly priority?: TicketPriority | null;
}

export function defineUpdateTicket(system: ZendeskSystem) {
  const { client, writes } = system;
  return writes.define<UpdateTicketInput, UpdatePlan, TicketAnswer, TicketRecord>({
    mutation: 'updateTicket',
    async plan(_services, _transaction, { id, status, priority }) {
      refuseOther('input.status', status);
      refuseOther('input.priority', priority);
      return {
        externalId: requireExternalId(id),
        ...(status != null && { status }),
        ...(priority !== undefined && { priority }),
      };
    },
    async send({ externalId, status, priority }, _call, signal) {
      const refuse = (error: unknown) => {
        throw toRefusal(error, ticketId(externalId));
      };
      const before = await client.ticket(externalId, { signal }).catch(refuse);
      const wanted = {
        ...(status !== undefined && { status: fromStatus(status) }),
        ...(priority !== undefined && { priority: fromPriority(priority) }),
      };
      const differs = Object.entries(wanted).some(([field, value]) => before[field as keyof ZendeskTicket] !== value);
      // What changes nothing is let through: a step that is repeated after it has closed the ticket is no failure.
      if (!differs) return { ...(await answerOf(system, { ticket: before }, signal)), before };
      if (before.status === 'closed') throw closed('does not change', status);
      const written = await client.update(externalId, wanted, { signal, repeatable: true }).catch(refuse);
      return { ...(await answerOf(system, written, signal)), before };
    },
    // Doing it again comes to the same.
    look: async () => null,
    async record(services, transaction, _plan, answer) {
      const told = await observeAnswer(system, services, transaction, answer);
      return told ? toShown(told) : toTicket(answer.ticket, null);
    },
  });
}

interface CommentPlan {
  readonly externalTicket: string;
  readonly body: string;
}

/** A comment cannot be sent under a key, and would be there twice: before it is sent again, it is looked for. */
export function defineAddTicketComment(system: ZendeskSystem) {
  const {
    client,
    services: { database },
    writes,
  } = system;
  return writes.define<AddTicketCommentInput, CommentPlan, ZendeskComment, TicketCommentRecord>({
    mutation: 'addTicketComment',
    async plan(_services, _transaction, input) {
      const body = parseText('input.body', input.body, MAX_BODY);
      return { externalTicket: requireExternalId(input.ticketId), body };
    },
    async send({ externalTicket, body }, call, signal) {
      const refuse = (error: unknown) => {
        throw toRefusal(error, ticketId(externalTicket));
      };
      const ticket = await client.ticket(externalTicket, { signal }).catch(refuse);
      if (ticket.status === 'closed') throw closed('takes no more comments');
      const update = { comment: { body, public: true }, metadata: { [CALL_METADATA]: call.id } };
      const { audit } = await client.update(externalTicket, update, { signal, repeatable: false }).catch(refuse);
      const comment = audit?.events.find(({ type }) => type === 'Comment');
      if (!audit || !comment) throw new TypeError('Zendesk answered a comment without telling it.');
      return { id: comment.id, body: comment.body ?? body, created_at: audit.created_at };
    },
    async look({ externalTicket, body }, call, signal) {
      const audits = await client.audits(externalTicket, { signal });
      const audit = audits.find(({ metadata }) => metadata?.custom?.[CALL_METADATA] === call.id);
      const comment = audit?.events.find(({ type }) => type === 'Comment');
      return audit && comment ? { id: comment.id, body: comment.body ?? body, created_at: audit.created_at } : null;
    },
    async record(_services, _transaction, { externalTicket }, comment) {
      const known = (await system.tickets.known(database.queries, [externalTicket])).get(externalTicket);
      return toComment(externalTicket, comment, known?.customerId ?? null);
    },
  });
}

/** A write that was repeated changes nothing, and tells no audit: then all are read, by which the ticket's state has its place. */
async function answerOf(
  { client }: ZendeskSystem,
  { ticket, audit }: ZendeskWritten,
  signal: AbortSignal,
): Promise<TicketAnswer> {
  return { ticket, audits: audit ? [audit] : await client.audits(String(ticket.id), { signal }) };
}

function requireExternalId(id: string): string {
  const externalId = externalTicketId(id);
  if (externalId === undefined) throw new NotFoundError('Ticket', id);
  return externalId;
}

function closed(what: string, to?: TicketStatus): SluiceError {
  return new SluiceError('INVALID_TRANSITION', `A ticket that is CLOSED ${what}. Open a new one.`, {
    extensions: { from: 'CLOSED', ...(to !== undefined && { to }) },
  });
}
