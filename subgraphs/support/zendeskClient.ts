import { chunked } from '../kit/vendor/chunked.ts';
import { KeyRefusedError } from '../kit/vendor/keyRefused.ts';
import type { VendorActivity } from '../kit/vendor/vendorActivity.ts';
import { VendorFailure } from '../kit/vendor/vendorFailure.ts';
import { askVendor, type VendorAnswer, type VendorRequest } from '../kit/vendor/vendorHttp.ts';
import { type VendorCall, VendorPolicy } from '../kit/vendor/vendorPolicy.ts';

export interface ZendeskAccount {
  /** Such as `https://acme.zendesk.com`. */
  readonly apiBase: string;
  /** Of the agent whose token it is. */
  readonly email: string;
  readonly apiToken: string;
}

/** A ticket as Zendesk gives it: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/ */
export interface ZendeskTicket {
  readonly id: number;
  readonly external_id: string | null;
  readonly subject: string | null;
  readonly description: string | null;
  readonly priority: string | null;
  readonly status: string;
  readonly requester_id: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Somebody who asks: https://developer.zendesk.com/api-reference/ticketing/users/users/ */
export interface ZendeskUser {
  readonly id: number;
  readonly email: string | null;
  readonly name: string | null;
  readonly created_at: string;
}

/** What one request did to a ticket: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/ */
export interface ZendeskAudit {
  readonly id: number;
  readonly created_at: string;
  readonly metadata?: { readonly custom?: Readonly<Record<string, unknown>> };
  readonly events: readonly ZendeskAuditEvent[];
}

interface ZendeskAuditEvent {
  readonly id: number;
  readonly type: string;
  readonly field_name?: string;
  readonly value?: unknown;
  readonly previous_value?: unknown;
  readonly body?: string;
}

export interface ZendeskComment {
  readonly id: number;
  readonly body: string;
  readonly created_at: string;
}

/** What a write gives back. */
export interface ZendeskWritten {
  readonly ticket: ZendeskTicket;
  /** Absent when nothing changed. */
  readonly audit?: ZendeskAudit;
}

/** A page of a list, and where the next begins. */
export interface ZendeskPage<Listed> {
  readonly records: readonly Listed[];
  readonly next: string | null;
}

/** Zendesk refused a call, in its own words. */
export class ZendeskRefusal extends Error {
  readonly status: number;
  /** The fields that it found fault with, and why. */
  readonly details: Readonly<Record<string, readonly { readonly description: string }[]>>;

  constructor({ status, body }: VendorAnswer) {
    const {
      error,
      description,
      details = {},
    } = (body ?? {}) as Partial<ZendeskRefusal> & {
      error?: unknown;
      description?: string;
    };
    const reasons = Object.values(details).flatMap((faults) => faults.map((fault) => fault.description));
    super(reasons.join('; ') || description || (typeof error === 'string' ? error : `status ${status}`));
    this.name = 'ZendeskRefusal';
    this.status = status;
    this.details = details;
  }
}

const KEY = {
  system: 'support',
  vendor: 'Zendesk',
  variable: 'ZENDESK_API_TOKEN',
  lacks: 'its agent may not do this',
};

type Call = Pick<VendorCall, 'signal' | 'patienceMs'>;

/** Of 700 a minute; exports have a limit of ten a minute: https://developer.zendesk.com/api-reference/introduction/rate-limits/ */
const CALLS_PER_SECOND = 10;
const EXPORTS_PER_SECOND = 1;
const MAX_MANY = 100;
const PAGE = 100;

/**
 * The part of Zendesk's ticketing API that the adapter uses. The usual client takes a 429 for an answer, and loses the
 * cursors of lists.
 */
export class ZendeskClient {
  readonly #account: ZendeskAccount;
  readonly #policy: VendorPolicy;
  readonly #exportPolicy: VendorPolicy;

  constructor(account: ZendeskAccount, timeoutMs: number, activity?: VendorActivity) {
    this.#account = account;
    const common = { system: 'support', vendor: 'Zendesk', timeoutMs, activity };
    this.#policy = new VendorPolicy({ ...common, callsPerSecond: CALLS_PER_SECOND });
    this.#exportPolicy = new VendorPolicy({ ...common, callsPerSecond: EXPORTS_PER_SECOND, concurrency: 1 });
  }

  /** The tickets with these ids, a hundred a call; without those that do not exist. */
  async tickets(ids: readonly string[], call: Call = {}): Promise<readonly ZendeskTicket[]> {
    const answers = await Promise.all(
      chunked(ids, MAX_MANY).map((chunk) =>
        this.#read<{ tickets: ZendeskTicket[] }>(`tickets/show_many?ids=${chunk.join(',')}`, call),
      ),
    );
    return answers.flatMap(({ tickets }) => tickets);
  }

