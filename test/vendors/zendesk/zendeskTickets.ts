import type { VendorRequest, VendorResponse } from '../emulator.ts';
import type { RouteHandler } from '../routes.ts';
import type { VendorClock } from '../vendorClock.ts';
import type { TicketInput, ZendeskAccount, ZendeskAudit, ZendeskTicket } from './zendeskAccount.ts';
import { ZendeskError } from './zendeskErrors.ts';
import { exportTickets } from './zendeskExport.ts';
import { listedIds, presentPage } from './zendeskPages.ts';

/** Zendesk keeps the answer to a key for two hours. */
const IDEMPOTENCY_MS = 7_200_000;

/**
 * The routes of tickets, their comments and audits, and their export.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/
 */
export function ticketRoutes(
  account: ZendeskAccount,
  exporting: { readonly clock: VendorClock; readonly exportLagMs: number },
): Readonly<Record<string, RouteHandler>> {
  const answers = new Map<string, { readonly at: number; readonly body: string; readonly response: VendorResponse }>();
  return {
    'POST /api/v2/tickets': createOnce,
    'GET /api/v2/tickets': (request) => {
      const externalId = request.query.get('external_id');
      const tickets = account.tickets.filter((ticket) => externalId === null || ticket.externalId === externalId);
      return { status: 200, body: presentPage(request, 'tickets', sorted(tickets, request).map(present)) };
    },
    'GET /api/v2/tickets/show_many': ({ query }) => {
      const ids = new Set(listedIds(query));
      const tickets = account.tickets.filter(({ id }) => ids.has(String(id)));
      return { status: 200, body: { tickets: tickets.map(present), count: tickets.length, next_page: null } };
    },
    'GET /api/v2/users/:id/tickets/requested': (request, { id }) => {
      const { id: userId } = account.user(Number(id));
      const tickets = account.tickets.filter(({ requesterId }) => requesterId === userId);
      return { status: 200, body: presentPage(request, 'tickets', sorted(tickets, request).map(present)) };
    },
    'GET /api/v2/incremental/tickets/cursor': (request) => {
      const { tickets, ...page } = exportTickets(account, request, exporting);
      return { status: 200, body: { tickets: tickets.map(present), ...page } };
    },
    'GET /api/v2/tickets/:id': (_request, { id }) => ({
      status: 200,
      body: { ticket: present(account.ticket(Number(id))) },
    }),
    'PUT /api/v2/tickets/:id': ({ body }, { id }) => {
      const ticket = account.ticket(Number(id));
      const audits = ticket.audits.length;
      account.updateTicket(ticket, readInput(body));
      const audit = ticket.audits[audits];
      return { status: 200, body: { ticket: present(ticket), audit: audit && presentAudit(ticket, audit) } };
    },
    'DELETE /api/v2/tickets/:id': (_request, { id }) => {
      account.deleteTicket(account.ticket(Number(id)));
      return { status: 204, body: '' };
    },
    'GET /api/v2/tickets/:id/comments': (request, { id }) => {
      const comments = account.ticket(Number(id)).audits.flatMap(presentComment);
      if (request.query.get('sort') === '-created_at' || request.query.get('sort_order') === 'desc') comments.reverse();
      return { status: 200, body: presentPage(request, 'comments', comments) };
    },
    'GET /api/v2/tickets/:id/audits': (request, { id }) => {
      const ticket = account.ticket(Number(id));
      const audits = ticket.audits.map((audit) => presentAudit(ticket, audit));
      return { status: 200, body: presentPage(request, 'audits', audits) };
    },
  };

  function createOnce({ headers, body }: VendorRequest): VendorResponse {
    const key = headers['idempotency-key'];
    const known = key === undefined ? undefined : answers.get(key);
    if (known && exporting.clock.now() - known.at < IDEMPOTENCY_MS) {
      if (known.body !== body) {
        const description = 'Request parameters do not match the ones that the idempotency key came with before.';
        throw new ZendeskError(400, 'IdempotentRequestError', description);
      }
      return { ...known.response, headers: { ...known.response.headers, 'x-idempotency-lookup': 'hit' } };
    }
    const ticket = account.createTicket(readInput(body));
    const [audit] = ticket.audits;
    const response = {
      status: 201,
      headers: { location: `/api/v2/tickets/${ticket.id}.json` },
      body: { ticket: present(ticket), audit: audit && presentAudit(ticket, audit) },
    };
    if (key === undefined) return response;
    answers.set(key, { at: exporting.clock.now(), body, response });
    return { ...response, headers: { ...response.headers, 'x-idempotency-lookup': 'miss' } };
  }
}

function readInput(body: string): TicketInput {
  const { ticket } = JSON.parse(body) as { ticket?: TicketInput };
  if (!ticket) throw new ZendeskError(400, 'ParameterMissing', 'Parameter ticket is required');
  return ticket;
}

function sorted(tickets: readonly ZendeskTicket[], { query }: VendorRequest): readonly ZendeskTicket[] {
  const sort = query.get('sort') ?? query.get('sort_by') ?? 'id';
  const descending = sort.startsWith('-') || query.get('sort_order') === 'desc';
  const compared = [...tickets].sort((a, b) => {
    return (sort.endsWith('updated_at') ? a.generatedAt - b.generatedAt : 0) || a.id - b.id;
  });
  return descending ? compared.reverse() : compared;
}

function present(ticket: ZendeskTicket) {
  return {
    id: ticket.id,
    url: `/api/v2/tickets/${ticket.id}.json`,
    external_id: ticket.externalId,
    via: { channel: 'api', source: { from: {}, to: {}, rel: null } },
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
    generated_timestamp: Math.floor(ticket.generatedAt / 1000),
    type: null,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: ticket.description,
    priority: ticket.priority,
    status: ticket.status,
    recipient: null,
    requester_id: ticket.requesterId,
    submitter_id: ticket.requesterId,
    assignee_id: ticket.assigneeId,
    organization_id: null,
    group_id: null,
    tags: ticket.tags,
    custom_fields: ticket.customFields,
    is_public: true,
  };
}

function presentComment({ comment, authorId, createdAt, id, custom }: ZendeskAudit) {
  if (!comment) return [];
  const { body, isPublic } = comment;
  return [
    {
      id: comment.id,
      type: 'Comment',
      author_id: authorId,
      body,
      html_body: `<p>${body}</p>`,
      plain_body: body,
      public: isPublic,
      attachments: [],
      audit_id: id,
      via: { channel: 'api', source: { from: {}, to: {}, rel: null } },
      created_at: createdAt,
      metadata: { system: {}, custom },
    },
  ];
}

function presentAudit(ticket: ZendeskTicket, audit: ZendeskAudit) {
  const { id, authorId, createdAt, custom, changes } = audit;
  const comments = presentComment(audit).map(({ id: eventId, body, public: isPublic }) => {
    return { id: eventId, type: 'Comment', author_id: authorId, body, public: isPublic, audit_id: id };
  });
  const changed = changes.map(({ id: eventId, field, from, to }) => {
    const field_name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return { id: eventId, type: 'Change', field_name, value: to, previous_value: from };
  });
  return {
    id,
    ticket_id: ticket.id,
    created_at: createdAt,
    author_id: authorId,
    metadata: { system: {}, custom },
    events: [...comments, ...changed],
  };
}