  /** @throws ZendeskRefusal with the status 404 when there is none */
  async ticket(id: string, call: Call = {}): Promise<ZendeskTicket> {
    return (await this.#read<{ ticket: ZendeskTicket }>(`tickets/${id}`, call)).ticket;
  }

  /** @throws ZendeskRefusal with the status 404 when there is none */
  async user(id: number, call: Call): Promise<ZendeskUser> {
    return (await this.#read<{ user: ZendeskUser }>(`users/${id}`, call)).user;
  }

  /**
   * Asks whose token it is.
   *
   * @throws KeyRefusedError when it is nobody's, or not an agent's, who alone may see tickets of others
   */
  async checkAgent(call: Call): Promise<void> {
    const { user } = await this.#read<{ user: { id: number | null; role: string } }>('users/me', call);
    if (user.id === null || !['agent', 'admin'].includes(user.role)) throw new KeyRefusedError(KEY, `a ${user.role}'s`);
  }

  /** Reads its own writes, which the search index does not. */
  async ticketByExternalId(externalId: string, call: Call): Promise<ZendeskTicket | null> {
    const path = `tickets?external_id=${encodeURIComponent(externalId)}`;
    return (await this.#read<{ tickets: ZendeskTicket[] }>(path, call)).tickets[0] ?? null;
  }

  /** A page of all tickets, or of those that a user asked for, newest first. */
  ticketPage(cursor: string, requester: string | null): Promise<ZendeskPage<ZendeskTicket>> {
    const list = requester === null ? 'tickets' : `users/${requester}/tickets/requested`;
    return this.#page<ZendeskTicket>(`${list}?sort=-id`, 'tickets', cursor, {});
  }

  /** All that was said on a ticket, oldest first; the first is the ticket's description. */
  comments(ticketId: string): Promise<readonly ZendeskComment[]> {
    return this.#all<ZendeskComment>(`tickets/${ticketId}/comments?sort=created_at`, 'comments', {});
  }

  /** All that was done to a ticket, oldest first. */
  audits(ticketId: string, call: Call): Promise<readonly ZendeskAudit[]> {
    return this.#all<ZendeskAudit>(`tickets/${ticketId}/audits?`, 'audits', call);
  }

  /** May be repeated under the key, which Zendesk remembers for two hours. */
  async create(ticket: object, idempotencyKey: string, call: Call): Promise<ZendeskWritten> {
    const headers = { 'idempotency-key': idempotencyKey };
    return this.#ask<ZendeskWritten>('POST', 'tickets', { ...call, repeatable: true }, { body: { ticket }, headers });
  }

  /** `repeatable` when it sets what it sets; a comment would be there twice. */
  async update(id: string, ticket: object, call: Call & { readonly repeatable: boolean }): Promise<ZendeskWritten> {
    return this.#ask<ZendeskWritten>('PUT', `tickets/${id}`, call, { body: { ticket } });
  }

  /**
   * Tickets by the time of their last change, from then on; deleted ones have the status `deleted`. The last minute is left
   * out: https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
   */
  async *changedSince(startMs: number, call: Call): AsyncGenerator<readonly ZendeskTicket[]> {
    type Answer = { tickets: ZendeskTicket[]; after_cursor: string | null; end_of_stream: boolean };
    let from = `start_time=${Math.max(0, Math.floor(startMs / 1_000))}`;
    for (;;) {
      const path = `incremental/tickets/cursor?${from}`;
      const page = await this.#ask<Answer>('GET', path, { ...call, repeatable: true }, {}, this.#exportPolicy);
      yield page.tickets;
      if (page.end_of_stream || page.after_cursor === null) return;
      from = `cursor=${encodeURIComponent(page.after_cursor)}`;
    }
  }

  async #all<Listed>(path: string, name: string, call: Call): Promise<readonly Listed[]> {
    const all: Listed[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: ZendeskPage<Listed> = await this.#page<Listed>(path, name, cursor, call);
      all.push(...page.records);
      cursor = page.next;
    }
    return all;
  }

  async #page<Listed>(path: string, name: string, cursor: string, call: Call): Promise<ZendeskPage<Listed>> {
    const after = cursor === '' ? '' : `&page[after]=${encodeURIComponent(cursor)}`;
    type Answer = { meta: { has_more: boolean; after_cursor: string | null } } & Record<string, Listed[]>;
    const answer = await this.#read<Answer>(`${path}&page[size]=${PAGE}${after}`, call);
    return { records: answer[name] ?? [], next: answer.meta.has_more ? answer.meta.after_cursor : null };
  }

  #read<Body>(path: string, call: Call): Promise<Body> {
    return this.#ask<Body>('GET', path, { ...call, repeatable: true }, {});
  }

  async #ask<Body>(
    method: VendorRequest['method'],
    path: string,
    call: VendorCall,
    { body, headers = {} }: { body?: object; headers?: Readonly<Record<string, string>> },
    policy = this.#policy,
  ): Promise<Body> {
    const { apiBase, email, apiToken } = this.#account;
    const authorization = `Basic ${Buffer.from(`${email}/token:${apiToken}`).toString('base64')}`;
    const request = { method, url: `${apiBase}/api/v2/${path}`, headers: { authorization, ...headers }, body };
    const answer = await policy.call(call, async (signal) => {
      const answered = await askVendor(request, signal);
      // Somebody else changes the ticket at this moment.
      if (answered.status === 409) throw new VendorFailure('throttled', 'the ticket is being changed');
      return answered;
    });
    if (answer.status === 401 || answer.status === 403) {
      throw new KeyRefusedError(KEY, answer.status);
    }
    if (answer.status >= 400) throw new ZendeskRefusal(answer);
    return answer.body as Body;
  }
}
